// SPDX-License-Identifier: Apache-2.0
/// What pigments absorb in red and blue relative to green: melanin falls steeply with wavelength, blood hardly absorbs
/// red. @see Tsumura et al. 1999, doi:10.1364/JOSAA.16.002169.
#pragma once

namespace porevis {

inline constexpr double kMelaninRed = 0.62, kMelaninBlue = 1.5;
inline constexpr double kBloodRed = 0.12, kBloodBlue = 0.85;

}  // namespace porevis
