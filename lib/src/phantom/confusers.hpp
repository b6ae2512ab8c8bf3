// SPDX-License-Identifier: Apache-2.0
/// What is on the skin besides pores.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "porevis/phantom/phantom.hpp"
#include "random.hpp"

namespace porevis::phantom {

/// A number of events of a Poisson process.
[[nodiscard]] std::size_t poisson(Random& random, double mean);

/// Freckles, moles, papules, hairs and needle marks as described.
[[nodiscard]] std::vector<Confuser> make_confusers(const SkinDescription& description, std::uint64_t seed);

/// Adds fresh needle marks.
void add_needle_marks(std::vector<Confuser>& confusers, const SkinDescription& description, double per_cm2,
                      std::uint64_t seed, std::string_view stream);

}  // namespace porevis::phantom
