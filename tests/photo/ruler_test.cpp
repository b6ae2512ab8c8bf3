// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/ruler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/targets.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using test::View;
using ::testing::HasSubstr;

Photo ruler(const View& v, double spacing_mm = 1) {
  return test::photograph_target(test::bare_skin(60, 30, v.px_per_mm), test::ruler_target(40, spacing_mm), v);
}

View view(double px_per_mm) {
  View v;
  v.px_per_mm = px_per_mm, v.centre_px = {30 * px_per_mm, 15 * px_per_mm}, v.size_mm = 44;
  return v;
}

std::string refusal(const Photo& photo, const RulerOptions& options, bool ticks) {
  try {
    (void)(ticks ? period_of_ticks(photo, options) : distance_of_points(photo, options));
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Ruler, DistanceOfTwoPoints) {
  const Photo photo = photo_from_pixels(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(100)), "a.png");
  const LengthPx length = distance_of_points(photo, {100, 100, 400, 500, 25});
  EXPECT_DOUBLE_EQ(length.px, 500);
  EXPECT_NEAR(length.uncertainty_px, std::sqrt(0.5), 1e-12);
  EXPECT_THAT(refusal(photo, {100, 100, 100, 100, 25}, false), HasSubstr("a.png: both points of the ruler lie on one"));
  EXPECT_THAT(refusal(photo, {100, 100, 900, 100, 25}, false), HasSubstr("lies outside its 800 x 600 px"));
  EXPECT_THAT(refusal(photo, {100, 100, 400, 100, -5}, false), HasSubstr("length_mm = -5 is out of range"));
}

TEST(Ruler, TicksGiveTheScaleWhereverTheLineBegins) {
  for (const double px_per_mm : {6.0, 13.0, 20.0}) {
    for (const double turn : {0.0, 11.0}) {
      View v = view(px_per_mm);
      v.turn_deg = turn;
      const Photo photo = ruler(v);
      const cv::Point2d along(std::cos(turn * CV_PI / 180), std::sin(turn * CV_PI / 180));
      const cv::Point2d a = v.centre_px - 17.3 * px_per_mm * along, b = v.centre_px + 14.8 * px_per_mm * along;
      const LengthPx period = period_of_ticks(photo, {a.x, a.y, b.x, b.y, 1});
      EXPECT_NEAR(period.px, px_per_mm, 0.001 * px_per_mm) << px_per_mm << ' ' << turn;
      EXPECT_LT(std::abs(period.px - px_per_mm), 3 * period.uncertainty_px) << px_per_mm << ' ' << turn;
      EXPECT_LT(period.uncertainty_px, 0.003 * px_per_mm);
    }
  }
}

TEST(Ruler, TicksOfATiltedRulerAreReadAtTheMiddle) {
  View v = view(15);
  v.tilt_deg = 25, v.distance_mm = 300;
  const LengthPx period = period_of_ticks(ruler(v), {210, 225, 690, 225, 1});
  EXPECT_NEAR(period.px, 15 * std::cos(25 * CV_PI / 180), 0.005 * 15);
}

TEST(Ruler, SkinHasNoTicks) {
  const Photo skin = photo_from_pixels(encode_srgb(test::bare_skin(40, 20, 20), 8), "skin.png");
  EXPECT_THAT(refusal(skin, {50, 200, 750, 210, 1}, true), HasSubstr("skin.png: the ruler's ticks are not"));
  const Photo photo = ruler(view(20));
  EXPECT_THAT(refusal(photo, {600, 300, 612, 300, 1}, true), HasSubstr("are too few on so short a line"));
}

}  // namespace
}  // namespace porevis
