// SPDX-License-Identifier: Apache-2.0
#include "porevis/pores/measures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "random.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Scale kScale = given(10);

Pore pore(double diameter_mm, double area_mm2, double contrast, double darkness_mm2) {
  Pore p;
  p.diameter_mm = diameter_mm;
  p.area_mm2 = area_mm2;
  p.contrast = contrast;
  p.darkness_mm2 = darkness_mm2;
  return p;
}

/// As a pore smaller than two pixels is measured: darkness alone.
Pore pore_without_size(double darkness_mm2) { return pore(kNaN, kNaN, kNaN, darkness_mm2); }

/// Even skin of an area of whole mm2.
SkinMap even_skin(int area_mm2) {
  SkinMap skin;
  skin.darkness = cv::Mat::zeros(100, area_mm2, CV_32F);
  skin.measurable = all_of(skin.darkness.size());
  return skin;
}

RegionSummary summary_of(const std::vector<Pore>& pores, int area_mm2) {
  return summarize("chin", pores, even_skin(area_mm2), kScale);
}

std::vector<Pore> pores_at(const std::vector<cv::Point2d>& mm) {
  std::vector<Pore> pores(mm.size(), pore(0.2, 0.03, 0.2, 0.004));
  for (std::size_t i = 0; i < mm.size(); ++i) {
    pores[i].x_px = kScale.px(mm[i].x);
    pores[i].y_px = kScale.px(mm[i].y);
  }
  return pores;
}

TEST(Measures, FiguresOfKnownPores) {
  const RegionSummary summary =
      summary_of({pore(0.1, 0.01, 0.1, 0.001), pore(0.2, 0.03, 0.2, 0.004), pore(0.6, 0.26, 0.6, 0.1)}, 50);
  EXPECT_EQ(summary.name, "chin");
  EXPECT_EQ(summary.pore_count, 3);
  EXPECT_DOUBLE_EQ(summary.area_mm2, 50);
  EXPECT_DOUBLE_EQ(summary.density_per_cm2, 6);
  EXPECT_DOUBLE_EQ(summary.area_fraction, 0.3 / 50);
  EXPECT_DOUBLE_EQ(summary.visibility, 0.105 / 50);
  EXPECT_DOUBLE_EQ(summary.contrast_mean, 0.3);
  EXPECT_DOUBLE_EQ(summary.diameter_mm.mean, 0.3);
  EXPECT_DOUBLE_EQ(summary.diameter_mm.median, 0.2);
  EXPECT_NEAR(summary.diameter_mm.p90, 0.52, 1e-12);  // linear between 0.2 and 0.6
}

TEST(Measures, NoPoresAreAResult) {
  const RegionSummary summary = summary_of({}, 50);
  EXPECT_EQ(summary.pore_count, 0);
  EXPECT_EQ(summary.visibility, 0);
  EXPECT_EQ(summary.diameter_mm.p90, 0);
  EXPECT_EQ(summary.elongation_mean, 0);
  EXPECT_EQ(summary.density_curve.front().density_per_cm2, 0);
  EXPECT_TRUE(std::isnan(summary.nearest_neighbour_mm.median));
}

TEST(Measures, NoSkinIsAResult) {
  SkinMap none = even_skin(1);
  none.measurable = 0;
  const RegionSummary empty = summarize("nose", std::vector<Pore>{}, none, kScale);
  EXPECT_EQ(empty.density_per_cm2, 0);
  EXPECT_TRUE(std::isnan(empty.roughness));
}

TEST(Measures, EachSumsItsOwnSet) {
  std::vector<Pore> all{pore(0.1, 0.01, 0.1, 0.001), pore(0.2, 0.03, 0.2, 0.004)};
  all[1].presence = 0.25;
  const std::span<const Pore> two(all), one(all.data(), 1);
  const RegionSummary summary = summarize("nose", {two, one}, even_skin(10), kScale);
  EXPECT_DOUBLE_EQ(summary.visibility, 0.0005);
  EXPECT_EQ(summary.pore_count, 1);
  EXPECT_DOUBLE_EQ(summary.density_per_cm2, 12.5);
  EXPECT_DOUBLE_EQ(summary.density_curve.front().density_per_cm2, 12.5);
  EXPECT_DOUBLE_EQ(summary.area_fraction, (0.01 + 0.25 * 0.03) / 10);
  EXPECT_TRUE(std::isnan(summary.nearest_neighbour_mm.median));
  EXPECT_DOUBLE_EQ(summary.diameter_mm.mean, 0.1);
}

TEST(Measures, PoresWithoutASizeAreLeftOutOfSizesOnly) {
  std::vector<Pore> sized{pore(0.1, 0.01, 0.1, 0.001), pore(0.3, 0.07, 0.2, 0.004)};
  sized[0].elongation = 2;
  std::vector<Pore> all = sized;
  all.push_back(pore_without_size(0.002));
  const RegionSummary with = summary_of(all, 10), without = summary_of(sized, 10);
  EXPECT_EQ(with.pore_count, 3);
  EXPECT_DOUBLE_EQ(with.density_per_cm2, 30);
  EXPECT_DOUBLE_EQ(with.visibility, 0.0007);
  EXPECT_DOUBLE_EQ(with.area_fraction, without.area_fraction);
  EXPECT_DOUBLE_EQ(with.contrast_mean, without.contrast_mean);
  EXPECT_DOUBLE_EQ(with.elongation_mean, 1.5);
  EXPECT_DOUBLE_EQ(with.diameter_mm.mean, 0.2);
  EXPECT_DOUBLE_EQ(with.diameter_mm.median, 0.2);
  for (std::size_t i = 0; i < with.diameter_mm.size_distribution.size(); ++i) {
    EXPECT_EQ(with.diameter_mm.size_distribution[i].density_per_cm2,
              without.diameter_mm.size_distribution[i].density_per_cm2);
  }
  EXPECT_EQ(with.density_curve[0].density_per_cm2, with.density_per_cm2);
  EXPECT_EQ(with.density_curve[1].density_per_cm2, without.density_curve[1].density_per_cm2);
}

TEST(Measures, WhereNoPoreHasASizeNoneIsClaimed) {
  const RegionSummary summary = summary_of({pore_without_size(0.002)}, 10);
  EXPECT_TRUE(std::isnan(summary.diameter_mm.mean));
  EXPECT_TRUE(std::isnan(summary.diameter_mm.median));
  EXPECT_TRUE(std::isnan(summary.diameter_mm.p90));
  EXPECT_TRUE(std::isnan(summary.elongation_mean));
  EXPECT_EQ(summary.area_fraction, 0);
}

TEST(Measures, SizesAreCountedInTheirBins) {
  const RegionSummary summary = summary_of(
      {pore(0.01, 0, 0.1, 0), pore(0.09, 0, 0.1, 0), pore(0.2, 0, 0.1, 0), pore(0.79, 0, 0.1, 0), pore(3, 0, 0.1, 0)},
      100);
  const std::vector<SizeBin>& bins = summary.diameter_mm.size_distribution;
  ASSERT_EQ(bins.size(), 10U);
  double sum = 0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    sum += bins[i].density_per_cm2;
    EXPECT_NEAR(bins[i].diameter_mm, 0.08 * std::pow(10, (static_cast<double>(i) + 0.5) / 10), 1e-12);
  }
  EXPECT_DOUBLE_EQ(sum, summary.density_per_cm2);
  EXPECT_EQ(bins[0].density_per_cm2, 2);  // 0.08 to 0.1007 mm and smaller
  EXPECT_EQ(bins[3].density_per_cm2, 1);  // 0.160 to 0.201 mm
  EXPECT_EQ(bins[9].density_per_cm2, 2);  // 0.635 mm and larger
}

TEST(Measures, TheDensityCurveStartsAtTheDensityAndFalls) {
  Random random(1, "measures_test");
  std::vector<Pore> pores;
  for (int i = 0; i < 200; ++i) pores.push_back(pore(random.uniform(0.05, 0.8), 0.02, random.uniform(0, 0.5), 0));
  const RegionSummary summary = summary_of(pores, 100);
  const std::vector<CurvePoint>& curve = summary.density_curve;
  EXPECT_EQ(curve.front().diameter_contrast_mm, 0);
  EXPECT_EQ(curve.front().density_per_cm2, summary.density_per_cm2);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    EXPECT_GT(curve[i].diameter_contrast_mm, curve[i - 1].diameter_contrast_mm);
    EXPECT_LE(curve[i].density_per_cm2, curve[i - 1].density_per_cm2);
  }
  EXPECT_EQ(summary_of({pore(0.2, 0, 0.2, 0)}, 100).density_curve[6].density_per_cm2, 1);  // 0.04 mm is reached
  EXPECT_EQ(summary_of({pore(0.2, 0, 0.2, 0)}, 100).density_curve[7].density_per_cm2, 0);
}

TEST(Measures, OnALatticeTheNearestNeighbourIsOneStepAway) {
  std::vector<cv::Point2d> lattice;
  for (int i = 0; i < 400; ++i) lattice.emplace_back(0.25 + 0.5 * (i % 20), 0.25 + 0.5 * (i / 20));
  const NeighbourSummary neighbours = summary_of(pores_at(lattice), 100).nearest_neighbour_mm;
  EXPECT_NEAR(neighbours.median, 0.5, 1e-12);
  EXPECT_NEAR(neighbours.clark_evans, 2, 1e-12);
}

TEST(Measures, PointsStrewnAtRandomHaveAClarkEvansRatioOfOne) {
  Random random(2, "measures_test");
  std::vector<cv::Point2d> strewn(4000);
  for (cv::Point2d& point : strewn) point = {random.uniform(0, 10), random.uniform(0, 10)};
  const NeighbourSummary neighbours = summary_of(pores_at(strewn), 100).nearest_neighbour_mm;
  EXPECT_NEAR(neighbours.clark_evans, 1, 0.03);
  EXPECT_NEAR(neighbours.median, std::sqrt(std::log(2) / CV_PI / 40), 0.003);  // 40 per mm2
  double nearest_of_first = 100;
  for (std::size_t i = 1; i < strewn.size(); ++i) {
    nearest_of_first = std::min(nearest_of_first, cv::norm(strewn[i] - strewn[0]));
  }
  EXPECT_NEAR(
      summary_of(pores_at({strewn[0], strewn[0] + cv::Point2d(nearest_of_first, 0)}), 100).nearest_neighbour_mm.median,
      nearest_of_first, 1e-12);
}

double roughness_of(phantom::SkinDescription description, const phantom::ShotDescription& shot) {
  description.width_mm = description.height_mm = 12;
  const Photo photo = phantom::photograph(phantom::make_skin(description, 7), shot).photo;
  const Scale scale = given(shot.px_per_mm);
  SkinMap skin = normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), scale);
  skin.sharpness = measure_sharpness(skin.darkness, skin.measurable, scale.px_per_mm);
  return summarize("chin", std::vector<Pore>{}, skin, scale).roughness;
}

TEST(Measures, RoughnessFollowsTheFurrows) {
  phantom::SkinDescription skin;
  skin.melanin_variation = skin.haemoglobin_variation = 0;
  skin.furrow_depth = 0.04;
  const double shallow = roughness_of(skin, {});
  skin.furrow_depth = 0.08;
  EXPECT_NEAR(roughness_of(skin, {}) / shallow, 2, 0.1);
}

TEST(Measures, NoiseDoesNotMoveRoughness) {
  for (const double px_per_mm : {12.0, 20.0}) {
    phantom::ShotDescription shot;
    shot.px_per_mm = px_per_mm;
    shot.noise = 0.001;
    const double clean = roughness_of({}, shot);
    for (const double noise : {0.01, 0.02, 0.04}) {
      shot.noise = noise;
      EXPECT_NEAR(roughness_of({}, shot) / clean, 1, 0.1) << noise;
    }
  }
}

TEST(Measures, PoresDoNotMoveRoughness) {
  phantom::SkinDescription none, many;
  none.pores_per_cm2 = 0;
  many.pores_per_cm2 = 120;
  EXPECT_NEAR(roughness_of(many, {}) / roughness_of(none, {}), 1, 0.1);
}

TEST(Measures, NoiseIsTakenOutOfBlurredSkinToo) {
  SkinMap skin = even_skin(40);
  skin.measurable = all_of({400, 400});
  skin.darkness.create(400, 400, CV_32F);
  cv::RNG(5).fill(skin.darkness, cv::RNG::NORMAL, 0, 0.1);
  skin.sharpness.noise = 0.1;
  EXPECT_LT(summarize("chin", std::vector<Pore>{}, skin, given(20)).roughness, 0.01);
  cv::GaussianBlur(skin.darkness, skin.darkness, {}, 1.5);
  skin.sharpness.smoothed_px = 1.5;
  EXPECT_LT(summarize("chin", std::vector<Pore>{}, skin, given(20)).roughness, 0.005);
}

}  // namespace
}  // namespace porevis
