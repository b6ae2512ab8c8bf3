// SPDX-License-Identifier: Apache-2.0
#include "porevis/pores/measures.hpp"

#include <gtest/gtest.h>

namespace porevis {
namespace {

Pore pore(double diameter_mm, double area_mm2, double contrast, double darkness_mm2) {
  Pore p;
  p.diameter_mm = diameter_mm;
  p.area_mm2 = area_mm2;
  p.contrast = contrast;
  p.darkness_mm2 = darkness_mm2;
  return p;
}

TEST(Measures, FiguresOfKnownPores) {
  const std::vector<Pore> pores{pore(0.1, 0.01, 0.1, 0.001), pore(0.2, 0.03, 0.2, 0.004), pore(0.6, 0.26, 0.6, 0.1)};
  const RegionSummary summary = summarize("chin", pores, 50);
  EXPECT_EQ(summary.name, "chin");
  EXPECT_EQ(summary.pore_count, 3);
  EXPECT_DOUBLE_EQ(summary.density_per_cm2, 6);
  EXPECT_DOUBLE_EQ(summary.area_fraction, 0.3 / 50);
  EXPECT_DOUBLE_EQ(summary.visibility, 0.105 / 50);
  EXPECT_DOUBLE_EQ(summary.contrast_mean, 0.3);
  EXPECT_DOUBLE_EQ(summary.diameter_mm.mean, 0.3);
  EXPECT_DOUBLE_EQ(summary.diameter_mm.median, 0.2);
  EXPECT_NEAR(summary.diameter_mm.p90, 0.52, 1e-12);  // linear between 0.2 and 0.6
}

TEST(Measures, NoPoresAreAResult) {
  const RegionSummary summary = summarize("nose", std::vector<Pore>{}, 50);
  EXPECT_EQ(summary.pore_count, 0);
  EXPECT_EQ(summary.visibility, 0);
  EXPECT_EQ(summary.diameter_mm.p90, 0);
}

TEST(Measures, EachSumsItsOwnSet) {
  const std::vector<Pore> all{pore(0.1, 0.01, 0.1, 0.001), pore(0.2, 0.03, 0.2, 0.004)};
  const std::span<const Pore> two(all), one(all.data(), 1);
  const RegionSummary summary = summarize("nose", {two, one, one}, 10);
  EXPECT_DOUBLE_EQ(summary.visibility, 0.0005);
  EXPECT_EQ(summary.pore_count, 1);
  EXPECT_DOUBLE_EQ(summary.diameter_mm.mean, 0.1);
}

}  // namespace
}  // namespace porevis
