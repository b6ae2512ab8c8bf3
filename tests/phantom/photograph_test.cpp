// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>

#include "porevis/phantom/phantom.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis::phantom {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// Flat, even skin without anything on it.
Skin bare_skin(double size_mm) {
  SkinDescription d;
  d.width_mm = d.height_mm = size_mm;
  d.pores_per_cm2 = 0;
  d.furrow_depth = 0;
  d.melanin_variation = 0;
  d.haemoglobin_variation = 0;
  return make_skin(d, 1);
}

/// A pore in the middle of flat skin; even pixel numbers put it on a pixel's corner, odd ones on its centre.
Skin lone_pore_skin(double size_mm) {
  Skin skin = bare_skin(size_mm);
  SkinPore pore;
  pore.id = 1;
  pore.x_mm = pore.y_mm = size_mm / 2;
  pore.diameter_mm = 0.3;
  pore.contrast = 0.4;
  pore.elongation = 1.3;
  pore.orientation_deg = 30;
  pore.profile_sharpness = 1.4;
  skin.pores = {pore};
  return skin;
}

/// No light gradient, blur or noise; 16 bits.
ShotDescription clean_shot(double px_per_mm) {
  ShotDescription shot;
  shot.px_per_mm = px_per_mm;
  shot.gradient = 0;
  shot.blur_sigma_px = 0;
  shot.noise = 0;
  shot.bits = 16;
  return shot;
}

cv::Mat3f light_of(const Shot& shot) { return linear_light(shot.photo, shot.photo.frame()); }

cv::Mat1f channel_of(const Shot& shot, int channel) {
  cv::Mat1f one;
  cv::extractChannel(light_of(shot), one, channel);
  return one;
}

/// 1 - light / light of the bare skin of the same shot.
cv::Mat1f darkness_of(const Skin& skin, const ShotDescription& description, int channel = 1) {
  Skin bare = skin;
  bare.pores.clear();
  bare.confusers.clear();
  const cv::Mat1f light = channel_of(photograph(skin, description), channel);
  return cv::Mat1f(1 - light / channel_of(photograph(bare, description), channel));
}

/// Darkness integrated over the picture and its second moments about its centroid, px.
struct Blob {
  double sum = 0;
  cv::Point2d centroid;
  double xx = 0;
  double xy = 0;
  double yy = 0;
};

Blob blob_of(const cv::Mat1f& darkness) {
  const cv::Moments m = cv::moments(darkness);
  return {m.m00, {m.m10 / m.m00, m.m01 / m.m00}, m.mu20 / m.m00, m.mu11 / m.m00, m.mu02 / m.m00};
}

TEST(PhantomPhotograph, LonePoreFollowsItsFormula) {
  const Skin skin = lone_pore_skin(2);
  const SkinPore& pore = skin.pores[0];
  const ShotDescription shot = clean_shot(100.5);  // 201 px: the pore is on the centre of pixel (100, 100)
  const double turn = pore.orientation_deg * std::numbers::pi / 180;
  const double density[] = {pore.optical_density_red, 1, pore.optical_density_blue};
  for (int channel = 0; channel < 3; ++channel) {
    const cv::Mat1f darkness = darkness_of(skin, shot, channel);
    for (const cv::Point offset : {cv::Point(0, 0), cv::Point(8, 0), cv::Point(0, -12), cv::Point(12, 8),
                                   cv::Point(-18, 5), cv::Point(3, 25), cv::Point(60, 60)}) {
      const cv::Point2d mm = cv::Point2d(offset) / 100.5;
      const double u = (std::cos(turn) * mm.x + std::sin(turn) * mm.y) / std::sqrt(pore.elongation);
      const double v = (-std::sin(turn) * mm.x + std::cos(turn) * mm.y) * std::sqrt(pore.elongation);
      const double profile = std::exp2(-std::pow(2 * std::hypot(u, v) / pore.diameter_mm, 2 * pore.profile_sharpness));
      const double expected = 1 - std::pow(1 - pore.contrast * profile, density[channel]);
      EXPECT_NEAR(darkness(cv::Point(100, 100) + offset), expected, 1.5e-3) << channel << ' ' << offset;
    }
  }
}

TEST(PhantomPhotograph, LonePoreHasItsDarknessAtAnyScaleAndBlur) {
  const Skin skin = lone_pore_skin(4);
  for (const double px_per_mm : {10.0, 20.0, 60.0})
    for (const double blur : {0.0, 0.8, 2.0}) {
      ShotDescription shot = clean_shot(px_per_mm);
      shot.blur_sigma_px = blur;
      const double darkness_mm2 = blob_of(darkness_of(skin, shot)).sum / (px_per_mm * px_per_mm);
      EXPECT_NEAR(darkness_mm2 / skin.pores[0].darkness_mm2(), 1, 0.005) << px_per_mm << ' ' << blur;
    }
}

TEST(PhantomPhotograph, SmallestPoreHasItsDarknessToo) {
  Skin skin = lone_pore_skin(3);
  skin.pores[0].diameter_mm = 0.05;
  skin.pores[0].elongation = 2;
  for (const double px_per_mm : {8.0, 20.3}) {
    const double darkness_mm2 = blob_of(darkness_of(skin, clean_shot(px_per_mm))).sum / (px_per_mm * px_per_mm);
    EXPECT_NEAR(darkness_mm2 / skin.pores[0].darkness_mm2(), 1, 0.005) << px_per_mm;
  }
}

TEST(PhantomPhotograph, TruthTellsThePeakAfterBlur) {
  for (const double diameter_mm : {0.08, 0.3, 1.2}) {
    Skin skin = lone_pore_skin(4);
    skin.pores[0].diameter_mm = diameter_mm;
    for (const double blur : {0.0, 0.5, 0.8, 2.0}) {
      ShotDescription shot = clean_shot(20.25);  // 81 px
      shot.blur_sigma_px = blur;
      const double truth = photograph(skin, shot).pores.at(0).blurred_contrast;
      EXPECT_NEAR(darkness_of(skin, shot)(40, 40) / truth, 1, blur > 0 ? 0.01 : 0.02) << diameter_mm << ' ' << blur;
    }
  }
}

TEST(PhantomPhotograph, BlurAddsItsSecondMomentAndKeepsDarkness) {
  Skin skin = lone_pore_skin(3);
  skin.pores[0].diameter_mm = 0.1;
  skin.pores[0].contrast = 0.9;
  ShotDescription shot = clean_shot(20);
  const Blob sharp = blob_of(darkness_of(skin, shot));
  shot.blur_sigma_px = 1.5;
  const Blob soft = blob_of(darkness_of(skin, shot));
  EXPECT_NEAR(soft.sum / sharp.sum, 1, 0.002);
  EXPECT_NEAR(soft.xx - sharp.xx, 2.25, 0.03);
  EXPECT_NEAR(soft.yy - sharp.yy, 2.25, 0.03);
  EXPECT_NEAR(soft.xy - sharp.xy, 0, 0.03);
}

TEST(PhantomPhotograph, FlatSkinIsItsToneEncodedAsSrgb) {
  const Skin skin = bare_skin(2);
  ShotDescription shot = clean_shot(20);
  const Shot deep = photograph(skin, shot);
  shot.bits = 8;
  const Shot shallow = photograph(skin, shot);
  // Type III: albedo (0.46, 0.275, 0.195) in light that puts green at 0.30.
  const double linear[] = {0.46 * 0.3 / 0.275, 0.3, 0.195 * 0.3 / 0.275};
  for (int c = 0; c < 3; ++c) {
    const double encoded = 1.055 * std::pow(linear[c], 1 / 2.4) - 0.055;
    EXPECT_EQ(shallow.photo.pixels.at<cv::Vec3b>(7, 9)[c], std::lround(255 * encoded));
    EXPECT_NEAR(deep.photo.pixels.at<cv::Vec3w>(7, 9)[c], 65535 * encoded, 2);
  }
}

TEST(PhantomPhotograph, LighterTonesReflectMore) {
  double last = 1;
  for (int tone = 1; tone <= 6; ++tone) {
    Skin skin = bare_skin(1);
    skin.description.tone = tone;
    const cv::Scalar light = cv::mean(light_of(photograph(skin, clean_shot(10))));
    EXPECT_GT(light[0], light[1]);
    EXPECT_GT(light[1], light[2]);
    EXPECT_LT(light[1], last);
    EXPECT_GT(light[1], 0.08);
    last = light[1];
  }
}

TEST(PhantomPhotograph, ExposureAndWhiteBalanceScaleLinearLight) {
  const Skin skin = lone_pore_skin(2);
  ShotDescription shot = clean_shot(20);
  const cv::Mat3f before = light_of(photograph(skin, shot));
  shot.exposure = 0.65;
  shot.red_gain = 0.9;
  shot.blue_gain = 1.4;
  const cv::Mat3f after = light_of(photograph(skin, shot));
  const double factor[] = {0.65 * 0.9, 0.65, 0.65 * 1.4};
  for (const cv::Point at : {cv::Point(3, 4), cv::Point(20, 20)})
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(after(at)[c] / before(at)[c], factor[c], 5e-4);
}

TEST(PhantomPhotograph, GradientIsAsAsked) {
  const Skin skin = bare_skin(4);
  ShotDescription shot = clean_shot(20);
  shot.gradient = 0.3;
  shot.gradient_angle_deg = 60;
  const cv::Mat1f green = channel_of(photograph(skin, shot), 1);
  double darkest = 0;
  double brightest = 0;
  cv::Point brightest_at;
  cv::minMaxLoc(green, &darkest, &brightest, nullptr, &brightest_at);
  EXPECT_NEAR((brightest - darkest) / cv::mean(green)[0], 0.3, 1e-3);
  EXPECT_EQ(brightest_at, cv::Point(79, 79));
  EXPECT_GT(green(79, 0), green(0, 79));  // 60 degrees is mostly down
}

TEST(PhantomPhotograph, NoiseIsAsAskedAndFollowsTheLight) {
  const Skin skin = bare_skin(15);
  ShotDescription shot = clean_shot(20);
  shot.noise = 0.02;
  const auto relative_noise = [&](int channel) {
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(channel_of(photograph(skin, shot), channel), mean, deviation);
    return deviation[0] / mean[0];
  };
  EXPECT_NEAR(relative_noise(1), 0.02, 0.0005);
  EXPECT_NEAR(relative_noise(2), 0.02 * std::sqrt((0.95 * 0.709 + 0.05)) / 0.709, 0.001);
  shot.blue_gain = 1.5;  // a gain after the sensor scales noise with light
  EXPECT_NEAR(relative_noise(2), 0.02 * std::sqrt((0.95 * 0.709 + 0.05)) / 0.709, 0.001);
  shot.exposure = 0.3;  // noise is told at the skin's level, whatever that is
  EXPECT_NEAR(relative_noise(1), 0.02, 0.0005);
}

TEST(PhantomPhotograph, NoiseOfNeighboursAndChannelsIsIndependent) {
  ShotDescription shot = clean_shot(20);
  shot.noise = 0.02;
  cv::Mat3f light = light_of(photograph(bare_skin(15), shot));
  light -= cv::mean(light);
  const auto correlation = [](const cv::Mat& a, const cv::Mat& b) { return a.dot(b) / std::sqrt(a.dot(a) * b.dot(b)); };
  EXPECT_NEAR(correlation(light.colRange(1, 300), light.colRange(0, 299)), 0, 0.015);
  EXPECT_NEAR(correlation(light.rowRange(1, 300), light.rowRange(0, 299)), 0, 0.015);
  std::vector<cv::Mat1f> channels;
  cv::split(light, channels);
  EXPECT_NEAR(correlation(channels[0], channels[1]), 0, 0.015);
  EXPECT_NEAR(correlation(channels[1], channels[2]), 0, 0.015);
}

/// A bit of everything.
Skin busy_skin() {
  SkinDescription d;
  d.width_mm = 16;
  d.height_mm = 13;
  d.freckles_per_cm2 = d.papules_per_cm2 = d.hairs_per_cm2 = d.needle_marks_per_cm2 = 4;
  d.moles_per_cm2 = 1;
  d.redness = 0.2;
  return make_skin(d, 21);
}

ShotDescription busy_shot() {
  ShotDescription shot;
  shot.shine = 0.3;
  shot.rotation_deg = 4;
  shot.scale = 1.05;
  shot.shift_x_px = 3.3;
  shot.bend_px = 2;
  return shot;
}

bool same_pixels(const Shot& a, const Shot& b) {
  return a.photo.pixels.size() == b.photo.pixels.size() && cv::norm(a.photo.pixels, b.photo.pixels, cv::NORM_INF) == 0;
}

TEST(PhantomPhotograph, ThreadsChangeNothing) {
  const Skin skin = busy_skin();
  const ShotDescription description = busy_shot();
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const Shot one = photograph(skin, description);
  for (const int n : {2, 4}) {
    cv::setNumThreads(n);
    EXPECT_TRUE(same_pixels(one, photograph(skin, description))) << n;
  }
  cv::setNumThreads(threads);
}

TEST(PhantomPhotograph, SeedsDecideEverything) {
  const Skin skin = busy_skin();
  ShotDescription description = busy_shot();
  const Shot first = photograph(skin, description);
  EXPECT_TRUE(same_pixels(first, photograph(busy_skin(), description)));
  description.seed = 2;
  EXPECT_FALSE(same_pixels(first, photograph(skin, description)));
  EXPECT_FALSE(same_pixels(photograph(bare_skin(2), clean_shot(20)), photograph(lone_pore_skin(2), clean_shot(20))));
}

TEST(PhantomPhotograph, APartIsTheSameWhateverTheSizeOfThePicture) {
  const Skin skin = busy_skin();
  ShotDescription shot = clean_shot(20);
  shot.blur_sigma_px = 1;
  shot.width_px = 320;
  shot.height_px = 260;
  const Shot whole = photograph(skin, shot);
  shot.width_px = 100;
  shot.height_px = 60;
  const Shot middle = photograph(skin, shot);
  EXPECT_LE(cv::norm(whole.photo.pixels({110, 100, 100, 60}), middle.photo.pixels, cv::NORM_INF), 1);
}

TEST(PhantomPhotograph, TruthPlacesMatchTheDarkness) {
  for (int trial = 0; trial < 6; ++trial) {
    Skin skin = lone_pore_skin(8);
    skin.pores[0].x_mm = 2.1 + 0.7 * trial;
    skin.pores[0].y_mm = 5.3 - 0.4 * trial;
    skin.pores[0].elongation = 2;
    ShotDescription shot = clean_shot(20);
    shot.width_px = 201;
    shot.rotation_deg = -40 + 25 * trial;
    shot.scale = 0.9 + 0.05 * trial;
    shot.shift_x_px = 7.3 - trial;
    shot.shift_y_px = -4.6;
    shot.bend_px = trial;
    shot.seed = static_cast<std::uint64_t>(trial) + 1;
    shot.blur_sigma_px = 0.8;
    const TruePore truth = photograph(skin, shot).pores.at(0);
    const Blob blob = blob_of(darkness_of(skin, shot));
    EXPECT_NEAR(blob.centroid.x, truth.x_px, 0.05) << trial;
    EXPECT_NEAR(blob.centroid.y, truth.y_px, 0.05) << trial;
    const double axis_deg = 0.5 * std::atan2(2 * blob.xy, blob.xx - blob.yy) * 180 / std::numbers::pi;
    EXPECT_NEAR(std::remainder(axis_deg - truth.orientation_deg, 180), 0, trial == 0 ? 0.5 : 6) << trial;
  }
}

TEST(PhantomPhotograph, RotationAndShiftAreFromXTowardsYRightAndDown) {
  Skin skin = lone_pore_skin(4);
  skin.pores[0].x_mm = 3;  // 20 px right of the middle
  ShotDescription shot = clean_shot(20);
  shot.rotation_deg = 90;
  shot.shift_x_px = 5;
  shot.scale = 1.5;
  const TruePore pore = photograph(skin, shot).pores.at(0);
  EXPECT_NEAR(pore.x_px, 39.5 + 5, 1e-9);
  EXPECT_NEAR(pore.y_px, 39.5 + 30, 1e-9);
  EXPECT_NEAR(std::abs(pore.orientation_deg), 60, 1e-6);
  EXPECT_EQ(photograph(skin, shot).px_per_mm, 30);
}

TEST(PhantomPhotograph, BeyondTheSkinThereIsSkinWithoutPores) {
  SkinDescription d;
  d.width_mm = d.height_mm = 4;
  d.pores_per_cm2 = 300;
  const Skin skin = make_skin(d, 22);
  ShotDescription shot = clean_shot(20);
  shot.width_px = 240;
  shot.height_px = 200;
  const Shot photographed = photograph(skin, shot);
  EXPECT_EQ(photographed.pores.size(), skin.pores.size());
  cv::Mat1f darkness = darkness_of(skin, shot);
  EXPECT_GT(cv::norm(darkness, cv::NORM_INF), 0.1);
  darkness(cv::Rect(60, 40, 120, 120)).setTo(0);  // the skin and the width of a pore
  EXPECT_LT(cv::norm(darkness, cv::NORM_INF), 1e-3);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(channel_of(photographed, 1).colRange(0, 60), mean, deviation);
  EXPECT_NEAR(mean[0], 0.3, 0.05);
  EXPECT_GT(deviation[0], 0.003);  // its relief goes on
}

TEST(PhantomPhotograph, PoresOutsideThePictureAreNotInItsTruth) {
  const Skin skin = make_skin({}, 23);
  ShotDescription shot = clean_shot(10);
  shot.width_px = 120;
  shot.height_px = 80;
  const Shot photographed = photograph(skin, shot);
  EXPECT_LT(photographed.pores.size(), skin.pores.size() / 5);
  EXPECT_FALSE(photographed.pores.empty());
  for (const TruePore& pore : photographed.pores) {
    EXPECT_GE(std::min(pore.x_px, pore.y_px), -0.5);
    EXPECT_LT(pore.x_px, 119.5);
    EXPECT_LT(pore.y_px, 79.5);
  }
}

/// Darkness of a confuser in red, green and blue where it is darkest in green.
cv::Vec3d darkest(const Confuser& confuser) {
  Skin skin = bare_skin(8);
  skin.confusers = {confuser};
  const ShotDescription shot = clean_shot(30);
  const cv::Mat1f green = darkness_of(skin, shot, 1);
  cv::Point at;
  cv::minMaxLoc(green, nullptr, nullptr, nullptr, &at);
  return {darkness_of(skin, shot, 0)(at), green(at), darkness_of(skin, shot, 2)(at)};
}

TEST(PhantomConfusers, BrownSpotsDarkenBlueMostAndRedLeast) {
  for (const char* kind : {"freckle", "mole"}) {
    const cv::Vec3d dark = darkest({kind, {{4, 4}}, 2, 0.5});
    EXPECT_NEAR(dark[1], 1 - std::exp(-0.5), 0.005) << kind;
    EXPECT_GT(dark[2], 1.2 * dark[1]) << kind;
    EXPECT_LT(dark[0], 0.8 * dark[1]) << kind;
  }
}

TEST(PhantomConfusers, NeedleMarksHardlyDarkenRed) {
  const cv::Vec3d dark = darkest({"needle_mark", {{4, 4}}, 0.2, 0.6});
  EXPECT_GT(dark[1], 0.35);
  EXPECT_GT(dark[2], 0.3);
  EXPECT_LT(dark[0], 0.12 * 0.7);
}

TEST(PhantomConfusers, NeedleMarksHaveARedHalo) {
  Skin skin = bare_skin(8);
  skin.confusers = {{"needle_mark", {{4, 4}}, 0.2, 0.6}};
  const ShotDescription shot = clean_shot(30);
  const double halo = darkness_of(skin, shot, 1)(120, 120 + 12);  // 0.4 mm out
  EXPECT_GT(halo, 0.02);
  EXPECT_LT(halo, 0.08);
  EXPECT_LT(darkness_of(skin, shot, 0)(120, 120 + 12), 0.2 * halo);
}

TEST(PhantomConfusers, HairsDarkenEverythingAlongTheirPath) {
  const Confuser hair{"hair", {{2, 4}, {4, 4}, {6, 5}}, 0.08, 1};
  const cv::Vec3d dark = darkest(hair);
  EXPECT_GT(*std::min_element(dark.val, dark.val + 3), 0.45);
  EXPECT_LT(dark[2] / dark[0], 1.3);
  Skin skin = bare_skin(8);
  skin.confusers = {hair};
  const cv::Mat1f green = darkness_of(skin, clean_shot(30));
  for (const cv::Point2d mm : {cv::Point2d(2.5, 4), cv::Point2d(4, 4), cv::Point2d(5, 4.5)})
    EXPECT_GT(green(cvRound(mm.y * 30 - 0.5), cvRound(mm.x * 30 - 0.5)), 0.5);
  EXPECT_NEAR(green(100, 50), 0, 1e-3);
  // As dark over area as its length times its width asks: no gap and no double ink where pieces meet.
  double across = 0;
  for (double r = -0.2; r < 0.2; r += 1e-4)
    across += 1e-4 * (1 - std::exp(-std::exp2(-std::pow(2 * std::abs(r) / 0.08, 4))));
  const double length_mm = 2 + std::sqrt(5.0);
  EXPECT_NEAR(blob_of(green).sum / 900 / (length_mm * across), 1, 0.03);
}

TEST(PhantomConfusers, PapulesAreRedAndRaised) {
  const Confuser papule{"papule", {{4, 4}}, 2, 0.2};
  Skin skin = bare_skin(8);
  skin.confusers = {papule};
  ShotDescription shot = clean_shot(30);
  shot.light_angle_deg = 0;
  const cv::Mat1f red = darkness_of(skin, shot, 0);
  const cv::Mat1f green = darkness_of(skin, shot, 1);
  EXPECT_NEAR(green(120, 120), 1 - std::exp(-0.3), 0.01);
  EXPECT_LT(red(120, 120), 0.25 * green(120, 120));
  EXPECT_LT(red(120, 120 + 26), -0.1);  // bright towards the light
  EXPECT_GT(red(120, 120 - 26), 0.1);
  shot.light_angle_deg = 90;
  EXPECT_LT(darkness_of(skin, shot, 0)(120 + 26, 120), -0.1);
}

TEST(PhantomConfusers, TruthGivesTheirPathsInThePicture) {
  Skin skin = bare_skin(8);
  skin.confusers = {{"hair", {{1, 4}, {5, 4}}, 0.06, 1}, {"mole", {{30, 4}}, 2, 1}};
  const Shot shot = photograph(skin, clean_shot(30));
  ASSERT_EQ(shot.confusers.size(), 1);
  EXPECT_EQ(shot.confusers[0].kind, "hair");
  EXPECT_NEAR(shot.confusers[0].path_px[1].x, 149.5, 1e-9);
  EXPECT_NEAR(shot.confusers[0].path_px[1].y, 119.5, 1e-9);
  EXPECT_NEAR(shot.confusers[0].size_px, 1.8, 1e-9);
}

TEST(PhantomPhotograph, RednessDarkensGreenAndBlueNotRed) {
  Skin skin = bare_skin(80);
  const cv::Scalar pale = cv::mean(light_of(photograph(skin, clean_shot(3))));
  skin.redness = 1;
  const cv::Scalar red = cv::mean(light_of(photograph(skin, clean_shot(3))));
  EXPECT_NEAR(red[1] / pale[1], std::exp(-0.3), 0.03);
  EXPECT_NEAR(red[2] / pale[2], std::exp(-0.3 * 0.85), 0.03);
  EXPECT_NEAR(red[0] / pale[0], std::exp(-0.3 * 0.12), 0.01);
}

TEST(PhantomPhotograph, ShineAddsColourlessLightInPatches) {
  const Skin skin = bare_skin(20);
  ShotDescription shot = clean_shot(10);
  const cv::Mat3f matt = light_of(photograph(skin, shot));
  shot.shine = 0.5;
  const cv::Mat3f added(light_of(photograph(skin, shot)) - matt);
  int shiny = 0;
  for (const cv::Vec3f& light : added) {
    EXPECT_NEAR(light[0], light[1], 2e-4);
    EXPECT_NEAR(light[2], light[1], 2e-4);
    EXPECT_GT(light[1], -1e-4);
    EXPECT_LT(light[1], 0.5 * 0.3 + 1e-4);
    shiny += light[1] > 0.03;
  }
  EXPECT_GT(shiny, 2000);
  EXPECT_LT(shiny, 25000);
}

TEST(PhantomPhotograph, ShineLeavesThePoreItsDarkness) {
  const Skin skin = lone_pore_skin(4);
  ShotDescription shot = clean_shot(30);
  shot.shine = 1;
  EXPECT_NEAR(blob_of(darkness_of(skin, shot)).sum / 900 / skin.pores[0].darkness_mm2(), 1, 0.005);
}

TEST(PhantomPhotograph, TurningTheLightMovesTheShadows) {
  SkinDescription d;
  d.width_mm = d.height_mm = 8;
  d.pores_per_cm2 = 0;
  d.melanin_variation = d.haemoglobin_variation = 0;
  const Skin skin = make_skin(d, 24);
  ShotDescription shot = clean_shot(20);
  const auto lit_from = [&](double angle) {
    shot.light_angle_deg = angle;
    return channel_of(photograph(skin, shot), 1);
  };
  const auto relative_difference = [](const cv::Mat1f& a, const cv::Mat1f& b) {
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(a / b, mean, deviation);
    return deviation[0];
  };
  const cv::Mat1f from_right = lit_from(0);
  EXPECT_GT(relative_difference(from_right, lit_from(90)), 0.02);
  EXPECT_GT(relative_difference(from_right, lit_from(180)), 0.02);
  EXPECT_LT(relative_difference(from_right, lit_from(360)), 1e-4);
}

TEST(PhantomPhotograph, JpegIsARoundTrip) {
  const Skin skin = lone_pore_skin(4);
  ShotDescription shot = clean_shot(20);
  shot.bits = 8;
  const Shot plain = photograph(skin, shot);
  shot.jpeg_quality = 60;
  const Shot lossy = photograph(skin, shot);
  EXPECT_FALSE(same_pixels(plain, lossy));
  EXPECT_EQ(
      cv::norm(decode_picture(encode_jpeg(plain.photo.pixels, 60), "test").pixels, lossy.photo.pixels, cv::NORM_INF),
      0);
}

TEST(PhantomPhotograph, WhatCannotBeTakenIsSaid) {
  const Skin skin = bare_skin(2);
  const auto expect_error = [&](const ShotDescription& shot, const Skin& of, const char* message) {
    EXPECT_THAT([&] { (void)photograph(of, shot); }, ThrowsMessage<ParameterError>(HasSubstr(message)));
  };
  ShotDescription shot;
  shot.bits = 12;
  expect_error(shot, skin, "give 8 or 16");
  shot.bits = 16;
  shot.jpeg_quality = 90;
  expect_error(shot, skin, "jpeg_quality = 90 is for 8 bits");
  shot = {};
  shot.bend_px = 40;
  expect_error(shot, skin, "bend_px = 40 would fold the picture");
  shot = {};
  shot.px_per_mm = 200;
  Skin wide = skin;
  wide.description.width_mm = wide.description.height_mm = 400;
  expect_error(shot, wide, "larger than 150 megapixels");
  wide.description.tone = 7;
  expect_error({}, wide, "tone");
}

}  // namespace
}  // namespace porevis::phantom
