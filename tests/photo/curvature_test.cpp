// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/curvature.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "photo/faces.hpp"

namespace porevis {
namespace {

double degrees(double cosine) { return std::acos(std::clamp(cosine, 0.0, 1.0)) * 180 / CV_PI; }

/// A plane whose far side is to the picture's right.
FaceSurface tilted(double tilt_deg, double distance = 1) {
  const double angle = tilt_deg * CV_PI / 180;
  FaceSurface surface;
  surface.normal = cv::Mat(50, 50, CV_32FC3, cv::Scalar(-std::sin(angle), 0, std::cos(angle)));
  surface.distance = cv::Mat(50, 50, CV_32F, cv::Scalar(distance));
  surface.step_px = 10;
  return surface;
}

TEST(Curvature, WithoutAFaceSkinFacesTheCamera) {
  const cv::Rect roi(5, 7, 30, 20);
  EXPECT_TRUE(FaceSurface{}.empty());
  EXPECT_EQ(patch_at({}, {3, 4}).area_factor(), 1);
  EXPECT_EQ(cv::sum(facing({}, roi))[0], roi.area());
  EXPECT_EQ(cv::sum(area_factor({}, roi))[0], roi.area());
}

TEST(Curvature, ATiltedPlaneIsShortenedAlongItsTiltAlone) {
  const FaceSurface surface = tilted(60);
  const SkinPatch patch = patch_at(surface, {200, 100});
  EXPECT_NEAR(patch.skin_from_picture(0, 0), 2, 1e-5);
  EXPECT_NEAR(patch.skin_from_picture(1, 1), 1, 1e-5);
  EXPECT_NEAR(patch.skin_from_picture(0, 1), 0, 1e-5);
  EXPECT_NEAR(patch.area_factor(), 2, 1e-5);
  const cv::Rect roi(20, 30, 200, 100);
  EXPECT_NEAR(cv::mean(facing(surface, roi))[0], 0.5, 1e-5);
  EXPECT_NEAR(cv::mean(area_factor(surface, roi))[0], 2, 1e-4);
}

TEST(Curvature, WhatIsFartherAwayIsLargerThanItLooks) {
  const SkinPatch patch = patch_at(tilted(0, 1.1), {200, 100});
  EXPECT_NEAR(patch.skin_from_picture(0, 0), 1.1, 1e-5);
  EXPECT_NEAR(patch.area_factor(), 1.21, 1e-5);
}

TEST(Curvature, BesideTheFaceNothingFacesTheCamera) {
  const FaceSurface surface = fit_surface(EllipsoidHead{}.face());
  const cv::Rect beside(1000 + 950, 1000, 20, 20);
  EXPECT_EQ(cv::countNonZero(facing(surface, beside)), 0);
  EXPECT_EQ(patch_at(surface, {beside.x + 10.0, beside.y + 10.0}).area_factor(), 1);
}

TEST(Curvature, FollowsAHeadOfAnotherShape) {
  // Forehead and cheeks, mm; an ellipsoid has no chin.
  const std::array<cv::Point2d, 7> skin{{{0, -45}, {-30, -42}, {30, -42}, {-35, 25}, {35, 25}, {-45, 35}, {45, 35}}};
  for (const double yaw_deg : {-45.0, -20.0, 0.0, 20.0, 45.0}) {
    EllipsoidHead head;
    head.yaw_deg = yaw_deg;
    const FaceSurface surface = fit_surface(head.face());
    double wrong = 0;
    int seen = 0;
    for (const cv::Point2d& place : skin) {
      const cv::Vec3d p(place.x, place.y, head.surface_z(place.x, place.y));
      if (head.cosine(p) < 0.5) continue;
      const cv::Rect here(cv::Point(head.picture(p)), cv::Size(1, 1));
      const double error = degrees(facing(surface, here).at<float>(0)) - degrees(head.cosine(p));
      EXPECT_NEAR(error, 0, 16) << yaw_deg << " degrees, " << place;
      wrong += std::abs(error);
      ++seen;
    }
    EXPECT_GE(seen, 4) << yaw_deg;
    EXPECT_LT(wrong / seen, std::abs(yaw_deg) > 30 ? 11 : 8) << yaw_deg;
  }
}

TEST(Curvature, KnowsTheEyeDistanceOfATurnedHead) {
  for (const double yaw_deg : {-40.0, 0.0, 40.0}) {
    EllipsoidHead head;
    head.yaw_deg = yaw_deg;
    EXPECT_NEAR(fit_surface(head.face()).eyes_px, 620, 0.06 * 620) << yaw_deg;
  }
}

TEST(Curvature, AMirroredFaceHasAMirroredSurface) {
  const FaceSurface surface = fit_surface(EllipsoidHead{}.face());
  cv::Mat mirrored;
  const cv::Mat cosine = facing(surface, {1000 - 400, 600, 801, 900});
  cv::flip(cosine, mirrored, 1);
  EXPECT_LT(cv::norm(cosine, mirrored, cv::NORM_INF), 0.05);
}

TEST(Curvature, IsTheSameAtAnySize) {
  EllipsoidHead large;
  large.px_per_mm = 20;
  const cv::Mat small_cosine = facing(fit_surface(EllipsoidHead{}.face()), {1000, 600, 300, 300});
  cv::Mat large_cosine = facing(fit_surface(large.face()), {1000, 200, 600, 600});
  cv::resize(large_cosine, large_cosine, small_cosine.size(), 0, 0, cv::INTER_AREA);
  EXPECT_LT(cv::norm(small_cosine, large_cosine, cv::NORM_INF), 0.02);
}

TEST(Curvature, LandmarksThatAreNoFaceDoNotHarm) {
  Face nowhere;
  nowhere.landmarks.fill({50, 50});
  const FaceSurface surface = fit_surface(nowhere);
  EXPECT_TRUE(cv::checkRange(surface.normal));
  EXPECT_TRUE(cv::checkRange(surface.distance));
}

TEST(Curvature, OptionsOutOfRangeAreRefused) {
  CurvatureOptions options;
  options.camera_mm = 10;
  EXPECT_THROW((void)fit_surface(EllipsoidHead{}.face(), options), ParameterError);
}

}  // namespace
}  // namespace porevis
