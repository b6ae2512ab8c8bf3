// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/pigment.hpp"

#include <gtest/gtest.h>

#include "skins.hpp"

namespace porevis {
namespace {

/// A phantom of 15 mm at 20 px/mm.
SkinMap skin_of(phantom::SkinDescription description, const phantom::ShotDescription& shot = {}) {
  description.width_mm = description.height_mm = 15;
  const Photo photo = phantom::photograph(phantom::make_skin(description, 5), shot).photo;
  SkinMap skin =
      normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), given(20));
  recognize_marks(skin);
  return skin;
}

TEST(Pigment, RednessIsAddedHaemoglobin) {
  phantom::SkinDescription pale, red;
  red.redness = 1;  // once more the skin's own, which is 0.3 in green
  for (const int tone : {1, 3, 6}) {
    pale.tone = red.tone = tone;
    const Pigment before = skin_of(pale).pigment, after = skin_of(red).pigment;
    EXPECT_NEAR(after.redness - before.redness, 0.3, 0.06) << tone;
    EXPECT_NEAR(after.melanin_index, before.melanin_index, 0.06) << tone;
  }
}

TEST(Pigment, DarkerTonesHoldMoreMelanin) {
  double last = 0;
  for (const int tone : {1, 3, 5}) {
    phantom::SkinDescription description;
    description.tone = tone;
    const double melanin = skin_of(description).pigment.melanin_index;
    EXPECT_GT(melanin, last) << tone;
    last = melanin;
  }
}

TEST(Pigment, LightAndExposureLeaveTheMaps) {
  phantom::ShotDescription plain, uneven;
  plain.noise = uneven.noise = 0.002;
  plain.bits = uneven.bits = 16;
  plain.gradient = 0;
  uneven.gradient = 0.8;
  uneven.exposure = 0.7;
  const Pigment one = skin_of({}, plain).pigment, other = skin_of({}, uneven).pigment;
  const cv::Rect inner(12, 12, one.melanin.cols - 24, one.melanin.rows - 24);
  EXPECT_LT(cv::norm(one.melanin(inner), other.melanin(inner), cv::NORM_L1) / inner.area(), 0.01);
  EXPECT_LT(cv::norm(one.haemoglobin(inner), other.haemoglobin(inner), cv::NORM_L1) / inner.area(), 0.01);
}

TEST(Pigment, AFreckleIsMelaninNotBlood) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = 15;
  description.pores_per_cm2 = 0;
  description.melanin_variation = description.haemoglobin_variation = 0;
  phantom::Skin skin = phantom::make_skin(description, 5);
  skin.confusers.push_back({"freckle", {{7.5, 7.5}}, 2, 0.3});
  const Photo photo = phantom::photograph(skin, {}).photo;
  SkinMap skin_map =
      normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), given(20));
  recognize_marks(skin_map);
  const Pigment& pigment = skin_map.pigment;
  EXPECT_NEAR(pigment.melanin.at<float>(90, 90), 0.3, 0.08);
  EXPECT_NEAR(pigment.haemoglobin.at<float>(90, 90), 0, 0.06);
}

}  // namespace
}  // namespace porevis
