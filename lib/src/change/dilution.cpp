// SPDX-License-Identifier: Apache-2.0
#include "change/dilution.hpp"

#include <algorithm>
#include <cmath>

namespace porevis {
namespace {

constexpr double kMostDilution = 2;   // of what confidence has it to be
constexpr double kMostDiluted = 0.5;  // of the darkness

}  // namespace

double dilution(std::span<const PorePair> pairs) {
  double before = 0, doubted = 0, changed = 0;
  for (const PorePair& pair : pairs) {
    before += pair.before.darkness_mm2;
    doubted += (1 - pair.before.confidence) * pair.before.darkness_mm2;
    changed += pair.after.darkness_mm2 - pair.before.darkness_mm2;
  }
  const double doubt = doubted / before, change = changed / before;
  if (!(before > 0) || !(doubt > 0)) return 0;

  double slope = 0, spread = 0, variance = 0;  // of the change per doubt
  const auto off = [&](const PorePair& pair) { return 1 - pair.before.confidence - doubt; };
  for (const PorePair& pair : pairs) {
    slope += off(pair) * (pair.after.darkness_mm2 - pair.before.darkness_mm2);
    spread += off(pair) * off(pair) * pair.before.darkness_mm2;
  }
  slope /= spread;
  for (const PorePair& pair : pairs) {
    const double expected = (1 + change + slope * off(pair)) * pair.before.darkness_mm2;
    variance += std::pow(off(pair) * (pair.after.darkness_mm2 - expected) / spread, 2);
  }

  constexpr int kSteps = 200;
  const double most = std::min(kMostDilution, kMostDiluted / doubt);
  double all = 0, mean = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double factor = most * i / kSteps;
    const double expected = -factor * change / (1 - factor * doubt);
    const double chi2 = spread > 0 ? std::pow(slope - expected, 2) / std::max(variance, 1e-6) : 0;
    const double weight = std::exp(-(chi2 + std::pow((factor - 1) / kDilutionSe, 2)) / 2);
    all += weight;
    mean += weight * factor;
  }
  return doubt * (all > 0 ? mean / all : std::min(1.0, most));
}

}  // namespace porevis
