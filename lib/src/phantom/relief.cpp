// SPDX-License-Identifier: Apache-2.0
#include "phantom/relief.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "phantom/field.hpp"

namespace porevis::phantom {
namespace {

/// Furrows run mostly along the skin's tension lines: cells are this much longer that way.
constexpr double kStretch = 1.35;
/// Half width of a furrow over the distance of furrows.
constexpr double kFurrowWidth = 0.2;

/// Mean depth below the plateaus.
constexpr double kMeanDepth = 0.85;

/// The cross-section of a furrow, 1 at its bottom.
double furrow(double distance, double half_width) {
  const double t = distance / half_width;
  return std::exp(-t * t);
}

/// Bounding box of a rectangle turned by an angle about the origin.
cv::Rect2d turned(const cv::Rect2d& r, double c, double s) {
  const cv::Point2d middle(r.x + r.width / 2, r.y + r.height / 2);
  const cv::Point2d m(c * middle.x + s * middle.y, -s * middle.x + c * middle.y);
  const double w = std::abs(c) * r.width + std::abs(s) * r.height;
  const double h = std::abs(s) * r.width + std::abs(c) * r.height;
  return {m.x - w / 2, m.y - h / 2, w, h};
}

/// Height of the relief: 0 on average, furrows are about 1 deep.
cv::Mat1f make_height(const Skin& skin, const Nodes& nodes) {
  const SkinDescription& d = skin.description;
  const double angle = d.orientation_deg * std::numbers::pi / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  const cv::Rect2d area = nodes.area_mm();
  const auto at_least = [&](double spacing_mm) { return std::max(spacing_mm, nodes.spacing_mm); };
  cv::Rect2d along = turned(area, c, s);
  along.x /= kStretch;
  along.width /= kStretch;
  const CellField coarse(skin.seed, "furrows", at_least(d.furrow_spacing_mm), along);
  const CellField fine(skin.seed, "fine furrows", at_least(d.furrow_spacing_mm / 2.3), along);
  const SmoothField strength(skin.seed, "furrow strength", at_least(1.5 * d.furrow_spacing_mm), area);
  const SmoothField undulation(skin.seed, "undulation", at_least(0.43 * d.furrow_spacing_mm), area);
  const SmoothField texture(skin.seed, "texture", at_least(0.157 * d.furrow_spacing_mm), area);

  cv::Mat1f height(nodes.part.size());
  for (int row = 0; row < nodes.part.height; ++row)
    for (int column = 0; column < nodes.part.width; ++column) {
      const double x = (nodes.part.x + column) * nodes.spacing_mm;
      const double y = (nodes.part.y + row) * nodes.spacing_mm;
      const double u = (c * x + s * y) / kStretch;
      const double v = -s * x + c * y;
      const double uneven = std::clamp(1 + 0.4 * strength(x, y), 0.0, 2.0);
      const double furrows = furrow(coarse.edge_distance_mm(u, v), kFurrowWidth * d.furrow_spacing_mm) +
                             0.5 * furrow(fine.edge_distance_mm(u, v), kFurrowWidth * d.furrow_spacing_mm / 2.3);
      height(row, column) =
          static_cast<float>(kMeanDepth - uneven * furrows + 0.5 * undulation(x, y) + 0.25 * texture(x, y));
    }
  return height;
}

}  // namespace

cv::Mat1f shade_relief(const Skin& skin, const Nodes& nodes, cv::Point2d to_light) {
  cv::Mat1f shading(nodes.part.size(), 1.F);
  const double depth = skin.description.furrow_depth;
  if (depth == 0) return shading;
  const cv::Rect& part = nodes.part;
  const cv::Mat1f height =
      make_height(skin, {{part.x - 1, part.y - 1, part.width + 2, part.height + 2}, nodes.spacing_mm});
  // The wall of a furrow is steepest, 0.86 of its depth over its half width, where it is 0.61 deep: lit from across,
  // the dark wall of a furrow of depth 1 is darker by 0.6 * 0.61 for lying low and 0.64 for facing away, 1 in all.
  const double for_low = 0.6 * depth;
  const double for_slope = 0.64 / 0.86 * depth * kFurrowWidth * skin.description.furrow_spacing_mm;
  for (int row = 0; row < nodes.part.height; ++row)
    for (int column = 0; column < nodes.part.width; ++column) {
      const double slope_x = (height(row + 1, column + 2) - height(row + 1, column)) / (2 * nodes.spacing_mm);
      const double slope_y = (height(row + 2, column + 1) - height(row, column + 1)) / (2 * nodes.spacing_mm);
      const double towards = slope_x * to_light.x + slope_y * to_light.y;
      const double light = 1 + for_low * height(row + 1, column + 1) - for_slope * towards;
      shading(row, column) = static_cast<float>(std::clamp(light, 0.1, 2.0));
    }
  return shading;
}

}  // namespace porevis::phantom
