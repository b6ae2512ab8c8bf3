// SPDX-License-Identifier: Apache-2.0
#include "change/size_factor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porevis {
namespace {

/// Sigma of a pore's profile, by its second moment / its full width at half maximum: between a Gaussian (0.42) and a
/// disc with steep walls (0.25).
constexpr double kSigmaOfDiameter = 0.352;
constexpr double kLeastSummed = 0.2;
constexpr double kInRing = 0.6;  // of what lies beyond the aperture: lost once more, as it is taken for skin
constexpr double kSmallest = 0.35, kStep = 1.055;  // of the factors looked up

}  // namespace

double Concentration::node(int i) { return kSmallest * std::pow(kStep, i); }

void Concentration::add(double darkness_mm2, double core_mm2, double core_sigma_mm, double diameter_mm, double blur_mm,
                        double aperture_mm) {
  core_ += core_mm2;
  const double core2 = core_sigma_mm * core_sigma_mm, blur2 = blur_mm * blur_mm;
  const double pore2 = std::pow(kSigmaOfDiameter * diameter_mm, 2);
  const auto summed = [&](double sigma2) {  // share of a Gaussian spot
    if (aperture_mm <= 0) return 1.0;
    return 1 - (1 + kInRing) * std::exp(-aperture_mm * aperture_mm / (2 * sigma2));
  };
  const double believed = summed(blur2 + pore2);
  for (int i = 0; i < kNodes; ++i) {
    const double sigma2 = blur2 + pore2 * node(i) * node(i);
    // Share of a Gaussian spot under a Gaussian weight, of all its darkness if it is as large as that.
    expected_[static_cast<std::size_t>(i)] +=
        darkness_mm2 * believed / std::max(kLeastSummed, summed(sigma2)) * core2 / (core2 + sigma2);
  }
}

Concentration& Concentration::operator+=(const Concentration& other) {
  core_ += other.core_;
  for (std::size_t i = 0; i < expected_.size(); ++i) expected_[i] += other.expected_[i];
  return *this;
}

double Concentration::factor() const {
  for (int i = 1; i < kNodes; ++i) {
    const double low = expected_[static_cast<std::size_t>(i - 1)], high = expected_[static_cast<std::size_t>(i)];
    if (low >= core_ && high < core_) return node(i - 1) * std::pow(kStep, (low - core_) / (low - high));
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace porevis
