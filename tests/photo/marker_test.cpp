// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/marker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/targets.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/scale.hpp"

namespace porevis {
namespace {

using test::View;
using ::testing::HasSubstr;

const cv::Mat& skin() {
  static const cv::Mat linear = test::bare_skin(60, 40, 20);
  return linear;
}

Photo sticker(const View& view, double side_mm = 12, int id = 7) {
  return test::photograph_target(skin().clone(), test::marker_target(id, side_mm), view);
}

View view() {
  View v;
  v.centre_px = {640, 420};
  return v;
}

ScaleOptions marker_of(double side_mm) {
  ScaleOptions options;
  options.marker.side_mm = side_mm;
  return options;
}

TEST(Marker, ScaleIsExactHoweverItIsTurned) {
  for (const double turn : {0.0, 7.0, 131.0}) {
    for (const double tilt : {0.0, 20.0}) {
      View v = view();
      v.turn_deg = turn, v.tilt_deg = tilt, v.lean_deg = -0.4 * tilt;
      const auto markers = find_markers(sticker(v), {.side_mm = 12});
      ASSERT_EQ(markers.size(), 1) << turn << ' ' << tilt;
      EXPECT_EQ(markers[0].id, 7);
      EXPECT_NEAR(markers[0].px_per_mm, 20, 0.002 * 20) << turn << ' ' << tilt;
      EXPECT_LT(markers[0].relative_uncertainty, 0.01);
      EXPECT_LT(std::abs(markers[0].px_per_mm / 20 - 1), 3 * markers[0].relative_uncertainty) << turn << ' ' << tilt;
      EXPECT_NEAR(markers[0].tilt_deg, std::hypot(tilt, 0.4 * tilt), 4);
    }
  }
}

TEST(Marker, BlurNoiseAndDarknessMoveItLittle) {
  for (const double blur : {0.5, 1.0, 2.0, 3.0}) {
    for (const double light : {1.0, 0.4}) {
      View v = view();
      v.turn_deg = 5, v.blur_sigma_px = blur, v.noise = 0.01, v.light = cv::Matx33d::eye() * light;
      const auto markers = find_markers(sticker(v), {.side_mm = 12});
      ASSERT_EQ(markers.size(), 1) << blur << ' ' << light;
      EXPECT_NEAR(markers[0].px_per_mm, 20, 0.003 * 20) << blur << ' ' << light;
    }
  }
}

TEST(Marker, ASmallOneIsLessCertain) {
  View v = view();
  v.turn_deg = 10, v.size_mm = 10;
  const auto small = find_markers(sticker(v, 3), {.side_mm = 3}),
             large = find_markers(sticker(view(), 20), {.side_mm = 20});
  ASSERT_EQ(small.size(), 1);
  ASSERT_EQ(large.size(), 1);
  EXPECT_NEAR(small[0].px_per_mm, 20, 0.01 * 20);
  EXPECT_GT(small[0].relative_uncertainty, 3 * large[0].relative_uncertainty);
}

TEST(Marker, SeveralAreAveragedAndTheirScatterCounts) {
  View v = view();
  cv::Mat linear = skin().clone();
  v.blur_sigma_px = v.noise = 0, v.size_mm = 20;
  v.centre_px = {300, 400};
  cv::Mat first = linear_light(test::photograph_target(linear, test::marker_target(1, 10), v, 16), {{}, linear.size()});
  View nearer = view();
  nearer.size_mm = 20, nearer.centre_px = {850, 400}, nearer.px_per_mm = 20.8;  // closer to the camera
  const Photo photo = test::photograph_target(first, test::marker_target(2, 10), nearer);
  const Scale scale = find_scale(photo, std::nullopt, 0, marker_of(10));
  EXPECT_EQ(scale.source, "marker");
  EXPECT_NEAR(scale.px_per_mm, 20.4, 0.1);
  EXPECT_NEAR(scale.relative_uncertainty, 0.02, 0.006);
  EXPECT_NEAR(scale.reading_uncertainty, 0.02, 0.006);
}

TEST(Marker, WhatIsNotFoundIsSaid) {
  const Photo bare = photo_from_pixels(encode_srgb(skin(), 8), "bare.png");
  EXPECT_TRUE(find_markers(bare, {.side_mm = 10}).empty());
  const auto refusal = [&](ScaleOptions options) -> std::string {
    try {
      (void)find_scale(bare, std::nullopt, 0, options);
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_THAT(refusal(marker_of(10)), HasSubstr("bare.png: no marker of the dictionary 4x4_50 is found"));
  ScaleOptions other = marker_of(10);
  other.marker.dictionary = "9x9";
  EXPECT_THAT(refusal(other), HasSubstr("dictionary = '9x9' is unknown: give 4x4_100, "));
  ScaleOptions metres = marker_of(0.01);
  EXPECT_THAT([&] { (void)find_scale(sticker(view()), std::nullopt, 0, metres); },
              testing::ThrowsMessage<InputError>(HasSubstr("possible are 1 to 500 px/mm")));
}

TEST(Marker, SixteenBitsAndOtherDictionariesAreRead) {
  View v = view();
  const Photo deep = test::photograph_target(skin().clone(), test::marker_target(7, 12), v, 16);
  EXPECT_EQ(find_markers(deep, {.side_mm = 12}).size(), 1);
  EXPECT_EQ(find_markers(deep, {.side_mm = 12, .dictionary = "4x4_250"}).size(), 1);  // of which 4x4_50 is a part
  EXPECT_TRUE(find_markers(deep, {.side_mm = 12, .dictionary = "apriltag_36h11"}).empty());
}

}  // namespace
}  // namespace porevis
