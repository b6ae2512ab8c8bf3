// SPDX-License-Identifier: Apache-2.0
#include "skin/doubt.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

constexpr int kSide = 240;
const cv::Point kFaint(60, 60), kClear(180, 60);

/// Rough skin with two spots, one of which hardly stands out; both are pores with the same probability.
struct Rough {
  cv::Mat density{kSide, kSide, CV_32FC3, cv::Scalar::all(0)};
  Kinds kinds;

  explicit Rough(double gain = 1) {
    cv::Mat green(kSide, kSide, CV_32F);
    cv::RNG random(3);
    random.fill(green, cv::RNG::NORMAL, 0, 0.02);
    const auto spot = [&](cv::Point centre, double peak) {
      for (int y = -6; y <= 6; ++y) {
        for (int x = -6; x <= 6; ++x) {
          green.at<float>(centre + cv::Point(x, y)) += static_cast<float>(peak * std::exp(-(x * x + y * y) / 4.0));
        }
      }
    };
    spot(kFaint, 0.03);
    spot(kClear, 0.3);
    green *= gain;
    cv::merge(std::vector<cv::Mat>{0.7 * green, green, 1.1 * green}, density);
    for (cv::Mat* map : {&kinds.pore, &kinds.centre, &kinds.hair, &kinds.pigment, &kinds.papule, &kinds.needle_mark}) {
      *map = cv::Mat::zeros(density.size(), CV_32F);
    }
    kinds.centre.at<float>(kFaint) = kinds.centre.at<float>(kClear) = 0.8F;
  }

  [[nodiscard]] float confidence(cv::Point place) {
    doubt_spots(kinds, density, all_of(density.size()));
    return kinds.centre.at<float>(place);
  }
};

TEST(Doubt, WhatHardlyStandsOutIsDoubtedAndNothingElse) {
  EXPECT_LT(Rough().confidence(kFaint), 0.6);
  EXPECT_EQ(Rough().confidence(kClear), 0.8F);
}

TEST(Doubt, TextureIsTheMeasureNotContrast) {
  EXPECT_NEAR(Rough(3).confidence(kFaint), Rough().confidence(kFaint), 1e-4);
}

TEST(Doubt, HairsAreNoTexture) {
  Rough known, unknown;
  for (int x = 4; x < kSide; x += 24) {
    for (Rough* hairy : {&known, &unknown}) cv::line(hairy->density, {x, 100}, {x, kSide}, cv::Scalar::all(0.8), 2);
    cv::line(known.kinds.hair, {x, 100}, {x, kSide}, 1, 2);
  }
  const float bare = Rough().confidence(kFaint);
  EXPECT_NEAR(known.confidence(kFaint), bare, 0.1);
  EXPECT_LT(unknown.confidence(kFaint), bare - 0.15);
}

TEST(Doubt, WhatAHairMayHaveLeftIsDoubted) {
  Rough skin;
  skin.kinds.hair_layer = cv::Mat::zeros(skin.density.size(), CV_32FC3);
  for (const cv::Point& place : {kClear, cv::Point(180, 180)}) {
    cv::line(skin.kinds.hair_layer, place - cv::Point(20, 0), place + cv::Point(20, 0), cv::Scalar::all(0.5), 3);
  }
  skin.density += skin.kinds.hair_layer;  // as photographed
  const float confidence = skin.confidence(kClear);
  EXPECT_LT(confidence, 0.75);
  EXPECT_GT(confidence, 0.2);
}

TEST(Doubt, BloodIsNoPore) {
  Rough skin;
  for (int y = -6; y <= 6; ++y) {  // the clear spot, its red taken away
    for (int x = -6; x <= 6; ++x) skin.density.at<cv::Vec3f>(kClear + cv::Point(x, y))[0] *= 0.1F;
  }
  EXPECT_LT(skin.confidence(kClear), 0.2);
}

TEST(Doubt, TheRegionsOwnPoresTellTheirColour) {
  // Red is 0.58 of green in the clear spot: what a pore may have, unless the region's pores have 0.95.
  constexpr float kRed = 0.58F / 0.7F;
  Rough alone, among_others;
  for (Rough* skin : {&alone, &among_others}) {
    for (int y = -6; y <= 6; ++y) {
      for (int x = -6; x <= 6; ++x) skin->density.at<cv::Vec3f>(kClear + cv::Point(x, y))[0] *= kRed;
    }
  }
  for (int i = 0; i < 80; ++i) {
    const cv::Point pore(6 + 12 * (i % 20), 120 + 24 * (i / 20));
    among_others.kinds.centre.at<float>(pore) = 0.9F;
    cv::circle(among_others.density, pore, 1, {0.95 * 0.3, 0.3, 0.33}, cv::FILLED);
  }
  EXPECT_EQ(alone.confidence(kClear), 0.8F);
  EXPECT_LT(among_others.confidence(kClear), 0.76);
}

TEST(Doubt, EvenSkinAndNoSkinLeaveEverything) {
  Rough even;
  even.density.setTo(0);
  EXPECT_EQ(even.confidence(kFaint), 0.8F);
  Rough nothing;
  doubt_spots(nothing.kinds, nothing.density, cv::Mat::zeros(nothing.density.size(), CV_8U));
  EXPECT_EQ(nothing.kinds.centre.at<float>(kFaint), 0.8F);
}

}  // namespace
}  // namespace porevis
