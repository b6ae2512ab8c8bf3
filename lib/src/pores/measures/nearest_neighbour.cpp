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

/// A pore's place in the picture, and how lengths round it lie on the skin.
struct Place {
  cv::Point2d mm;
  cv::Matx22d skin_from_picture;
};

/// Distance on the skin of each place to the nearest other. Only places closer in y than the nearest so far are looked
/// at; one nearer to the camera is smaller on the skin than in the picture, by less than a fifth.
std::vector<double> nearest_distances(std::vector<Place> places) {
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.mm.y < b.mm.y; });
  std::vector<double> nearest(places.size(), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto within_reach = [&](std::size_t k) {
      return 0.8 * std::abs(places[k].mm.y - places[i].mm.y) < nearest[i];
    };
    const auto look_at = [&](std::size_t k) {
      const cv::Vec2d apart = places[k].mm - places[i].mm;
      nearest[i] = std::min(nearest[i], cv::norm(places[i].skin_from_picture * apart));
    };
    for (std::size_t k = i + 1; k < places.size() && within_reach(k); ++k) look_at(k);
    for (std::size_t k = i; k-- > 0 && within_reach(k);) look_at(k);
  }
  return nearest;
}

}  // namespace

NeighbourSummary measure::nearest_neighbour_mm(const RegionView& region) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  std::vector<Place> places;
  for (const Pore& pore : region.pores.places) {
    if (pore.presence < 0.5) continue;
    places.push_back({{region.scale.mm(pore.x_px), region.scale.mm(pore.y_px)},
                      patch_at(region.skin.surface, {pore.x_px, pore.y_px}).skin_from_picture});
  }
  if (places.size() < 2) return {kNaN, kNaN};
  std::vector<double> nearest = nearest_distances(std::move(places));
  const auto count = static_cast<double>(nearest.size());
  const double mean = std::accumulate(nearest.begin(), nearest.end(), 0.0) / count;
  const double expected = 0.5 / std::sqrt(count / region.area_mm2);
  return {median(nearest), mean / expected};
}

}  // namespace porevis
