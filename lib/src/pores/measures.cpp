// SPDX-License-Identifier: Apache-2.0
#include "porevis/pores/measures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace porevis {
namespace {

constexpr std::array<Measure, 5> kMeasures{{
    {"visibility", [](const Pore& pore) { return pore.darkness_mm2; }, Measure::Per::area_mm2, Measure::Over::places},
    {"diameter", [](const Pore& pore) { return pore.diameter_mm; }, Measure::Per::pore, Measure::Over::matched},
    {"density", [](const Pore&) { return 1.0; }, Measure::Per::area_mm2, Measure::Over::visible},
    {"area_fraction", [](const Pore& pore) { return pore.area_mm2; }, Measure::Per::area_mm2, Measure::Over::visible},
    {"contrast", [](const Pore& pore) { return pore.contrast; }, Measure::Per::pore, Measure::Over::matched},
}};

/// Linear between order statistics (Hyndman & Fan 1996, type 7); 0 of none.
double quantile(std::span<const double> sorted, double q) {
  if (sorted.empty()) return 0;
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return std::lerp(sorted[low], sorted[high], place - static_cast<double>(low));
}

}  // namespace

std::span<const Measure> measures() { return kMeasures; }

RegionSummary summarize(std::string name, const PoreSets& pores, double area_mm2) {
  RegionSummary summary;
  summary.name = std::move(name);
  summary.area_mm2 = area_mm2;
  summary.pore_count = static_cast<int>(pores.visible.size());

  const auto value = [&](const Measure& measure) {
    const std::span<const Pore> over = measure.over == Measure::Over::places    ? pores.places
                                       : measure.over == Measure::Over::visible ? pores.visible
                                                                                : pores.matched;
    double sum = 0;
    for (const Pore& pore : over) sum += measure.term(pore);
    const double per = measure.per == Measure::Per::pore ? static_cast<double>(over.size()) : area_mm2;
    return per > 0 ? sum / per : 0;
  };
  summary.visibility = value(kMeasures[0]);
  summary.diameter_mm.mean = value(kMeasures[1]);
  summary.density_per_cm2 = 100 * value(kMeasures[2]);
  summary.area_fraction = value(kMeasures[3]);
  summary.contrast_mean = value(kMeasures[4]);

  std::vector<double> diameters(pores.matched.size());
  std::transform(pores.matched.begin(), pores.matched.end(), diameters.begin(),
                 [](const Pore& pore) { return pore.diameter_mm; });
  std::sort(diameters.begin(), diameters.end());
  summary.diameter_mm.median = quantile(diameters, 0.5);
  summary.diameter_mm.p90 = quantile(diameters, 0.9);
  return summary;
}

RegionSummary summarize(std::string name, std::span<const Pore> pores, double area_mm2) {
  return summarize(std::move(name), {pores, pores, pores}, area_mm2);
}

}  // namespace porevis
