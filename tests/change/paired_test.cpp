// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/paired.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "skins.hpp"

namespace porevis {
namespace {

/// Confidence of the least sure pore whose change is measured, and how many there are.
std::pair<double, std::size_t> least_sure(double side_mm) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = side_mm;
  const phantom::Skin skin = phantom::make_skin(description, 12);
  phantom::ShotDescription first, second;
  second.seed = first.seed + 1;
  CompareOptions options;
  options.measure = whole_picture(20);
  const Comparison comparison =
      compare_photos(phantom::photograph(skin, first).photo, phantom::photograph(skin, second).photo, options);
  double least = 1;
  for (const PorePair& pair : comparison.regions.at(0).pores) least = std::min(least, pair.before.confidence);
  return {least, comparison.regions[0].pores.size()};
}

TEST(Paired, OfManyPoresTheSureOnesAreMeasuredOfFewAll) {
  const auto [among_many, many] = least_sure(30);
  EXPECT_GE(among_many, 0.75);
  EXPECT_GT(many, 250U);
  const auto [among_few, few] = least_sure(12);
  EXPECT_LT(among_few, 0.75);
  EXPECT_GT(few, 30U);
  EXPECT_LE(few, 100U);
}

/// Pores of a skin whose darkness became a factor of what it was, photographed with this much noise.
std::vector<PorePair> pairs_of_faded(double factor, double noise) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = 30;
  const phantom::Skin skin = phantom::make_skin(description, 31);
  phantom::ChangeDescription change;
  change.contrast_factor = factor;
  phantom::ShotDescription first, second;
  first.noise = second.noise = noise;
  second.seed = first.seed + 1;
  CompareOptions options;
  options.measure = whole_picture(20);
  return compare_photos(phantom::photograph(skin, first).photo,
                        phantom::photograph(phantom::change_skin(skin, change), second).photo, options)
      .regions.at(0)
      .pores;
}

std::ptrdiff_t count(const std::vector<PorePair>& pairs, PorePair::Status status) {
  return std::ranges::count_if(pairs, [&](const PorePair& pair) { return pair.status == status; });
}

/// Where all pores have half their darkness left, chance leaves some of them a third: they are there still.
TEST(Paired, PoresThatFadeAlikeHaveNotGone) {
  const std::vector<PorePair> pairs = pairs_of_faded(0.5, 0.03);
  const auto chance = static_cast<std::ptrdiff_t>(pairs.size() / 50);  // 1.3 % of them over twelve skins
  EXPECT_GT(pairs.size(), 150U);
  EXPECT_LE(count(pairs, PorePair::Status::vanished), chance);
  EXPECT_LE(count(pairs, PorePair::Status::appeared), chance);
}

}  // namespace
}  // namespace porevis
