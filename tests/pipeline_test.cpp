// SPDX-License-Identifier: Apache-2.0
#include "porevis/pipeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/faces.hpp"
#include "photo/targets.hpp"
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

/// Change of a measure, mean over four skins.
double mean_change(const phantom::ChangeDescription& change, phantom::ShotDescription shot,
                   const std::string& measure) {
  CompareOptions anyway = options();
  anyway.accept_quality = true;
  double sum = 0;
  for (const std::uint64_t seed : {3U, 4U, 5U, 6U}) {
    phantom::ShotDescription first;
    first.seed = 2 * seed;
    shot.seed = 2 * seed + 1;
    const phantom::Skin later = phantom::change_skin(skin(seed), change);
    sum += change_of(compare_photos(phantom::photograph(skin(seed), first).photo,
                                    phantom::photograph(later, shot).photo, anyway),
                     measure)
               .relative;
  }
  return sum / 4;
}

TEST(Compare, NoiseDoesNotChooseDarkerAndNarrowerPores) {
  phantom::ShotDescription noisy;
  noisy.noise = 0.1;
  EXPECT_NEAR(mean_change({}, noisy, "contrast"), 0, 0.025);
}

TEST(Compare, SmallerPoresAreNotFainter) {
  phantom::ChangeDescription smaller;
  smaller.diameter_factor = 0.85;
  EXPECT_NEAR(mean_change(smaller, {}, "contrast"), 0, 0.01);
}

TEST(Compare, PoresOfAnyProfileChangeByWhatTheyDo) {
  for (const double sharpness : {1.0, 2.5}) {  // Gaussian, of which an aperture holds the less the wider it is; steep
    phantom::SkinDescription kind;
    kind.profile_sharpness = sharpness;
    const phantom::Skin before = phantom::make_skin(kind, 3);
    const Photo first = phantom::photograph(before, {}).photo;
    for (const auto& [size, within] : {std::pair(0.85, 0.02), std::pair(1.4, 0.08)}) {
      phantom::ChangeDescription change;
      change.diameter_factor = size;
      phantom::ShotDescription second;
      second.seed = 2;
      const phantom::Skin after = phantom::change_skin(before, change);
      const Comparison result = compare_photos(first, phantom::photograph(after, second).photo, options());
      const double truth = after.visibility() / before.visibility() - 1;
      EXPECT_NEAR(change_of(result, "visibility").relative, truth, within) << sharpness << " x " << size;
      EXPECT_NEAR(change_of(result, "diameter").relative, size - 1, within) << sharpness << " x " << size;
    }
  }
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
    const auto told = [](const PorePair& p) { return p.jointly || p.status != PorePair::Status::matched; };
    return static_cast<double>(
               std::count_if(pores.begin(), pores.end(), [&](const PorePair& p) { return p.status == status; })) /
           static_cast<double>(std::count_if(pores.begin(), pores.end(), told));
  };
  EXPECT_NEAR(share(PorePair::Status::vanished), 0.2, 0.1);  // the faintest are missed
  EXPECT_NEAR(share(PorePair::Status::appeared), 0.1, 0.06);
}

/// Where pores are gone that are too small to prove it one by one, their darkness is gone too.
TEST(Compare, VisibilityGoesWithThePoresThatVanish) {
  const Photo before = phantom::photograph(skin(), {}).photo;
  for (const double fraction : {0.2, 0.5}) {
    phantom::ChangeDescription change;
    change.vanished_fraction = fraction;
    phantom::ShotDescription second;
    second.seed = 2;
    const phantom::Skin later = phantom::change_skin(skin(), change);
    const Comparison result = compare_photos(before, phantom::photograph(later, second).photo, options());
    const double truth = later.visibility() / skin().visibility() - 1;
    const std::vector<Change>& changes = result.regions.at(0).change;
    const auto read = std::ranges::find(changes, "visibility", &Change::measure);
    EXPECT_NEAR(read->relative, truth, 0.05) << fraction;
  }
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
    EXPECT_NEAR(read.back() / truth, 1, 0.05) << blur;
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

/// Skin with a sticker of 12 mm, or one said to be, in its middle; measured beside it.
Photo with_sticker(double side_mm) {
  test::View view;
  view.centre_px = {500, 300}, view.turn_deg = 8, view.size_mm = 30, view.noise = side_mm == 12 ? 0.002 : 0.003;
  return test::photograph_target(test::bare_skin(50, 30, 20), test::marker_target(3, side_mm), view);
}

MeasureOptions beside_sticker() {
  MeasureOptions result;
  result.scale.marker.side_mm = 12;
  result.regions = {{"left", {{10, 10}, {310, 10}, {310, 590}, {10, 590}}, {}}};
  return result;
}

TEST(Scales, UncertaintyOfTheScaleGoesThroughToTheFigures) {
  MeasureOptions uncertain = beside_sticker();
  uncertain.scale.marker.side_uncertainty_mm = 0.6;
  const Measurement result = measure_photo(with_sticker(12), uncertain);
  EXPECT_EQ(result.scale.source, "marker");
  EXPECT_NEAR(result.scale.px_per_mm, 20, 0.03);
  const double share = result.scale.relative_uncertainty;
  EXPECT_NEAR(share, 0.05, 0.002);
  const RegionSummary& summary = result.regions.at(0).summary;
  EXPECT_DOUBLE_EQ(summary.scale_se.area_mm2, 2 * share * summary.area_mm2);
  EXPECT_DOUBLE_EQ(summary.scale_se.density_per_cm2, 2 * share * summary.density_per_cm2);
  EXPECT_DOUBLE_EQ(summary.scale_se.diameter_mean_mm, share * summary.diameter_mm.mean);
  EXPECT_DOUBLE_EQ(summary.scale_se.diameter_p90_mm, share * summary.diameter_mm.p90);
  MeasureOptions given = beside_sticker();  // no scale but a given one: certain
  given.scale.marker.side_mm = 0;
  given.px_per_mm = 20;
  EXPECT_EQ(measure_photo(with_sticker(12), given).regions.at(0).summary.scale_se.diameter_mean_mm, 0);
}

TEST(Scales, OfTwoVisitsAreHeldAgainstTheAlignment) {
  CompareOptions with_marker;
  with_marker.measure = beside_sticker();
  const Photo before = with_sticker(12);
  const Comparison wrong = compare_photos(before, with_sticker(13.2), with_marker);  // another sticker, 10 % larger
  ASSERT_TRUE(wrong.comparable);
  EXPECT_EQ(wrong.after.scale.source, "marker");
  EXPECT_THAT(wrong.reasons, testing::Contains(testing::AllOf(HasSubstr("the scales of the photographs disagree"),
                                                              HasSubstr("before 20"), HasSubstr("after 22"),
                                                              HasSubstr("aligned at "))));
  CompareOptions carried = with_marker;
  carried.measure.scale.marker.side_mm = 0;
  carried.measure.scale.ruler = {100, 100, 500, 100, 20};
  const Comparison right = compare_photos(before, with_sticker(13.2), carried);
  EXPECT_EQ(right.before.scale.source, "two points");
  EXPECT_EQ(right.after.scale.source, "alignment");
  EXPECT_NEAR(right.after.scale.px_per_mm, 20, 0.05);
  EXPECT_THAT(right.reasons, testing::Not(testing::Contains(HasSubstr("disagree"))));
}

TEST(Scales, AChartGivesColourToo) {
  test::View view;
  view.px_per_mm = 20, view.centre_px = {700, 400}, view.size_mm = 34;
  view.light = cv::Matx33d::diag({0.8, 0.5, 0.35});  // warm light, on the chart as on the skin
  cv::Mat linear = test::bare_skin(60, 40, 20);
  cv::transform(linear, linear, view.light);
  const Photo photo = test::photograph_target(linear, test::chart_target(4.5, test::published_srgb()), view);
  MeasureOptions options;
  options.regions = {{"left", {{10, 10}, {300, 10}, {300, 790}, {10, 790}}, {}}};
  options.scale.chart = {.colour = true, .pitch_mm = 4.5};
  const Measurement corrected = measure_photo(photo, options);
  EXPECT_EQ(corrected.scale.source, "chart");
  EXPECT_NEAR(corrected.scale.px_per_mm, 20, 0.03);
  MeasureOptions plain = options;
  plain.scale.chart = {};
  plain.px_per_mm = 20;
  const RegionSummary &in_colour = corrected.regions.at(0).summary,
                      as_seen = measure_photo(photo, plain).regions.at(0).summary;
  const Photo white = photo_from_pixels(encode_srgb(test::bare_skin(60, 40, 20), 8));
  const RegionSummary in_daylight = measure_photo(white, plain).regions.at(0).summary;
  EXPECT_LT(std::abs(in_colour.melanin_index - in_daylight.melanin_index),
            0.3 * std::abs(as_seen.melanin_index - in_daylight.melanin_index));
  EXPECT_NEAR(in_colour.visibility / in_daylight.visibility, 1, 0.05);
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
