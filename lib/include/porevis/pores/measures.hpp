// SPDX-License-Identifier: Apache-2.0
/// What is measured of a region. A measure is a small file in src/pores/measures and its line in
/// RegionSummary::figures(); from that list come the summary, the outputs and the Python attributes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "porevis/figures.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/pores/pore.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// A measure whose change is told: the sum of `term` over the pores, divided by the measurable area or by the number of
/// pores; so a region's figure, its change and its interval all come from the same line. A pore whose term is NaN (a
/// size that the photograph does not tell) is left out of sum and number.
struct Measure {
  std::string_view name;  ///< as in the outputs: `visibility`, `diameter`, `density`, `area_fraction`, `contrast`.
  double (*term)(const Pore& pore);
  enum class Per { area_mm2, pore } per;

  /// Which of the places that two photographs share enter the sums: all of them, or those of the pores that were found
  /// on both together and neither vanished nor appeared. In a single photograph the two are the same.
  enum class Over { places, matched } over;

  /// What the term sums: darkness, of which an aperture holds the less the larger a pore is; pores, each as far as it
  /// is present, so that what comes or goes unseen is missing from the change; or what a pore's shape is.
  enum class Of { darkness, pores, shape } of = Of::shape;

  /// How the term grows with the pores' size, everything else alike: 1 a length, 2 an area. Two photographs are summed
  /// with one size a pore; that all pores together are larger or smaller in one of them enters by this power.
  double size_power = 0;
};

/// The measures whose change is told, in the order of the outputs.
[[nodiscard]] std::span<const Measure> measures();

/// The pores that each kind of Measure::Over sums.
struct PoreSets {
  std::span<const Pore> places;
  std::span<const Pore> matched;
};

/// What the figures of a region are taken from.
struct RegionView {
  const PoreSets& pores;
  const SkinMap& skin;
  const Scale& scale;
  double area_mm2;  ///< of the measurable skin.
};

/// One bin of the distribution of diameters.
struct SizeBin {
  double diameter_mm = 0;
  double density_per_cm2 = 0;

  static constexpr auto figures() {
    return std::tuple{
        figure("diameter_mm", &SizeBin::diameter_mm, "Middle of the bin on a logarithmic scale."),
        figure("density_per_cm2", &SizeBin::density_per_cm2, "Of the pores in the bin."),
    };
  }
};

/// Diameters of a region, mm; 0 where there is no pore, NaN where none is large enough to have a size.
struct DiameterSummary {
  double mean = 0;
  double median = 0;
  double p90 = 0;                          ///< nine of ten pores are smaller.
  std::vector<SizeBin> size_distribution;  ///< ten bins of equal ratio over 0.08 to 0.8 mm, the outermost open.

  static constexpr auto figures() {
    using S = DiameterSummary;
    return std::tuple{
        figure("mean", &S::mean, ""),
        figure("median", &S::median, ""),
        figure("p90", &S::p90, "Nine of ten pores are smaller."),
        figure("size_distribution", &S::size_distribution,
               "Density of pores by diameter: ten bins of equal ratio over 0.08 to 0.8 mm, the outermost open."),
    };
  }
};

/// How dense the pores are that stand out by a threshold or more.
struct CurvePoint {
  double diameter_contrast_mm = 0;
  double density_per_cm2 = 0;

  static constexpr auto figures() {
    return std::tuple{
        figure("diameter_contrast_mm", &CurvePoint::diameter_contrast_mm, "The threshold."),
        figure("density_per_cm2", &CurvePoint::density_per_cm2, "Of the pores that reach it."),
    };
  }
};

/// How the pores lie to each other; NaN where there are fewer than two.
struct NeighbourSummary {
  double median = 0;  ///< distance from a pore's centre to the nearest other, mm.
  double clark_evans =
      0;  ///< mean distance / that of points strewn at random: 1 random, below in clusters, above even.

  static constexpr auto figures() {
    using S = NeighbourSummary;
    return std::tuple{
        figure("median", &S::median, "Distance from a pore's centre to the nearest other, mm."),
        figure("clark_evans", &S::clark_evans,
               "Mean distance / that of points strewn at random: 1 random, below in clusters, above even."),
    };
  }
};

/// One standard deviation of a region's figures by the scale alone; shares and ratios do not depend on it.
struct ScaleErrors {
  double area_mm2 = 0;
  double density_per_cm2 = 0;
  double diameter_mean_mm = 0;
  double diameter_median_mm = 0;
  double diameter_p90_mm = 0;
  double nearest_neighbour_median_mm = 0;

  static constexpr auto figures() {
    using S = ScaleErrors;
    return std::tuple{
        figure("area_mm2", &S::area_mm2, ""),
        figure("density_per_cm2", &S::density_per_cm2, ""),
        figure("diameter_mean_mm", &S::diameter_mean_mm, ""),
        figure("diameter_median_mm", &S::diameter_median_mm, ""),
        figure("diameter_p90_mm", &S::diameter_p90_mm, ""),
        figure("nearest_neighbour_median_mm", &S::nearest_neighbour_median_mm, ""),
    };
  }
};

/// What the face's curvature did to a region's figures.
struct CurvatureSummary {
  double tilt_deg = 0;     ///< mean angle by which the measurable skin turns away from the camera; NaN: not known.
  double area_factor = 1;  ///< measurable area / area of its picture, by which it would be taken for flat skin.
  double turned_away = 0;  ///< share of the region's outline left out for its tilt, 0..1.

  static constexpr auto figures() {
    using S = CurvatureSummary;
    return std::tuple{
        figure("tilt_deg", &S::tilt_deg,
               "Mean angle by which the measurable skin turns away from the camera; NaN where no face is known."),
        figure("area_factor", &S::area_factor, "Measurable area / what it would be if the skin faced the camera."),
        figure("turned_away", &S::turned_away, "Share of the region's outline left out for its tilt, 0 to 1."),
    };
  }
};

/// What measures each figure of a region; each in a file of its own.
namespace measure {
[[nodiscard]] double area_mm2(const RegionView& region);
[[nodiscard]] int pore_count(const RegionView& region);
[[nodiscard]] double density_per_cm2(const RegionView& region);
[[nodiscard]] double area_fraction(const RegionView& region);
[[nodiscard]] double visibility(const RegionView& region);
[[nodiscard]] double contrast_mean(const RegionView& region);
[[nodiscard]] DiameterSummary diameter_mm(const RegionView& region);
[[nodiscard]] std::vector<SizeBin> size_distribution(const RegionView& region);
[[nodiscard]] double elongation_mean(const RegionView& region);
[[nodiscard]] std::vector<CurvePoint> density_curve(const RegionView& region);

/// @see Clark & Evans 1954, doi:10.2307/1931034. Not corrected for the region's border: with few pores random ones read
/// a little above 1 (by about 6 % at 60 pores).
[[nodiscard]] NeighbourSummary nearest_neighbour_mm(const RegionView& region);

/// NaN, 1 and 0 where there is no face to tell it by.
[[nodiscard]] CurvatureSummary curvature(const RegionView& region);

/// Texture of the skin between the pores: robust standard deviation of its darkness, of detail between about 0.1 mm and
/// the 0.8 mm to which the skin is flattened. What white noise adds is taken out; the camera's blur is not, so compare
/// photographs of one blur. NaN where there is too little skin to tell it
/// from noise.
[[nodiscard]] double roughness(const RegionView& region);

/// Lengths fall with the scale, areas with its square, densities grow with it.
[[nodiscard]] ScaleErrors scale_se(const RegionView& region);
}  // namespace measure

/// The figures of one region.
struct RegionSummary {
  std::string name;
  double area_mm2 = 0;  ///< measurable area.
  int pore_count = 0;
  double density_per_cm2 = 0;
  double area_fraction = 0;  ///< area of the pores that have a size / measurable area, 0..1.
  double visibility = 0;     ///< sum of darkness_mm2 / measurable area, dimensionless.
  double contrast_mean = 0;
  DiameterSummary diameter_mm;
  double elongation_mean = 0;             ///< of the pores that have a size; 0 where there is no pore.
  std::vector<CurvePoint> density_curve;  ///< of the pores whose diameter_mm x contrast reaches fixed thresholds; a
                                          ///< pore without a size reaches that of 0 only.
  NeighbourSummary nearest_neighbour_mm;
  double roughness = 0;  ///< standard deviation of the darkness between the pores.
  Coverage coverage;
  CurvatureSummary curvature;
  double melanin_index = 0;  ///< see Pigment.
  double redness = 0;        ///< see Pigment.
  ScaleErrors scale_se;

  /// All but the name, in the order of the outputs.
  static constexpr auto figures() {
    using S = RegionSummary;
    return std::tuple{
        figure("area_mm2", &S::area_mm2, "Measurable area.", measure::area_mm2),
        figure("pore_count", &S::pore_count, "", measure::pore_count),
        figure("density_per_cm2", &S::density_per_cm2, "", measure::density_per_cm2),
        figure("area_fraction", &S::area_fraction, "Area of the pores that have a size / measurable area, 0 to 1.",
               measure::area_fraction),
        figure("visibility", &S::visibility, "Sum of darkness_mm2 / measurable area.", measure::visibility),
        figure("contrast_mean", &S::contrast_mean, "", measure::contrast_mean),
        figure("diameter_mm", &S::diameter_mm, "", measure::diameter_mm),
        figure("elongation_mean", &S::elongation_mean, "Of the pores that have a size; 0 where there is no pore.",
               measure::elongation_mean),
        figure("density_curve", &S::density_curve, "Density of the pores whose diameter_mm x contrast is t or more.",
               measure::density_curve),
        figure("nearest_neighbour_mm", &S::nearest_neighbour_mm, "", measure::nearest_neighbour_mm),
        figure("roughness", &S::roughness, "Standard deviation of the darkness between the pores, noise taken out.",
               measure::roughness),
        figure(
            "coverage", &S::coverage, "What became of the region's skin.",
            +[](const RegionView& region) {
              Coverage coverage = region.skin.coverage;
              coverage.note = lack_of_skin(coverage);
              return coverage;
            }),
        figure("curvature", &S::curvature, "How the skin turns away from the camera.", measure::curvature),
        figure(
            "melanin_index", &S::melanin_index, "Median amount of melanin, as the white balance has it.",
            +[](const RegionView& region) { return region.skin.pigment.melanin_index; }),
        figure(
            "redness", &S::redness, "Median amount of haemoglobin, as the white balance has it.",
            +[](const RegionView& region) { return region.skin.pigment.redness; }),
        figure("scale_se", &S::scale_se, "One standard deviation of the figures above by the scale alone.",
               measure::scale_se),
    };
  }
};

/// Sums up a region.
/// @param skin   where the pores were measured.
[[nodiscard]] RegionSummary summarize(std::string name, const PoreSets& pores, const SkinMap& skin, const Scale& scale);

/// Sums up a region of a single photograph.
[[nodiscard]] RegionSummary summarize(std::string name, std::span<const Pore> pores, const SkinMap& skin,
                                      const Scale& scale);

}  // namespace porevis
