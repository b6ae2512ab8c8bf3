// SPDX-License-Identifier: Apache-2.0
#include "porevis/normalize.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <opencv2/imgproc.hpp>

#include "photo/landmarks.hpp"
#include "photo/pictures.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;

NormalizeOptions whole(double px_per_mm) {
  NormalizeOptions options;
  options.measure = whole_picture(px_per_mm);
  return options;
}

const phantom::Skin& skin() {
  static const phantom::Skin made = phantom::make_skin({}, 61);
  return made;
}

phantom::ShotDescription moved() {
  phantom::ShotDescription shot;
  shot.rotation_deg = 4;
  shot.scale = 1.05;
  shot.shift_x_px = 30;
  shot.exposure = 0.7;
  shot.red_gain = 1.2;
  shot.seed = 2;
  return shot;
}

double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.at(values.size() / 2);
}

/// Distances, mm, from places to the pores found in a picture of 20 px/mm; those without a pore near are left out.
std::vector<double> distances(const std::vector<cv::Point2d>& places, const cv::Mat& picture) {
  const Measurement found = measure_photo(photo_from_pixels(picture), whole_picture(20));
  std::vector<double> all;
  for (const cv::Point2d& place : places) {
    double nearest = 1e9;
    for (const Pore& pore : found.regions[0].pores) {
      nearest = std::min(nearest, cv::norm(place - cv::Point2d(pore.x_px, pore.y_px)));
    }
    if (nearest < 4) all.push_back(nearest / 20);
  }
  return all;
}

std::vector<cv::Point2d> places_of(const phantom::Shot& shot) {
  std::vector<cv::Point2d> places;
  for (const auto& pore : shot.pores) places.emplace_back(pore.x_px, pore.y_px);
  return places;
}

TEST(Normalize, PoresLieWhereTheRecordSaysAndAreAsDark) {
  phantom::ShotDescription description;
  description.px_per_mm = 23;
  description.rotation_deg = 4;
  const phantom::Shot shot = phantom::photograph(skin(), description);
  const Normalization result = normalize_photo(shot.photo, whole(23));
  EXPECT_EQ(result.pixels.type(), CV_16UC3);
  EXPECT_NEAR(result.pixels.cols, shot.photo.width_px() * 20 / 23.0, 0.5);
  EXPECT_TRUE(result.reasons.empty());

  std::vector<cv::Point2d> places;
  for (const cv::Point2d& place : places_of(shot)) {
    places.emplace_back(result.normalized_from_photo * cv::Vec3d(place.x, place.y, 1));
  }
  EXPECT_LT(middle(distances(places, result.pixels)), 0.02);

  const double before = measure_photo(shot.photo, whole_picture(23)).regions[0].summary.visibility;
  for (const cv::Mat& picture : {result.pixels, result.flattened}) {
    const double after = measure_photo(photo_from_pixels(picture), whole_picture(20)).regions[0].summary.visibility;
    EXPECT_NEAR(after / before, 1, 0.02);
  }
}

TEST(Normalize, FlatteningTakesTheGradientOutAndLeavesTheLevel) {
  phantom::ShotDescription description;
  description.gradient = 0.6;
  const Normalization result = normalize_photo(phantom::photograph(skin(), description).photo, whole(20));
  const auto broad = [](const cv::Mat& picture) {
    const Photo photo = photo_from_pixels(picture);
    cv::Mat wide;
    cv::resize(linear_light(photo, photo.frame()), wide, {11, 11}, 0, 0, cv::INTER_AREA);
    cv::Scalar mean, deviation;
    cv::meanStdDev(wide, mean, deviation);
    return cv::Vec2d(mean[0], deviation[0] / mean[0]);
  };
  EXPECT_GT(broad(result.pixels)[1], 0.1);
  EXPECT_LT(broad(result.flattened)[1], 0.02);
  EXPECT_NEAR(broad(result.flattened)[0] / broad(result.pixels)[0], 1, 0.05);
  EXPECT_LT(result.flattening.gain_low, 0.9);
  EXPECT_GT(result.flattening.gain_high, 1.1);
}

TEST(Normalize, TheSameSkinLiesUnderTheSamePixelsAsInTheBaseline) {
  const phantom::Shot before = phantom::photograph(skin(), {}), after = phantom::photograph(skin(), moved());
  NormalizeOptions options = whole(20);
  options.picture.match_colour = true;
  const Normalization result = normalize_photo(after.photo, before.photo, options);
  ASSERT_TRUE(result.comparable);
  EXPECT_EQ(result.pixels.size(), before.photo.pixels.size());

  std::map<int, cv::Point2d> truth;
  for (const auto& pore : after.pores) truth[pore.id] = {pore.x_px, pore.y_px};
  std::vector<double> errors;
  for (const auto& pore : before.pores) {
    const auto place = truth.find(pore.id);
    if (place == truth.end()) continue;
    errors.push_back(cv::norm(result.like->photo_from_normalized({pore.x_px, pore.y_px}) - place->second) / 21);
  }
  std::sort(errors.begin(), errors.end());
  ASSERT_GT(errors.size(), 300U);
  EXPECT_LT(errors[errors.size() / 2], 0.02);
  EXPECT_LT(errors[errors.size() * 9 / 10], 0.05);
  EXPECT_LT(middle(distances(places_of(before), result.pixels)), 0.05);

  EXPECT_NEAR(result.colour_gains[0], 1 / (0.7 * 1.2), 0.02);
  EXPECT_NEAR(result.colour_gains[1], 1 / 0.7, 0.02);
  EXPECT_NEAR(result.colour_gains[2], 1 / 0.7, 0.02);
}

TEST(Normalize, OnItselfAPhotographStaysAsItIs) {
  const Photo photo = phantom::photograph(skin(), {}).photo;
  cv::Mat as_16_bits;
  photo.pixels.convertTo(as_16_bits, CV_16U, 257);
  EXPECT_EQ(cv::norm(normalize_photo(photo, photo, whole(20)).pixels, as_16_bits, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(normalize_photo(photo, whole(20)).pixels, as_16_bits, cv::NORM_INF), 0);
}

TEST(Normalize, OtherSkinIsRefused) {
  const Photo photo = phantom::photograph(phantom::make_skin({}, 62), {}).photo;
  const Normalization result = normalize_photo(photo, phantom::photograph(skin(), {}).photo, whole(20));
  EXPECT_FALSE(result.comparable);
  EXPECT_EQ(result.reasons.size(), 1U);
  EXPECT_TRUE(result.pixels.empty());
}

TEST(Normalize, APhotographOnItsSideIsRefusedByName) {
  phantom::ShotDescription turned;
  turned.rotation_deg = 40;
  Photo photo = phantom::photograph(skin(), turned).photo;
  photo.file = "turned.png";
  const Normalization result = normalize_photo(photo, phantom::photograph(skin(), {}).photo, whole(20));
  EXPECT_FALSE(result.comparable);
  EXPECT_THAT(result.reasons, testing::ElementsAre(HasSubstr("turned.png: turned by 40 degrees")));
}

TEST(Normalize, EnlargingIsSaid) {
  phantom::ShotDescription coarse;
  coarse.px_per_mm = 12;
  const Normalization result = normalize_photo(phantom::photograph(skin(), coarse).photo, whole(12));
  EXPECT_THAT(result.reasons, testing::ElementsAre(HasSubstr("enlarged from 12 to 20 px/mm")));
}

TEST(Normalize, TooLargeAPictureIsRefused) {
  NormalizeOptions options = whole(1);
  options.picture.px_per_mm = 200;
  EXPECT_THROW((void)normalize_photo(phantom::photograph(skin(), {}).photo, options), ParameterError);
}

TEST(Normalize, ThreadsChangeNothing) {
  const Photo before = phantom::photograph(skin(), {}).photo, after = phantom::photograph(skin(), moved()).photo;
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const Normalization one = normalize_photo(after, before, whole(20));
  cv::setNumThreads(4);
  const Normalization four = normalize_photo(after, before, whole(20));
  cv::setNumThreads(threads);
  EXPECT_EQ(to_json(one), to_json(four));
  EXPECT_EQ(cv::norm(one.pixels, four.pixels, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(one.flattened, four.flattened, cv::NORM_INF), 0);
}

TEST(Normalize, EyesAreLevelAtTheirPlace) {
  const auto file = test::shared_data() / "three_lights" / "parallel.jpg";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the real photographs are not here";
  const Photo photo = read_photo(file);
  NormalizeOptions options;
  options.picture.px_per_mm = 5;
  const Normalization result = normalize_photo(photo, options);
  EXPECT_EQ(result.pixels.size(), cv::Size(800, 1100));
  const Face face = find_face(photo_from_pixels(result.pixels));
  const cv::Point2d along = left_eye(face) - right_eye(face), eyes = (left_eye(face) + right_eye(face)) / 2;
  EXPECT_LT(std::abs(std::atan2(along.y, along.x)) * 180 / CV_PI, 0.7);
  EXPECT_NEAR(cv::norm(along), 62 * 5, 0.02 * 62 * 5);
  EXPECT_LT(cv::norm(eyes - cv::Point2d(399.5, 95 * 5 - 0.5)), 1.0 * 5);
}

}  // namespace
}  // namespace porevis
