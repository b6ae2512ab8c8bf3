// SPDX-License-Identifier: Apache-2.0
#include "porevis/pipeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/faces.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;

CompareOptions options() {
  CompareOptions result;
  result.measure = whole_picture(20);
  return result;
}

phantom::Skin skin(std::uint64_t seed = 41) { return phantom::make_skin({}, seed); }

phantom::ShotDescription other_shot() {
  phantom::ShotDescription shot;
  shot.exposure = 0.65;
  shot.rotation_deg = 4;
  shot.scale = 1.05;
  shot.seed = 2;
  return shot;
}

const Change& change_of(const Comparison& comparison, const std::string& measure) {
  const auto& changes = comparison.regions.at(0).change;
  return *std::find_if(changes.begin(), changes.end(), [&](const Change& c) { return c.measure == measure; });
}

TEST(Compare, TheSamePhotographTwiceHasNotChanged) {
  const Photo photo = phantom::photograph(skin(), {}).photo;
  const Comparison result = compare_photos(photo, photo, options());
  ASSERT_TRUE(result.comparable);
  for (const Change& change : result.regions[0].change) EXPECT_EQ(change.relative, 0) << change.measure;
  EXPECT_EQ(result.regions[0].verdict.verdict, "no detectable change");
  EXPECT_THAT(result.reasons, testing::ElementsAre(HasSubstr("same file")));
}

TEST(Compare, UnchangedSkinReadsUnchangedUnderOtherLightAngleAndScale) {
  for (const std::uint64_t seed : {41U, 42U, 43U}) {
    const Comparison result = compare_photos(phantom::photograph(skin(seed), {}).photo,
                                             phantom::photograph(skin(seed), other_shot()).photo, options());
    ASSERT_TRUE(result.comparable);
    EXPECT_NEAR(change_of(result, "visibility").relative, 0, 0.02) << seed;
    EXPECT_NEAR(change_of(result, "diameter").relative, 0, 0.03) << seed;
    EXPECT_NEAR(result.after.scale.px_per_mm, 21, 0.1);
  }
}

TEST(Compare, ShrunkenPoresReadAsDecreased) {
  phantom::ChangeDescription change;
  change.diameter_factor = 0.85;
  const Comparison result =
      compare_photos(phantom::photograph(skin(), {}).photo,
                     phantom::photograph(phantom::change_skin(skin(), change), other_shot()).photo, options());
  ASSERT_TRUE(result.comparable);
  EXPECT_NEAR(change_of(result, "visibility").relative, 0.85 * 0.85 - 1, 0.03);
  EXPECT_NEAR(change_of(result, "diameter").relative, -0.15, 0.03);
  EXPECT_EQ(result.regions[0].verdict.verdict, "decreased");
}

TEST(Compare, ExposureAndWhiteBalanceLeaveEverything) {
  phantom::ShotDescription other;
  other.exposure = 0.7;
  other.red_gain = 1.25;
  other.blue_gain = 0.75;
  const Photo before = phantom::photograph(skin(), {}).photo;
  const Comparison result = compare_photos(before, phantom::photograph(skin(), other).photo, options());
  EXPECT_NEAR(change_of(result, "visibility").relative, 0, 0.01);
  EXPECT_NEAR(change_of(result, "diameter").relative, 0, 0.01);
}

TEST(Compare, ShineBloodAndEvenSkinMakeNoChange) {
  phantom::ChangeDescription smaller, redder;
  smaller.diameter_factor = 0.85;
  redder.redness = 1;
  phantom::ShotDescription plain, shining;
  plain.seed = shining.seed = 2;
  shining.shine = 0.4;
  CompareOptions anyway = options();
  anyway.accept_quality = true;
  const auto read = [&](const phantom::Skin& before, const phantom::Skin& after, const phantom::ShotDescription& shot) {
    const Comparison result =
        compare_photos(phantom::photograph(before, {}).photo, phantom::photograph(after, shot).photo, anyway);
    return change_of(result, "visibility").relative;
  };
  EXPECT_NEAR(read(skin(), skin(), shining), 0, 0.03);
  EXPECT_NEAR(read(skin(), phantom::change_skin(skin(), redder), plain), 0, 0.03);
  phantom::SkinDescription even;  // without texture the skin tells no blur: none is made up
  even.furrow_depth = even.melanin_variation = even.haemoglobin_variation = 0;
  const phantom::Skin bare = phantom::make_skin(even, 41);
  EXPECT_NEAR(read(bare, phantom::change_skin(bare, smaller), plain), 0.85 * 0.85 - 1, 0.03);
}

TEST(Compare, VanishedAndNewPoresAreFound) {
  phantom::ChangeDescription change;
  change.vanished_fraction = 0.2;
  change.new_fraction = 0.1;
  phantom::ShotDescription second;
  second.seed = 2;
  const Comparison result =
      compare_photos(phantom::photograph(skin(), {}).photo,
                     phantom::photograph(phantom::change_skin(skin(), change), second).photo, options());
  const auto& pores = result.regions.at(0).pores;
  const auto share = [&](PorePair::Status status) {
    return static_cast<double>(
               std::count_if(pores.begin(), pores.end(), [&](const PorePair& p) { return p.status == status; })) /
           static_cast<double>(pores.size());
  };
  EXPECT_NEAR(share(PorePair::Status::vanished), 0.2, 0.1);  // the faintest are missed
  EXPECT_NEAR(share(PorePair::Status::appeared), 0.1, 0.06);
}

TEST(Compare, OtherSkinIsRefused) {
  const Comparison result =
      compare_photos(phantom::photograph(skin(41), {}).photo, phantom::photograph(skin(42), {}).photo, options());
  EXPECT_FALSE(result.comparable);
  EXPECT_FALSE(result.reasons.empty());
}

TEST(Compare, SoftPhotographsAreRefusedUnlessAccepted) {
  phantom::ShotDescription soft;
  soft.blur_sigma_px = 3.2;
  const Photo before = phantom::photograph(skin(), {}).photo, after = phantom::photograph(skin(), soft).photo;
  const Comparison refused = compare_photos(before, after, options());
  EXPECT_FALSE(refused.comparable);
  EXPECT_THAT(refused.reasons.front(), HasSubstr("after"));
  CompareOptions accepting = options();
  accepting.accept_quality = true;
  const Comparison accepted = compare_photos(before, after, accepting);
  EXPECT_TRUE(accepted.comparable);
  EXPECT_FALSE(accepted.reasons.empty());
}

TEST(Compare, ThreadsChangeNothing) {
  const Photo before = phantom::photograph(skin(), {}).photo, after = phantom::photograph(skin(), other_shot()).photo;
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const std::string one = to_json(compare_photos(before, after, options()));
  cv::setNumThreads(4);
  const std::string four = to_json(compare_photos(before, after, options()));
  cv::setNumThreads(threads);
  EXPECT_EQ(one, four);
}

TEST(Measure, VisibilityIsThatOfThePoresWhateverTheBlur) {
  std::vector<double> read;
  for (const double blur : {0.6, 1.5}) {
    phantom::ShotDescription shot;
    shot.blur_sigma_px = blur;
    const phantom::Shot taken = phantom::photograph(skin(), shot);
    double darkness_mm2 = 0;  // of the pores that show
    for (const auto& pore : taken.pores) darkness_mm2 += pore.blurred_contrast >= 0.06 ? pore.darkness_mm2 : 0;
    const double truth = darkness_mm2 / (static_cast<double>(taken.photo.pixels.total()) / 400);
    read.push_back(measure_photo(taken.photo, options().measure).regions.front().summary.visibility);
    EXPECT_NEAR(read.back() / truth, 0.94, 0.06) << blur;  // the faintest are missed
  }
  EXPECT_NEAR(read[1] / read[0], 1, 0.04);
}

TEST(Measure, WholePicturesNeedAScale) {
  MeasureOptions whole;
  whole.whole = true;
  EXPECT_THROW((void)measure_photo(phantom::photograph(skin(), {}).photo, whole), InputError);
}

TEST(Measure, RegionsGivenAreMeasuredEachByItself) {
  const phantom::Shot shot = phantom::photograph(skin(), {});
  MeasureOptions two;
  two.px_per_mm = 20;
  two.regions = {{"left", {{0, 0}, {340, 0}, {340, 690}, {0, 690}}, {}},
                 {"right", {{360, 0}, {690, 0}, {690, 690}, {360, 690}}, {}}};
  const Measurement result = measure_photo(shot.photo, two);
  ASSERT_EQ(result.regions.size(), 2U);
  for (const Pore& pore : result.regions[0].pores) EXPECT_LT(pore.x_px, 341);
  for (const Pore& pore : result.regions[1].pores) EXPECT_GT(pore.x_px, 359);
  EXPECT_NEAR(result.regions[0].summary.area_mm2, 340 * 690 / 400.0, 0.02 * 340 * 690 / 400.0);
}

/// The skin of a cheek: a face whose eyes lie above the picture's left half.
MeasureOptions on_a_cheek() {
  EllipsoidHead head;
  head.px_per_mm = 20;
  head.eyes_px = {-300, -350};
  MeasureOptions options;
  options.px_per_mm = 20;
  options.given_face = head.face();
  options.regions = {{"cheek", {{20, 20}, {680, 20}, {680, 680}, {20, 680}}, {}}};
  return options;
}

TEST(Measure, SkinThatTurnsAwayIsLargerThanItsPicture) {
  const Photo photo = phantom::photograph(skin(), {}).photo;
  MeasureOptions options = on_a_cheek();
  const RegionSummary curved = measure_photo(photo, options).regions[0].summary;
  options.curvature.correct = false;
  const RegionSummary flat = measure_photo(photo, options).regions[0].summary;
  EXPECT_GT(curved.curvature.area_factor, 1.2);
  EXPECT_GT(curved.curvature.tilt_deg, 25);
  EXPECT_NEAR(curved.area_mm2, flat.area_mm2 * curved.curvature.area_factor * (1 - curved.curvature.turned_away),
              0.02 * curved.area_mm2);
  EXPECT_NEAR(curved.visibility, flat.visibility, 0.1 * flat.visibility);
  EXPECT_EQ(flat.curvature.area_factor, 1);
}

TEST(Measure, SkinTurnedTooFarAwayIsNoPartOfTheRegion) {
  const Photo photo = phantom::photograph(skin(), {}).photo;
  MeasureOptions options = on_a_cheek();
  options.curvature.max_tilt_deg = 40;
  const MeasuredRegion region = measure_photo(photo, options).regions[0];
  EXPECT_GT(region.summary.curvature.turned_away, 0.1);
  EXPECT_LT(region.summary.curvature.tilt_deg, 40);
}

TEST(Compare, CurvatureCancelsInEveryChange) {
  phantom::ChangeDescription change;
  change.diameter_factor = 0.85;
  phantom::ShotDescription again;
  again.seed = 2;
  const Photo before = phantom::photograph(skin(), {}).photo;
  const Photo after = phantom::photograph(phantom::change_skin(skin(), change), again).photo;
  CompareOptions options;
  options.measure = on_a_cheek();
  options.given_face_after = options.measure.given_face;
  options.measure.curvature.max_tilt_deg = 80;  // the same skin with and without
  const Comparison curved = compare_photos(before, after, options);
  options.measure.curvature.correct = false;
  const Comparison flat = compare_photos(before, after, options);
  ASSERT_TRUE(curved.comparable && flat.comparable);
  for (const char* measure : {"visibility", "diameter", "density", "area_fraction", "contrast"}) {
    EXPECT_NEAR(change_of(curved, measure).relative, change_of(flat, measure).relative, 0.02) << measure;
  }
  EXPECT_GT(curved.regions[0].before.curvature.area_factor, 1.2);
  EXPECT_EQ(curved.regions[0].before.area_mm2, curved.regions[0].after.area_mm2);
}

}  // namespace
}  // namespace porevis
