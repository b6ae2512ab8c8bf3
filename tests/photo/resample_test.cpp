// SPDX-License-Identifier: Apache-2.0
#include "photo/resample.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "photo/pictures.hpp"

namespace porevis {
namespace {

/// A photograph of grey light.
Photo photo_of(cv::Size size, const std::function<double(double x, double y)>& light) {
  cv::Mat linear(size, CV_32FC3);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) linear.at<cv::Vec3f>(y, x) = cv::Vec3f::all(static_cast<float>(light(x, y)));
  }
  return photo_from_pixels(encode_srgb(linear, 16));
}

/// photo_from_frame: turned by an angle and enlarged by a step, round the middles.
Affine turned(double degrees, double step, cv::Size photo, cv::Size frame) {
  const double c = step * std::cos(degrees * CV_PI / 180), s = step * std::sin(degrees * CV_PI / 180);
  const cv::Point2d from((frame.width - 1) / 2.0, (frame.height - 1) / 2.0);
  const cv::Point2d to((photo.width - 1) / 2.0, (photo.height - 1) / 2.0);
  return {c, -s, to.x - c * from.x + s * from.y, s, c, to.y - s * from.x - c * from.y};
}

cv::Mat green_of(const Photo& photo, const Affine& map, cv::Size frame) {
  cv::Mat green;
  cv::extractChannel(resample(photo, grid_of(map, frame), frame).linear, green, 1);
  return green;
}

TEST(Resample, OnItsOwnPixelsNothingChanges) {
  const Photo photo = photo_from_pixels(test::pattern(301, 277, CV_8UC3));
  const Resampled same = resample(photo, grid_of(Affine::eye(), photo.pixels.size()), photo.pixels.size());
  EXPECT_EQ(cv::norm(same.linear, linear_light(photo, photo.frame()), cv::NORM_INF), 0);
  EXPECT_EQ(cv::countNonZero(same.inside), 301 * 277);
}

TEST(Resample, EvenLightStaysEven) {
  const Photo photo = photo_of({400, 380}, [](double, double) { return 0.37; });
  for (const double step : {0.6, 1.0, 1.07, 1.9, 2.9, 3.0, 7.3, 40.0}) {
    const cv::Size frame(cvFloor(390 / step), cvFloor(370 / step));
    const cv::Mat green = green_of(photo, turned(0, step, {400, 380}, frame), frame);
    EXPECT_LT(cv::norm(green, cv::Mat(frame, CV_32F, cv::Scalar(0.37)), cv::NORM_INF), 1e-4) << step;
  }
}

TEST(Resample, WhatAFrameCannotHoldLeavesNoAliases) {
  constexpr double kStep = 2.5;
  const auto swing = [&](double period_px) {  // of light between 0.3 and 0.5
    const Photo photo = photo_of(
        {500, 400}, [&](double x, double y) { return 0.4 + 0.1 * std::cos(2 * CV_PI * (x + y / 3) / period_px); });
    const cv::Size frame(150, 120);
    cv::Scalar mean, deviation;
    cv::meanStdDev(green_of(photo, turned(11, kStep, {500, 400}, frame), frame), mean, deviation);
    EXPECT_NEAR(mean[0], 0.4, 0.002);
    return deviation[0] * std::sqrt(2) / 0.1;
  };
  EXPECT_LT(swing(3.1), 0.02);      // finer than two pixels of the frame
  EXPECT_NEAR(swing(20), 1, 0.03);  // eight pixels of the frame
}

TEST(Resample, PlacesAreRightToAHundredthOfAPixel) {
  const cv::Point2d spot(212.3, 171.8);
  const Photo photo = photo_of({420, 380}, [&](double x, double y) {
    return 0.5 * std::exp(-((x - spot.x) * (x - spot.x) + (y - spot.y) * (y - spot.y)) / (2 * 25));
  });
  for (const double step : {0.7, 1.15, 2.4, 6.1}) {
    const cv::Size frame(cvRound(500 / step), cvRound(450 / step));
    const Affine map = turned(4, step, {420, 380}, frame);
    const cv::Moments sum = cv::moments(green_of(photo, map, frame));
    const cv::Point2d found = map * cv::Vec3d(sum.m10 / sum.m00, sum.m01 / sum.m00, 1);
    EXPECT_LT(cv::norm(found - spot), 0.02) << step;
    EXPECT_NEAR(sum.m00 * step * step, 0.5 * 2 * CV_PI * 25, 0.003 * 0.5 * 2 * CV_PI * 25) << step;
  }
}

TEST(Resample, WhatLiesOutsideIsBlackAndSaid) {
  const Photo photo = photo_of({100, 80}, [](double, double) { return 0.5; });
  const cv::Size frame(140, 90);
  const Resampled wide = resample(photo, grid_of({1, 0, -20, 0, 1, -5}, frame), frame);
  EXPECT_EQ(cv::countNonZero(wide.inside), 100 * 80);
  EXPECT_EQ(wide.linear.at<cv::Vec3f>(4, 50)[1], 0);
  EXPECT_NEAR(wide.linear.at<cv::Vec3f>(5, 50)[1], 0.5, 1e-4);
  EXPECT_EQ(wide.linear.at<cv::Vec3f>(40, 120)[1], 0);
}

TEST(Resample, ThreadsChangeNothing) {
  const Photo photo = photo_from_pixels(test::pattern(700, 650, CV_8UC3));
  const MapGrid map = grid_of(turned(7, 1.3, {700, 650}, {520, 480}), {520, 480});
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const cv::Mat one = resample(photo, map, {520, 480}).linear;
  cv::setNumThreads(4);
  const cv::Mat four = resample(photo, map, {520, 480}).linear;
  cv::setNumThreads(threads);
  EXPECT_EQ(cv::norm(one, four, cv::NORM_INF), 0);
}

}  // namespace
}  // namespace porevis
