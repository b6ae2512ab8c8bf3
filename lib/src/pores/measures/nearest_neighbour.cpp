// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <opencv2/core.hpp>

#include "pores/measures/measure.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

/// Distance of each point to the nearest other; only points closer in y than the nearest so far are looked at.
std::vector<double> nearest_distances(std::vector<cv::Point2d> points) {
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  std::vector<double> nearest(points.size(), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto look_at = [&](const cv::Point2d& other) {
      nearest[i] = std::min(nearest[i], cv::norm(other - points[i]));
    };
    for (std::size_t k = i + 1; k < points.size() && points[k].y - points[i].y < nearest[i]; ++k) look_at(points[k]);
    for (std::size_t k = i; k-- > 0 && points[i].y - points[k].y < nearest[i];) look_at(points[k]);
  }
  return nearest;
}

}  // namespace

NeighbourSummary measure::nearest_neighbour_mm(const RegionView& region) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  std::vector<cv::Point2d> centres;
  for (const Pore& pore : region.pores.visible) {
    centres.emplace_back(region.scale.mm(pore.x_px), region.scale.mm(pore.y_px));
  }
  if (centres.size() < 2) return {kNaN, kNaN};
  std::vector<double> nearest = nearest_distances(centres);
  const auto count = static_cast<double>(nearest.size());
  const double mean = std::accumulate(nearest.begin(), nearest.end(), 0.0) / count;
  const double expected = 0.5 / std::sqrt(count / region.area_mm2);
  return {median(nearest), mean / expected};
}

}  // namespace porevis
