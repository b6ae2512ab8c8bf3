// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const cv::Size picture(4000, 3000);

std::string refusal(const Polygon& polygon) {
  const Region region{.name = "a", .outline = polygon, .keep_out = {}};
  try {
    check_regions(std::array{region}, picture, "drawn.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// A closed curve through `corners` points.
template <class Curve>
Polygon along(int corners, const Curve& curve) {
  Polygon polygon;
  for (int i = 0; i < corners; ++i) polygon.push_back(curve(2 * std::numbers::pi * i / corners));
  return polygon;
}

TEST(RegionCheck, TakesWhatDoesNotCrossItself) {
  EXPECT_EQ(refusal({{0, 0}, {100, 0}, {50, 20}, {100, 100}, {0, 100}}), "");
  // A hole cut out by a bridge that is walked twice; a tip that touches the opposite edge; a corner given twice.
  EXPECT_EQ(
      refusal({{0, 0}, {90, 0}, {90, 90}, {0, 90}, {0, 30}, {30, 30}, {30, 60}, {60, 60}, {60, 30}, {30, 30}, {0, 30}}),
      "");
  EXPECT_EQ(refusal({{0, 0}, {90, 0}, {90, 90}, {45, 0}, {0, 90}}), "");
  EXPECT_EQ(refusal({{0, 0}, {90, 0}, {90, 0}, {90, 90}, {90, 90}, {0, 90}, {0, 0}}), "");
}

TEST(RegionCheck, FindsWhereAPolygonCrossesItself) {
  EXPECT_EQ(refusal({{0, 0}, {90, 90}, {90, 0}, {0, 90}}),
            "drawn.json: region a: a polygon crosses itself at (45, 45); give its corners in their order along the "
            "border");
  // Through a corner that lies on the edge, in either order of the two edges.
  EXPECT_THAT(refusal({{0, 50}, {100, 50}, {100, 80}, {50, 80}, {50, 50}, {50, 20}, {0, 20}}),
              HasSubstr("crosses itself at (50, 50)"));
  EXPECT_THAT(refusal({{50, 80}, {50, 50}, {50, 20}, {0, 20}, {0, 50}, {100, 50}, {100, 80}}),
              HasSubstr("crosses itself at (50, 50)"));
  EXPECT_THAT(
      refusal(along(5, [](double t) { return cv::Point2d(500 + 300 * std::cos(2 * t), 500 + 300 * std::sin(2 * t)); })),
      HasSubstr("crosses itself"));
}

TEST(RegionCheck, AgreesWithTheDirectTestOfAllPairs) {
  cv::RNG random(7);
  int crossed = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    Polygon polygon;
    const int corners = random.uniform(3, 8);
    for (int i = 0; i < corners; ++i) polygon.emplace_back(random.uniform(0.0, 100.0), random.uniform(0.0, 100.0));
    const auto at = [&](int i) { return polygon[static_cast<std::size_t>(i % corners)]; };
    const auto left = [](cv::Point2d p, cv::Point2d q, cv::Point2d r) { return (q - p).cross(r - p) > 0; };
    bool crosses = false;
    for (int i = 0; i < corners; ++i) {
      for (int j = i + 2; j < corners - (i == 0 ? 1 : 0); ++j) {
        crosses |= left(at(i), at(i + 1), at(j)) != left(at(i), at(i + 1), at(j + 1)) &&
                   left(at(j), at(j + 1), at(i)) != left(at(j), at(j + 1), at(i + 1));
      }
    }
    crossed += crosses ? 1 : 0;
    EXPECT_EQ(refusal(polygon).find("crosses itself") != std::string::npos, crosses) << trial;
  }
  EXPECT_GT(crossed, 200);
  EXPECT_LT(crossed, 1900);
}

TEST(RegionCheck, AHundredThousandCornersAreCheckedInASecond) {
  const auto start = std::chrono::steady_clock::now();
  const auto wavy = [](double t) {
    const double radius = 1000 + 200 * std::sin(500 * t);
    return cv::Point2d(2000 + radius * std::cos(t), 1500 + radius * std::sin(t));
  };
  EXPECT_EQ(refusal(along(100'000, wavy)), "");
  Polygon crossed = along(100'000, wavy);
  std::swap(crossed[40'000], crossed[70'000]);
  EXPECT_THAT(refusal(crossed), HasSubstr("crosses itself"));
  // Teeth as long as the picture, upright, level and slanting.
  const auto comb = [](cv::Point2d tooth, cv::Point2d step) {
    Polygon polygon{{100, 100}};
    for (int i = 1; i < 50'000; ++i) {
      const cv::Point2d root = cv::Point2d(100, 100) + i * step;
      polygon.push_back(root - step / 2 + tooth);
      polygon.push_back(root);
    }
    return polygon;
  };
  EXPECT_EQ(refusal(comb({0, 2000}, {0.05, 0})), "");
  EXPECT_EQ(refusal(comb({2000, 0}, {0, 0.05})), "");
  EXPECT_THAT(refusal(comb({1200, 1200}, {0.02, -0.001})), HasSubstr("too intricate"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << "of a busy machine";
}

TEST(RegionCheck, CornersMustLieInThePicture) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refusal({{0, 0}, {nan, 0}, {9, 9}}),
              HasSubstr("corner 2 (nan, 0) lies outside the picture of 4000 x 3000"));
  EXPECT_THAT(refusal({{0, 0}, {1e300, 0}, {9, 9}}), HasSubstr("corner 2 (1e+300, 0) lies outside"));
  EXPECT_THAT(refusal({{0, 0}, {9, 0}, {9, std::numeric_limits<double>::infinity()}}), HasSubstr("(9, inf)"));
}

TEST(RegionCheck, NamesAreUsedOnce) {
  const Region region{.name = "nose", .outline = {{0, 0}, {9, 0}, {9, 9}}, .keep_out = {}};
  try {
    check_regions(std::array{region, region}, picture, "drawn.json");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), StartsWith("drawn.json: region nose: the name is used twice"));
  }
}

}  // namespace
}  // namespace porevis
