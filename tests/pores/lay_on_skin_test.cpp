// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "porevis/pores/measures.hpp"
#include "porevis/pores/segment.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

/// Skin turned away by 60 degrees about the vertical: half as wide in the picture.
FaceSurface turned() {
  FaceSurface surface;
  surface.normal = cv::Mat(30, 30, CV_32FC3, cv::Scalar(std::sqrt(0.75), 0, 0.5));
  surface.distance = cv::Mat::ones(30, 30, CV_32F);
  surface.step_px = 10;
  return surface;
}

Pore seen(double elongation, double orientation_deg) {
  Pore pore;
  pore.x_px = pore.y_px = 100;
  pore.diameter_mm = 0.2;
  pore.diameter_se_mm = 0.01;
  pore.area_mm2 = 0.0314;
  pore.contrast = 0.3;
  pore.darkness_mm2 = 0.01;
  pore.darkness_se_mm2 = 0.001;
  pore.elongation = elongation;
  pore.orientation_deg = orientation_deg;
  return pore;
}

Pore laid(Pore pore) {
  std::vector<Pore> pores{pore};
  lay_on_skin(pores, turned());
  return pores.front();
}

TEST(LayOnSkin, ARoundPoreThatLooksNarrowIsRound) {
  const Pore pore = laid(seen(2, 90));
  EXPECT_NEAR(pore.elongation, 1, 1e-5);
  EXPECT_NEAR(pore.area_factor, 2, 1e-5);
  EXPECT_NEAR(pore.area_mm2, 2 * 0.0314, 1e-6);
  EXPECT_NEAR(pore.darkness_mm2, 0.02, 1e-6);
  EXPECT_NEAR(pore.darkness_se_mm2, 0.002, 1e-6);
  EXPECT_NEAR(pore.diameter_mm, 0.2 * std::sqrt(2), 1e-6);
  EXPECT_NEAR(pore.diameter_se_mm, 0.01 * std::sqrt(2), 1e-6);
  EXPECT_EQ(pore.contrast, 0.3);
}

TEST(LayOnSkin, OneThatLooksRoundIsLongAlongTheTilt) {
  const Pore pore = laid(seen(1, 30));
  EXPECT_NEAR(pore.elongation, 2, 1e-5);
  EXPECT_NEAR(pore.orientation_deg, 0, 1e-4);
}

TEST(LayOnSkin, ASlantedPoreTurnsTowardsTheTilt) {
  const Pore pore = laid(seen(1.5, 45));
  EXPECT_GT(pore.elongation, 1.5);
  EXPECT_GT(pore.orientation_deg, 0);
  EXPECT_LT(pore.orientation_deg, 45);
}

TEST(LayOnSkin, APoreWithoutSizeKeepsNone) {
  Pore pore = seen(1, 0);
  pore.diameter_mm = pore.area_mm2 = pore.elongation = pore.orientation_deg = std::numeric_limits<double>::quiet_NaN();
  pore = laid(pore);
  EXPECT_TRUE(std::isnan(pore.diameter_mm) && std::isnan(pore.elongation) && std::isnan(pore.orientation_deg));
  EXPECT_NEAR(pore.darkness_mm2, 0.02, 1e-6);
}

TEST(LayOnSkin, WithoutASurfaceNothingChanges) {
  std::vector<Pore> pores{seen(1.5, 20)};
  lay_on_skin(pores, {});
  EXPECT_EQ(pores[0].elongation, 1.5);
  EXPECT_EQ(pores[0].orientation_deg, 20);
  EXPECT_EQ(pores[0].darkness_mm2, 0.01);
}

TEST(LayOnSkin, ARegionsFiguresAreThoseOfTheSkin) {
  SkinMap skin;
  skin.roi = {20, 20, 200, 200};
  skin.darkness = cv::Mat::zeros(200, 200, CV_32F);
  skin.measurable = all_of({200, 200});
  std::vector<Pore> pores(2);
  pores[0].x_px = 100;
  pores[1].x_px = 110;
  pores[0].y_px = pores[1].y_px = 100;
  const Scale scale = given(10);
  const RegionSummary flat = summarize("chin", pores, skin, scale);
  skin.surface = turned();
  const RegionSummary summary = summarize("chin", pores, skin, scale);
  EXPECT_NEAR(summary.area_mm2, 2 * flat.area_mm2, 0.01);
  EXPECT_NEAR(summary.density_per_cm2, flat.density_per_cm2 / 2, 0.001);
  EXPECT_NEAR(summary.nearest_neighbour_mm.median, 2 * flat.nearest_neighbour_mm.median, 1e-4);
  EXPECT_NEAR(summary.curvature.tilt_deg, 60, 0.01);
  EXPECT_NEAR(summary.curvature.area_factor, 2, 1e-4);
  EXPECT_TRUE(std::isnan(flat.curvature.tilt_deg));
  EXPECT_EQ(flat.curvature.area_factor, 1);
}

}  // namespace
}  // namespace porevis
