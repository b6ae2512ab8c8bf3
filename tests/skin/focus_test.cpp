// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/focus.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

/// A phantom of 25 mm at 20 px/mm whose right half may be out of focus.
SkinMap skin_of(double blur_of_right_half_px) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = 25;
  const Photo photo = phantom::photograph(phantom::make_skin(description, 5), {}).photo;
  cv::Mat linear = linear_light(photo, photo.frame());
  if (blur_of_right_half_px > 0) {
    cv::Mat soft;
    cv::GaussianBlur(linear, soft, {}, blur_of_right_half_px);
    soft.colRange(250, 500).copyTo(linear.colRange(250, 500));
  }
  SkinMap skin = normalize_skin(linear, all_of(linear.size()), photo.frame(), given(20));
  skin.sharpness =
      measure_sharpness(skin.darkness(cv::Rect(0, 0, 240, 500)), skin.measurable(cv::Rect(0, 0, 240, 500)), 20);
  mask_out_of_focus(skin, given(20), 0.12);
  return skin;
}

double share(const SkinMap& skin, cv::Rect part) {
  return static_cast<double>(cv::countNonZero(skin.measurable(part))) / part.area();
}

TEST(Focus, SharpSkinStays) { EXPECT_EQ(skin_of(0).coverage.blurred, 0); }

TEST(Focus, TheBlurredPartIsLeftOutAndCounted) {
  const SkinMap skin = skin_of(5);
  EXPECT_GT(share(skin, {0, 0, 200, 500}), 0.95);
  EXPECT_LT(share(skin, {310, 0, 190, 500}), 0.1);
  EXPECT_NEAR(skin.coverage.blurred, 0.5, 0.2);  // what lies near the edge is spoken for by the sharp half
  EXPECT_NEAR(skin.coverage.measurable + skin.coverage.blurred, 1, 0.05);
}

}  // namespace
}  // namespace porevis
