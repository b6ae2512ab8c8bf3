// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "skins.hpp"

namespace porevis {
namespace {

SkinMap skin_of(const phantom::Skin& skin, const phantom::ShotDescription& shot) {
  const Photo photo = phantom::photograph(skin, shot).photo;
  return normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), given(20));
}

SkinMap skin_of(const phantom::Skin& skin, double blur_sigma_px, double noise, std::uint64_t seed) {
  phantom::ShotDescription shot;
  shot.blur_sigma_px = blur_sigma_px;
  shot.noise = noise;
  shot.seed = seed;
  return skin_of(skin, shot);
}

double difference_of_squares(const Matching& matching) {
  return matching.blur_after_px * matching.blur_after_px - matching.blur_before_px * matching.blur_before_px;
}

TEST(Match, TellsTheDifferenceOfBlurWhateverTheNoise) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  for (const double noise : {0.005, 0.03}) {
    SkinMap before = skin_of(skin, 0.8, 0.01, 1), after = skin_of(skin, 1.5, noise, 2);
    const Matching matching = match_skins(before, after, given(20));
    EXPECT_NEAR(difference_of_squares(matching), 1.5 * 1.5 - 0.8 * 0.8, 0.15) << noise;
    EXPECT_EQ(matching.blur_px, matching.blur_after_px);
    EXPECT_GT(matching.likeness, 0.85);
  }
}

TEST(Match, StrongBlurLeavesLittleInCommonButIsTold) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  SkinMap before = skin_of(skin, 0.8, 0.01, 1), after = skin_of(skin, 2, 0.01, 2);
  EXPECT_NEAR(difference_of_squares(match_skins(before, after, given(20))), 2 * 2 - 0.8 * 0.8, 0.3);
}

TEST(Match, ColourThatCompressionTookIsNoChange) {
  double sum = 0;
  for (const std::uint64_t seed : {31, 32, 33}) {
    const phantom::Skin skin = phantom::make_skin({}, seed);
    phantom::ShotDescription clean, compressed;
    clean.seed = 1;
    compressed.seed = 2;
    compressed.jpeg_quality = 70;
    CompareOptions options;
    options.measure = whole_picture(20);
    options.accept_quality = true;
    const Comparison comparison =
        compare_photos(phantom::photograph(skin, clean).photo, phantom::photograph(skin, compressed).photo, options);
    sum += comparison.regions.at(0).change.front().relative;
  }
  EXPECT_NEAR(sum / 3, 0, 0.016);  // read from green: -0.028
}

/// How two photographs of a skin are matched, aligned before.
Matching matching_of(const phantom::Skin& skin, phantom::ShotDescription first, phantom::ShotDescription second) {
  first.seed = 1;
  second.seed = 2;
  CompareOptions options;
  options.measure = whole_picture(first.px_per_mm);
  options.accept_quality = true;
  const Comparison comparison =
      compare_photos(phantom::photograph(skin, first).photo, phantom::photograph(skin, second).photo, options);
  return comparison.regions.at(0).matching;
}

/// Of a skin's photograph of this scale and a softer one that is noisy and compressed as well, or not.
Matching matched(double px_per_mm, bool compress) {
  phantom::ShotDescription clean, other;
  clean.px_per_mm = other.px_per_mm = px_per_mm;
  other.blur_sigma_px = 1.3;
  if (compress) {
    other.noise = 0.05;
    other.jpeg_quality = 80;
  }
  return matching_of(phantom::make_skin({}, 31), clean, other);
}

TEST(Match, ACompressedPhotographTellsTheBlurLessAndSaysSo) {
  for (const double px_per_mm : {13.0, 20.0}) {
    const Matching matching = matched(px_per_mm, true), plain = matched(px_per_mm, false);
    const double error = difference_of_squares(matching) - (1.3 * 1.3 - 0.8 * 0.8);
    EXPECT_LT(std::abs(error), 3 * matching.blur_difference_se_px2) << px_per_mm;
    EXPECT_LT(matching.blur_difference_se_px2, 0.4) << px_per_mm;
    EXPECT_GT(matching.blur_difference_se_px2, 2 * plain.blur_difference_se_px2) << px_per_mm;
  }
}

TEST(Match, HairsAreNoFinerDetailOfTheSkin) {
  phantom::SkinDescription hairy;
  hairy.hairs_per_cm2 = 10;
  phantom::ShotDescription second;
  second.blur_sigma_px = 1.2;
  const double blur_px = matching_of(phantom::make_skin(hairy, 31), {}, second).blur_px;
  EXPECT_NEAR(blur_px * blur_px, 1.2 * 1.2, 0.2);
}

TEST(Match, NeitherIsSharperThanACamera) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  SkinMap before = skin_of(skin, 0.4, 0.01, 1), after = skin_of(skin, 2, 0.01, 2);
  const Matching matching = match_skins(before, after, given(20));
  EXPECT_GE(matching.blur_before_px, 0.299);
  EXPECT_NEAR(difference_of_squares(matching), 4 - 0.16, 0.3);  // what cuts off one, cuts off both
}

TEST(Match, BlocksOfCompressionInBothAreNoSkinInCommon) {
  phantom::ShotDescription sharp, soft;
  sharp.noise = soft.noise = 0.005;  // more would hide the blocks
  sharp.jpeg_quality = 75;
  soft.jpeg_quality = 80;
  soft.blur_sigma_px = 1.4;
  const Matching matching = matching_of(phantom::make_skin({}, 31), sharp, soft);
  EXPECT_NEAR(difference_of_squares(matching), 1.4 * 1.4 - 0.8 * 0.8, 0.4);  // with the blocks: 1.2 less
}

TEST(Match, LightFromElsewhereLeavesHowStrongTheSkinIs) {
  for (const std::uint64_t seed : {31, 32, 33}) {
    const phantom::Skin skin = phantom::make_skin({}, seed);
    phantom::ShotDescription turned;
    turned.light_angle_deg += 90;
    turned.seed = 2;
    SkinMap before = skin_of(skin, phantom::ShotDescription{}), after = skin_of(skin, turned);
    const Matching matching = match_skins(before, after, given(20));
    EXPECT_LT(matching.likeness, 0.5) << seed;
    EXPECT_LT(matching.detail_se, 0.16) << seed;  // less than what noise reduction takes
    EXPECT_LT(std::abs(std::log(matching.detail_ratio)), 2 * matching.detail_se) << seed;
  }
}

TEST(Match, EvenSkinTellsNoBlur) {
  phantom::SkinDescription even;
  even.furrow_depth = even.melanin_variation = even.haemoglobin_variation = 0;
  const phantom::Skin skin = phantom::make_skin(even, 31);
  SkinMap before = skin_of(skin, 0.8, 0.01, 1), after = skin_of(skin, 0.8, 0.01, 2);
  const cv::Mat untouched = before.darkness.clone();
  EXPECT_EQ(match_skins(before, after, given(20)).blur_px, 0);
  EXPECT_LT(cv::norm(untouched, before.darkness, cv::NORM_INF), 0.05);
}

TEST(Match, SmallerPoresAreNoBetterFocus) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  phantom::ChangeDescription change;
  change.diameter_factor = 0.8;
  SkinMap before = skin_of(skin, 1, 0.01, 1), after = skin_of(phantom::change_skin(skin, change), 1, 0.01, 2);
  EXPECT_NEAR(difference_of_squares(match_skins(before, after, given(20))), 0, 0.12);
}

TEST(Match, ASmallDifferenceOfBlurIsMadeToo) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  for (const double difference_px2 : {0.05, 0.4}) {
    SkinMap before = skin_of(skin, 1, 0.002, 1), after = skin_of(skin, std::sqrt(1 + difference_px2), 0.002, 2);
    for (SkinMap* one : {&before, &after}) one->sharpness.given = true;
    before.sharpness.blur_sigma_px = 1;
    after.sharpness.blur_sigma_px = std::sqrt(1 + difference_px2);
    const auto detail = [](const SkinMap& one) { return cv::norm(one.darkness, cv::NORM_L2, one.measurable); };
    const double unmatched = detail(before) / detail(after) - 1;
    (void)match_skins(before, after, given(20));
    EXPECT_LT(std::abs(detail(before) / detail(after) - 1), 0.5 * unmatched) << difference_px2;
  }
}

TEST(Match, WhatIsMaskedInOneIsMaskedInBoth) {
  const phantom::Skin skin = phantom::make_skin({}, 31);
  SkinMap before = skin_of(skin, 1, 0.01, 1), after = skin_of(skin, 1, 0.01, 2);
  before.measurable(cv::Rect(10, 10, 50, 50)).setTo(0);
  after.measurable(cv::Rect(300, 300, 40, 40)).setTo(0);
  (void)match_skins(before, after, given(20));
  EXPECT_EQ(cv::norm(before.measurable, after.measurable, cv::NORM_INF), 0);
  EXPECT_EQ(before.measurable.at<uchar>(320, 320), 0);
  EXPECT_EQ(after.measurable.at<uchar>(20, 20), 0);
}

}  // namespace
}  // namespace porevis
