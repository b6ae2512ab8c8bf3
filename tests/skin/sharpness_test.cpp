// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/sharpness.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

SkinMap skin_of(double blur_sigma_px, double noise) {
  const phantom::Skin body = phantom::make_skin({}, 3);
  phantom::ShotDescription shot;
  shot.blur_sigma_px = blur_sigma_px;
  shot.noise = noise;
  const Photo photo = phantom::photograph(body, shot).photo;
  return normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), given(20));
}

Sharpness sharpness_of(double blur_sigma_px, double noise) {
  const SkinMap skin = skin_of(blur_sigma_px, noise);
  return measure_sharpness(skin.darkness, skin.measurable, 20);
}

TEST(Sharpness, WhiteNoiseReadsAsItIs) {
  cv::Mat noise(512, 512, CV_32F);
  cv::RNG(5).fill(noise, cv::RNG::NORMAL, 0, 0.03);
  EXPECT_NEAR(measure_sharpness(noise, all_of(noise.size()), 20).noise, 0.03, 0.001);
}

TEST(Sharpness, ReadsTheNoiseOfAPhotograph) {
  EXPECT_NEAR(sharpness_of(0.8, 0.01).noise, 0.01, 0.002);
  EXPECT_NEAR(sharpness_of(0.8, 0.04).noise, 0.04, 0.004);
}

TEST(Sharpness, ReadsTheBlurOfAPhotograph) {
  for (const double sigma : {0.7, 1.0, 1.5, 2.0}) {
    EXPECT_NEAR(sharpness_of(sigma, 0.01).blur_sigma_px, sigma, 0.4) << sigma;
  }
}

TEST(Sharpness, MoreBlurAddsInQuadrature) {
  const double sharp = sharpness_of(0.8, 0.01).blur_sigma_px;
  const double soft = sharpness_of(1.6, 0.01).blur_sigma_px;
  EXPECT_NEAR(soft * soft - sharp * sharp, 1.6 * 1.6 - 0.8 * 0.8, 0.5);
}

TEST(Sharpness, ResamplingTakesNoiseAndIsNoBetterFocus) {
  const SkinMap skin = skin_of(1.2, 0.02);
  cv::Mat shifted;
  cv::warpAffine(skin.darkness, shifted, cv::Matx23d(1, 0, 0.4, 0, 1, 0.4), skin.darkness.size(), cv::INTER_CUBIC,
                 cv::BORDER_REFLECT);
  const double as_taken = measure_sharpness(skin.darkness, skin.measurable, 20).blur_sigma_px;
  const double resampled = measure_sharpness(shifted, skin.measurable, 20).blur_sigma_px;
  EXPECT_NEAR(resampled * resampled, as_taken * as_taken, 0.25);
}

TEST(Sharpness, TooLittleSkinGivesNoFigure) {
  EXPECT_TRUE(std::isnan(measure_sharpness(cv::Mat::zeros(40, 40, CV_32F), all_of({40, 40}), 20).blur_sigma_px));
}

}  // namespace
}  // namespace porevis
