// SPDX-License-Identifier: Apache-2.0
#include "porevis/overlay.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace porevis {
namespace {

constexpr int kStrip = 36;  // text above a small picture

Photo even_skin(int width, int height, int type = CV_8UC3) {
  const double level = type == CV_16UC3 ? 257 : 1;
  return photo_from_pixels(cv::Mat(height, width, type, cv::Scalar(190, 150, 130) * level));
}

Measurement one_pore(Polygon outline) {
  Measurement measurement;
  measurement.scale.px_per_mm = 20;
  measurement.regions.resize(1);
  measurement.regions[0].region = {"patch", std::move(outline), {}};
  measurement.regions[0].pores = {{.x_px = 100, .y_px = 80, .diameter_mm = 0.5, .elongation = 1, .confidence = 1}};
  return measurement;
}

/// Pixels of the overlay that are not the skin's colour.
cv::Mat drawn(const cv::Mat& overlay) {
  cv::Mat skin, ink;
  cv::inRange(overlay, cv::Scalar(190, 150, 130), cv::Scalar(190, 150, 130), skin);
  cv::bitwise_not(skin, ink);
  return ink;
}

const Polygon kFrame{{0, 0}, {199, 0}, {199, 159}, {0, 159}};

/// A comparison with a single pore in both photographs.
Comparison one_pair(const Pore& pore, PorePair::Status status = PorePair::Status::matched) {
  Comparison comparison;
  comparison.before.scale.px_per_mm = comparison.after.scale.px_per_mm = 20;
  comparison.regions.resize(1);
  comparison.regions[0].region = {"patch", kFrame, {}};
  comparison.regions[0].outline_after = kFrame;
  comparison.regions[0].pores = {{.id = 1, .status = status, .before = pore, .after = pore}};
  return comparison;
}

TEST(OverlayTest, OutlineIsThePoresOutermostPixels) {
  Measurement measurement = one_pore(kFrame);
  measurement.regions[0].roi = {20, 10, 160, 140};
  measurement.regions[0].labels = cv::Mat::zeros(140, 160, CV_32S);
  measurement.regions[0].labels(cv::Rect(75, 65, 10, 8)).setTo(1);  // x 95 to 104, y 75 to 82 of the photograph
  const cv::Mat overlay = draw_overlay(even_skin(200, 160), measurement);
  ASSERT_EQ(overlay.type(), CV_8UC3);
  ASSERT_EQ(overlay.size(), cv::Size(400, 320 + kStrip));  // small cuts are doubled
  const cv::Rect pore(190, 150 + kStrip, 20, 16);
  cv::Mat ink = drawn(overlay)(cv::Rect(100, 60 + kStrip, 200, 200));
  EXPECT_EQ(cv::countNonZero(ink), 2 * (20 + 16) - 4);
  EXPECT_EQ(cv::countNonZero(drawn(overlay)(pore)), 2 * (20 + 16) - 4);
  const cv::Mat mask = draw_pores([&] {
    measurement.photo.width_px = 200;
    measurement.photo.height_px = 160;
    return measurement;
  }());
  EXPECT_EQ(mask.size(), cv::Size(200, 160));
  EXPECT_EQ(cv::countNonZero(mask), 80);
  EXPECT_EQ(cv::countNonZero(mask(cv::Rect(95, 75, 10, 8))), 80);
}

TEST(OverlayTest, RingLiesJustOutsideThePore) {
  const Pore pore{.x_px = 100, .y_px = 80, .diameter_mm = 0.5, .elongation = 1};
  const cv::Mat overlay = draw_overlay(even_skin(200, 160), even_skin(200, 160), one_pair(pore));
  // The pore's middle at (100.5, 80.5) * 2 - 0.5; its radius is 5 px, 10 px doubled; the ring lies 2 px outside.
  const cv::Point centre(201, 161 + kStrip);
  const cv::Mat ink = drawn(overlay);
  EXPECT_EQ(cv::countNonZero(ink(cv::Rect(centre.x - 6, centre.y - 6, 13, 13))), 0) << "the pore stays visible";
  for (const cv::Point step : {cv::Point(12, 0), cv::Point(-12, 0), cv::Point(0, 12), cv::Point(0, -12)}) {
    EXPECT_GT(cv::countNonZero(ink(cv::Rect(centre + step - cv::Point(1, 1), cv::Size(3, 3)))), 0) << step;
  }
}

TEST(OverlayTest, ElongationStretchesTheRingAlongItsOrientation) {
  const Pore pore{.x_px = 100, .y_px = 80, .diameter_mm = 0.5, .elongation = 4, .orientation_deg = 90};
  const cv::Mat ink = drawn(draw_overlay(even_skin(200, 160), even_skin(200, 160), one_pair(pore)))(
      cv::Rect(120, 40 + kStrip, 160, 240));
  cv::Mat points;
  cv::findNonZero(ink, points);
  double left, right, top, bottom;
  std::vector<cv::Mat> axes;
  cv::split(points, axes);
  cv::minMaxLoc(axes[0], &left, &right);
  cv::minMaxLoc(axes[1], &top, &bottom);
  EXPECT_NEAR(right - left, 2 * (5 + 2) + 1, 3);
  EXPECT_NEAR(bottom - top, 2 * (20 + 2) + 1, 3);
}

TEST(OverlayTest, CutToTheRegions) {
  const cv::Mat overlay = draw_overlay(even_skin(2000, 1500), one_pore({{60, 40}, {160, 40}, {160, 120}, {60, 120}}));
  EXPECT_LT(overlay.cols, 2 * 140);
  EXPECT_GT(overlay.cols, 2 * 100);
}

TEST(OverlayTest, SixteenBitsLookTheSame) {
  const Measurement measurement = one_pore(kFrame);
  EXPECT_EQ(cv::norm(draw_overlay(even_skin(200, 160), measurement),
                     draw_overlay(even_skin(200, 160, CV_16UC3), measurement), cv::NORM_INF),
            0);
}

TEST(OverlayTest, RegionsAreTintedWhereTheyAreMeasured) {
  const Polygon hole{{400, 400}, {600, 400}, {600, 600}, {400, 600}};
  const std::vector<Region> regions{
      {.name = "patch", .outline = {{200, 200}, {800, 200}, {800, 800}, {200, 800}}, .keep_out = {hole}}};
  const cv::Mat picture = draw_regions(even_skin(3200, 1600), regions);
  EXPECT_EQ(picture.size(), cv::Size(1600, 800));
  const cv::Mat ink = drawn(picture);
  EXPECT_EQ(cv::countNonZero(ink(cv::Rect(110, 110, 80, 80))), 80 * 80);
  EXPECT_EQ(cv::countNonZero(ink(cv::Rect(210, 210, 80, 80))), 0) << "kept out";
  EXPECT_EQ(cv::countNonZero(ink(cv::Rect(420, 0, 1180, 800))), 0);
  EXPECT_EQ(draw_regions(even_skin(300, 200, CV_16UC3), {}).size(), cv::Size(300, 200)) << "small ones are kept";
}

TEST(OverlayTest, LargePhotographsAreReduced) {
  const cv::Mat overlay = draw_overlay(even_skin(6000, 4000), one_pore({{0, 0}, {5999, 0}, {5999, 3999}, {0, 3999}}));
  EXPECT_LE(overlay.total(), 8.6e6);  // 8 megapixels and the strip of text
}

TEST(OverlayTest, StatusesHaveColoursOfTheirOwn) {
  const Pore pore{.x_px = 100, .y_px = 80, .diameter_mm = 0.5};
  std::vector<cv::Vec3b> colours;
  for (const auto status : {PorePair::Status::matched, PorePair::Status::vanished, PorePair::Status::appeared}) {
    const cv::Mat overlay = draw_overlay(even_skin(200, 160), even_skin(200, 160), one_pair(pore, status));
    // The strongest colour on the ring's right end, in the before photograph.
    const cv::Mat spot = overlay(cv::Rect(201 + 11, 161 + kStrip - 1, 4, 3));
    cv::Vec3b farthest(190, 150, 130);
    for (const cv::Vec3b& pixel : cv::Mat_<cv::Vec3b>(spot)) {
      if (cv::norm(pixel - cv::Vec3b(190, 150, 130)) > cv::norm(farthest - cv::Vec3b(190, 150, 130))) farthest = pixel;
    }
    colours.push_back(farthest);
  }
  EXPECT_GT(cv::norm(cv::Vec3d(colours[0]) - cv::Vec3d(colours[1])), 60);
  EXPECT_GT(cv::norm(cv::Vec3d(colours[0]) - cv::Vec3d(colours[2])), 60);
  EXPECT_GT(cv::norm(cv::Vec3d(colours[1]) - cv::Vec3d(colours[2])), 60);
}

TEST(OverlayTest, AfterWithoutRegionsIsShownWhole) {
  Comparison comparison;
  comparison.before.scale.px_per_mm = comparison.after.scale.px_per_mm = 20;
  comparison.regions.resize(1);
  comparison.regions[0].region = {"patch", kFrame, {}};
  const cv::Mat overlay = draw_overlay(even_skin(200, 160), even_skin(300, 100), comparison);
  EXPECT_EQ(overlay.size(), cv::Size(2 * 200 + 8 + 2 * 300, 2 * 160 + kStrip));
}

}  // namespace
}  // namespace porevis
