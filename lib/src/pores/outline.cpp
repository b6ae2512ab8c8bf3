// SPDX-License-Identifier: Apache-2.0
#include "pores/outline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace porevis {
namespace {

constexpr int kDirections = 24;
constexpr double kStep = 0.25;  // px

struct Direction {
  double cos;
  double sin;
};

const std::array<Direction, kDirections> kCircle = [] {
  std::array<Direction, kDirections> circle{};
  for (int i = 0; i < kDirections; ++i) {
    const double angle = 2 * std::numbers::pi * i / kDirections;
    circle[static_cast<std::size_t>(i)] = {std::cos(angle), std::sin(angle)};
  }
  return circle;
}();

}  // namespace

double sample(const cv::Mat& darkness, double x, double y) {
  x = std::clamp(x, 0.0, darkness.cols - 1.0);
  y = std::clamp(y, 0.0, darkness.rows - 1.0);
  const int x0 = std::min(static_cast<int>(x), std::max(darkness.cols - 2, 0));
  const int y0 = std::min(static_cast<int>(y), std::max(darkness.rows - 2, 0));
  const int x1 = std::min(x0 + 1, darkness.cols - 1);
  const int y1 = std::min(y0 + 1, darkness.rows - 1);
  const double fx = x - x0, fy = y - y0;
  const auto* upper = darkness.ptr<float>(y0);
  const auto* lower = darkness.ptr<float>(y1);
  return (1 - fy) * ((1 - fx) * upper[x0] + fx * upper[x1]) + fy * ((1 - fx) * lower[x0] + fx * lower[x1]);
}

Outline trace_outline(const cv::Mat& darkness, cv::Point2d centre, double surrounding, double reach_px) {
  Outline outline;
  outline.centre = centre;
  outline.peak = sample(darkness, centre.x, centre.y) - surrounding;
  if (outline.peak <= 0) return outline;
  const double half = surrounding + outline.peak / 2;

  std::array<cv::Point2d, kDirections> corner;
  for (std::size_t i = 0; i < kDirections; ++i) {
    double previous = surrounding + outline.peak;
    double radius = reach_px;
    bool closed = false;
    for (double r = kStep; r <= reach_px && !closed; r += kStep) {
      const double value = sample(darkness, centre.x + r * kCircle[i].cos, centre.y + r * kCircle[i].sin);
      if (value <= half) {
        radius = r - kStep * (half - value) / std::max(previous - value, 1e-12);
        closed = true;
      }
      previous = value;
    }
    if (!closed) outline.open += 1.0 / kDirections;
    corner[i] = {radius * kCircle[i].cos, radius * kCircle[i].sin};
  }

  // Area, centroid and second moments of the polygon (Green's theorem).
  double area = 0, mx = 0, my = 0, mxx = 0, myy = 0, mxy = 0;
  for (std::size_t i = 0; i < kDirections; ++i) {
    const cv::Point2d a = corner[i], b = corner[(i + 1) % kDirections];
    const double cross = a.x * b.y - b.x * a.y;
    area += cross / 2;
    mx += cross * (a.x + b.x) / 6;
    my += cross * (a.y + b.y) / 6;
    mxx += cross * (a.x * a.x + a.x * b.x + b.x * b.x) / 12;
    myy += cross * (a.y * a.y + a.y * b.y + b.y * b.y) / 12;
    mxy += cross * (2 * a.x * a.y + a.x * b.y + b.x * a.y + 2 * b.x * b.y) / 24;
  }
  mx /= area;
  my /= area;
  const double vxx = mxx / area - mx * mx, vyy = myy / area - my * my, vxy = mxy / area - mx * my;
  const double mean = (vxx + vyy) / 2, spread = std::hypot((vxx - vyy) / 2, vxy);
  outline.area_px2 = area;
  outline.long_axis_px = 4 * std::sqrt(mean + spread);
  outline.short_axis_px = 4 * std::sqrt(std::max(mean - spread, 1e-6));
  outline.orientation_deg = 90 / std::numbers::pi * std::atan2(2 * vxy, vxx - vyy);
  outline.centre += cv::Point2d(mx, my);
  return outline;
}

}  // namespace porevis
