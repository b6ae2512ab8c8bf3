// SPDX-License-Identifier: Apache-2.0
#include "change/concentration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porevis {
namespace {

constexpr double kMostBeyond = 1.5;
constexpr double kLeastShare = 0.1;  // of a spot's squared width, that is the pore's
/// Places lie a little off the pores' middle, which widens the spots and does not change with the pores: so much less
/// than what growth tells is the answer to a change of size. Found on phantoms.
constexpr double kOffMiddle = 0.98;

}  // namespace

void Concentration::add(const Pore& pore) {
  darkness_ += pore.darkness_mm2;
  core_ += pore.core_darkness_mm2;
  growth_ += pore.growth_mm2;
  core_growth_ += pore.core_growth_mm2;
  core_mm2_ += pore.darkness_mm2 * pore.core_sigma_mm * pore.core_sigma_mm;
  stretch_ += pore.darkness_mm2 * pore.area_factor;
}

Concentration& Concentration::operator+=(const Concentration& other) {
  darkness_ += other.darkness_;
  core_ += other.core_;
  growth_ += other.growth_;
  core_growth_ += other.core_growth_;
  core_mm2_ += other.core_mm2_;
  stretch_ += other.stretch_;
  return *this;
}

double Concentration::spot_mm2() const {
  // As that of a Gaussian spot, whose core grows by 2 spot / (core + spot). What lies beyond the aperture, taken for
  // skin, makes it grow by some more: of Gaussian and of flatter spots by a third of what the aperture does.
  const double slope = core_growth_ / core_ - growth_ / darkness_ / 3;
  if (!(slope > 0)) return 0;
  return slope < 2 ? core_mm2_ / darkness_ * slope / (2 - slope) : std::numeric_limits<double>::infinity();
}

double Concentration::share_of_pores(double blur_mm2) const {
  return std::clamp(1 - blur_mm2 * stretch_ / darkness_ / spot_mm2(), kLeastShare, 1.0);
}

double Concentration::pore_mm2(double blur_mm2) const {
  return spot_mm2() * share_of_pores(blur_mm2) * darkness_ / stretch_;
}

double Concentration::power(double blur_mm2) const {
  return kOffMiddle * share_of_pores(blur_mm2) * (core_growth_ / core_ - growth_ / darkness_);
}

double Concentration::beyond(double blur_mm2) const {
  return darkness_ > 0 ? std::clamp(share_of_pores(blur_mm2) * growth_ / darkness_, 0.0, kMostBeyond) : 0;
}

}  // namespace porevis
