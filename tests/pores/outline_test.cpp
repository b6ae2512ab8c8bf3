// SPDX-License-Identifier: Apache-2.0
#include "pores/outline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace porevis {
namespace {

/// An elliptical Gaussian spot.
cv::Mat spot(cv::Point2d centre, double long_fwhm, double short_fwhm, double angle_deg, double peak) {
  cv::Mat1f map(80, 80);
  const double c = std::cos(angle_deg * std::numbers::pi / 180), s = std::sin(angle_deg * std::numbers::pi / 180);
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) {
      const double u = 2 * (c * (x - centre.x) + s * (y - centre.y)) / long_fwhm;
      const double v = 2 * (-s * (x - centre.x) + c * (y - centre.y)) / short_fwhm;
      map(y, x) = static_cast<float>(peak * std::exp2(-u * u - v * v));
    }
  }
  return map;
}

TEST(Outline, HalfMaximumOfAnEllipse) {
  const cv::Mat map = spot({40, 40}, 16, 10, 35, 0.4);
  const Outline outline = trace_outline(map, {40, 40}, 0, 20);
  EXPECT_NEAR(outline.peak, 0.4, 1e-6);
  EXPECT_NEAR(outline.area_px2, std::numbers::pi / 4 * 16 * 10, 0.02 * 126);
  EXPECT_NEAR(outline.long_axis_px, 16, 0.4);
  EXPECT_NEAR(outline.short_axis_px, 10, 0.3);
  EXPECT_NEAR(outline.orientation_deg, 35, 2);
  EXPECT_EQ(outline.open, 0);
}

TEST(Outline, CentreComesToASmallFractionOfAPixel) {
  const cv::Mat map = spot({40.3, 39.8}, 9, 9, 0, 0.3);
  const Outline outline = trace_outline(map, {40, 40}, 0, 12);
  EXPECT_NEAR(outline.centre.x, 40.3, 0.06);
  EXPECT_NEAR(outline.centre.y, 39.8, 0.06);
}

TEST(Outline, SurroundingsRaiseTheHalfMaximum) {
  const cv::Mat map = spot({40, 40}, 12, 12, 0, 0.4) + 0.1;
  const Outline outline = trace_outline(map, {40, 40}, 0.1, 20);
  EXPECT_NEAR(outline.peak, 0.4, 1e-6);
  EXPECT_NEAR(outline.area_px2, std::numbers::pi / 4 * 144, 3);
}

TEST(Outline, ALineIsOpen) {
  cv::Mat1f line(80, 80, 0.F);
  line.rowRange(38, 43) = 0.3F;
  EXPECT_GT(trace_outline(line, {40, 40}, 0, 6.5).open, 0.2);
}

TEST(Outline, NoSpotHasNoArea) {
  const Outline outline = trace_outline(cv::Mat1f(20, 20, 0.F), {10, 10}, 0.1, 8);
  EXPECT_LT(outline.peak, 0);
  EXPECT_EQ(outline.area_px2, 0);
}

TEST(Outline, SamplesBetweenPixelsAndAtBorders) {
  const cv::Mat1f map = (cv::Mat1f(2, 2) << 0, 1, 2, 3);
  EXPECT_DOUBLE_EQ(sample(map, 0.5, 0.5), 1.5);
  EXPECT_DOUBLE_EQ(sample(map, -5, 0), 0);
  EXPECT_DOUBLE_EQ(sample(map, 9, 9), 3);
  EXPECT_DOUBLE_EQ(sample(cv::Mat1f(1, 1, 7.F), 0.4, 0.2), 7);
}

}  // namespace
}  // namespace porevis
