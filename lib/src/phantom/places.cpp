// SPDX-License-Identifier: Apache-2.0
#include "phantom/places.hpp"

#include <algorithm>
#include <cmath>

namespace porevis::phantom {

Places::Places(cv::Size2d area_mm, double largest_mm)
    : area_mm_(area_mm),
      cell_mm_(std::max(largest_mm, std::max(area_mm.width, area_mm.height) / 1000)),
      columns_(static_cast<int>(area_mm.width / cell_mm_) + 1),
      rows_(static_cast<int>(area_mm.height / cell_mm_) + 1),
      cells_(static_cast<std::size_t>(columns_) * rows_) {}

std::optional<cv::Point2d> Places::find(Random& random, double diameter_mm) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const double x = random.uniform(0, area_mm_.width);
    const double y = random.uniform(0, area_mm_.height);
    if (!is_free({x, y}, diameter_mm)) continue;
    take({x, y}, diameter_mm);
    return cv::Point2d(x, y);
  }
  return std::nullopt;
}

void Places::take(cv::Point2d centre, double diameter_mm) {
  const cv::Point at = cell(centre);
  cells_[static_cast<std::size_t>(at.y) * columns_ + at.x].push_back({centre, diameter_mm});
}

bool Places::is_free(cv::Point2d centre, double diameter_mm) const {
  const cv::Point at = cell(centre);
  for (int row = std::max(0, at.y - 1); row <= std::min(rows_ - 1, at.y + 1); ++row)
    for (int column = std::max(0, at.x - 1); column <= std::min(columns_ - 1, at.x + 1); ++column)
      for (const Disc& disc : cells_[static_cast<std::size_t>(row) * columns_ + column]) {
        const cv::Point2d between = disc.centre - centre;
        const double least = (disc.diameter_mm + diameter_mm) / 2;
        if (between.dot(between) < least * least) return false;
      }
  return true;
}

cv::Point Places::cell(cv::Point2d place) const {
  return {std::clamp(static_cast<int>(place.x / cell_mm_), 0, columns_ - 1),
          std::clamp(static_cast<int>(place.y / cell_mm_), 0, rows_ - 1)};
}

}  // namespace porevis::phantom
