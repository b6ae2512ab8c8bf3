// SPDX-License-Identifier: Apache-2.0
/// Everything of porevis.
#pragma once

#include "porevis/error.hpp"
#include "porevis/normalize.hpp"
#include "porevis/options.hpp"
#include "porevis/overlay.hpp"
#include "porevis/phantom/phantom.hpp"
#include "porevis/photo/codec.hpp"
#include "porevis/photo/edge.hpp"
#include "porevis/pipeline.hpp"
#include "porevis/skin/sharpness.hpp"
