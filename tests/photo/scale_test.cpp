// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <tuple>

#include "porevis/error.hpp"

namespace porevis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A face whose eyes are hexagons round two centres, too flat to be open.
Face face_with_eyes(cv::Point2d right_eye, cv::Point2d left_eye) {
  Face face;
  for (int i = 0; i < 6; ++i) {
    const cv::Point2d corner(20 * std::cos(i * CV_PI / 3), 2 * std::sin(i * CV_PI / 3));
    face.landmarks[36 + i] = right_eye + corner;
    face.landmarks[42 + i] = left_eye + corner;
  }
  return face;
}

/// An average head, face on: 20 px/mm where the eyes are 62 mm apart.
Face average_face() {
  Face face = face_with_eyes({1380, 1320}, {2620, 1320});
  for (const auto& [landmark, x_mm, y_mm] : std::initializer_list<std::tuple<int, double, double>>{{7, -12, 70},
                                                                                                   {8, 0, 72},
                                                                                                   {9, 12, 70},
                                                                                                   {27, 0, -37},
                                                                                                   {28, 0, -24},
                                                                                                   {29, 0, -12},
                                                                                                   {30, 0, 0},
                                                                                                   {31, -14, 8},
                                                                                                   {33, 0, 13},
                                                                                                   {35, 14, 8},
                                                                                                   {36, -43, -34},
                                                                                                   {39, -19, -34},
                                                                                                   {42, 19, -34},
                                                                                                   {45, 43, -34},
                                                                                                   {48, -28, 31},
                                                                                                   {51, 0, 26},
                                                                                                   {54, 28, 31},
                                                                                                   {57, 0, 45}}) {
    face.landmarks[landmark] = {2000 + 20 * x_mm, 2000 + 20 * y_mm};
  }
  return face;
}

Photo grey(double file_px_per_mm = std::nan("")) {
  Photo photo = photo_from_pixels(cv::Mat(4000, 4000, CV_8UC3, cv::Scalar::all(120)), "grey.png");
  photo.origin.px_per_mm = file_px_per_mm;
  return photo;
}

std::string refusal(const Photo& photo, const std::optional<Face>& face, double px_per_mm,
                    const ScaleOptions& options = {}) {
  try {
    (void)find_scale(photo, face, px_per_mm, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Scale, ComesFromTheEyeDistance) {
  const Scale scale = scale_from_face(face_with_eyes({1000, 800}, {2240, 800}));
  EXPECT_NEAR(scale.px_per_mm, 20, 1e-9);
  EXPECT_NEAR(scale.relative_uncertainty, std::hypot(0.06, 0.0155), 1e-3);  // between adults; landmarks and pose
  EXPECT_NEAR(scale.reading_uncertainty, 0.0155, 1e-3);
  EXPECT_EQ(scale.source, "eye distance");
  EXPECT_NEAR(scale.mm(scale.px(0.3)), 0.3, 1e-12);
}

TEST(Scale, DoesNotDependOnHowTheHeadIsTilted) {
  EXPECT_NEAR(scale_from_face(face_with_eyes({0, 0}, {300, 400})).px_per_mm, 500 / 62.0, 1e-9);
}

TEST(Scale, FollowsTheEyeDistanceOfThePopulationGiven) {
  ScaleOptions options;
  options.eye_distance_mm = 65;
  options.eye_distance_uncertainty = 0;
  const Scale scale = scale_from_face(face_with_eyes({0, 0}, {650, 0}), options);
  EXPECT_NEAR(scale.px_per_mm, 10, 1e-9);
  EXPECT_DOUBLE_EQ(scale.relative_uncertainty, scale.reading_uncertainty);
}

TEST(Scale, ATurnedHeadIsCorrectedAndLessCertain) {
  const Face face = face_with_eyes({0, 0}, {620 * std::cos(CV_PI / 6), 0});
  const Scale scale = scale_from_face(face, {}, {.yaw_deg = -30, .pitch_deg = 0, .roll_deg = 0});
  EXPECT_NEAR(scale.px_per_mm, 10, 1e-9);
  EXPECT_GT(scale.relative_uncertainty, 0.075);
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
  ScaleOptions mouse;
  mouse.eye_distance_mm = 5;
  EXPECT_THROW((void)scale_from_face(face_with_eyes({0, 0}, {650, 0}), mouse), ParameterError);
  EXPECT_THROW((void)scale_from_face(face_with_eyes({5, 5}, {5, 5})), InputError);
}

TEST(Scale, WhatIsAskedForGoesBeforeWhatIsAtHand) {
  ScaleOptions options;
  options.ruler = {100, 100, 2100, 100, 100, 10};  // 20 px/mm, known to 10 %: less well than the eye distance
  const Scale scale = find_scale(grey(20.5), average_face(), 0, options);
  EXPECT_EQ(scale.source, "two points");
  EXPECT_NEAR(scale.relative_uncertainty, 0.1, 1e-3);
  ASSERT_EQ(scale.others.size(), 2);
  EXPECT_EQ(scale.others[0].source, "file");
  EXPECT_EQ(scale.others[1].source, "eye distance");
  EXPECT_NEAR(scale.others[1].px_per_mm, 20, 0.4);
  EXPECT_THAT(scale.notes, IsEmpty());
}

TEST(Scale, OfThoseAskedForTheMostCertainIsTaken) {
  ScaleOptions options;
  options.ruler = {100, 100, 2100, 100, 100, 1};
  options.subject_eye_distance_mm = 62;
  options.subject_eye_distance_uncertainty_mm = 1;
  EXPECT_EQ(find_scale(grey(), average_face(), 0, options).source, "two points");
  options.ruler.length_uncertainty_mm = 10;
  const Scale scale = find_scale(grey(), average_face(), 0, options);
  EXPECT_EQ(scale.source, "eye distance of the subject");
  EXPECT_NEAR(scale.relative_uncertainty, std::hypot(1 / 62.0, 0.0155), 0.004);
  EXPECT_EQ(find_scale(grey(), average_face(), 20, options).source, "given");
}

TEST(Scale, TheBetterOfFileAndFaceIsTakenWhereNothingIsAskedFor) {
  EXPECT_EQ(find_scale(grey(20.5), average_face(), 0).source, "file");
  EXPECT_EQ(find_scale(grey(), average_face(), 0).source, "eye distance");
  const Scale scale = find_scale(grey(0.2), average_face(), 0);  // the spacing of a detector, not of skin
  EXPECT_EQ(scale.source, "eye distance");
  EXPECT_THAT(scale.notes, ElementsAre(HasSubstr("pixel spacing is not possible on skin")));
}

TEST(Scale, WhatDisagreesIsRefusedOrNoted) {
  ScaleOptions options;
  options.ruler = {100, 100, 2100, 100, 100, 0};
  EXPECT_EQ(refusal(grey(), {}, 22, options),
            "grey.png: two scales disagree: 22 px/mm +- 0 % (given) and 20 px/mm +- 0.035 % (two points); correct or "
            "leave out one of them");
  const Scale scale = find_scale(grey(), average_face(), 30);
  EXPECT_THAT(scale.notes,
              ElementsAre(testing::AllOf(HasSubstr("30 px/mm +- 0 % (given)"), HasSubstr("(eye distance)"))));
}

TEST(Scale, NothingAtHandIsRefused) {
  EXPECT_THAT(refusal(grey(), {}, 0), HasSubstr("grey.png: nothing tells its scale; give --px-per-mm"));
  ScaleOptions options;
  options.subject_eye_distance_mm = 60;
  EXPECT_THAT(refusal(grey(), {}, 0, options), HasSubstr("no face is looked for"));
  options = {};
  options.ruler = {100, 100, 200, 100, 1000};
  EXPECT_THAT(refusal(grey(), {}, 0, options), HasSubstr("possible are 1 to 500 px/mm"));
}

TEST(Scale, AFaceIsNeededOnlyWhereNothingElseTells) {
  EXPECT_TRUE(scale_needs_face(grey(), 0, {}));
  EXPECT_FALSE(scale_needs_face(grey(), 20, {}));
  EXPECT_FALSE(scale_needs_face(grey(18), 0, {}));
  ScaleOptions options;
  options.marker.side_mm = 10;
  EXPECT_FALSE(scale_needs_face(grey(), 0, options));
  options.subject_eye_distance_mm = 60;
  EXPECT_TRUE(scale_needs_face(grey(), 20, options));
}

TEST(Scale, OfOneSubjectOnlyTheReadingCountsBetweenTwoPhotographs) {
  const Scale before{
      .px_per_mm = 20, .relative_uncertainty = 0.06, .source = "eye distance", .reading_uncertainty = 0.015};
  Scale after = before;
  after.px_per_mm = 20.6;
  EXPECT_EQ(scale_disagreement(before, after, 1), "");
  EXPECT_EQ(scale_disagreement(before, after, 1.04), "");
  after.px_per_mm = 22;
  EXPECT_THAT(scale_disagreement(before, after, 1.002),
              testing::AllOf(HasSubstr("before 20 px/mm"), HasSubstr("after 22 px/mm"), HasSubstr("1.1, "),
                             HasSubstr("aligned at 1.002")));
  after.source = "marker";  // another source shares nothing
  EXPECT_EQ(scale_disagreement(before, after, 1.002), "");
}

}  // namespace
}  // namespace porevis
