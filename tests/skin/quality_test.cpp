// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/quality.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CaptureQuality quality_of(const phantom::ShotDescription& shot) {
  const phantom::Shot taken = phantom::photograph(phantom::make_skin({}, 3), shot);
  return measure_photo(taken.photo, whole_picture(taken.px_per_mm)).quality;
}

TEST(Quality, AGoodPhotographIsFit) {
  const CaptureQuality quality = quality_of({});
  EXPECT_TRUE(quality.fit);
  EXPECT_THAT(quality.reasons, IsEmpty());
  EXPECT_LT(quality.clipped_fraction, 0.01);
}

TEST(Quality, OutOfFocusIsNamed) {
  phantom::ShotDescription shot;
  shot.blur_sigma_px = 4;
  EXPECT_THAT(quality_of(shot).reasons, ElementsAre(HasSubstr("focus on the skin")));
}

TEST(Quality, ClippingIsNamed) {
  phantom::ShotDescription shot;
  shot.exposure = 4;
  const CaptureQuality quality = quality_of(shot);
  EXPECT_FALSE(quality.fit);
  EXPECT_GT(quality.clipped_fraction, 0.5);
}

TEST(Quality, NoiseIsNamed) {
  phantom::ShotDescription shot;
  shot.noise = 0.25;
  EXPECT_THAT(quality_of(shot).reasons, testing::Contains(HasSubstr("noise")));
}

TEST(Quality, TooCoarseAScaleIsNamed) {
  phantom::ShotDescription shot;
  shot.px_per_mm = 5;
  EXPECT_THAT(quality_of(shot).reasons, testing::Contains(HasSubstr("scale")));
}

TEST(Quality, BlackPicturesHaveNoMeasurableSkin) {
  const Photo black = photo_from_pixels(cv::Mat::zeros(300, 300, CV_8UC3));
  EXPECT_THAT(measure_photo(black, whole_picture(20)).quality.reasons,
              testing::Contains(HasSubstr("no measurable skin")));
}

CaptureQuality quality_of(const cv::Mat& pixels) {
  return measure_photo(photo_from_pixels(pixels), whole_picture(20)).quality;
}

TEST(Quality, AnEvenPictureIsNoSkin) {
  EXPECT_THAT(quality_of(cv::Mat(300, 300, CV_8UC3, cv::Scalar(190, 150, 130))).reasons,
              ElementsAre(HasSubstr("even picture")));
}

TEST(Quality, CheckerboardsAndTextAreNoSkin) {
  cv::Mat board(300, 300, CV_8UC3), page(300, 300, CV_8UC3, cv::Scalar::all(230));
  for (int y = 0; y < board.rows; ++y) {
    for (int x = 0; x < board.cols; ++x) board.at<cv::Vec3b>(y, x) = cv::Vec3b::all((x / 4 + y / 4) % 2 ? 200 : 100);
  }
  for (int y = 20; y < page.rows; y += 14) {
    cv::putText(page, "no skin, but words on a page", {4, y}, cv::FONT_HERSHEY_PLAIN, 0.8, cv::Scalar::all(80));
  }
  cv::Mat yellowed;
  cv::multiply(page, cv::Scalar(1, 0.8, 0.65), yellowed);
  for (const cv::Mat& picture : {board, page, yellowed}) {
    EXPECT_THAT(quality_of(picture).reasons, testing::Contains(HasSubstr("not skin")));
  }
}

}  // namespace
}  // namespace porevis
