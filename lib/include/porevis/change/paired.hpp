// SPDX-License-Identifier: Apache-2.0
/// Detects once on two aligned, matched skins together and measures both at the same places.
#pragma once

#include <vector>

#include "porevis/change/align.hpp"
#include "porevis/change/match.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {

/// One place of the skin, measured in both photographs.
struct PorePair {
  enum class Status { matched, vanished, appeared };
  int id = 0;
  Status status = Status::matched;
  Pore before;
  Pore after;              ///< x_px, y_px in the after photograph; lengths on the before photograph's scale.
  double diameter_mm = 0;  ///< of a matched pore the geometric mean of both, else of the photograph that has it;
                           ///< NaN where it is not told.
  bool jointly = true;     ///< found on both photographs together; else in one alone: too uncertain for a size.
};

/// Joint detection and forced measurement.
/// @param after_from_before  Alignment::grid; gives the pores' places in the after photograph.
[[nodiscard]] std::vector<PorePair> measure_pairs(const SkinMap& before, const SkinMap& after, const Matching& matching,
                                                  const MapGrid& after_from_before, const Scale& scale,
                                                  const SegmentOptions& options = {});

}  // namespace porevis
