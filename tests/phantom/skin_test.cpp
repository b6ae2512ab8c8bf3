// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

SkinDescription large_skin() {
  SkinDescription d;
  d.width_mm = 120;
  d.height_mm = 90;
  return d;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

double deviation(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  for (const double v : values) {
    sum += v;
    squares += v * v;
  }
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / n - sum * sum / (n * n));
}

bool overlap(const SkinPore& a, const SkinPore& b) {
  return std::hypot(a.x_mm - b.x_mm, a.y_mm - b.y_mm) < (a.diameter_mm + b.diameter_mm) / 2;
}

bool same(const SkinPore& a, const SkinPore& b) {
  return a.id == b.id && a.x_mm == b.x_mm && a.y_mm == b.y_mm && a.diameter_mm == b.diameter_mm &&
         a.contrast == b.contrast && a.elongation == b.elongation && a.orientation_deg == b.orientation_deg &&
         a.profile_sharpness == b.profile_sharpness && a.optical_density_blue == b.optical_density_blue &&
         a.optical_density_red == b.optical_density_red;
}

bool same(const std::vector<SkinPore>& a, const std::vector<SkinPore>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
}

TEST(PhantomSkin, CountIsDensityTimesAreaWithinPoisson) {
  const SkinDescription d = large_skin();
  const double expected = d.pores_per_cm2 * d.width_mm * d.height_mm / 100;
  double total = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto count = static_cast<double>(make_skin(d, seed).pores.size());
    EXPECT_NEAR(count, expected, 4 * std::sqrt(expected));
    total += count;
  }
  EXPECT_NEAR(total, 5 * expected, 4 * std::sqrt(5 * expected));
  EXPECT_NE(total, 5 * expected);
}

TEST(PhantomSkin, SizesAndContrastsAreLogNormalAsAsked) {
  SkinDescription d = large_skin();
  d.diameter_mm = 0.25;
  d.diameter_spread = 0.3;
  d.contrast = 0.15;
  d.contrast_spread = 0.25;
  std::vector<double> diameters;
  std::vector<double> log_diameters;
  std::vector<double> contrasts;
  std::vector<double> log_contrasts;
  double elongation = 0;
  const Skin skin = make_skin(d, 3);
  for (const SkinPore& pore : skin.pores) {
    diameters.push_back(pore.diameter_mm);
    log_diameters.push_back(std::log(pore.diameter_mm));
    contrasts.push_back(pore.contrast);
    log_contrasts.push_back(std::log(pore.contrast));
    elongation += pore.elongation / static_cast<double>(skin.pores.size());
  }
  // 6,500 pores: the median's standard error is 1.25 * spread / sqrt(n) = 0.5 %, the spread's 0.9 %; tails end at 3.
  EXPECT_NEAR(median(diameters) / d.diameter_mm, 1, 0.015);
  EXPECT_NEAR(deviation(log_diameters) / d.diameter_spread, 0.99, 0.03);
  EXPECT_NEAR(median(contrasts) / d.contrast, 1, 0.015);
  EXPECT_NEAR(deviation(log_contrasts) / d.contrast_spread, 0.99, 0.03);
  EXPECT_NEAR(elongation, d.elongation, 0.01);
}

TEST(PhantomSkin, PoresTouchButDoNotOverlap) {
  SkinDescription d;
  d.pores_per_cm2 = 250;
  const std::vector<SkinPore> pores = make_skin(d, 5).pores;
  double closest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < pores.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(pores[i], pores[j]));
      const double distance = std::hypot(pores[i].x_mm - pores[j].x_mm, pores[i].y_mm - pores[j].y_mm);
      closest = std::min(closest, distance / (pores[i].diameter_mm + pores[j].diameter_mm) * 2);
    }
  EXPECT_LT(closest, 1.4);
}

TEST(PhantomSkin, PoresLieOnTheSkinWithIdsFromOne) {
  const SkinDescription d;
  const Skin skin = make_skin(d, 6);
  int id = 0;
  for (const SkinPore& pore : skin.pores) {
    EXPECT_EQ(pore.id, ++id);
    EXPECT_GE(std::min(pore.x_mm, pore.y_mm), 0);
    EXPECT_LT(pore.x_mm, d.width_mm);
    EXPECT_LT(pore.y_mm, d.height_mm);
    EXPECT_GT(pore.orientation_deg, -90);
    EXPECT_LE(pore.orientation_deg, 90);
  }
}

TEST(PhantomSkin, SameSeedSameSkinOtherSeedOther) {
  const SkinDescription d;
  EXPECT_TRUE(same(make_skin(d, 7).pores, make_skin(d, 7).pores));
  EXPECT_FALSE(same(make_skin(d, 7).pores, make_skin(d, 8).pores));
}

TEST(PhantomSkin, AskingForHairsMovesNoPore) {
  SkinDescription d;
  const Skin bare = make_skin(d, 9);
  d.hairs_per_cm2 = 3;
  d.freckles_per_cm2 = 3;
  const Skin hairy = make_skin(d, 9);
  EXPECT_TRUE(same(bare.pores, hairy.pores));
  EXPECT_TRUE(bare.confusers.empty());
  EXPECT_FALSE(hairy.confusers.empty());
}

TEST(PhantomSkin, ConfusersAreAsManyAndAsLargeAsAsked) {
  SkinDescription d = large_skin();
  d.freckles_per_cm2 = 6;
  d.moles_per_cm2 = 2;
  d.papules_per_cm2 = 3;
  d.hairs_per_cm2 = 4;
  d.needle_marks_per_cm2 = 8;
  const std::map<std::string, double> density{
      {"freckle", 6}, {"mole", 2}, {"papule", 3}, {"hair", 4}, {"needle_mark", 8}};
  const std::map<std::string, std::pair<double, double>> size_mm{{"freckle", {0.5, 2}},
                                                                 {"mole", {1.5, 4}},
                                                                 {"papule", {1, 3}},
                                                                 {"hair", {0.03, 0.08}},
                                                                 {"needle_mark", {0.1, 0.3}}};
  std::map<std::string, int> count;
  const Skin skin = make_skin(d, 10);
  for (const Confuser& confuser : skin.confusers) {
    ++count[confuser.kind];
    EXPECT_GE(confuser.size_mm, size_mm.at(confuser.kind).first) << confuser.kind;
    EXPECT_LE(confuser.size_mm, size_mm.at(confuser.kind).second) << confuser.kind;
    if (confuser.kind != "hair") {
      EXPECT_EQ(confuser.path.size(), 1) << confuser.kind;
      continue;
    }
    double length_mm = 0;
    for (std::size_t i = 1; i < confuser.path.size(); ++i)
      length_mm += cv::norm(confuser.path[i] - confuser.path[i - 1]);
    EXPECT_GE(length_mm, 3);
    EXPECT_LE(length_mm, 15.3);
  }
  for (const auto& [kind, per_cm2] : density) {
    const double expected = per_cm2 * d.width_mm * d.height_mm / 100;
    EXPECT_NEAR(count[kind], expected, 4 * std::sqrt(expected)) << kind;
  }
}

TEST(PhantomSkin, DarknessIsTheIntegralOfTheProfile) {
  for (const double sharpness : {0.6, 1.0, 1.3, 3.0}) {
    SkinPore pore;
    pore.diameter_mm = 0.3;
    pore.contrast = 0.4;
    pore.elongation = 1.7;  // leaves the area inside half peak, and so the integral
    pore.profile_sharpness = sharpness;
    double integral = 0;
    const double step = 1e-4;
    for (double r = step / 2; r < 8; r += step)
      integral += 2 * std::numbers::pi * r * step * 0.4 * std::exp2(-std::pow(2 * r / 0.3, 2 * sharpness));
    EXPECT_NEAR(pore.darkness_mm2() / integral, 1, 1e-4) << sharpness;
  }
}

TEST(PhantomSkin, VisibilityIsDarknessOverArea) {
  Skin skin;
  skin.description.width_mm = 4;
  skin.description.height_mm = 5;
  EXPECT_EQ(skin.visibility(), 0);
  SkinPore pore;
  pore.diameter_mm = 0.2;
  pore.contrast = 0.5;  // a Gaussian: 0.5 * pi / 4 * 0.04 / ln 2 mm2
  skin.pores = {pore, pore};
  EXPECT_NEAR(skin.visibility(), 2 * 0.0226618 / 20, 1e-7);
}

TEST(PhantomChange, FactorsAreExactAndTheRestStays) {
  SkinDescription d;
  d.freckles_per_cm2 = 2;
  const Skin before = make_skin(d, 11);
  ChangeDescription change;
  change.diameter_factor = 0.85;
  change.contrast_factor = 0.9;
  change.redness = 0.25;
  const Skin after = change_skin(before, change);
  ASSERT_EQ(after.pores.size(), before.pores.size());
  for (std::size_t i = 0; i < before.pores.size(); ++i) {
    SkinPore expected = before.pores[i];
    expected.diameter_mm *= 0.85;
    expected.contrast *= 0.9;
    EXPECT_TRUE(same(after.pores[i], expected));
  }
  EXPECT_NEAR(after.visibility() / before.visibility(), 0.85 * 0.85 * 0.9, 1e-12);
  EXPECT_EQ(after.confusers.size(), before.confusers.size());
  EXPECT_EQ(after.seed, before.seed);
  EXPECT_DOUBLE_EQ(after.redness, before.redness + 0.25);
}

TEST(PhantomChange, NoChangeChangesNothing) {
  const Skin before = make_skin({}, 12);
  EXPECT_TRUE(same(change_skin(before, {}).pores, before.pores));
}

TEST(PhantomChange, PoresVanishAndAppear) {
  const Skin before = make_skin({}, 13);
  const auto count = static_cast<double>(before.pores.size());
  ChangeDescription change;
  change.vanished_fraction = 0.2;
  change.new_fraction = 0.1;
  const Skin after = change_skin(before, change);
  std::set<int> old_ids;
  for (const SkinPore& pore : before.pores) old_ids.insert(pore.id);
  std::vector<SkinPore> survivors;
  std::vector<SkinPore> added;
  for (const SkinPore& pore : after.pores) (old_ids.contains(pore.id) ? survivors : added).push_back(pore);
  EXPECT_EQ(static_cast<double>(survivors.size()), count - std::round(0.2 * count));
  EXPECT_EQ(static_cast<double>(added.size()), std::round(0.1 * count));
  for (const SkinPore& pore : survivors) EXPECT_TRUE(same(pore, before.pores[static_cast<std::size_t>(pore.id - 1)]));
  for (const SkinPore& pore : added)
    for (const SkinPore& other : survivors) EXPECT_FALSE(overlap(pore, other));
}

TEST(PhantomChange, AnotherChangeHasRandomNumbersAndIdsOfItsOwn) {
  ChangeDescription change;
  change.vanished_fraction = 0.5;
  change.new_fraction = 0.5;
  const Skin first = change_skin(make_skin({}, 14), change);
  const Skin second = change_skin(first, change);
  std::set<int> first_ids;
  for (const SkinPore& pore : first.pores) first_ids.insert(pore.id);
  EXPECT_EQ(first_ids.size(), first.pores.size());
  std::size_t kept = 0;
  for (const SkinPore& pore : second.pores) {
    kept += first_ids.contains(pore.id);
    for (const SkinPore& other : first.pores) EXPECT_EQ(pore.id == other.id, same(pore, other));
  }
  EXPECT_NEAR(static_cast<double>(kept), static_cast<double>(first.pores.size()) / 2, 1);
  EXPECT_TRUE(same(second.pores, change_skin(first, change).pores));
}

TEST(PhantomChange, NeedlingLeavesMarks) {
  const Skin before = make_skin({}, 15);
  ChangeDescription change;
  change.needle_marks_per_cm2 = 40;
  const Skin after = change_skin(before, change);
  EXPECT_NEAR(static_cast<double>(after.confusers.size()), 40 * 12.25, 4 * std::sqrt(40 * 12.25));
  for (const Confuser& confuser : after.confusers) EXPECT_EQ(confuser.kind, "needle_mark");
  EXPECT_TRUE(same(after.pores, before.pores));
}

TEST(PhantomChange, NothingGetsDarkerThanBlack) {
  SkinDescription d;
  d.contrast = 0.5;
  const Skin skin = make_skin(d, 16);
  ChangeDescription change;
  change.contrast_factor = 4;
  EXPECT_THAT([&] { (void)change_skin(skin, change); },
              ThrowsMessage<ParameterError>(HasSubstr("contrast_factor = 4 would make a pore darker than black")));
}

TEST(PhantomSkin, NoRoomIsSaid) {
  SkinDescription d;
  d.width_mm = d.height_mm = 10;
  d.pores_per_cm2 = 1000;
  d.diameter_mm = 0.6;
  EXPECT_THAT([&] { (void)make_skin(d, 1); }, ThrowsMessage<ParameterError>(HasSubstr("leave no room")));
}

/// Every number of an options struct just outside its range, and not a number.
template <class Options, class Use>
void expect_range_checks(const Use& use) {
  const auto try_one = [&](const auto& field, double value) {
    using T = typename std::remove_cvref_t<decltype(field)>::Type;
    if (std::is_unsigned_v<T> && value < 0) return;
    Options options;
    options.*field.member = static_cast<T>(value);
    EXPECT_THAT([&] { use(options); }, ThrowsMessage<ParameterError>(HasSubstr(field.name))) << value;
  };
  const auto try_both = [&](const auto& field) {
    using T = typename std::remove_cvref_t<decltype(field)>::Type;
    const double step = std::is_floating_point_v<T> ? 1e-3 : std::is_unsigned_v<T> ? 1e17 : 1;
    try_one(field, field.low - step);
    try_one(field, field.high + step);
    if (std::is_floating_point_v<T>) try_one(field, std::numeric_limits<double>::quiet_NaN());
  };
  std::apply([&](const auto&... field) { (try_both(field), ...); }, Options::fields());
}

TEST(PhantomSkin, EveryRangeIsChecked) {
  const Skin skin = make_skin({}, 1);
  expect_range_checks<SkinDescription>([](const auto& d) { (void)make_skin(d, 1); });
  expect_range_checks<ChangeDescription>([&](const auto& d) { (void)change_skin(skin, d); });
  expect_range_checks<ShotDescription>([&](const auto& d) { (void)photograph(skin, d); });
}

}  // namespace
}  // namespace porevis::phantom
