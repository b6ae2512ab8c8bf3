// SPDX-License-Identifier: Apache-2.0
/// The ICC profile of sRGB, for the pictures that porevis writes.
#pragma once

#include "porevis/photo/codec.hpp"

namespace porevis {

/// The same bytes at every call: its date is a fixed one.
[[nodiscard]] Bytes srgb_profile();

}  // namespace porevis
