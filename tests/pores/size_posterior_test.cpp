// SPDX-License-Identifier: Apache-2.0
#include "pores/size_posterior.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

namespace porevis {
namespace {

constexpr double kBlurPx = 1.2, kGuessPx = 2, kLargestPx = 20;
constexpr double kMedianPx = 3, kSpread = 0.35, kLogSigmaSe = 0.12;

struct Drawn {
  std::vector<double> fwhm_px;
  std::vector<SpotFit> fits;
};

/// Fits of pores of known sizes, each off by a known error.
Drawn draw(const BlurResponse& response, int count) {
  cv::RNG random(3);
  Drawn drawn;
  for (int i = 0; i < count; ++i) {
    drawn.fwhm_px.push_back(kMedianPx * std::exp(random.gaussian(kSpread)));
    SpotFit fit;
    fit.converged = true;
    fit.sigma_px = response.of(drawn.fwhm_px.back()).sigma_px * std::exp(random.gaussian(kLogSigmaSe));
    fit.log_sigma_se = kLogSigmaSe;
    drawn.fits.push_back(fit);
  }
  return drawn;
}

double mean_log_ratio(const Drawn& drawn, double from_px, const auto& size_of) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < drawn.fits.size(); ++i) {
    const double size = size_of(drawn.fits[i]);
    if (size < from_px) continue;
    sum += std::log(size / drawn.fwhm_px[i]);
    ++count;
  }
  EXPECT_GT(count, 50);
  return sum / count;
}

TEST(SizePosterior, PoresChosenForTheirSizeAreNotTooLarge) {
  const BlurResponse response(kBlurPx, kGuessPx, kLargestPx);
  const Drawn drawn = draw(response, 2000);
  const SizePosterior sizes(response, drawn.fits, kMedianPx, kLargestPx);
  const auto alone = [&](const SpotFit& fit) { return response.at(fit.sigma_px).fwhm_px; };
  const auto together = [&](const SpotFit& fit) { return sizes.size(fit).fwhm_px; };
  EXPECT_GT(mean_log_ratio(drawn, 4.5, alone), 0.05);
  for (const double from_px : {0.0, 2.0, 3.0, 4.5}) EXPECT_NEAR(mean_log_ratio(drawn, from_px, together), 0, 0.02);
}

TEST(SizePosterior, TellsTheErrorsItMakes) {
  const BlurResponse response(kBlurPx, kGuessPx, kLargestPx);
  const Drawn drawn = draw(response, 2000);
  const SizePosterior sizes(response, drawn.fits, kMedianPx, kLargestPx);
  int within = 0;
  for (std::size_t i = 0; i < drawn.fits.size(); ++i) {
    const PoreSize size = sizes.size(drawn.fits[i]);
    within += std::abs(std::log(size.fwhm_px / drawn.fwhm_px[i])) < size.log_se ? 1 : 0;
  }
  EXPECT_NEAR(within / 2000.0, 0.68, 0.04);
}

TEST(SizePosterior, LearnsSizesFarFromTheUsual) {
  const BlurResponse response(kBlurPx, kGuessPx, kLargestPx);
  const Drawn drawn = draw(response, 500);
  const SizePosterior sizes(response, drawn.fits, 3 * kMedianPx, kLargestPx);
  EXPECT_NEAR(mean_log_ratio(drawn, 0, [&](const SpotFit& fit) { return sizes.size(fit).fwhm_px; }), 0, 0.03);
}

TEST(SizePosterior, AFitThatTellsNothingGainsNothing) {
  const BlurResponse response(kBlurPx, kGuessPx, kLargestPx);
  const SizePosterior sizes(response, {}, kMedianPx, kLargestPx);
  SpotFit vague;
  vague.converged = true;
  vague.sigma_px = 3;
  vague.log_sigma_se = 5;
  EXPECT_NEAR(sizes.size(vague).gained, 0, 0.02);
  EXPECT_NEAR(sizes.size(vague).fwhm_px, kMedianPx, 0.1);
  EXPECT_EQ(sizes.size(SpotFit{}).fwhm_px, 0);
}

}  // namespace
}  // namespace porevis
