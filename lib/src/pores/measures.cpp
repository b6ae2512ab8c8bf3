// SPDX-License-Identifier: Apache-2.0
#include "porevis/pores/measures.hpp"

#include <array>
#include <cmath>

#include "pores/measures/measure.hpp"

namespace porevis {

std::span<const Measure> measures() {
  static const std::array kMeasures{kVisibility, kDiameter, kDensity, kAreaFraction, kContrast};
  return kMeasures;
}

double value(const Measure& measure, const RegionView& region) {
  const std::span<const Pore> over = measure.over == Measure::Over::places ? region.pores.places : region.pores.matched;
  if (over.empty()) return 0;
  double sum = 0, count = 0;
  for (const Pore& pore : over) {
    const double term = measure.term(pore);
    if (std::isnan(term)) continue;
    sum += term;
    ++count;
  }
  if (measure.per == Measure::Per::pore) return sum / count;
  return region.area_mm2 > 0 ? sum / region.area_mm2 : 0;
}

double per_cm2(double count, const RegionView& region) {
  return region.area_mm2 > 0 ? 100 * count / region.area_mm2 : 0;
}

RegionSummary summarize(std::string name, const PoreSets& pores, const SkinMap& skin, const Scale& scale) {
  RegionSummary summary;
  summary.name = std::move(name);
  const RegionView region{pores, skin, scale, skin.area_mm2(scale)};
  std::apply([&](const auto&... f) { ((summary.*f.member = f.measure(region)), ...); }, RegionSummary::figures());
  return summary;
}

RegionSummary summarize(std::string name, std::span<const Pore> pores, const SkinMap& skin, const Scale& scale) {
  return summarize(std::move(name), {pores, pores}, skin, scale);
}

}  // namespace porevis
