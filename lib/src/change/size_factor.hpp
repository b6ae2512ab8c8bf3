// SPDX-License-Identifier: Apache-2.0
/// By how much the pores of one photograph are larger than believed, all together, from how concentrated their darkness
/// is.
#pragma once

#include <array>

namespace porevis {

/// Sums over pores of their darkness in the core and of what it would be if all were larger by a factor. Both are
/// linear in the picture, so that skin's texture and noise, zero on average, cancel over many pores; sizes fitted to
/// single pores lean towards what is left of them. May be added up over pieces of skin.
/// @see Abraham et al. 1994, doi:10.1086/174550: concentration as a measure of size that needs no profile.
class Concentration {
 public:
  /// @param darkness_mm2   the pore's, what lies beyond its aperture reckoned for the believed size.
  /// @param core_mm2       under a Gaussian of this sigma.
  /// @param core_sigma_mm  of that Gaussian.
  /// @param diameter_mm    believed.
  /// @param blur_mm        sigma of the photograph's blur, the pixel's own included.
  /// @param aperture_mm    its radius; 0: all darkness was summed.
  void add(double darkness_mm2, double core_mm2, double core_sigma_mm, double diameter_mm, double blur_mm,
           double aperture_mm);
  Concentration& operator+=(const Concentration& other);

  /// Size / believed size; NaN where the sums do not tell.
  [[nodiscard]] double factor() const;

 private:
  static constexpr int kNodes = 36;
  [[nodiscard]] static double node(int i);
  double core_ = 0;
  std::array<double, kNodes> expected_{};
};

}  // namespace porevis
