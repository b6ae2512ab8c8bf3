// SPDX-License-Identifier: Apache-2.0
#include "pores/profile_fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace porevis {
namespace {

/// The fit in a window for spots of 2 px sigma.
SpotFit fit_at(const cv::Mat& map, const cv::Mat& owner, cv::Point2d centre, double largest_px = 2) {
  return SpotFitter({map, owner, 1, centre, 2, largest_px, 1}).fit();
}

const cv::Size kSize(61, 61);
const cv::Mat kNoOwner = cv::Mat::zeros(kSize, CV_32S);

/// A tilted Gaussian on a background.
cv::Mat gaussian(cv::Point2d centre, double long_sigma, double short_sigma, double degrees, double peak,
                 double background) {
  cv::Mat map(kSize, CV_32F);
  const double c = std::cos(degrees * CV_PI / 180), s = std::sin(degrees * CV_PI / 180);
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) {
      const double u = (c * (x - centre.x) + s * (y - centre.y)) / long_sigma;
      const double v = (-s * (x - centre.x) + c * (y - centre.y)) / short_sigma;
      map.at<float>(y, x) = static_cast<float>(background + peak * std::exp(-0.5 * (u * u + v * v)));
    }
  }
  return map;
}

TEST(ProfileFit, FindsWhatWasDrawn) {
  for (const double degrees : {-60.0, 0.0, 25.0, 80.0}) {
    const cv::Mat map = gaussian({30.3, 29.6}, 2.2, 1.8, degrees, 0.2, -0.03);
    SpotFitter fitter({map, kNoOwner, 1, {30.3, 29.6}, 2.2, 2.2, 1});
    const SpotFit fit = fitter.fit();
    ASSERT_TRUE(fit.converged) << degrees;
    EXPECT_NEAR(fit.sigma_px, 2, 0.03);
    EXPECT_NEAR(fit.amplitude, 0.2, 0.004);
    EXPECT_NEAR(fit.background, -0.03, 0.004);
    const SpotShape shape = fitter.shape(fit);
    EXPECT_NEAR(shape.long_sigma_px / shape.short_sigma_px, 2.2 / 1.8, 0.03);
    EXPECT_NEAR(shape.orientation_deg, degrees, 2);
  }
}

TEST(ProfileFit, ReliefThatSlopesLeavesTheWidth) {
  cv::Mat map = gaussian({30, 30}, 2, 2, 0, 0.2, 0);
  for (int x = 0; x < map.cols; ++x) map.col(x) += 0.01 * (x - 30);
  EXPECT_NEAR(fit_at(map, kNoOwner, {30, 30}).sigma_px, 2, 0.04);
}

TEST(ProfileFit, NeighboursAreLeftOut) {
  const cv::Mat map = gaussian({30, 30}, 2, 2, 0, 0.2, 0) + gaussian({37, 30}, 2, 2, 0, 0.3, 0);
  cv::Mat owner = kNoOwner.clone();
  owner.colRange(34, 61).setTo(2);
  const SpotFit fit = fit_at(map, owner, {30, 30});
  ASSERT_TRUE(fit.converged);
  EXPECT_NEAR(fit.sigma_px, 2, 0.15);
  EXPECT_NEAR(fit.amplitude, 0.2, 0.02);
}

TEST(ProfileFit, StandardErrorsAreThoseOfRepeats) {
  // White noise: the spread of many fits is the standard error each of them tells.
  std::vector<double> sizes, told;
  for (int seed = 0; seed < 300; ++seed) {
    cv::Mat noise(kSize, CV_32F);
    cv::RNG(static_cast<std::uint64_t>(seed) + 1).fill(noise, cv::RNG::NORMAL, 0, 0.01);
    const SpotFit fit = fit_at(gaussian({30, 30}, 2, 2, 0, 0.2, 0) + noise, kNoOwner, {30, 30});
    if (!fit.converged) continue;
    sizes.push_back(std::log(fit.sigma_px));
    told.push_back(fit.log_sigma_se);
  }
  ASSERT_GT(sizes.size(), 290U);
  cv::Scalar mean, spread;
  cv::meanStdDev(cv::Mat(sizes), mean, spread);
  EXPECT_NEAR(spread[0], cv::mean(cv::Mat(told))[0], 0.25 * spread[0]);
  EXPECT_NEAR(mean[0], std::log(2), 0.02);
}

TEST(ProfileFit, WhereThereIsNothingTheAmplitudeIsNothing) {
  const cv::Mat flat(kSize, CV_32F, cv::Scalar(0.02));
  EXPECT_NEAR(SpotFitter({flat, kNoOwner, 1, {30, 30}, 2, 2, 1}).fit_amplitude(2).amplitude, 0, 1e-6);
}

TEST(ProfileFit, TheBlurIsTakenOut) {
  // The pore's profile, finely drawn, blurred and averaged over pixels.
  constexpr int kOver = 8;
  for (const double fwhm : {3.0, 5.0, 9.0}) {
    for (const double blur : {0.5, 1.0, 1.8}) {
      cv::Mat fine(61 * kOver, 61 * kOver, CV_32F), map;
      double volume = 0;
      for (int y = 0; y < fine.rows; ++y) {
        for (int x = 0; x < fine.cols; ++x) {
          const double r = std::hypot(x - (fine.cols - 1) / 2.0, y - (fine.rows - 1) / 2.0) / kOver;
          fine.at<float>(y, x) = static_cast<float>(0.2 * std::exp2(-std::pow(2 * r / fwhm, 2.6)));
          volume += fine.at<float>(y, x) / (kOver * kOver);
        }
      }
      cv::GaussianBlur(fine, fine, {}, kOver * blur);
      cv::resize(fine, map, kSize, 0, 0, cv::INTER_AREA);
      const SpotFit fit = fit_at(map, kNoOwner, {30, 30}, 10);
      ASSERT_TRUE(fit.converged);
      const BlurResponse response(blur, 2, 20);
      const BlurResponse::Pore pore = response.at(fit.sigma_px);
      EXPECT_NEAR(pore.fwhm_px, fwhm, 0.04 * fwhm) << blur;
      EXPECT_NEAR(fit.amplitude * pore.contrast_gain, 0.2, 0.012) << fwhm << ' ' << blur;
      EXPECT_NEAR(fit.volume() * pore.volume_gain, volume, 0.05 * volume) << fwhm << ' ' << blur;
      EXPECT_NEAR(response.of(pore.fwhm_px).sigma_px, pore.sigma_px, 1e-6);
    }
  }
}

}  // namespace
}  // namespace porevis
