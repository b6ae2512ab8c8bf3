// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/face.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "photo/pictures.hpp"
#include "porevis/error.hpp"
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

TEST(Face, NoneFoundSaysWhatToDo) {
  EXPECT_EQ(refusal(photo_from_pixels(test::pattern(300, 400, CV_8UC3), "wall.png")),
            "wall.png: no face found; give regions with --regions FILE or --whole if the whole picture is skin");
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
