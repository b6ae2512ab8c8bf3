// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/pore_snr.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "porevis/error.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {
namespace {

constexpr int kSide = 256;
constexpr double kSigma = 1.097;  // px, of the pore that is looked for
const cv::Point kPlace(100, 140);

/// Texture of this standard deviation, the colour of a pore's, smoothed along x and y, and a third as much noise.
cv::Mat texture(double deviation, double along, double across, cv::Size size = {kSide, kSide}) {
  cv::Mat grey(size, CV_32F), noise(size, CV_32F), colours;
  cv::RNG random(7);
  random.fill(grey, cv::RNG::NORMAL, 0, 1);
  random.fill(noise, cv::RNG::NORMAL, 0, 0.3 * deviation);
  if (along > 0) cv::GaussianBlur(grey, grey, {}, along, across);
  cv::Scalar mean, spread;
  cv::meanStdDev(grey, mean, spread);
  grey *= deviation / spread[0];
  if (along > 0) grey += noise;
  const cv::Mat channels[]{0.75 * grey, grey, 1.1 * grey};
  cv::merge(channels, 3, colours);
  return colours;
}

void add_pore(cv::Mat& density, cv::Point place, double peak) {
  for (int y = 0; y < density.rows; ++y) {
    for (int x = 0; x < density.cols; ++x) {
      const cv::Point off = cv::Point(x, y) - place;
      const auto amount = static_cast<float>(peak * std::exp(-off.ddot(off) / (2 * kSigma * kSigma)));
      density.at<cv::Vec3f>(y, x) += cv::Vec3f(0.75F, 1, 1.1F) * amount;
    }
  }
}

double deviation_of(const cv::Mat& map) {
  cv::Scalar mean, spread;
  cv::meanStdDev(map, mean, spread);
  return spread[0];
}

TEST(PoreSnr, IsWhatTheMatchedFilterOfWhiteNoiseTells) {
  constexpr double kPeak = 0.05, kNoise = 0.01;
  const cv::Mat bare = texture(kNoise, 0, 0);
  cv::Mat with = bare.clone();
  add_pore(with, kPlace, kPeak);
  const double expected = kPeak / kNoise * std::sqrt(std::numbers::pi) * kSigma;
  const double told = pore_snr(with).at<float>(kPlace) - pore_snr(bare).at<float>(kPlace);
  EXPECT_NEAR(told / expected, 1, 0.08);
}

TEST(PoreSnr, IsCountedInDeviationsOfAnyTexture) {
  for (const double deviation : {0.003, 0.015}) {
    for (const auto& [along, across] : {std::pair(0.0, 0.0), std::pair(1.5, 1.5), std::pair(0.8, 6.0)}) {
      EXPECT_NEAR(deviation_of(pore_snr(texture(deviation, along, across))), 1, 0.15) << deviation << ' ' << along;
    }
  }
}

TEST(PoreSnr, APoreStandsOutOfStreaksAsDeepAsItIs) {
  cv::Mat density = texture(0.02, 0.8, 6);
  add_pore(density, kPlace, 0.06);
  const cv::Mat snr = pore_snr(density);
  cv::Point best;
  cv::minMaxLoc(snr, nullptr, nullptr, nullptr, &best);
  EXPECT_EQ(best, kPlace);
  // What tells a spot from its surroundings and knows no spectrum does not find it.
  cv::Mat green, wide;
  cv::extractChannel(density, green, 1);
  cv::GaussianBlur(green, wide, {}, 2);
  cv::GaussianBlur(green, green, {}, 0.8);
  const cv::Mat detail = green - wide;
  EXPECT_GT(snr.at<float>(kPlace) / deviation_of(snr), 1.5 * detail.at<float>(kPlace) / deviation_of(detail));
}

TEST(PoreSnr, NothingIsToldWhereNothingIsKnown) {
  cv::Mat density = texture(0.01, 1, 1);
  density(cv::Rect(0, 0, 90, kSide)).setTo(0);
  const cv::Mat snr = pore_snr(density);
  EXPECT_EQ(cv::norm(snr(cv::Rect(0, 0, 90, kSide)), cv::NORM_INF), 0);
  EXPECT_NEAR(deviation_of(snr(cv::Rect(90, 0, kSide - 90, kSide))), 1, 0.15);
  EXPECT_LT(cv::norm(snr(cv::Rect(90, 0, 4, kSide)), cv::NORM_INF), 6);  // no halo at the edge
  for (const cv::Size size : {cv::Size(0, 0), cv::Size(2, 2), cv::Size(3, 40), cv::Size(500, 20)}) {
    EXPECT_EQ(cv::norm(pore_snr(cv::Mat::zeros(size, CV_32FC3)), cv::NORM_INF), 0) << size;
    EXPECT_TRUE(size.empty() || cv::checkRange(pore_snr(texture(0.01, 0, 0, size)))) << size;
  }
  density.at<cv::Vec3f>(30, 200)[1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW((void)pore_snr(density), InputError);
}

TEST(PoreSnr, TurnsWithThePictureAndIsTheSameForAnyNumberOfThreads) {
  const cv::Mat density = texture(0.01, 0.8, 3);
  cv::Mat turned, back;
  cv::rotate(density, turned, cv::ROTATE_90_CLOCKWISE);
  cv::rotate(pore_snr(turned), back, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_LT(cv::norm(back, pore_snr(density), cv::NORM_L1) / (kSide * kSide), 0.05);

  const cv::Mat large = texture(0.01, 0.8, 3, {700, 500});
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const cv::Mat one = pore_snr(large);
  cv::setNumThreads(4);
  const cv::Mat four = pore_snr(large);
  cv::setNumThreads(threads);
  EXPECT_EQ(cv::norm(one, four, cv::NORM_INF), 0);
}

}  // namespace
}  // namespace porevis
