// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/face.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "photo/head_model.hpp"
#include "photo/pictures.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/photo/region.hpp"
#include "porevis/photo/scale.hpp"

namespace porevis {
namespace {

using test::Folder;
using ::testing::HasSubstr;

std::string refusal(const Photo& photo, const FaceOptions& options = {}) {
  try {
    (void)find_face(photo, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// Tests on the photographs of ../shared/data/three_lights.
class FaceInPhotographs : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "../shared/data/three_lights is not there";
  }

  [[nodiscard]] Photo photo(const std::string& name) const { return read_photo(folder_ / (name + ".jpg")); }

  [[nodiscard]] Photo small_photo() const {
    cv::Mat small;
    cv::resize(photo("daylight").pixels, small, {600, 800}, 0, 0, cv::INTER_AREA);
    return photo_from_pixels(small, "small");
  }

  std::filesystem::path folder_ = test::shared_data() / "three_lights";
};

TEST_F(FaceInPhotographs, IsFoundInEachLightAtTheSamePlace) {
  std::vector<Face> faces;
  for (const char* name : {"daylight", "parallel", "cross"}) faces.push_back(find_face(photo(name)));
  const double px_per_mm = scale_from_face(faces[0]).px_per_mm;
  EXPECT_NEAR(px_per_mm, 21, 0.12 * 21);  // the data's own note
  for (const Face& face : faces) {
    EXPECT_NEAR(scale_from_face(face).px_per_mm / px_per_mm, 1, 0.03);
    double mean = 0;
    for (int i = 0; i < 68; ++i) mean += cv::norm(face.landmarks[i] - faces[0].landmarks[i]) / 68;
    EXPECT_LT(mean, 0.04 * 62 * px_per_mm);  // the head moves by up to 26 px
  }
}

TEST_F(FaceInPhotographs, GivesFiveRegionsThatAreSkinInEachLight) {
  for (const char* name : {"daylight", "parallel", "cross"}) {
    const Photo shot = photo(name);
    const auto regions = regions_from_face(find_face(shot), shot.pixels.size());
    ASSERT_EQ(regions.size(), 5) << name;
    for (const Region& region : regions) {
      const cv::Rect box = bounds(region, 0, shot.pixels.size());
      EXPECT_EQ(box & cv::Rect(1, 1, shot.width_px() - 2, shot.height_px() - 2), box) << name << ' ' << region.name;
      const cv::Mat mask = region_mask(region, box);
      EXPECT_GT(cv::countNonZero(mask), 80'000) << name << ' ' << region.name;
      // Skin is redder than it is green or blue, or grey where it shines; hair and background are nearly black.
      cv::Mat green;
      cv::extractChannel(linear_light(shot, box), green, 1);
      const double level = cv::mean(green, mask)[0];
      const double dark = cv::countNonZero((green < 0.25 * level) & mask);
      EXPECT_LT(dark / cv::countNonZero(mask), 0.01) << name << ' ' << region.name;
    }
  }
}

TEST_F(FaceInPhotographs, MirrorsWithThePicture) {
  const Photo shot = small_photo();
  cv::Mat mirrored;
  cv::flip(shot.pixels, mirrored, 1);
  const Face face = find_face(shot);
  const Face other = find_face(photo_from_pixels(mirrored));
  EXPECT_NEAR(scale_from_face(other).px_per_mm / scale_from_face(face).px_per_mm, 1, 0.03);
  EXPECT_NEAR(other.landmarks[30].x, 599 - face.landmarks[30].x, 5);
  EXPECT_NEAR(other.landmarks[30].y, face.landmarks[30].y, 5);
}

TEST_F(FaceInPhotographs, IsMeasuredAlikeInSmallerPicturesAndDeeperOnes) {
  const Face face = find_face(small_photo());
  const double full = scale_from_face(find_face(photo("daylight"))).px_per_mm;
  EXPECT_NEAR(scale_from_face(face).px_per_mm * 5 / full, 1, 0.01);
  cv::Mat deep;
  small_photo().pixels.convertTo(deep, CV_16U, 257);
  const Face deeper = find_face(photo_from_pixels(deep));
  double mean = 0;  // grey levels differ by rounding
  for (int i = 0; i < 68; ++i) mean += cv::norm(deeper.landmarks[i] - face.landmarks[i]) / 68;
  EXPECT_LT(mean, 1);
}

TEST_F(FaceInPhotographs, IsFoundInUnderexposedPictures) {
  const Photo shot = small_photo();
  const cv::Mat dark = encode_srgb(linear_light(shot, shot.frame()) * 0.01, 16);
  const Face face = find_face(photo_from_pixels(dark));
  EXPECT_NEAR(scale_from_face(face).px_per_mm / scale_from_face(find_face(shot)).px_per_mm, 1, 0.06);
}

TEST_F(FaceInPhotographs, TwoFacesAreRefused) {
  const Photo shot = small_photo();
  cv::Mat two;
  cv::hconcat(shot.pixels, shot.pixels, two);
  EXPECT_EQ(refusal(photo_from_pixels(two, "pair.jpg")),
            "pair.jpg: 2 faces found; crop the photograph to one face or give regions with --regions");
}

TEST_F(FaceInPhotographs, ASmallFaceBesideIsNoMatter) {
  const Photo shot = small_photo();
  cv::Mat small;
  cv::resize(shot.pixels, small, {}, 0.3, 0.3, cv::INTER_AREA);
  cv::Mat both = cv::Mat::zeros(800, 800, CV_8UC3);
  shot.pixels.copyTo(both(cv::Rect(0, 0, 600, 800)));
  small.copyTo(both(cv::Rect(610, 0, small.cols, small.rows)));
  EXPECT_LT(find_face(photo_from_pixels(both)).landmarks[30].x, 600);
}

TEST_F(FaceInPhotographs, IsTheSameFromEachThread) {
  const Photo shot = small_photo();
  const Face alone = find_face(shot);
  std::vector<Face> faces(4);
  {
    std::vector<std::jthread> threads;
    for (Face& face : faces) threads.emplace_back([&] { face = find_face(shot); });
  }
  for (const Face& face : faces) EXPECT_EQ(face.landmarks, alone.landmarks);
}

/// The photograph of a head turned about its axis: what the face shows, on an average head before a dark ground. Above
/// 0 the nose goes to the picture's right.
cv::Mat turned(const Photo& photo, const Face& face, double yaw_deg) {
  constexpr double kPxPerMm = 4, kAxisMm = 80;
  const HeadFit fit = fit_head(face);
  const double turn = yaw_deg * CV_PI / 180;
  cv::Mat out(1200, 1000, CV_8UC3, cv::Scalar(20, 20, 22));
  cv::Mat nearest(out.size(), CV_32F, cv::Scalar(1e9F));
  for (double y = -105; y < 110; y += 0.1) {
    for (double x = -77; x < 77; x += 0.1) {
      const double z = head_depth_mm(x, y);
      const cv::Point2d from = fit.to_picture({x, y, z});
      const double behind = z - kAxisMm;
      const cv::Point to(cvRound(500 + kPxPerMm * (x * std::cos(turn) - behind * std::sin(turn))),
                         cvRound(560 + kPxPerMm * y));
      const auto depth = static_cast<float>(behind * std::cos(turn) + x * std::sin(turn));
      if (!cv::Rect({}, out.size()).contains(to) || !cv::Rect2d(photo.frame()).contains(from)) continue;
      if (depth >= nearest.at<float>(to)) continue;
      nearest.at<float>(to) = depth;
      out.at<cv::Vec3b>(to) = photo.pixels.at<cv::Vec3b>(static_cast<int>(from.y), static_cast<int>(from.x));
    }
  }
  return out;
}

TEST_F(FaceInPhotographs, IsFoundTurnedToEitherSideAndItsViewNamed) {
  const Photo shot = photo("daylight");
  const Face face = find_face(shot);
  EXPECT_EQ(face.view, "front");
  for (const double yaw : {-42.0, -35.0, 35.0, 42.0}) {
    const Photo side = photo_from_pixels(turned(shot, face, yaw), "side.jpg");
    const Face found = find_face(side);
    EXPECT_EQ(found.view, yaw < 0 ? "left" : "right") << yaw;
    EXPECT_NEAR(head_pose(found).yaw_deg, yaw, 14) << yaw;  // read too small
    const double turn = yaw * CV_PI / 180;
    for (const int landmark : {27, 28, 29, 30, 33, 36, 39, 42, 45, 51}) {
      // Where the landmark was brought to, by the same head.
      cv::Point2d mm(0, 0);
      double best = 1e9;
      const HeadFit fit = fit_head(face);
      for (double y = -60; y < 60; y += 0.5) {
        for (double x = -60; x < 60; x += 0.5) {
          const double miss = cv::norm(fit.to_picture({x, y, head_depth_mm(x, y)}) - face.landmarks[landmark]);
          if (miss < best) best = miss, mm = {x, y};
        }
      }
      const double behind = head_depth_mm(mm.x, mm.y) - 80;
      const cv::Point2d there(500 + 4 * (mm.x * std::cos(turn) - behind * std::sin(turn)), 560 + 4 * mm.y);
      EXPECT_LT(cv::norm(found.landmarks[landmark] - there) / 4, 6) << yaw << ' ' << landmark;  // mm
    }
    EXPECT_THAT(refusal(side, {.model = "", .view = yaw < 0 ? "right" : "left"}), HasSubstr("the picture is mirrored"));
    EXPECT_THAT(refusal(side, {.model = "", .max_yaw_deg = 15}), HasSubstr("side.jpg: the head is turned by"));
  }
}

TEST_F(FaceInPhotographs, StoneIsRefused) {
  const Photo shot = small_photo();
  cv::Mat grey;
  cv::cvtColor(shot.pixels, grey, cv::COLOR_RGB2GRAY);
  for (const cv::Scalar& tint : {cv::Scalar(1, 0.97, 0.9), cv::Scalar(0.7, 0.95, 0.8), cv::Scalar(0.9, 0.93, 1)}) {
    cv::Mat stone;
    cv::cvtColor(grey, stone, cv::COLOR_GRAY2RGB);
    cv::multiply(stone, tint, stone);
    EXPECT_THAT(refusal(photo_from_pixels(stone, "bust.jpg")),
                HasSubstr("bust.jpg: the lips are of the colour around"));
  }
}

TEST_F(FaceInPhotographs, AnyWhiteBalanceIsSkin) {
  const Photo shot = small_photo();
  const cv::Mat linear = linear_light(shot, shot.frame());
  for (const cv::Scalar& gains : {cv::Scalar(0.75, 1, 0.75), cv::Scalar(0.75, 1, 1.25), cv::Scalar(1.25, 1, 0.75),
                                  cv::Scalar(1.25, 1, 1.25), cv::Scalar(0.3, 0.2, 0.15)}) {
    cv::Mat shifted;
    cv::multiply(linear, gains, shifted);
    EXPECT_EQ(find_face(photo_from_pixels(encode_srgb(shifted, 8))).view, "front") << gains;
  }
}

TEST_F(FaceInPhotographs, ACoveredMouthIsRefused) {
  const Photo shot = small_photo();
  const Face face = find_face(shot);
  std::vector<cv::Point> mask;
  for (int i = 2; i <= 14; ++i) mask.emplace_back(face.landmarks[static_cast<std::size_t>(i)]);
  mask.emplace_back(face.landmarks[29]);
  for (const cv::Scalar& cloth : {cv::Scalar(150, 190, 220), cv::Scalar(225, 225, 225), cv::Scalar(30, 30, 34)}) {
    cv::Mat covered = shot.pixels.clone();
    cv::fillPoly(covered, std::vector{mask}, cloth);
    cv::Mat grain(covered.size(), CV_8UC1);
    cv::RNG(1).fill(grain, cv::RNG::NORMAL, 10, 4);
    cv::cvtColor(grain, grain, cv::COLOR_GRAY2RGB);
    covered -= grain;
    EXPECT_THAT(refusal(photo_from_pixels(covered, "mask.jpg")), HasSubstr("mask.jpg: the lips")) << cloth;
  }
}

TEST_F(FaceInPhotographs, ADrawingIsRefused) {
  const Photo shot = small_photo();
  const Face face = find_face(shot);
  cv::Mat flat = shot.pixels.clone();
  std::vector<cv::Point> outline, lips;
  for (int i = 0; i < 68; ++i) outline.emplace_back(face.landmarks[static_cast<std::size_t>(i)]);
  for (int i = 48; i < 60; ++i) lips.emplace_back(face.landmarks[static_cast<std::size_t>(i)]);
  outline.emplace_back(outline[19].x, 1);
  outline.emplace_back(outline[24].x, 1);
  std::vector<cv::Point> hull;
  cv::convexHull(outline, hull);
  cv::fillPoly(flat, std::vector{hull}, cv::Scalar(230, 190, 160));
  cv::fillPoly(flat, std::vector{lips}, cv::Scalar(200, 80, 90));
  try {
    (void)check_face(photo_from_pixels(flat, "comic.png"), face);
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("comic.png: even areas without skin's detail"));
  }
}

TEST_F(FaceInPhotographs, AFaceCutOffIsRefusedWhereRegionsNeedIt) {
  const Photo shot = small_photo();
  const Face face = find_face(shot);
  EXPECT_NO_THROW(check_whole(shot, face));
  const auto part = [&](double top, double bottom) {
    const cv::Rect kept(0, cvRound(top), shot.width_px(), cvRound(bottom - top));
    Face moved = face;
    for (cv::Point2d& p : moved.landmarks) p.y -= kept.y;
    return std::pair(photo_from_pixels(shot.pixels(kept).clone(), "cut.jpg"), moved);
  };
  const auto said = [](const std::pair<Photo, Face>& cut) -> std::string {
    try {
      check_whole(cut.first, cut.second);
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_THAT(said(part(0, face.landmarks[57].y + 4)), HasSubstr("cut.jpg: the chin is cut off"));
  EXPECT_THAT(said(part(face.landmarks[19].y - 4, 800)), HasSubstr("cut.jpg: the forehead is cut off"));
}

TEST_F(FaceInPhotographs, GivenLandmarksMustLieAsAFace) {
  const Photo shot = small_photo();
  Face face = find_face(shot);
  EXPECT_EQ(check_face(shot, face).landmarks, face.landmarks);
  std::swap(face.landmarks[36], face.landmarks[54]);
  std::swap(face.landmarks[45], face.landmarks[48]);
  EXPECT_THROW((void)check_face(shot, face), InputError);
  EXPECT_THROW((void)find_face(shot, {.model = "", .view = "profile"}), ParameterError);
}

TEST(Face, NoneFoundSaysWhatToDo) {
  EXPECT_EQ(refusal(photo_from_pixels(test::pattern(300, 400, CV_8UC3), "wall.png")),
            "wall.png: no face found; photograph it from the front or turned less, or give regions with --regions FILE "
            "or --whole if the whole picture is skin");
}

TEST(Face, MissingOrBrokenModelIsNamed) {
  const Folder folder;
  const Photo photo = photo_from_pixels(test::pattern(64, 64, CV_8UC3));
  const auto missing = folder.path("missing.dat").string();
  EXPECT_THAT(refusal(photo, {.model = missing}), HasSubstr(missing + ": no such file"));
  preload_face_model({.model = missing});  // tells nothing before the model is asked for
  const auto broken = folder.write("broken.dat", {1, 1, 1, 2, 3, 4, 5}).string();
  EXPECT_THAT(refusal(photo, {.model = broken}), HasSubstr(broken + ": no 68-point landmark model"));
  EXPECT_THAT(refusal(photo, {.model = broken}), HasSubstr("libdlib-data"));
}

TEST(Face, ModelIsTakenFromTheEnvironment) {
  ::setenv("POREVIS_FACE_MODEL", "/nowhere/model.dat", 1);
  const std::string said = refusal(photo_from_pixels(test::pattern(64, 64, CV_8UC3)));
  ::unsetenv("POREVIS_FACE_MODEL");
  EXPECT_THAT(said, HasSubstr("/nowhere/model.dat: no such file"));
}

TEST(Face, ChecksItsOptions) {
  const Photo photo = photo_from_pixels(test::pattern(64, 64, CV_8UC3));
  EXPECT_THAT(refusal(photo, {.model = "", .search_px = 100}), HasSubstr("search_px = 100 is out of range"));
}

}  // namespace
}  // namespace porevis
