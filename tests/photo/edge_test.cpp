// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/edge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "phantom/blur.hpp"
#include "porevis/error.hpp"
#include "random.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// A photograph of an edge through its middle; `upright` from the pixel columns, else from the rows.
struct EdgeShot {
  double blur_sigma_px = 1;
  double degrees = 5;
  bool upright = true;
  double dark = 0.08;
  double bright = 0.6;
  double noise = 0;     ///< relative to the bright side's light.
  double gradient = 0;  ///< of the light, over the width.
  int bits = 16;
  cv::Size size{60, 80};
};

/// Blurred exactly, then averaged over 12 x 12 places of each pixel.
Photo take(const EdgeShot& shot) {
  constexpr int kPlaces = 12;
  Random random(3, "edge_test");
  cv::Mat linear(shot.size, CV_32FC3);
  const cv::Point2d middle((shot.size.width - 1) / 2.0 + 0.3, (shot.size.height - 1) / 2.0);
  const double angle = shot.degrees * CV_PI / 180;
  for (int y = 0; y < linear.rows; ++y) {
    for (int x = 0; x < linear.cols; ++x) {
      double share = 0;
      for (int i = 0; i < kPlaces * kPlaces; ++i) {
        const double u = x + (i % kPlaces + 0.5) / kPlaces - 0.5 - middle.x;
        const double v = y + (i / kPlaces + 0.5) / kPlaces - 0.5 - middle.y;
        const double distance = shot.upright ? u * std::cos(angle) - v * std::sin(angle)  //
                                             : v * std::cos(angle) - u * std::sin(angle);
        share += std::erfc(-distance / (std::sqrt(2) * shot.blur_sigma_px)) / 2 / (kPlaces * kPlaces);
      }
      const double even = 1 + shot.gradient * (x - middle.x) / shot.size.width;
      const double light = (shot.dark + (shot.bright - shot.dark) * share) * even;
      const double noisy = light + shot.noise * std::sqrt(shot.bright * light) * random.normal();
      linear.at<cv::Vec3f>(y, x) = cv::Vec3f(0.5F, 1, 0.3F) * static_cast<float>(noisy);
    }
  }
  return photo_from_pixels(encode_srgb(linear, shot.bits), "edge.png");
}

/// The blur within 3 %.
void expect_blur(const EdgeShot& shot) {
  EXPECT_NEAR(measure_edge_blur(take(shot)).blur_sigma_px / shot.blur_sigma_px, 1, 0.03)
      << "blur " << shot.blur_sigma_px << ", " << shot.degrees << " degrees, noise " << shot.noise;
}

TEST(EdgeBlur, ReadsTheBlurAtEveryAngle) {
  for (const double sigma : {0.4, 0.7, 1.0, 1.7, 3.0}) {
    for (const double degrees : {-20.0, -9.0, -2.1, 2.1, 5.0, 14.036, 18.435, 20.0}) {
      expect_blur({.blur_sigma_px = sigma, .degrees = degrees * 0.999, .upright = degrees > 0});
    }
  }
}

TEST(EdgeBlur, ReadsTheBlurOfThePhantomsCamera) {
  for (const double sigma : {0.4, 0.8, 1.5, 3.0}) {
    const phantom::Blur blur(sigma, 10);
    cv::Mat3f scene((80 + 2 * blur.margin_px) * 10, (80 + 2 * blur.margin_px) * 10);
    for (int y = 0; y < scene.rows; ++y) {
      for (int x = 0; x < scene.cols; ++x) {
        const double distance = (x - scene.cols / 2.0) * std::cos(0.1) - (y - scene.rows / 2.0) * std::sin(0.1);
        scene(y, x) = cv::Vec3f::all(static_cast<float>(0.1 + 0.5 * std::clamp(distance + 0.5, 0.0, 1.0)));
      }
    }
    const Photo photo = photo_from_pixels(encode_srgb(blur.to_pixels(scene), 16));
    EXPECT_NEAR(measure_edge_blur(photo).blur_sigma_px / sigma, 1, 0.03);
  }
}

TEST(EdgeBlur, ExposureContrastBitsAndUnevenLightLeaveIt) {
  for (const double sigma : {0.5, 1.0, 2.5}) {
    expect_blur({.blur_sigma_px = sigma, .dark = 0.02, .bright = 0.1});
    expect_blur({.blur_sigma_px = sigma, .dark = 0.9, .bright = 0.2});  // bright first
    expect_blur({.blur_sigma_px = sigma, .dark = 0.3, .bright = 0.4});
    expect_blur({.blur_sigma_px = sigma, .bits = 8});
    expect_blur({.blur_sigma_px = sigma, .gradient = 0.1});
  }
}

TEST(EdgeBlur, NoiseMovesItLittleAndTheUncertaintySaysHowMuch) {
  for (const double sigma : {0.4, 0.7, 1.0, 2.0, 3.0}) {
    for (const double noise : {0.005, 0.02}) {
      const EdgeShot shot{.blur_sigma_px = sigma, .noise = noise, .size = {60, 240}};
      const EdgeBlur blur = measure_edge_blur(take(shot));
      EXPECT_NEAR(blur.blur_sigma_px / sigma, 1, 0.03) << sigma << ", noise " << noise;
      EXPECT_LT(std::abs(blur.blur_sigma_px - sigma), 4 * blur.uncertainty_px + 0.003 * sigma);
      EXPECT_GT(blur.uncertainty_px, 0.0003);
      EXPECT_LT(blur.uncertainty_px, 0.03 * sigma);
    }
  }
}

TEST(EdgeBlur, TellsTheAngle) {
  for (const double degrees : {-15.0, -3.0, 3.0, 15.0}) {
    EXPECT_NEAR(measure_edge_blur(take({.degrees = degrees, .upright = false})).angle_deg, degrees, 0.05);
    EXPECT_NEAR(measure_edge_blur(take({.degrees = degrees})).angle_deg, degrees > 0 ? 90 - degrees : -90 - degrees,
                0.05);
  }
}

TEST(EdgeBlur, AnEdgeMayLeaveTheCropByItsSide) { expect_blur({.degrees = 18, .size = {60, 300}}); }

auto refuses(const char* why) {
  return ThrowsMessage<InputError>(testing::AllOf(HasSubstr("edge.png: "), HasSubstr(why)));
}

TEST(EdgeBlur, RefusesWhatItCannotTell) {
  const auto measuring = [](const EdgeShot& shot) { return [shot] { (void)measure_edge_blur(take(shot)); }; };
  EXPECT_THAT(measuring({.degrees = 0}), refuses("0.0 degrees off the pixel rows or columns"));
  EXPECT_THAT(measuring({.degrees = 1}), refuses("degrees off the pixel rows or columns"));
  EXPECT_THAT(measuring({.degrees = 35}), refuses("degrees off the pixel rows or columns"));
  EXPECT_THAT(measuring({.dark = 0.3, .bright = 0.3}), refuses("no straight edge"));
  EXPECT_THAT(measuring({.dark = 0.3, .bright = 0.3, .noise = 0.05}), refuses("no straight edge"));
  EXPECT_THAT(measuring({.bright = 1.2}), refuses("clipped"));
  EXPECT_THAT(measuring({.dark = 0}), refuses("clipped"));
  EXPECT_THAT(measuring({.blur_sigma_px = 8, .size = {50, 120}}), refuses("larger crop"));
  EXPECT_THAT(measuring({.size = {90, 12}}), refuses("larger crop"));
  EXPECT_THAT(measuring({.dark = 0.3, .bright = 0.4, .noise = 0.15, .size = {40, 40}}),
              testing::AnyOf(refuses("too noisy"), refuses("no straight edge")));
}

}  // namespace
}  // namespace porevis
