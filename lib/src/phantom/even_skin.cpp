// SPDX-License-Identifier: Apache-2.0
#include "phantom/even_skin.hpp"

#include <algorithm>
#include <cmath>

#include "phantom/field.hpp"
#include "phantom/optics.hpp"
#include "phantom/relief.hpp"

namespace porevis::phantom {
namespace {

/// Nodes round an area, at most four to a pixel along an axis. Coarser grids leave out nodes of finer ones.
Nodes nodes_over(const cv::Rect2d& mm, double px_per_mm) {
  Nodes nodes;
  while (nodes.spacing_mm * px_per_mm < 0.25) nodes.spacing_mm *= 2;
  const auto node = [&](double at) { return cvFloor(at / nodes.spacing_mm); };
  nodes.part = {cv::Point(node(mm.x), node(mm.y)), cv::Point(node(mm.br().x) + 2, node(mm.br().y) + 2)};
  return nodes;
}

/// Blotches of several sizes, mean 0 and standard deviation 1.
class Blotches {
 public:
  Blotches(std::uint64_t seed, const std::string& name, const cv::Rect2d& area)
      : large_(seed, name + " large", 5, area),
        middle_(seed, name + " middle", 1.8, area),
        small_(seed, name + " small", 0.7, area) {}

  [[nodiscard]] double operator()(double x, double y) const {
    return 0.7 * large_(x, y) + 0.55 * middle_(x, y) + 0.456 * small_(x, y);
  }

 private:
  SmoothField large_;
  SmoothField middle_;
  SmoothField small_;
};

/// From 0 below `low` smoothly to 1 above `high`.
double smooth_step(double low, double high, double x) {
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

}  // namespace

EvenSkin::EvenSkin(const Skin& skin, const ShotDescription& shot, double px_per_mm, const cv::Rect2d& area_mm,
                   cv::Point2d to_light)
    : nodes_(nodes_over(area_mm, px_per_mm)), values_(nodes_.part.size()) {
  const SkinDescription& d = skin.description;
  const Tone& tone = kTones[static_cast<std::size_t>(d.tone - 1)];
  const cv::Rect2d area = nodes_.area_mm();
  const Blotches melanin(skin.seed, "melanin", area);
  const Blotches haemoglobin(skin.seed, "haemoglobin", area);
  const Blotches redness(skin.seed, "redness", area);
  const Blotches oil(shot.seed, "oil", area);
  const cv::Mat1f relief = shade_relief(skin, nodes_, to_light);
  for (int row = 0; row < nodes_.part.height; ++row)
    for (int column = 0; column < nodes_.part.width; ++column) {
      const double x = (nodes_.part.x + column) * nodes_.spacing_mm;
      const double y = (nodes_.part.y + row) * nodes_.spacing_mm;
      // Amounts over those the albedo contains; neither pigment can be less than none.
      double more_melanin = 0;
      double more_blood = 0;
      if (d.melanin_variation > 0) more_melanin = std::max(-1.0, d.melanin_variation * melanin(x, y));
      if (d.haemoglobin_variation > 0) more_blood = std::max(-1.0, d.haemoglobin_variation * haemoglobin(x, y));
      if (skin.redness > 0) more_blood += skin.redness * std::max(0.0, 1 + 0.4 * redness(x, y));
      const double shading = relief(row, column);
      const double shadow = -std::log(shading);
      cv::Vec4f& value = values_(row, column);
      for (std::size_t c = 0; c < 3; ++c)
        value[static_cast<int>(c)] = static_cast<float>(
            tone.albedo[c] * std::exp(-shadow * kShadow[c] - more_melanin * tone.melanin * kMelanin[c] -
                                      more_blood * kHaemoglobinAmount * kHaemoglobin[c]));
      value[3] = 0;
      if (shot.shine == 0) continue;
      // Facets that face the light, the same that are lit well, throw it back most.
      const double glint = std::clamp(1 + 8 * (shading - 1), 0.0, 2.0);
      value[3] = static_cast<float>(shot.shine * tone.albedo[1] * smooth_step(0.4, 1.8, oil(x, y)) * glint * glint);
    }
}

cv::Vec4f EvenSkin::operator()(cv::Point2d mm) const {
  const double x = mm.x / nodes_.spacing_mm - nodes_.part.x;
  const double y = mm.y / nodes_.spacing_mm - nodes_.part.y;
  const int column = std::clamp(static_cast<int>(x), 0, nodes_.part.width - 2);
  const int row = std::clamp(static_cast<int>(y), 0, nodes_.part.height - 2);
  const auto u = static_cast<float>(x - column);
  const auto v = static_cast<float>(y - row);
  const cv::Vec4f* top = &values_(row, column);
  const cv::Vec4f* bottom = &values_(row + 1, column);
  return (1 - v) * ((1 - u) * top[0] + u * top[1]) + v * ((1 - u) * bottom[0] + u * bottom[1]);
}

}  // namespace porevis::phantom
