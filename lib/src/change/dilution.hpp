// SPDX-License-Identifier: Apache-2.0
/// What is measured and no pore: it does not change with the pores, and would dilute what is read.
#pragma once

#include <span>

#include "porevis/change/paired.hpp"

namespace porevis {

/// What is no pore / what confidence has it to be: its standard error. (A third to a half on phantoms, one and a half
/// on real skin, whose labels leave pores out.)
inline constexpr double kDilutionSe = 0.5;

/// Share of the darkness at the places that does not change with the pores, 0 to 0.5: as much as confidence has it,
/// times a factor that the change tells. Where doubtful places change less than the surest ones they are the less
/// pores; where they change alike, they are pores. The mean of the factor's posterior, from the regression of the
/// change on doubt. How sure the mean is it does not tell: pores that look less like one may also respond less.
[[nodiscard]] double dilution(std::span<const PorePair> pairs);

/// after / before of the pores alone, from that of all places.
/// @param no_pores  dilution().
[[nodiscard]] inline double undiluted(double ratio, double no_pores) { return 1 + (ratio - 1) / (1 - no_pores); }

}  // namespace porevis
