// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/targets.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/scale.hpp"

namespace porevis {
namespace {

using test::View;
using ::testing::HasSubstr;

View view(double pitch_mm, double px_per_mm) {
  View v;
  v.px_per_mm = px_per_mm, v.size_mm = 7.5 * pitch_mm, v.centre_px = {1080, 700};
  v.light = cv::Matx33d::eye() * 0.8;
  return v;
}

Photo chart(double pitch_mm, const View& v) {
  return test::photograph_target(cv::Mat(1400, 2000, CV_32FC3, cv::Scalar(0.45, 0.27, 0.2)),
                                 test::chart_target(pitch_mm, test::published_srgb()), v);
}

std::string refusal(const Photo& photo) {
  try {
    (void)find_chart(photo);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Chart, PitchIsExactHoweverItLies) {
  for (const double pitch : {3.0, 8.0}) {
    for (const double turn : {0.0, 8.0, 90.0}) {
      for (const double tilt : {0.0, 15.0}) {
        View v = view(pitch, 20);
        v.turn_deg = turn, v.tilt_deg = tilt;
        const ColourChart found = find_chart(chart(pitch, v));
        EXPECT_NEAR(found.pitch_px, 20 * pitch, 0.001 * 20 * pitch) << pitch << ' ' << turn << ' ' << tilt;
        EXPECT_LT(std::abs(found.pitch_px / (20 * pitch) - 1), 3 * found.relative_uncertainty)
            << pitch << ' ' << turn << ' ' << tilt;
        EXPECT_NEAR(found.tilt_deg, tilt, 3);
      }
    }
  }
}

TEST(Chart, ColoursComeOutAsPublished) {
  View v = view(8, 20);
  v.light = cv::Matx33d(0.55, 0.06, 0.01, 0.04, 0.4, 0.05, 0.02, 0.08, 0.3);  // warm light, channels that overlap
  const Photo photo = chart(8, v);
  const ColourChart found = find_chart(photo);
  EXPECT_LT(found.residual_de, 4);  // X-Rite's codes against its own L*a*b*: 2 to 3
  const Photo corrected = correct_colour(photo, found);
  EXPECT_EQ(corrected.pixels.type(), CV_16UC3);
  EXPECT_EQ(corrected.sha256, photo.sha256);
  EXPECT_EQ(corrected.file, photo.file);
  const cv::Matx33d all =
      found.matrix * v.light;  // light and matrix together: nothing but how the codes differ from L*a*b*
  for (int i = 0; i < 3; ++i) {
    for (int k = 0; k < 3; ++k) EXPECT_NEAR(all(i, k), i == k, 0.12) << i << k;
  }
  for (const int patch : {1, 8, 19, 21}) {
    const cv::Point middle(cvRound(found.patches_px[patch].x), cvRound(found.patches_px[patch].y));
    const cv::Mat seen = linear_light(corrected, {middle.x - 20, middle.y - 20, 41, 41});
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(cv::mean(seen)[c], test::published_srgb()[patch][c], 0.05) << patch << c;
  }
}

TEST(Chart, IsReadInDeepPhotographsAndDarkOnes) {
  View v = view(8, 20);
  v.light = cv::Matx33d::eye() * 0.2;
  const Photo photo = test::photograph_target(cv::Mat(1400, 2000, CV_32FC3, cv::Scalar(0.1, 0.06, 0.04)),
                                              test::chart_target(8, test::published_srgb()), v, 16);
  const ColourChart found = find_chart(photo);
  EXPECT_NEAR(found.pitch_px, 160, 0.7);
  EXPECT_NEAR(found.matrix(1, 1), 5, 0.5);
}

TEST(Chart, WhatCannotBeUsedIsRefused) {
  EXPECT_THAT(refusal(photo_from_pixels(cv::Mat(600, 800, CV_8UC3, cv::Scalar(180, 140, 120)), "none.png")),
              HasSubstr("none.png: no colour chart of 24 patches is found"));
  View cut = view(13, 20);
  cut.centre_px = {1700, 700};
  EXPECT_THAT(refusal(chart(13, cut)), HasSubstr("it must be in the picture whole"));
  View bright = view(8, 20);
  bright.light = cv::Matx33d::eye() * 1.25;
  EXPECT_THAT(refusal(chart(8, bright)), HasSubstr("clipped (yellow, white)"));
  auto faded = test::published_srgb();
  for (auto& colour : faded) colour = cv::Vec3d(std::sqrt(colour[0]), std::sqrt(colour[1]), std::sqrt(colour[2]));
  View v = view(8, 20);
  const Photo other = test::photograph_target(cv::Mat(1400, 2000, CV_32FC3, cv::Scalar(0.45, 0.27, 0.2)),
                                              test::chart_target(8, faded), v);
  EXPECT_THAT(refusal(other), testing::AnyOf(HasSubstr("fit the published ones badly"), HasSubstr("no colour chart")));
}

}  // namespace
}  // namespace porevis
