// SPDX-License-Identifier: Apache-2.0
#include "change/size_factor.hpp"

#include <cmath>
#include <limits>

namespace porevis {
namespace {

/// Sigma of a pore's profile, by its second moment / its full width at half maximum: between a Gaussian (0.42) and a
/// disc with steep walls (0.25).
constexpr double kSigmaOfDiameter = 0.352;
constexpr double kSmallest = 0.35, kStep = 1.055;  // of the factors looked up

}  // namespace

double Concentration::node(int i) { return kSmallest * std::pow(kStep, i); }

void Concentration::add(double darkness_mm2, double core_mm2, double core_sigma_mm, double diameter_mm,
                        double blur_mm) {
  core_ += core_mm2;
  const double core2 = core_sigma_mm * core_sigma_mm, blur2 = blur_mm * blur_mm;
  const double pore2 = std::pow(kSigmaOfDiameter * diameter_mm, 2);
  for (int i = 0; i < kNodes; ++i) {
    // Share of a Gaussian spot under a Gaussian weight.
    expected_[static_cast<std::size_t>(i)] += darkness_mm2 * core2 / (core2 + blur2 + pore2 * node(i) * node(i));
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
