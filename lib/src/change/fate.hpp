// SPDX-License-Identifier: Apache-2.0
/// What became of each pore between two photographs.
#pragma once

#include <span>
#include <vector>

#include "porevis/change/paired.hpp"

namespace porevis {

/// Of one place, measured in both photographs.
struct Fate {
  double in_before = 1;  ///< how probable it is that the before photograph shows a pore there, 0..1.
  double in_after = 1;   ///< likewise the after photograph.
  PorePair::Status status = PorePair::Status::matched;  ///< vanished or appeared only where that is proven.
  bool hidden = false;                                  ///< under shine: tells nothing.
};

/// @param before, after  the same places, in the same order.
[[nodiscard]] std::vector<Fate> tell_fates(std::span<const Pore> before, std::span<const Pore> after);

}  // namespace porevis
