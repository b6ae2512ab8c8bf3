// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/comparability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "porevis/pipeline.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Affine similarity(double scale, double degrees) {
  const double c = scale * std::cos(degrees * CV_PI / 180), s = scale * std::sin(degrees * CV_PI / 180);
  return {c, -s, 10, s, c, -20};
}

TEST(Comparability, ScaleAndRotation) {
  EXPECT_THAT(check_geometry(similarity(1.15, 10)), IsEmpty());
  EXPECT_THAT(check_geometry(similarity(1, 90)), ElementsAre(HasSubstr("turned by 90 degrees")));
  EXPECT_THAT(check_geometry(similarity(1, 180)), ElementsAre(HasSubstr("save it upright")));
  EXPECT_THAT(check_geometry(similarity(0.5, 0)), ElementsAre(HasSubstr("0.5 times the scale")));
}

TEST(Comparability, FocusIsJudgedAgainstSkinsOwnDetail) {
  EXPECT_THAT(check_focus(0.7, 1.5, given(20)), IsEmpty());
  EXPECT_THAT(check_focus(0.7, 4, given(20)), ElementsAre(HasSubstr("after: much softer")));
  EXPECT_THAT(check_focus(4, 0.7, given(20)), ElementsAre(HasSubstr("before: much softer")));
}

TEST(Comparability, HeadsTurnedUnlikeAreRefused) {
  EXPECT_THAT(check_pose({2, 3, 0}, {-5, 9, 20}), IsEmpty());
  EXPECT_THAT(check_pose({2, 3, 0}, {22, 3, 0}), ElementsAre(HasSubstr("turned by 20 degrees")));
  EXPECT_THAT(check_pose({}, {}), IsEmpty());
}

struct State {
  double shine = 0, likeness = 0.9, redness = 0, melanin = 0, marks = 0, detail_ratio = 1, detail_se = 0.02;
};

SkinCheck checked(const State& state) {
  SkinMap before, after;
  Matching matching;
  matching.shine_difference = state.shine;
  matching.likeness = state.likeness;
  matching.detail_ratio = state.detail_ratio;
  matching.detail_se = state.detail_se;
  after.pigment.redness = state.redness;
  after.pigment.melanin_index = state.melanin;
  after.coverage.needle_marks = state.marks;
  const MatchedRegion region{before, after, matching};
  return check_skin(std::span(&region, 1));
}

std::vector<std::string> reasons(const State& state) { return checked(state).faults; }

TEST(Comparability, AnotherKindOfLightIsRefused) {
  EXPECT_THAT(reasons({0.2, 0.05}), ElementsAre(HasSubstr("another kind of light")));
  EXPECT_THAT(reasons({0.2, 0.4}), IsEmpty());  // the same relief, lit more
  EXPECT_THAT(checked({0.2, 0.4}).other_light, HasSubstr("another kind of light"));
  EXPECT_THAT(checked({0.01, 0.02}).other_light, IsEmpty());
  EXPECT_THAT(reasons({0.01, 0.02}), IsEmpty());  // light from elsewhere
}

TEST(Comparability, AnotherToneCurveIsSaidAndAnEditedPictureRefused) {
  const auto detail = [](double ratio, double se) { return checked({0, 0.9, 0, 0, 0, ratio, se}); };
  const std::string more = "10 % more contrast";
  EXPECT_THAT(detail(1.1, 0.02).faults, IsEmpty());
  EXPECT_THAT(detail(1.1, 0.02).notes, ElementsAre(AllOf(HasSubstr("after: "), HasSubstr(more))));
  EXPECT_THAT(detail(1 / 1.1, 0.02).notes, ElementsAre(AllOf(HasSubstr("before: "), HasSubstr(more))));
  EXPECT_THAT(detail(1.1, 0.05).notes, IsEmpty());  // light from elsewhere
  for (const double ratio : {2.5, 0.4}) {
    EXPECT_THAT(detail(ratio, 0.02).faults, ElementsAre(HasSubstr("150 % more contrast")));
    EXPECT_THAT(detail(ratio, 0.02).notes, IsEmpty());
  }
}

/// Skin photographed twice, the second picture passed through a curve of its encoded values.
Comparison compared_through(const std::function<double(double)>& curve) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = 30;
  const phantom::Skin skin = phantom::make_skin(description, 41);
  phantom::ShotDescription first, second;
  second.seed = first.seed + 1;
  const Photo before = phantom::photograph(skin, first).photo;
  Photo after = phantom::photograph(skin, second).photo;
  cv::Mat table(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) table.at<uchar>(i) = cv::saturate_cast<uchar>(255 * curve(i / 255.0));
  cv::LUT(after.pixels, table, after.pixels);
  CompareOptions options;
  options.measure = whole_picture(20);
  return compare_photos(before, after, options);
}

TEST(Comparability, APictureStyleIsNoChangeOfThePores) {
  for (const double gamma : {0.9, 1.1}) {
    const Comparison comparison = compared_through([gamma](double value) { return std::pow(value, gamma); });
    ASSERT_TRUE(comparison.comparable);
    const Change& change = comparison.regions.at(0).change.at(0);
    EXPECT_GT(std::abs(change.relative), 0.04) << gamma;  // what it fakes
    EXPECT_EQ(comparison.regions[0].verdict.verdict, "no detectable change") << gamma;
    EXPECT_THAT(comparison.reasons, ElementsAre(HasSubstr("% more contrast"))) << gamma;
  }
  const Comparison same = compared_through([](double value) { return value; });
  EXPECT_THAT(same.reasons, IsEmpty());
  EXPECT_LT(same.regions.at(0).change.at(0).ci95[1], 0.025);
}

TEST(Comparability, FreshRednessIsRefusedWhiteBalanceIsNot) {
  EXPECT_THAT(reasons({0, 0.9, 0.3, 0.01}), ElementsAre(HasSubstr("redder")));
  EXPECT_THAT(reasons({0, 0.9, 0.3, -0.3}), IsEmpty());
  EXPECT_THAT(reasons({0, 0.9, -0.3, 0}), ElementsAre(HasSubstr("before: redder")));
}

TEST(Comparability, NeedleMarksAreRefused) {
  EXPECT_THAT(reasons({0, 0.9, 0, 0, 0.03}), ElementsAre(HasSubstr("needle marks on 3 %")));
  EXPECT_THAT(reasons({0, 0.9, 0, 0, 0.001}), IsEmpty());
}

Photo taken(const phantom::Skin& skin, std::uint64_t seed, const phantom::ShotDescription& shot = {}) {
  phantom::ShotDescription description = shot;
  description.seed = seed;
  return phantom::photograph(skin, description).photo;
}

CompareOptions whole() {
  CompareOptions options;
  options.measure.whole = true;
  options.measure.px_per_mm = 20;
  return options;
}

TEST(Comparability, PhotographsOfNeedledSkinAreRefused) {
  const phantom::Skin skin = phantom::make_skin({}, 41);
  phantom::ChangeDescription change;
  change.needle_marks_per_cm2 = 33;
  change.redness = 1;
  const Comparison result = compare_photos(taken(skin, 1), taken(phantom::change_skin(skin, change), 2), whole());
  EXPECT_FALSE(result.comparable);
  EXPECT_THAT(result.reasons, ElementsAre(HasSubstr("redder"), HasSubstr("needle marks")));
  CompareOptions anyway = whole();
  anyway.accept_quality = true;
  const Comparison accepted = compare_photos(taken(skin, 1), taken(phantom::change_skin(skin, change), 2), anyway);
  ASSERT_TRUE(accepted.comparable);
  EXPECT_NEAR(accepted.regions.front().change.front().relative, 0, 0.07);
}

TEST(Comparability, MirroredTurnedOrMuchSmallerSaysSo) {
  const phantom::Skin skin = phantom::make_skin({}, 41);
  const Photo before = taken(skin, 1), after = taken(skin, 2);
  const auto reason = [&](const auto& edit) {
    Photo edited = after;
    edited.sha256.clear();
    cv::Mat pixels;
    edit(after.pixels, pixels);
    edited.pixels = pixels;
    const Comparison result = compare_photos(before, edited, whole());
    EXPECT_FALSE(result.comparable);
    return result.reasons.empty() ? "" : result.reasons.front();
  };
  EXPECT_THAT(reason([](const cv::Mat& a, cv::Mat& b) { cv::flip(a, b, 1); }), HasSubstr("mirrored"));
  EXPECT_THAT(reason([](const cv::Mat& a, cv::Mat& b) { cv::rotate(a, b, cv::ROTATE_90_CLOCKWISE); }),
              HasSubstr("upright"));
  EXPECT_THAT(reason([](const cv::Mat& a, cv::Mat& b) { cv::resize(a, b, {}, 0.5, 0.5, cv::INTER_AREA); }),
              HasSubstr("times the scale"));
  EXPECT_THAT(reason([](const cv::Mat& a, cv::Mat& b) {
                cv::Mat grey;
                cv::cvtColor(a, grey, cv::COLOR_RGB2GRAY);
                cv::cvtColor(grey, b, cv::COLOR_GRAY2RGB);
              }),
              HasSubstr("no colour"));
}

}  // namespace
}  // namespace porevis
