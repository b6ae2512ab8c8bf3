// SPDX-License-Identifier: Apache-2.0
#include "phantom/field.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "random.hpp"

namespace porevis::phantom {
namespace {

TEST(PhantomField, SmoothFieldHasMeanZeroAndDeviationOne) {
  const SmoothField field(1, "any", 0.5, {-40, -40, 80, 80});
  Random random(2, "places");
  double sum = 0;
  double squares = 0;
  constexpr int n = 50000;
  for (int i = 0; i < n; ++i) {
    const double x = random.uniform(-40, 40);
    const double value = field(x, random.uniform(-40, 40));
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / n, 0, 0.03);
  EXPECT_NEAR(std::sqrt(squares / n), 1, 0.03);
}

TEST(PhantomField, ValuesDoNotDependOnTheArea) {
  const SmoothField small(1, "any", 0.5, {2, 3, 1, 1});
  const SmoothField large(1, "any", 0.5, {-5, -7, 20, 20});
  const CellField few(1, "any", 0.5, {2, 3, 1, 1});
  const CellField many(1, "any", 0.5, {-5, -7, 20, 20});
  Random random(3, "places");
  for (int i = 0; i < 200; ++i) {
    const double x = random.uniform(2, 3);
    const double y = random.uniform(3, 4);
    EXPECT_EQ(small(x, y), large(x, y));
    EXPECT_NEAR(few.edge_distance_mm(x, y), many.edge_distance_mm(x, y), 1e-12);
  }
}

TEST(PhantomField, NamesGiveFieldsOfTheirOwn) {
  const cv::Rect2d area(0, 0, 100, 100);
  const SmoothField a(1, "a", 1, area);
  const SmoothField b(1, "b", 1, area);
  double product = 0;
  for (int i = 0; i < 2000; ++i) product += a(0.5 + i % 99, 0.05 * i) * b(0.5 + i % 99, 0.05 * i);
  EXPECT_NEAR(product / 2000, 0, 0.1);
}

TEST(PhantomField, EdgeDistanceIsZeroHalfWayBetweenCellsAndGrowsTowardsTheirMiddles) {
  const CellField cells(4, "any", 1, {0, 0, 30, 30});
  // Along any line the distance changes no faster than the place; it reaches 0 several times and is never negative.
  constexpr double step = 0.002;
  double last = cells.edge_distance_mm(0, 13);
  double least = last;
  double most = last;
  for (double x = step; x < 30; x += step) {
    const double distance = cells.edge_distance_mm(x, 13);
    EXPECT_GE(distance, 0);
    EXPECT_LE(std::abs(distance - last), step * 1.01);
    least = std::min(least, distance);
    most = std::max(most, distance);
    last = distance;
  }
  EXPECT_LT(least, 2 * step);
  EXPECT_GT(most, 0.3);
  EXPECT_LT(most, 1);
}

}  // namespace
}  // namespace porevis::phantom
