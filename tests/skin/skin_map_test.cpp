// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/skin_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

const cv::Size kSize(400, 400);
const Scale kScale = given(20);

SkinMap flatten(const cv::Mat& linear) {
  return normalize_skin(linear, all_of(linear.size()), {{}, linear.size()}, kScale);
}

/// Multiplies light by a gradient across the picture: +-40 %.
cv::Mat with_gradient(const cv::Mat& linear) {
  cv::Mat lit = linear.clone();
  for (int y = 0; y < lit.rows; ++y) {
    for (int x = 0; x < lit.cols; ++x)
      lit.at<cv::Vec3f>(y, x) *= 0.6F + 0.8F * static_cast<float>(x) / static_cast<float>(kSize.width);
  }
  return lit;
}

TEST(SkinMap, DarknessOfAPoreIsItsContrastUnderUnevenLight) {
  const cv::Mat linear = with_gradient(gaussian_skin(kSize, {{{200, 200}, 6, 0.3}, {{90, 120}, 8, 0.15}}));
  const SkinMap skin = flatten(linear);
  EXPECT_NEAR(skin.darkness.at<float>(200, 200), 0.3, 0.01);
  EXPECT_NEAR(skin.darkness.at<float>(120, 90), 0.15, 0.01);
  EXPECT_NEAR(skin.darkness.at<float>(300, 300), 0, 0.01);
  EXPECT_EQ(skin.measurable_px(), kSize.area());
}

TEST(SkinMap, ExposureAndWhiteBalanceLeaveDarkness) {
  const cv::Mat linear = gaussian_skin(kSize, {{{200, 200}, 6, 0.3}});
  cv::Mat other;
  cv::multiply(linear, cv::Scalar(0.9, 0.6, 0.4), other);
  EXPECT_LT(cv::norm(flatten(linear).darkness, flatten(other).darkness, cv::NORM_INF), 1e-5);
}

TEST(SkinMap, ToneLeavesDarkness) {
  const cv::Mat light = gaussian_skin(kSize, {{{200, 200}, 6, 0.3}});
  cv::Mat dark;
  cv::multiply(light, cv::Scalar(0.2, 0.12, 0.1), dark);
  EXPECT_LT(cv::norm(flatten(light).darkness, flatten(dark).darkness, cv::NORM_INF), 1e-4);
}

TEST(SkinMap, LumaIsTheSharesOfTheChannels) {
  const cv::Mat linear = with_gradient(gaussian_skin(kSize, {{{200, 200}, 6, 0.3}}));  // as dark in red, green and blue
  const SkinMap skin = normalize_skin(linear, all_of(kSize), {{}, kSize}, kScale, {}, kLuma);
  EXPECT_NEAR(skin.darkness.at<float>(200, 200), 0.3 * (kLuma[0] + kLuma[1] + kLuma[2]), 0.01);
  EXPECT_NEAR(skin.darkness.at<float>(300, 300), 0, 0.01);
  EXPECT_EQ(skin.channels, kLuma);
}

TEST(SkinMap, AChannelWithoutLightLeavesLumaToTheOthers) {
  cv::Mat yellow;
  cv::multiply(gaussian_skin(kSize, {{{200, 200}, 6, 0.3}}), cv::Scalar(1, 1, 0), yellow);
  const SkinMap skin = normalize_skin(yellow, all_of(kSize), {{}, kSize}, kScale, {}, kLuma);
  EXPECT_NEAR(skin.darkness.at<float>(200, 200), 0.3 * (kLuma[0] + kLuma[1] + kLuma[2]), 0.01);
  EXPECT_NEAR(skin.darkness.at<float>(300, 300), 0, 0.01);
}

TEST(SkinMap, BordersOfTheRegionCastNoHalo) {
  // Hair-dark surroundings outside of the region must not darken or brighten the skin inside.
  cv::Mat linear = gaussian_skin(kSize, {});
  cv::Mat region = all_of(kSize);
  region.colRange(0, 150).setTo(0);
  linear.colRange(0, 150).setTo(cv::Scalar::all(0.02));
  const SkinMap skin = normalize_skin(linear, region, {{}, kSize}, kScale);
  cv::Mat beside = skin.darkness(cv::Rect(152, 20, 40, 360));
  EXPECT_LT(cv::norm(beside, cv::NORM_INF), 0.01);
  EXPECT_EQ(cv::countNonZero(skin.measurable.colRange(0, 150)), 0);
}

TEST(SkinMap, ClippedSkinIsLeftOutAndCounted) {
  cv::Mat linear = gaussian_skin(kSize, {});
  linear(cv::Rect(100, 100, 50, 40)).setTo(cv::Scalar::all(1));
  const SkinMap skin = flatten(linear);
  EXPECT_DOUBLE_EQ(skin.coverage.clipped * skin.region_px, 50 * 40);
  EXPECT_EQ(cv::countNonZero(skin.measurable(cv::Rect(100, 100, 50, 40))), 0);
}

TEST(SkinMap, GlintsAreLeftOutButPalerSkinIsNot) {
  cv::Mat shining = gaussian_skin(kSize, {});
  cv::Mat glint = shining(cv::Rect(195, 195, 12, 12));
  glint += cv::Scalar::all(0.15);  // the same light in every channel
  EXPECT_EQ(flatten(shining).measurable.at<uchar>(200, 200), 0);

  cv::Mat pale = gaussian_skin(kSize, {});
  cv::Mat patch = pale(cv::Rect(195, 195, 12, 12));
  patch *= 1.5;  // the same share in every channel
  EXPECT_EQ(flatten(pale).measurable.at<uchar>(200, 200), 255);
}

TEST(SkinMap, MolesAreLeftOut) {
  cv::Mat linear = gaussian_skin(kSize, {{{200, 200}, 50, 0.6}, {{80, 80}, 6, 0.4}});
  SkinMap skin = flatten(linear);
  recognize_marks(skin);
  EXPECT_EQ(skin.measurable.at<uchar>(200, 200), 0);
  EXPECT_EQ(skin.measurable.at<uchar>(80, 80), 255);
  EXPECT_NEAR(skin.coverage.spots, 0.03, 0.02);
}

TEST(SkinMap, AHairDoesNotDarkenTheSkinBesideIt) {
  cv::Mat linear = gaussian_skin(kSize, {{{208, 200}, 6, 0.3}, {{80, 80}, 6, 0.4}}), hair(kSize, CV_32FC3);
  hair.setTo(cv::Scalar::all(1));
  cv::line(hair, {196, 20}, {204, 380}, cv::Scalar::all(0.3), 2);
  cv::GaussianBlur(hair, hair, {}, 1.5);
  cv::Mat grain(kSize, CV_32FC3);  // no skin is without
  cv::RNG(1).fill(grain, cv::RNG::NORMAL, cv::Scalar::all(1), cv::Scalar::all(0.02));
  SkinMap skin = flatten(linear.mul(hair).mul(grain));
  const cv::Mat before = skin.darkness.clone();
  recognize_marks(skin);
  cv::Mat beside = hair.clone(), flank;
  cv::extractChannel(beside, beside, 1);
  flank = (beside < 0.97F) & skin.measurable;
  flank.rowRange(180, 220).setTo(0);
  flank.rowRange(0, 40).setTo(0);
  flank.rowRange(360, 400).setTo(0);
  EXPECT_GT(cv::countNonZero(flank), 300);
  EXPECT_GT(cv::mean(before, flank)[0], 0.1);
  EXPECT_NEAR(cv::mean(skin.darkness, flank)[0], 0, 0.03);
  EXPECT_NEAR(skin.darkness.at<float>(200, 208), 0.3, 0.06);
}

TEST(SkinMap, NothingIsMeasurableInTheDark) { EXPECT_EQ(flatten(cv::Mat::zeros(kSize, CV_32FC3)).measurable_px(), 0); }

TEST(SkinMap, RefusesOptionsOutOfRange) {
  SkinOptions options;
  options.background_mm = 100;
  EXPECT_THROW((void)normalize_skin(gaussian_skin(kSize, {}), all_of(kSize), {{}, kSize}, kScale, options),
               ParameterError);
}

}  // namespace
}  // namespace porevis
