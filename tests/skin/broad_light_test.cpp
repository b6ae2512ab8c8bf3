// SPDX-License-Identifier: Apache-2.0
#include "skin/broad_light.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace porevis {
namespace {

constexpr double kSigmaPx = 16;

/// Skin of reflectance (0.5, 0.3, 0.2) under light that rises by a third from left to right.
float light_at(int x) { return static_cast<float>(1 + x / 480.0); }

cv::Mat3f lit_skin() {
  cv::Mat3f linear(120, 160);
  for (int y = 0; y < linear.rows; ++y) {
    for (int x = 0; x < linear.cols; ++x) linear(y, x) = light_at(x) * cv::Vec3f(0.5F, 0.3F, 0.2F);
  }
  return linear;
}

/// Largest error of the light over a mask, relative.
double worst(const cv::Mat& found, const cv::Mat& mask) {
  cv::Mat1f truth(found.size());
  for (int y = 0; y < truth.rows; ++y) {
    for (int x = 0; x < truth.cols; ++x) truth(y, x) = std::log(0.5F * light_at(x));
  }
  return cv::norm(found, truth, cv::NORM_INF, mask);
}

TEST(BroadLight, ASlopeIsFoundUpToTheBorder) {
  const cv::Mat all(120, 160, CV_8U, cv::Scalar(255));
  EXPECT_LT(worst(broad_light(lit_skin(), all, kSigmaPx), all), 0.01);
}

TEST(BroadLight, WhatLiesBesideTheSkinLeavesNoHalo) {
  for (const double beside : {0.0, 1.0}) {  // black hair, white cloth
    cv::Mat3f linear = lit_skin();
    cv::Mat skin(linear.size(), CV_8U, cv::Scalar(255));
    const cv::Rect other(0, 0, 160, 50);
    linear(other).setTo(cv::Scalar::all(beside));
    skin(other).setTo(0);
    const cv::Mat found = broad_light(linear, skin, kSigmaPx);
    EXPECT_LT(worst(found, skin), 0.01) << beside;
    cv::Mat above, below;  // and the light goes on as it was
    cv::exp(found.row(49), above);
    cv::exp(found.row(50), below);
    EXPECT_LT(cv::norm(above, below, cv::NORM_INF), 0.02) << beside;
  }
}

TEST(BroadLight, PoresHairsAndBloodAreNoLight) {
  cv::Mat3f linear = lit_skin();
  const cv::Mat all(linear.size(), CV_8U, cv::Scalar(255));
  for (int y = 5; y < linear.rows; y += 12) {
    for (int x = 4; x < linear.cols; x += 11) linear(y, x) *= 0.6F;
  }
  linear(cv::Rect(30, 0, 2, 120)) *= 0.1F;  // a hair
  for (int y = 40; y < 80; ++y) {
    for (int x = 70; x < 130; ++x) linear(y, x) = linear(y, x).mul(cv::Vec3f(1, 0.7F, 0.75F));
  }
  EXPECT_LT(worst(broad_light(linear, all, kSigmaPx), all), 0.015);
}

TEST(BroadLight, NoSkinHasNoLight) {
  const cv::Mat none = cv::Mat::zeros(120, 160, CV_8U);
  EXPECT_EQ(cv::norm(broad_light(lit_skin(), none, kSigmaPx), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace porevis
