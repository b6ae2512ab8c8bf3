// SPDX-License-Identifier: Apache-2.0
/// What is measured of a region. Each measure is a term summed over its pores, per area or per pore; so a region's
/// figure, its change and its interval all come from the same line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porevis/pores/pore.hpp"

namespace porevis {

/// One measure: the sum of `term` over the pores, divided by the measurable area or by the number of pores.
struct Measure {
  std::string_view name;  ///< as in the outputs: `visibility`, `diameter`, `density`, `area_fraction`, `contrast`.
  double (*term)(const Pore& pore);
  enum class Per { area_mm2, pore } per;

  /// Which of the places that two photographs share enter the sums: all of them; those where a pore stands out from the
  /// skin in the photograph summed; those where it does in both. In a single photograph the three are the same.
  enum class Over { places, visible, matched } over;
};

/// All measures, in the order of the outputs.
[[nodiscard]] std::span<const Measure> measures();

/// Diameters of a region, mm; 0 where there is no pore.
struct DiameterSummary {
  double mean = 0;
  double median = 0;
  double p90 = 0;  ///< nine of ten pores are smaller.
};

/// The figures of one region.
struct RegionSummary {
  std::string name;
  double area_mm2 = 0;  ///< measurable area.
  int pore_count = 0;
  double density_per_cm2 = 0;
  double area_fraction = 0;  ///< pore area / measurable area, 0..1.
  double visibility = 0;     ///< sum of darkness_mm2 / measurable area, dimensionless.
  double contrast_mean = 0;
  DiameterSummary diameter_mm;
};

/// The pores that each kind of Measure::Over sums.
struct PoreSets {
  std::span<const Pore> places;
  std::span<const Pore> visible;
  std::span<const Pore> matched;
};

/// Sums up a region.
/// @param area_mm2  measurable area, > 0 where there are pores.
[[nodiscard]] RegionSummary summarize(std::string name, const PoreSets& pores, double area_mm2);

/// Sums up a region of a single photograph.
[[nodiscard]] RegionSummary summarize(std::string name, std::span<const Pore> pores, double area_mm2);

}  // namespace porevis
