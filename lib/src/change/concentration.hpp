// SPDX-License-Identifier: Apache-2.0
/// How concentrated the darkness of many pores is, and what a change of their size makes of that.
#pragma once

#include "porevis/pores/pore.hpp"

namespace porevis {

/// Sums over pores of their darkness in the aperture and in its core, and of how both grow with their widths. All are
/// linear in the picture, so that skin's texture and noise, zero on average, cancel over many pores; sizes fitted to
/// single pores lean towards what is left of them. May be added up over pieces of skin.
///
/// No profile is assumed: to a larger pore an aperture is what a smaller one is to the pore, so that the growth of the
/// sums with the apertures' widths tells what a change of the pores' size makes of them.
/// @see Abraham et al. 1994, doi:10.1086/174550 (concentration); Stetson 1990, doi:10.1086/132719 (curves of growth).
class Concentration {
 public:
  void add(const Pore& pore);
  Concentration& operator+=(const Concentration& other);

  /// Share of the darkness that lies in the core.
  [[nodiscard]] double value() const { return core_ / darkness_; }

  /// Of the pores' squared width on the skin, sigma^2, without the photograph's blur.
  /// @param blur_mm2  sigma^2 of the blur, in the picture, the pixel's own included.
  [[nodiscard]] double pore_mm2(double blur_mm2) const;

  /// By which power of a change of size value() falls.
  [[nodiscard]] double power(double blur_mm2) const;

  /// By which power of a change of size the aperture's part of all darkness falls, 0 to 1.5.
  [[nodiscard]] double beyond(double blur_mm2) const;

 private:
  /// Of the spots, as photographed; and the share of it that changes with the pores' size.
  [[nodiscard]] double spot_mm2() const;
  [[nodiscard]] double share_of_pores(double blur_mm2) const;

  double darkness_ = 0, core_ = 0, growth_ = 0, core_growth_ = 0;
  double core_mm2_ = 0, stretch_ = 0;  // the core's squared width and the area's factor, by darkness
};

}  // namespace porevis
