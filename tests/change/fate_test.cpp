// SPDX-License-Identifier: Apache-2.0
#include "change/fate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "random.hpp"

namespace porevis {
namespace {

constexpr double kUsualMm2 = 0.012, kErrorMm2 = 0.004;  // so that few of those gone can be proven to be

struct Tables {
  std::vector<Pore> before, after;
};

/// Pores whose darkness became a factor of what it was; the first so many of a hundred are gone.
Tables tables(int count, double factor, int gone_of_hundred) {
  Random random(7, "fate_test");
  Tables result;
  for (int i = 0; i < count; ++i) {
    const double darkness = kUsualMm2 * std::exp(0.5 * random.normal());
    Pore before, after;
    before.darkness_mm2 = darkness + kErrorMm2 * random.normal();
    after.darkness_mm2 = (i % 100 < gone_of_hundred ? 0 : factor * darkness) + kErrorMm2 * random.normal();
    before.darkness_se_mm2 = after.darkness_se_mm2 = kErrorMm2;
    result.before.push_back(before);
    result.after.push_back(after);
  }
  return result;
}

/// Change of how many there are.
double change_of_number(const std::vector<Fate>& fates) {
  double before = 0, after = 0;
  for (const Fate& fate : fates) {
    before += fate.in_before;
    after += fate.in_after;
  }
  return after / before - 1;
}

std::ptrdiff_t count(const std::vector<Fate>& fates, PorePair::Status status) {
  return std::ranges::count(fates, status, &Fate::status);
}

TEST(Fate, PoresTooFaintToProveOneByOneTellTogetherHowManyWent) {
  for (const int gone : {0, 20, 50}) {
    const auto [before, after] = tables(600, 1, gone);
    const std::vector<Fate> fates = tell_fates(before, after);
    EXPECT_NEAR(change_of_number(fates), -gone / 100.0, 0.08) << gone;
    EXPECT_LT(count(fates, PorePair::Status::vanished), 6 * gone * 0.5 + 5) << gone;
    const std::vector<Fate> back = tell_fates(after, before);  // the way back in time
    EXPECT_NEAR(change_of_number(back), 1 / (1 - gone / 100.0) - 1, 0.15) << gone;
  }
}

TEST(Fate, WhatAllHaveInCommonIsNoVanishing) {
  const auto [before, after] = tables(600, 0.6, 0);
  const std::vector<Fate> fates = tell_fates(before, after);
  EXPECT_NEAR(change_of_number(fates), 0, 0.06);
  EXPECT_LT(count(fates, PorePair::Status::vanished), 20);
}

TEST(Fate, TheSameTwiceStaysAndFewTellNothing) {
  const auto [table, again] = tables(300, 1, 0);
  EXPECT_EQ(change_of_number(tell_fates(table, table)), 0);
  EXPECT_TRUE(tell_fates({}, {}).empty());
  const auto [before, after] = tables(3, 0, 100);
  EXPECT_LT(std::abs(change_of_number(tell_fates(before, after))), 1);
}

TEST(Fate, WhatIsBrighterThanSkinLiesUnderShine) {
  auto [before, after] = tables(50, 1, 0);
  after[4].darkness_mm2 = -3 * kUsualMm2;
  const std::vector<Fate> fates = tell_fates(before, after);
  EXPECT_EQ(std::ranges::count(fates, true, &Fate::hidden), 1);
  EXPECT_TRUE(fates[4].hidden);
}

}  // namespace
}  // namespace porevis
