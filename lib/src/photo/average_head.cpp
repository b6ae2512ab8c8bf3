// SPDX-License-Identifier: Apache-2.0
#include "photo/average_head.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace porevis {
namespace {

/// Level by level: how far back its front lies (nose and lips apart), half its width, and how square it is: 2 an
/// ellipse, above it flatter in front and steeper at the sides, as cheeks are.
struct Level {
  double y, front, half_width, squareness;
};
constexpr std::array<Level, 15> kLevels{{{-125, 52, 70, 2},
                                         {-105, 33, 74, 2},
                                         {-92, 26, 76, 2},
                                         {-78, 21.5, 76, 2},
                                         {-65, 18.5, 76, 2},
                                         {-50, 17, 76, 2},
                                         {-36, 20, 76, 2},
                                         {-17, 23, 71, 2.3},
                                         {0, 25, 69.5, 2.5},
                                         {18, 25, 69, 2.3},
                                         {33, 26, 66, 2},
                                         {45, 27, 60, 2},
                                         {60, 28, 51, 2},
                                         {75, 32, 42, 2},
                                         {90, 46, 32, 2}}};
constexpr double kHalfDepth = 106;

/// What stands out from the ellipses, or lies deeper (height below 0): Gaussian hills, on both sides of the face.
struct Hill {
  double x, y, height, sigma_x, sigma_above, sigma_below;
};
constexpr std::array<Hill, 5> kHills{{{0, 0, 25, 8, 17, 8},      // nose
                                      {0, 28, 11, 19, 9, 9},     // mouth
                                      {0, 60, 2, 14, 8, 10},     // chin
                                      {22, -37, -11, 12, 9, 8},  // eye sockets
                                      {11, 5, 5, 6, 7, 6}}};     // wings of the nose

/// A smooth curve through the levels (Catmull-Rom spline).
Level level_at(double y) {
  y = std::clamp(y, kLevels.front().y, kLevels.back().y);
  const auto above = std::prev(std::upper_bound(std::next(kLevels.begin()), std::prev(kLevels.end()), y,
                                                [](double value, const Level& level) { return value < level.y; }));
  const auto i = std::distance(kLevels.begin(), above);
  const auto at = [&](std::ptrdiff_t k) {
    return kLevels[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, std::ssize(kLevels) - 1))];
  };
  const Level before = at(i - 1), first = at(i), second = at(i + 1), after = at(i + 2);
  const double width = second.y - first.y, t = (y - first.y) / width;
  const auto through = [&](double Level::*what) {
    const double p = first.*what, q = second.*what;
    const double slope_p = (q - before.*what) / (second.y - before.y) * width;
    const double slope_q = (after.*what - p) / (after.y - first.y) * width;
    return p + t * (slope_p + t * (3 * (q - p) - 2 * slope_p - slope_q + t * (2 * (p - q) + slope_p + slope_q)));
  };
  return {y, through(&Level::front), through(&Level::half_width), through(&Level::squareness)};
}

double hills(double x, double y) {
  double height = 0;
  for (const Hill& hill : kHills) {
    const double down = (y - hill.y) / (y < hill.y ? hill.sigma_above : hill.sigma_below);
    const auto at = [&](double middle) {
      const double across = (x - middle) / hill.sigma_x;
      return hill.height * std::exp(-(across * across + down * down) / 2);
    };
    height += hill.x == 0 ? at(0) : at(hill.x) + at(-hill.x);
  }
  return height;
}

/// Landmarks of the middle and of the side on the viewer's left; `other` is the same one on the viewer's right.
struct Mark {
  std::size_t index, other;
  double x, y, spread;
};
// A mouth smiles, a jaw opens, brows rise.
constexpr std::array<Mark, 29> kMarks{{
    {17, 26, -57, -50, 5},   {18, 25, -49, -57, 5}, {19, 24, -38, -59, 5},   {20, 23, -26, -58, 5},
    {21, 22, -14, -54, 5},   {27, 27, 0, -38, 3},   {28, 28, 0, -26, 3},     {29, 29, 0, -13, 3},
    {30, 30, 0, -1, 3},      {31, 35, -13, 7, 2},   {32, 34, -7, 9.5, 2},    {33, 33, 0, 11, 2},
    {36, 45, -43.5, -37, 2}, {37, 44, -36, -41, 3}, {38, 43, -26.5, -41, 3}, {39, 42, -18, -36, 2},
    {40, 47, -27, -34, 3},   {41, 46, -36, -34, 3}, {48, 54, -25, 33, 8},    {49, 53, -15, 27, 6},
    {50, 52, -6, 24, 5},     {51, 51, 0, 25, 5},    {59, 55, -15, 39, 8},    {58, 56, -6, 42, 8},
    {57, 57, 0, 43, 8},      {60, 64, -21, 33, 8},  {61, 63, -8, 31, 6},     {62, 62, 0, 31, 6},
    {8, 8, 0, 80, 8},
}};

/// The jaw's on the viewer's left, and the lower lip's inner rim: the mean of the faces that dlib's model was trained
/// on.
const std::array<cv::Point2d, 8> kJaw{
    {{-71, -34}, {-70.5, -15}, {-68.5, 3.5}, {-64.5, 22}, {-57.5, 39}, {-46, 53.5}, {-32, 66}, {-17, 76}}};
const cv::Point2d kInnerLip{-7, 36};

}  // namespace

cv::Point3d head_point(double angle, double y) {
  const Level level = level_at(y);
  const double x = level.half_width * std::sin(angle);
  const double power = level.squareness;
  const double depth = 1 - std::pow(1 - std::pow(std::abs(std::sin(angle)), power), 1 / power);
  return {x, y, level.front + kHalfDepth * depth - hills(x, y)};
}

cv::Point3d on_head(double x, double y) {
  const double half_width = level_at(y).half_width;
  return head_point(std::asin(std::clamp(x / half_width, -1.0, 1.0)), y);
}

const std::vector<HeadLandmark>& head_landmarks() {
  static const std::vector<HeadLandmark> landmarks = [] {
    std::vector<HeadLandmark> all;
    for (const Mark& mark : kMarks) {
      all.push_back({mark.index, on_head(mark.x, mark.y), mark.spread});
      if (mark.other != mark.index) all.push_back({mark.other, on_head(-mark.x, mark.y), mark.spread});
    }
    return all;
  }();
  return landmarks;
}

cv::Point2d landmark_from_front(std::size_t index) {
  constexpr std::size_t kChin = 8, kLip = 66;
  if (index < kChin) return kJaw[index];
  if (index > kChin && index <= 2 * kChin) return {-kJaw[2 * kChin - index].x, kJaw[2 * kChin - index].y};
  if (index + 1 >= kLip) return {(static_cast<double>(index) - kLip) * kInnerLip.x, kInnerLip.y};
  for (const Mark& mark : kMarks) {
    if (mark.index == index) return {mark.x, mark.y};
    if (mark.other == index) return {-mark.x, mark.y};
  }
  return {};
}

cv::Point3d between_eyes() {
  const cv::Point3d left = on_head(kEyesApart / 2, -37);
  return {0, left.y, left.z};
}

}  // namespace porevis
