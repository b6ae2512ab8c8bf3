// SPDX-License-Identifier: Apache-2.0
#include "skin/weigh_spots.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

constexpr int kSide = 200;
const cv::Point kAsked(5, 5), kSurer(5, 15);

/// Two spots of 0.4 and 0.6, and others 10 px apart, these alike.
cv::Mat spots(int others, float probability) {
  cv::Mat centre = cv::Mat::zeros(kSide, kSide, CV_32F);
  for (int i = 0; i < others; ++i) centre.at<float>(25 + 10 * (i / 19), 5 + 10 * (i % 19)) = probability;
  centre.at<float>(kAsked) = 0.4F;
  centre.at<float>(kSurer) = 0.6F;
  return centre;
}

cv::Mat weighed(cv::Mat centre) {
  weigh_spots(centre, all_of(centre.size()));
  return centre;
}

TEST(WeighSpots, AmongPoresASpotIsMoreLikelyAPore) {
  const float among_pores = weighed(spots(300, 0.95F)).at<float>(kAsked);
  const float among_texture = weighed(spots(300, 0.1F)).at<float>(kAsked);
  EXPECT_GT(among_pores, 0.6);
  EXPECT_LT(among_texture, 0.35);
}

TEST(WeighSpots, FewSpotsTellLittle) {
  const auto moved = [](int others) {
    return weighed(spots(others, 0.95F)).at<float>(kAsked) - weighed(spots(others, 0.1F)).at<float>(kAsked);
  };
  EXPECT_NEAR(moved(0), 0, 1e-6);
  EXPECT_GT(moved(1), 0);
  EXPECT_LT(moved(1), moved(300) / 3);
}

TEST(WeighSpots, OrderStays) {
  for (const float others : {0.1F, 0.5F, 0.99F}) {
    const cv::Mat centre = weighed(spots(300, others));
    EXPECT_LT(centre.at<float>(kAsked), centre.at<float>(kSurer));
  }
  cv::Mat rising(1, 1000, CV_32F);
  for (int i = 0; i < rising.cols; ++i) rising.at<float>(i) = static_cast<float>(i) / 1000;
  weigh_spots(rising, all_of(rising.size()));
  for (int i = 3; i < rising.cols; ++i) EXPECT_GT(rising.at<float>(i), rising.at<float>(i - 1));
}

TEST(WeighSpots, OnlyPeaksInsideCount) {
  cv::Mat centre = spots(300, 0.95F), inside = all_of(centre.size());
  inside.rowRange(20, kSide) = 0;  // the others lie there
  weigh_spots(centre, inside);
  EXPECT_NEAR(centre.at<float>(kAsked), weighed(spots(0, 0)).at<float>(kAsked), 1e-6);
  cv::Mat wide = spots(300, 0.95F);  // each with a skirt, which is no spot of its own
  cv::Mat others = wide.rowRange(20, kSide), skirts;
  cv::dilate(others, skirts, cv::Mat::ones(3, 3, CV_8U));
  skirts *= 0.5;
  cv::max(others, skirts, others);
  weigh_spots(wide, all_of(wide.size()));
  EXPECT_NEAR(wide.at<float>(kAsked), weighed(spots(300, 0.95F)).at<float>(kAsked), 1e-6);
}

TEST(WeighSpots, WhatIsSureStaysANumberAndNothingStaysNothing) {
  cv::Mat centre = spots(300, 1);
  weigh_spots(centre, all_of(centre.size()));
  EXPECT_TRUE(cv::checkRange(centre, true, nullptr, 0, 1.0000001));
  EXPECT_EQ(centre.at<float>(kSide - 1, kSide - 1), 0);
  cv::Mat empty = cv::Mat::zeros(kSide, kSide, CV_32F);
  weigh_spots(empty, cv::Mat::zeros(kSide, kSide, CV_8U));
  EXPECT_EQ(cv::countNonZero(empty), 0);
}

}  // namespace
}  // namespace porevis
