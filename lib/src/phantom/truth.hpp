// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "phantom/camera.hpp"
#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// The pores whose centre is in the picture.
[[nodiscard]] std::vector<TruePore> true_pores(const Skin& skin, const ShotDescription& shot, const Camera& camera);

/// The confusers of which something is in the picture.
[[nodiscard]] std::vector<TrueConfuser> true_confusers(const Skin& skin, const Camera& camera);

}  // namespace porevis::phantom
