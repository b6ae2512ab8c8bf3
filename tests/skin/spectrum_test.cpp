// SPDX-License-Identifier: Apache-2.0
#include "skin/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace porevis {
namespace {

constexpr int kSide = 640;

cv::Mat white_noise(cv::RNG& random, double variance) {
  cv::Mat map(kSide, kSide, CV_32F);
  random.fill(map, cv::RNG::NORMAL, 0, std::sqrt(variance));
  return map;
}

SmoothedOver bare(const cv::Mat& map) { return {map, cv::Mat::ones(map.size(), CV_32F)}; }

TEST(Spectrum, WhiteNoiseReadsItsVarianceEverywhere) {
  cv::RNG random(5);
  const SmoothedOver skin = bare(white_noise(random, 0.3));
  const auto spectra = tile_spectra(skin, skin);
  ASSERT_TRUE(spectra);
  for (const Spectrum& one : {spectra->first, spectra->second, spectra->common}) {
    EXPECT_LT(((one / 0.3 - 1).abs()).maxCoeff(), 0.15);
    EXPECT_NEAR(one.mean(), 0.3, 0.01);
  }
}

// Light from elsewhere leaves two skins little in common: what there is must be told from all skin at hand.
TEST(Spectrum, TheLittleThatTwoSkinsShareIsTold) {
  constexpr double kShared = 0.2, kOwn = 0.8;
  cv::RNG random(7);
  double squares = 0, count = 0;
  for (int pair = 0; pair < 4; ++pair) {
    const cv::Mat shared = white_noise(random, kShared);
    const cv::Mat first = shared + white_noise(random, kOwn), second = shared + white_noise(random, kOwn);
    const auto spectra = tile_spectra(bare(first), bare(second));
    ASSERT_TRUE(spectra);
    EXPECT_NEAR(spectra->common.mean(), kShared, 0.01);
    squares += (spectra->common / kShared - 1).square().sum();
    count += kFrequencies;
  }
  EXPECT_LT(std::sqrt(squares / count), 0.05);
}

}  // namespace
}  // namespace porevis
