// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/scale.hpp"

#include <gtest/gtest.h>

#include "porevis/error.hpp"

namespace porevis {
namespace {

/// A face whose eyes are hexagons round two centres.
Face face_with_eyes(cv::Point2d right_eye, cv::Point2d left_eye) {
  Face face;
  for (int i = 0; i < 6; ++i) {
    const cv::Point2d corner(20 * std::cos(i * CV_PI / 3), 8 * std::sin(i * CV_PI / 3));
    face.landmarks[36 + i] = right_eye + corner;
    face.landmarks[42 + i] = left_eye + corner;
  }
  return face;
}

TEST(Scale, ComesFromTheEyeDistance) {
  const Scale scale = scale_from_face(face_with_eyes({1000, 800}, {2240, 800}));
  EXPECT_NEAR(scale.px_per_mm, 20, 1e-9);
  EXPECT_DOUBLE_EQ(scale.relative_uncertainty, 0.06);
  EXPECT_EQ(scale.source, "eye distance");
  EXPECT_NEAR(scale.mm(scale.px(0.3)), 0.3, 1e-12);
}

TEST(Scale, DoesNotDependOnHowTheHeadIsTilted) {
  EXPECT_NEAR(scale_from_face(face_with_eyes({0, 0}, {300, 400})).px_per_mm, 500 / 62.0, 1e-9);
}

TEST(Scale, FollowsTheEyeDistanceGiven) {
  const Scale scale =
      scale_from_face(face_with_eyes({0, 0}, {650, 0}), {.eye_distance_mm = 65, .eye_distance_uncertainty = 0.02});
  EXPECT_NEAR(scale.px_per_mm, 10, 1e-9);
  EXPECT_DOUBLE_EQ(scale.relative_uncertainty, 0.02);
}

TEST(Scale, GivenIsTakenAsCertain) {
  const Scale scale = scale_given(13);
  EXPECT_DOUBLE_EQ(scale.px_per_mm, 13);
  EXPECT_DOUBLE_EQ(scale.relative_uncertainty, 0);
  EXPECT_EQ(scale.source, "given");
}

TEST(Scale, RefusesWhatCannotBe) {
  for (const double px_per_mm : {0.0, -3.0, 0.99, 501.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW((void)scale_given(px_per_mm), ParameterError) << px_per_mm;
  }
  EXPECT_THROW((void)scale_from_face(face_with_eyes({0, 0}, {650, 0}), {.eye_distance_mm = 5}), ParameterError);
  EXPECT_THROW((void)scale_from_face(face_with_eyes({5, 5}, {5, 5})), InputError);
}

}  // namespace
}  // namespace porevis
