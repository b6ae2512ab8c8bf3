// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/iris.hpp"

#include <gtest/gtest.h>

#include "photo/pictures.hpp"
#include "photo/targets.hpp"

namespace porevis {
namespace {

/// Two open eyes 62 mm apart on skin, and the landmarks of their lids.
struct Eyes {
  Photo photo;
  Face face;
};

Eyes eyes(double px_per_mm, double iris_mm, double turn_deg, double blur_px = 1) {
  cv::Mat linear = test::bare_skin(110, 60, px_per_mm);
  const double turn = turn_deg * CV_PI / 180;
  const cv::Point2d along(std::cos(turn), std::sin(turn)), across(-along.y, along.x);
  const cv::Point2d middle(55 * px_per_mm, 30 * px_per_mm);
  Eyes result;
  for (const int side : {-1, 1}) {
    test::View view;
    view.px_per_mm = px_per_mm, view.turn_deg = turn_deg, view.size_mm = 36, view.distance_mm = 1e5;
    view.centre_px = middle + side * 31 * px_per_mm * along;
    view.blur_sigma_px = side < 0 ? 0 : blur_px, view.noise = side < 0 ? 0 : 0.004;
    result.photo = test::photograph_target(linear, test::eye_target(iris_mm), view, 16);
    linear = linear_light(result.photo, result.photo.frame());
    const double lid = 5.2 * (1 - 1.0 / 9);
    const std::array<cv::Point2d, 6> places{
        {{-15, 0}, {-5, -0.9 * lid}, {5, -0.9 * lid}, {15, 0}, {5, lid}, {-5, lid}}};
    for (int i = 0; i < 6; ++i) {
      result.face.landmarks[(side < 0 ? 36 : 42) + i] =
          view.centre_px + px_per_mm * (places[i].x * along + places[i].y * across);
    }
  }
  return result;
}

TEST(Iris, WidthIsReadFromBothSides) {
  for (const double px_per_mm : {4.0, 10.0}) {
    for (const double iris_mm : {11.2, 12.2}) {
      const Eyes shown = eyes(px_per_mm, iris_mm, px_per_mm == 10 ? 8 : 0);
      const auto irises = find_irises(shown.photo, shown.face);
      ASSERT_EQ(irises.size(), 2) << px_per_mm << ' ' << iris_mm;
      for (const Iris& iris : irises) {
        EXPECT_NEAR(2 * iris.radius_px / px_per_mm, iris_mm, 0.03 * iris_mm) << px_per_mm << ' ' << iris_mm;
      }
    }
  }
}

TEST(Iris, SmallOrClosedEyesGiveNone) {
  Eyes small = eyes(2, 11.7, 0);
  cv::Mat half;
  cv::resize(small.photo.pixels, half, {}, 0.5, 0.5, cv::INTER_AREA);
  small.photo = photo_from_pixels(half);
  for (auto& place : small.face.landmarks) place /= 2;
  EXPECT_TRUE(find_irises(small.photo, small.face).empty());
  Eyes closed = eyes(10, 11.7, 0);
  for (const int first : {36, 42}) {
    auto& landmarks = closed.face.landmarks;
    for (const int i : {1, 2, 4, 5}) landmarks[first + i].y = landmarks[first].y + (i < 3 ? -10 : 10);
  }
  EXPECT_TRUE(find_irises(closed.photo, closed.face).empty());
  Eyes skin = eyes(10, 11.7, 0);
  skin.photo = photo_from_pixels(encode_srgb(test::bare_skin(110, 60, 10), 8));
  EXPECT_TRUE(find_irises(skin.photo, skin.face).empty());
}

TEST(Iris, ClosedEyesOfPhotographsGiveNone) {
  const auto folder = test::shared_data() / "three_lights";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "../shared/data/three_lights is not there";
  for (const char* name : {"daylight.jpg", "parallel.jpg", "cross.jpg"}) {
    const Photo photo = read_photo(folder / name);
    EXPECT_TRUE(find_irises(photo, find_face(photo)).empty()) << name;
  }
}

}  // namespace
}  // namespace porevis
