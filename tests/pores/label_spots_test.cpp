// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "porevis/pores/segment.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

/// A map on which the network was sure of discs.
SkinMap sure_of(std::span<const Spot> discs, double radius_px, cv::Size size = {80, 60}) {
  SkinMap skin;
  skin.darkness = cv::Mat::zeros(size, CV_32F);
  skin.measurable = cv::Mat(size, CV_8U, cv::Scalar(255));
  skin.kinds.pore = cv::Mat::zeros(size, CV_32F);
  for (const Spot& disc : discs) {
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        if (std::hypot(x - disc.centre.x, y - disc.centre.y) <= radius_px) skin.kinds.pore.at<float>(y, x) = 0.9F;
      }
    }
  }
  return skin;
}

TEST(LabelSpots, APoreIsLabelledWithItsId) {
  const std::vector<Spot> spots{{{20, 20}, 3, 0.9, {}}, {{55.4, 40.2}, 3, 0.9, {}}};
  const cv::Mat labels = label_spots(sure_of(spots, 5), spots);
  ASSERT_EQ(labels.type(), CV_32S);
  EXPECT_EQ(labels.at<int>(20, 20), 1);
  EXPECT_EQ(labels.at<int>(40, 55), 2);
  EXPECT_EQ(labels.at<int>(20, 30), 0);
  for (const int id : {1, 2}) EXPECT_NEAR(cv::countNonZero(labels == id), CV_PI * 25, 8);
}

TEST(LabelSpots, TouchingPoresAreParted) {
  const std::vector<Spot> spots{{{30, 30}, 3, 0.9, {}}, {{38, 30}, 3, 0.9, {}}};
  const cv::Mat labels = label_spots(sure_of(spots, 5), spots);
  EXPECT_EQ(labels.at<int>(30, 33), 1);
  EXPECT_EQ(labels.at<int>(30, 35), 2);
  EXPECT_NEAR(cv::countNonZero(labels == 1), cv::countNonZero(labels == 2), 12);
}

TEST(LabelSpots, WhatCannotBeMeasuredIsNoPore) {
  const std::vector<Spot> spots{{{30, 30}, 3, 0.9, {}}};
  SkinMap skin = sure_of(spots, 5);
  skin.measurable.colRange(32, 80).setTo(0);
  EXPECT_EQ(cv::countNonZero(label_spots(skin, spots).colRange(32, 80)), 0);
}

TEST(LabelSpots, AFoundPoreIsNeverEmpty) {
  const std::vector<Spot> spots{{{30, 30}, 1, 0.9, {}}, {{79.3, -0.2}, 1, 0.9, {}}};
  const cv::Mat labels = label_spots(sure_of({}, 5), spots);
  EXPECT_EQ(cv::countNonZero(labels == 1), 1);
  EXPECT_EQ(cv::countNonZero(labels == 2), 1);
}

TEST(LabelSpots, OutlinesArePhotographedOnes) {
  // Two pores of one skin whose rims touch: told apart, and as wide as half their peak.
  const cv::Size size(400, 400);
  std::vector<GaussianPore> pores;
  for (int y = 50; y < 400; y += 60) {
    for (int x = 50; x < 400; x += 60) {
      pores.push_back({cv::Point2d(x, y), 7, 0.3});
      pores.push_back({cv::Point2d(x + 11, y), 7, 0.3});
    }
  }
  cv::Mat linear = gaussian_skin(size, pores), noise(size, CV_32FC3);
  cv::RNG(7).fill(noise, cv::RNG::NORMAL, 1, 0.005);
  linear = linear.mul(noise);
  SkinMap skin = normalize_skin(linear, all_of(size), {{}, size}, given(20));
  recognize_marks(skin);
  const Segmentation found = segment_pores(skin, given(20), 0);
  ASSERT_EQ(found.pores.size(), pores.size());
  const double area = cv::countNonZero(found.labels) / static_cast<double>(pores.size());
  EXPECT_NEAR(std::sqrt(4 * area / CV_PI), 7, 1.5);
}

}  // namespace
}  // namespace porevis
