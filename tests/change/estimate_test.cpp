// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/estimate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "random.hpp"

namespace porevis {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Scale kScale{20, 0, "given"};

/// The skin of pairs(): 40 x 40 mm.
SkinMap even_skin() {
  SkinMap skin;
  skin.darkness = cv::Mat::zeros(800, 800, CV_32F);
  skin.measurable = cv::Mat(skin.darkness.size(), CV_8U, cv::Scalar(255));
  return skin;
}

constexpr double kDiameterMm = 0.2;
/// Places lie off the pores' middle, so that sums grow by more with their widths than with the pores'.
constexpr double kGrowsMore = 1 / 0.98;

/// Of a sharp pore's darkness, under a Gaussian of this sigma.
double share_in_core(double diameter_mm, double core_sigma_mm) {
  return 1 / (1 + std::pow(0.352 * diameter_mm / core_sigma_mm, 2));
}

/// Pores on a lattice over 40 x 40 mm whose darkness and diameter change by factors, their darkness with a scatter of
/// its own each.
std::vector<PorePair> pairs(double factor, double scatter, std::uint64_t seed, double size_factor = 1) {
  Random random(seed, "estimate_test");
  std::vector<PorePair> result;
  for (int y = 0; y < 25; ++y) {
    for (int x = 0; x < 25; ++x) {
      PorePair pair;
      pair.before.x_px = 32 * x;
      pair.before.y_px = 32 * y;
      const double darkness = std::exp(0.5 * random.normal());
      pair.before.darkness_mm2 = darkness * (1 + scatter * random.normal());
      pair.after.darkness_mm2 = factor * darkness * (1 + scatter * random.normal());
      pair.diameter_mm = kDiameterMm;
      pair.before.confidence = 1;
      for (Pore* pore : {&pair.before, &pair.after}) {
        const double diameter_mm = kDiameterMm * (pore == &pair.before ? 1 : size_factor);
        pore->core_sigma_mm = 0.1;
        const double share = share_in_core(diameter_mm, pore->core_sigma_mm);
        pore->core_darkness_mm2 = pore->darkness_mm2 * share;
        pore->core_growth_mm2 = kGrowsMore * pore->core_darkness_mm2 * 2 * (1 - share);
      }
      result.push_back(pair);
    }
  }
  return result;
}

const Change& visibility(const std::vector<Change>& changes) { return changes.front(); }

TEST(Estimate, MeasuresComeInTheOrderOfTheOutputs) {
  const auto changes = estimate_change(pairs(1, 0, 1), {}, {}, kScale);
  std::vector<std::string> names;
  for (const Change& change : changes) names.push_back(change.measure);
  EXPECT_THAT(names, testing::ElementsAre("visibility", "diameter", "density", "area_fraction", "contrast"));
}

TEST(Estimate, NothingChangedIsExactlyNothing) {
  for (const Change& change : estimate_change(pairs(1, 0, 1), {}, {}, kScale)) {
    EXPECT_EQ(change.relative, 0) << change.measure;
    EXPECT_DOUBLE_EQ(change.ci95[0], -EstimateOptions{}.systematic);
    EXPECT_DOUBLE_EQ(change.ci95[1], EstimateOptions{}.systematic);
  }
  EXPECT_EQ(judge(visibility(estimate_change(pairs(1, 0, 1), {}, {}, kScale))).verdict, "no detectable change");
}

TEST(Estimate, AUniformChangeIsReadExactly) {
  const auto changes = estimate_change(pairs(0.8, 0, 1, 0.9), {}, {}, kScale);
  EXPECT_NEAR(changes[0].relative, -0.2, 1e-4);
  EXPECT_NEAR(changes[1].relative, -0.1, 1e-3);
  EXPECT_NEAR(changes[2].relative, 0, 1e-12);
  EXPECT_NEAR(changes[3].relative, 0.9 * 0.9 - 1, 2e-3);
  EXPECT_NEAR(changes[4].relative, 0.8 / (0.9 * 0.9) - 1, 2e-3);
  EXPECT_EQ(judge(changes[0]).verdict, "decreased");
  EXPECT_EQ(judge(visibility(estimate_change(pairs(1.2, 0, 1), {}, {}, kScale))).verdict, "increased");
}

TEST(Estimate, BlurLeavesTheChangeOfSize) {
  auto some = pairs(1, 0, 1);
  constexpr double kBlurMm = 0.06;
  for (PorePair& pair : some) {
    for (Pore* pore : {&pair.before, &pair.after}) {
      const double size_mm = 0.352 * kDiameterMm * (pore == &pair.before ? 1 : 0.85);
      const double core2 = pore->core_sigma_mm * pore->core_sigma_mm;
      const double spot2 = size_mm * size_mm + kBlurMm * kBlurMm;
      pore->core_darkness_mm2 = pore->darkness_mm2 * core2 / (core2 + spot2);
      pore->core_growth_mm2 = kGrowsMore * pore->core_darkness_mm2 * 2 * spot2 / (core2 + spot2);
    }
  }
  EXPECT_NEAR(estimate_change(some, {kBlurMm, 0}, {}, kScale)[1].relative, -0.15, 0.012);
}

TEST(Estimate, WhatAnApertureHoldsOfASizeLeavesTheChangeOfSize) {
  // Both visits are summed in one aperture, corrected for one width: of the smaller pore it holds more.
  auto some = pairs(1, 0, 1);
  constexpr double kApertureMm = 0.19;
  const auto beyond = [](double size_mm) {  // with what the ring around takes for skin
    return 1.6 * std::exp(-kApertureMm * kApertureMm / (2 * size_mm * size_mm));
  };
  const auto held = [&](double size_mm) { return 1 - beyond(size_mm); };
  const double believed_mm = 0.352 * kDiameterMm;
  for (PorePair& pair : some) {
    for (Pore* pore : {&pair.before, &pair.after}) {
      const double size_mm = believed_mm * (pore == &pair.before ? 1 : 0.85);
      const double core2 = pore->core_sigma_mm * pore->core_sigma_mm;
      pore->core_darkness_mm2 = pore->darkness_mm2 * core2 / (core2 + size_mm * size_mm);
      pore->core_growth_mm2 =
          kGrowsMore * pore->core_darkness_mm2 * 2 * size_mm * size_mm / (core2 + size_mm * size_mm);
      pore->darkness_mm2 *= held(size_mm) / held(believed_mm);
      pore->growth_mm2 =
          kGrowsMore * pore->darkness_mm2 * beyond(size_mm) / held(size_mm) * std::pow(kApertureMm / size_mm, 2);
    }
  }
  EXPECT_NEAR(estimate_change(some, {}, {}, kScale)[1].relative, -0.15, 5e-3);
}

/// Darkness of a Gaussian pore, its peak 1, in an aperture and under a Gaussian in it, less that of the ring around.
struct Held {
  double wide, core;
};
Held held(double sigma_mm, double aperture_mm, double core_sigma_mm) {
  const auto within = [](double radius_mm, double sigma) {  // of exp(-r^2 / (2 sigma^2))
    return 2 * CV_PI * sigma * sigma * (1 - std::exp(-radius_mm * radius_mm / (2 * sigma * sigma)));
  };
  const double outer_mm = 1.8 * aperture_mm;
  const double around = (within(outer_mm, sigma_mm) - within(aperture_mm, sigma_mm)) /
                        (CV_PI * (outer_mm * outer_mm - aperture_mm * aperture_mm));
  const double both_mm = sigma_mm * core_sigma_mm / std::hypot(sigma_mm, core_sigma_mm);
  return {within(aperture_mm, sigma_mm) - CV_PI * aperture_mm * aperture_mm * around,
          within(aperture_mm, both_mm) - within(aperture_mm, core_sigma_mm) * around};
}

TEST(Estimate, WhatLiesBeyondAnApertureIsGivenBack) {
  // Gaussian pores, wider than the assumed profile, in an aperture that holds much less than all of the larger ones.
  constexpr double kSigmaMm = kDiameterMm / 2.355, kApertureMm = 2.5 * kSigmaMm, kCoreMm = 1.1 * kSigmaMm, kGrown = 1.1;
  const double corrected = 1 - 1.6 * std::exp(-std::pow(kApertureMm / (0.352 * kDiameterMm), 2) / 2);
  for (const double size : {0.85, 0.95, 1.1}) {
    auto some = pairs(1, 0, 1);
    for (PorePair& pair : some) {
      for (Pore* pore : {&pair.before, &pair.after}) {
        const double sigma_mm = kSigmaMm * (pore == &pair.before ? 1 : size);
        const Held here = held(sigma_mm, kApertureMm, kCoreMm);
        const Held wider = held(sigma_mm, kApertureMm * kGrown, kCoreMm * kGrown);
        const Held narrower = held(sigma_mm, kApertureMm / kGrown, kCoreMm / kGrown);
        pore->darkness_mm2 = here.wide / corrected;
        pore->core_darkness_mm2 = here.core;
        pore->growth_mm2 = kGrowsMore * (wider.wide - narrower.wide) / corrected / (2 * std::log(kGrown));
        pore->core_growth_mm2 = kGrowsMore * (wider.core - narrower.core) / (2 * std::log(kGrown));
        pore->core_sigma_mm = kCoreMm;
      }
    }
    const double as_held = some.front().after.darkness_mm2 / some.front().before.darkness_mm2 - 1;
    const auto changes = estimate_change(some, {}, {}, kScale);
    const double truth = size * size - 1;
    EXPECT_GT(std::abs(as_held - truth), 0.1 * std::abs(truth));  // what there is to give back
    EXPECT_NEAR(changes[0].relative, truth, 0.04 * std::abs(truth)) << size;
    EXPECT_NEAR(changes[1].relative, size - 1, 0.08 * std::abs(size - 1)) << size;
  }
}

TEST(Estimate, ABlurNotMatchedWellWidensWhatIsReadOfSizes) {
  const std::vector<PorePair> some = pairs(1, 0.1, 3);
  const auto well = estimate_change(some, {0.05, 0}, {}, kScale),
             badly = estimate_change(some, {0.05, 0.001}, {}, kScale);
  const auto width = [](const Change& change) { return change.ci95[1] - change.ci95[0]; };
  EXPECT_EQ(width(visibility(badly)), width(visibility(well)));
  EXPECT_GT(width(badly[1]), width(well[1]) + 0.02);
  EXPECT_GT(width(badly[4]), width(well[4]) + 0.02);
}

TEST(Estimate, ABlurNotKnownWellWidensAChangeOfSizeButNoStandstill) {
  const MatchedSkins known{}, hardly{0, 0, 0.001};
  const auto width = [](double size_factor, const MatchedSkins& blur) {
    const Change diameter = estimate_change(pairs(1, 0.1, 3, size_factor), blur, {}, kScale)[1];
    return diameter.ci95[1] - diameter.ci95[0];
  };
  EXPECT_NEAR(width(1, hardly), width(1, known), 0.002);
  EXPECT_GT(width(0.8, hardly), width(0.8, known) + 0.005);
}

TEST(Estimate, WhatColourToldWidensTheInterval) {
  std::vector<PorePair> some = pairs(1, 0, 1);
  EXPECT_EQ(colour_share(some), 0);
  double all = 0;
  for (const PorePair& pair : some) all += pair.before.darkness_mm2;
  for (std::size_t i = 0; i < some.size(); ++i) {  // either sign is doubt
    some[i].before.colour_mm2 = (i % 2 == 0 ? 0.2 : -0.2) * all / static_cast<double>(some.size());
  }
  EXPECT_NEAR(colour_share(some), 0.2, 1e-9);
  const Change change = visibility(estimate_change(some, {}, {}, kScale));
  EXPECT_EQ(change.relative, 0);
  EXPECT_NEAR(change.ci95[1], std::hypot(EstimateOptions{}.systematic, 1.96 * 0.02), 1e-9);
  EXPECT_NEAR(change.ci95[0], -change.ci95[1], 1e-12);
}

TEST(Estimate, WhatAnotherToneCurveMayHaveMadeWidensTheInterval) {
  const auto changed = [](double factor, double detail, double se) {
    return visibility(estimate_change(pairs(factor, 0, 1), {0, 0, 0, std::log(detail), se}, {}, kScale));
  };
  EXPECT_LT(changed(1.08, 1.1, 0.02).ci95[0], 0);  // all darkness alike, the skin's as the pores'
  EXPECT_EQ(changed(1, 1.1, 0.06).ci95[1], changed(1, 1, 0.06).ci95[1]);  // light from elsewhere may do that
  for (const double detail : {1.0, 0.88})
    EXPECT_EQ(changed(0.6, detail, 0.02).ci95, changed(0.6, 1, 0.1).ci95);  // a rest of the pores that faded
}

TEST(Estimate, TheSummariesDifferByTheChange) {
  const auto some = pairs(0.8, 0.1, 1, 0.9);
  const auto changes = estimate_change(some, {}, {}, kScale);
  const RegionSummary before = summarize_pairs("chin", some, {}, Visit::before, even_skin(), kScale);
  const RegionSummary after = summarize_pairs("chin", some, {}, Visit::after, even_skin(), kScale);
  EXPECT_NEAR(after.visibility / before.visibility - 1, changes[0].relative, 1e-9);
  EXPECT_NEAR(after.diameter_mm.mean / before.diameter_mm.mean - 1, changes[1].relative, 1e-9);
  EXPECT_NEAR(after.area_fraction / before.area_fraction - 1, changes[3].relative, 1e-9);
  EXPECT_NEAR(after.contrast_mean / before.contrast_mean - 1, changes[4].relative, 1e-9);
}

TEST(Estimate, AChangeAsSmallAsThatOfRepeatedPhotographsIsNone) {
  const Change change{"visibility", -0.05, {-0.07, -0.03}};
  EXPECT_EQ(judge(change).verdict, "decreased");
  EXPECT_EQ(judge(change, 0.04).verdict, "decreased");
  const Verdict verdict = judge(change, 0.06);
  EXPECT_EQ(verdict.verdict, "no detectable change");
  EXPECT_THAT(verdict.reason, testing::HasSubstr("repeated photographs"));
}

TEST(Estimate, AnIntervalThatHoldsEverythingIsNoFigure) {
  const Verdict verdict = judge({"visibility", -0.3, {-1.02, 0.4}});
  EXPECT_EQ(verdict.verdict, "not comparable");
  EXPECT_THAT(verdict.reason, testing::AllOf(testing::HasSubstr("too faint"), testing::HasSubstr("one light")));
}

TEST(Estimate, IntervalsHoldTheTruthAsOftenAsTheySay) {
  int held = 0;
  constexpr int kTrials = 300;
  EstimateOptions options;
  options.resamples = 400;
  options.systematic = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const Change change = visibility(estimate_change(pairs(0.9, 0.3, 100 + trial), {}, {}, kScale, options));
    if (change.ci95[0] <= -0.1 && -0.1 <= change.ci95[1]) ++held;
  }
  // A little more often: these pores are independent, where neighbouring blocks of skin share light and relief.
  EXPECT_GT(static_cast<double>(held) / kTrials, 0.93);
  EXPECT_LT(static_cast<double>(held) / kTrials, 0.995);
}

TEST(Estimate, WhatIsNoPoreDoesNotDilute) {
  auto some = pairs(0.9, 0, 7);
  EXPECT_EQ(expected_false(some), 0);
  const Change sure = visibility(estimate_change(some, {}, {}, kScale));
  EXPECT_NEAR(sure.relative, -0.1, 1e-9);
  for (std::size_t i = 0; i < some.size(); ++i) {
    some[i].before.confidence = 0.8;
    if (i % 5 == 0) some[i].after = some[i].before;  // no pore
  }
  EXPECT_NEAR(expected_false(some), 0.2, 1e-12);
  const Change unsure = visibility(estimate_change(some, {}, {}, kScale));
  EXPECT_NEAR(unsure.relative, -0.1, 0.006);
  EXPECT_GT(unsure.ci95[1] - unsure.ci95[0], sure.ci95[1] - sure.ci95[0]);
  const RegionSummary before = summarize_pairs("", some, {}, Visit::before, even_skin(), kScale);
  const RegionSummary after = summarize_pairs("", some, {}, Visit::after, even_skin(), kScale);
  EXPECT_NEAR(after.visibility / before.visibility - 1, unsure.relative, 1e-9);
}

TEST(Estimate, DoubtfulPlacesThatChangeAsTheSurestDoArePores) {
  auto some = pairs(0.8, 0, 7);
  for (std::size_t i = 0; i < some.size(); i += 2) some[i].before.confidence = 0.8;
  const Change change = visibility(estimate_change(some, {}, {}, kScale));
  EXPECT_NEAR(change.relative, -0.2, 0.001);
  EXPECT_NEAR(change.ci95[1], -0.2 + 1.96 * 0.5 * 0.1 * 0.2, 0.003);  // they might have been any more, or none
}

TEST(Estimate, DoubtfulPlacesThatStandStillAreNone) {
  auto some = pairs(0.8, 0, 7);
  for (std::size_t i = 0; i < some.size(); i += 2) {
    some[i].before.confidence = 0.75;
    if (i % 4 == 0) some[i].after = some[i].before;  // twice as many as confidence has it
  }
  EXPECT_NEAR(visibility(estimate_change(some, {}, {}, kScale)).relative, -0.2, 0.006);
}

TEST(Estimate, ChanceDoesNotTellWhichPlacesArePores) {
  // With so small a change confidence alone tells it: an eighth of the darkness is no pore's.
  auto some = pairs(0.99, 0.3, 7);
  for (std::size_t i = 0; i < some.size(); ++i) some[i].before.confidence = i % 2 == 0 ? 0.75 : 1;
  double before = 0, after = 0;
  for (const PorePair& pair : some) {
    before += pair.before.darkness_mm2;
    after += pair.after.darkness_mm2;
  }
  const double read = after / before - 1;
  EXPECT_NEAR(visibility(estimate_change(some, {}, {}, kScale)).relative, read / (1 - 0.125), 0.03 * std::abs(read));
}

TEST(Estimate, RunsAgainTheSame) {
  const auto one = estimate_change(pairs(0.9, 0.3, 5), {}, {}, kScale),
             two = estimate_change(pairs(0.9, 0.3, 5), {}, {}, kScale);
  EXPECT_EQ(one[0].ci95, two[0].ci95);
}

TEST(Estimate, TooLittleSkinGetsNoInterval) {
  auto few = pairs(0.5, 0, 1);
  few.resize(3);
  const Change change = visibility(estimate_change(few, {}, {}, kScale));
  EXPECT_TRUE(std::isnan(change.ci95[0]));
  EXPECT_EQ(judge(change).verdict, "not comparable");
}

TEST(Estimate, NoPoresGiveNoFigure) {
  const Change change = visibility(estimate_change({}, {}, {}, kScale));
  EXPECT_TRUE(std::isnan(change.relative));
  EXPECT_EQ(judge(change).verdict, "not comparable");
}

TEST(Estimate, VanishedPoresLowerDensityButNotMatchedDiameter) {
  auto some = pairs(1, 0, 1);
  for (std::size_t i = 0; i < some.size(); i += 5) {
    some[i].status = PorePair::Status::vanished;
    some[i].after.presence = 0;
    some[i].after.darkness_mm2 = 0;
  }
  const auto changes = estimate_change(some, {}, {}, kScale);
  EXPECT_NEAR(changes[1].relative, 0, 1e-12);
  EXPECT_NEAR(changes[2].relative, -0.2, 1e-12);
  EXPECT_LT(changes[2].ci95[0], -0.3);  // as many again may have gone unseen
  EXPECT_GT(changes[2].ci95[1], -0.1);
  EXPECT_NEAR(changes[4].ci95[0], changes[4].ci95[1], 0.03);  // which is nothing to the matched ones
  const RegionSummary after = summarize_pairs("chin", some, {}, Visit::after, even_skin(), kScale);
  EXPECT_EQ(after.pore_count, 500);
}

TEST(Estimate, TheSkinWhereAPoreWentIsNoPore) {
  auto some = pairs(1, 0, 1);
  for (std::size_t i = 0; i < some.size(); i += 5) {
    some[i].after.presence = 0;
    some[i].after.darkness_mm2 = 0.3;
    some[i].after.core_darkness_mm2 = 0.3 * share_in_core(kDiameterMm, 0.1);
  }
  double before = 0, gone = 0, skin = 0;
  for (std::size_t i = 0; i < some.size(); ++i) {
    before += some[i].before.darkness_mm2;
    if (i % 5 != 0) continue;
    gone += some[i].before.darkness_mm2;
    skin += 0.3;
  }
  const auto changes = estimate_change(some, {}, {}, kScale);
  EXPECT_NEAR(changes[0].relative, -gone / before, 1e-9);
  EXPECT_GT(changes[0].ci95[1], -(gone - skin) / before);  // it may be one that is fainter
}

TEST(Estimate, TheProfileMakesAChangeOfSizeUncertainButNoStandstill) {
  const auto width = [](double size_factor) {
    const double darkness = size_factor * size_factor;
    const Change diameter = estimate_change(pairs(darkness, 0, 1, size_factor), {}, {}, kScale)[1];
    return diameter.ci95[1] - diameter.ci95[0];
  };
  EXPECT_NEAR(width(1), 2 * EstimateOptions{}.systematic, 1e-6);
  EXPECT_NEAR(width(0.8), 2 * 0.8 * 1.96 * 0.08 * std::log(1 / 0.8), 0.005);
}

TEST(Estimate, SmallerPoresAsDarkInAllMayBeBlurWronglyTold) {
  const auto diameter = [](double darkness, double size) {
    return estimate_change(pairs(darkness, 0, 1, size), {}, {}, kScale)[1];
  };
  EXPECT_GT(diameter(1, 0.9).ci95[1], 0);
  EXPECT_LT(diameter(1, 1.1).ci95[0], 0);
  EXPECT_LT(diameter(0.81, 0.9).ci95[1], -0.07);
  EXPECT_GT(diameter(1.21, 1.1).ci95[0], 0.07);
  EXPECT_LT(diameter(0.9, 1).ci95[1], 0.011);
  EXPECT_NEAR(visibility(estimate_change(pairs(1, 0, 1, 0.9), {}, {}, kScale)).relative, 0, 1e-12);
}

TEST(Estimate, APoreWithoutASizeCountsButTellsNoChangeOfSize) {
  auto some = pairs(0.8, 0, 1, 0.9);
  for (std::size_t i = 0; i < some.size(); i += 5) {
    some[i].diameter_mm = kNaN;
    some[i].after.core_darkness_mm2 = 10;
  }
  const auto changes = estimate_change(some, {}, {}, kScale);
  EXPECT_NEAR(changes[0].relative, -0.2, 1e-4);
  EXPECT_NEAR(changes[1].relative, -0.1, 1e-3);
  EXPECT_EQ(changes[2].relative, 0);
  const RegionSummary before = summarize_pairs("chin", some, {}, Visit::before, even_skin(), kScale);
  EXPECT_NEAR(before.diameter_mm.mean, kDiameterMm / std::sqrt(0.9), 1e-3);  // theirs is that of both
  EXPECT_EQ(before.pore_count, 625);
}

TEST(Estimate, NeighboursAreMeasuredOnTheBeforePhotograph) {
  auto some = pairs(1, 0, 1);
  for (PorePair& pair : some) {
    pair.after.x_px = 3 * pair.before.x_px;
    pair.after.y_px = 3 * pair.before.y_px;
  }
  const RegionSummary after = summarize_pairs("chin", some, {}, Visit::after, even_skin(), kScale);
  EXPECT_NEAR(after.nearest_neighbour_mm.median, 1.6, 1e-12);
  EXPECT_NEAR(after.nearest_neighbour_mm.clark_evans, 2, 1e-12);
}

}  // namespace
}  // namespace porevis
