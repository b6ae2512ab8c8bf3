// SPDX-License-Identifier: Apache-2.0
#include "change/search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "skins.hpp"

namespace porevis {
namespace {

constexpr double kPxPerMm = 20;

/// Green darkness of a photograph against its surroundings.
cv::Mat darkness(const phantom::Shot& shot) {
  cv::Mat green, around;
  cv::extractChannel(linear_light(shot.photo, shot.photo.frame()), green, 1);
  cv::GaussianBlur(green, around, {}, kPxPerMm);
  return 1 - green / around;
}

phantom::SkinDescription small_skin() {
  phantom::SkinDescription skin;
  skin.width_mm = skin.height_mm = 24;
  return skin;
}

/// Lit from elsewhere and noisy: little but the pores is alike.
phantom::ShotDescription unlike() {
  phantom::ShotDescription shot;
  shot.light_angle_deg = 120;
  shot.noise = 0.05;
  shot.seed = 2;
  return shot;
}

TEST(Search, FindsTurnScaleAndShift) {
  const phantom::Skin skin = phantom::make_skin(small_skin(), 31);
  const phantom::Shot before = phantom::photograph(skin, {});
  for (const auto& [turn_deg, scale] : {std::pair{8.3, 0.9}, std::pair{-6.1, 1.11}, std::pair{0.0, 1.0}}) {
    phantom::ShotDescription second = unlike();
    second.rotation_deg = turn_deg;
    second.scale = scale;
    second.shift_x_px = 90;
    second.shift_y_px = -60;
    const phantom::Shot after = phantom::photograph(skin, second);
    const auto map = search_motion(darkness(before), darkness(after), kPxPerMm);
    ASSERT_TRUE(map.has_value());
    std::map<int, cv::Point2d> true_place;
    for (const auto& pore : after.pores) true_place[pore.id] = {pore.x_px, pore.y_px};
    double worst_mm = 0;
    for (const auto& pore : before.pores) {
      const auto truth = true_place.find(pore.id);
      if (truth == true_place.end()) continue;
      const cv::Vec2d place = *map * cv::Vec3d(pore.x_px, pore.y_px, 1);
      worst_mm = std::max(worst_mm, std::hypot(place[0] - truth->second.x, place[1] - truth->second.y) / kPxPerMm);
    }
    EXPECT_LT(worst_mm, 0.15);  // steps are 0.4 degrees and 0.5 %, 12 mm from the middle
  }
}

TEST(Search, OtherMirroredAndBlankSkinIsNotFound) {
  const cv::Mat one = darkness(phantom::photograph(phantom::make_skin(small_skin(), 31), {}));
  const cv::Mat other = darkness(phantom::photograph(phantom::make_skin(small_skin(), 32), unlike()));
  cv::Mat mirrored;
  cv::flip(one, mirrored, 1);
  const cv::Mat blank = cv::Mat::zeros(one.size(), CV_32F);
  for (const cv::Mat& second : {other, mirrored, blank}) {
    EXPECT_FALSE(search_motion(one, second, kPxPerMm).has_value());
  }
  EXPECT_FALSE(search_motion(blank, blank, kPxPerMm).has_value());
  EXPECT_FALSE(search_motion(one({0, 0, 10, 10}), one, kPxPerMm).has_value());
}

}  // namespace
}  // namespace porevis
