// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/region.hpp"

#include <algorithm>
#include <cmath>

namespace porevis {
namespace {

/// Sets the pixels whose centres lie inside a polygon (even-odd rule; of two polygons that share an edge, one has it).
void fill(cv::Mat& mask, cv::Point offset, const Polygon& polygon, std::uint8_t value) {
  const auto [top, bottom] =
      std::minmax_element(polygon.begin(), polygon.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  std::vector<double> crossings;
  for (int row = 0; row < mask.rows; ++row) {
    const double y = row + offset.y;
    if (polygon.empty() || y < top->y || y > bottom->y) continue;
    crossings.clear();
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const cv::Point2d& p = polygon[i];
      const cv::Point2d& q = polygon[(i + 1) % polygon.size()];
      if ((p.y <= y) != (q.y <= y)) crossings.push_back(p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y) - offset.x);
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const auto column = [&](double x) { return static_cast<int>(std::ceil(std::clamp(x, 0.0, 1.0 * mask.cols))); };
      std::fill(mask.ptr(row) + column(crossings[i]), mask.ptr(row) + column(crossings[i + 1]), value);
    }
  }
}

}  // namespace

Region whole_region(cv::Size picture) {
  const double right = picture.width - 0.5;
  const double bottom = picture.height - 0.5;
  return {.name = "whole", .outline = {{-0.5, -0.5}, {right, -0.5}, {right, bottom}, {-0.5, bottom}}, .keep_out = {}};
}

cv::Rect bounds(const Region& region, int margin_px, cv::Size picture) {
  if (region.outline.empty()) return {};
  cv::Point2d low = region.outline.front();
  cv::Point2d high = low;
  for (const cv::Point2d& corner : region.outline) {
    low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
    high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
  }
  const cv::Point first(static_cast<int>(std::ceil(low.x)) - margin_px, static_cast<int>(std::ceil(low.y)) - margin_px);
  const cv::Point end(static_cast<int>(std::floor(high.x)) + margin_px + 1,
                      static_cast<int>(std::floor(high.y)) + margin_px + 1);
  return cv::Rect(first, end) & cv::Rect({}, picture);
}

cv::Mat region_mask(const Region& region, cv::Rect roi) {
  cv::Mat mask = cv::Mat::zeros(roi.size(), CV_8U);
  fill(mask, roi.tl(), region.outline, 255);
  for (const Polygon& polygon : region.keep_out) fill(mask, roi.tl(), polygon, 0);
  return mask;
}

}  // namespace porevis
