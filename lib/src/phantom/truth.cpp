// SPDX-License-Identifier: Apache-2.0
#include "phantom/truth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "phantom/blur.hpp"

namespace porevis::phantom {
namespace {

bool is_inside(cv::Point2d px, cv::Size size) {
  return px.x >= -0.5 && px.y >= -0.5 && px.x < size.width - 0.5 && px.y < size.height - 0.5;
}

/// The profile over blur and pixel, integrated by the midpoint rule in polar coordinates of the pore's ellipse.
double blurred_contrast(const SkinPore& pore, double picture_deg, double px_per_mm, double blur_sigma_px) {
  const double long_half = pore.diameter_mm / 2 * std::sqrt(pore.elongation) * px_per_mm;
  const double short_half = pore.diameter_mm / 2 / std::sqrt(pore.elongation) * px_per_mm;
  const double profile_end = std::pow(20, 0.5 / pore.profile_sharpness);
  const double blur_end = (6 * blur_sigma_px + 0.75) / short_half;
  constexpr int rings = 40;
  constexpr int spokes = 32;
  const double step = std::min(profile_end, blur_end) / rings;
  const double turn = picture_deg * std::numbers::pi / 180;
  double sum = 0;
  for (int spoke = 0; spoke < spokes; ++spoke) {
    const double angle = std::numbers::pi * (spoke + 0.5) / spokes;  // half a turn: the other half is the same
    const double u = long_half * std::cos(angle);
    const double v = short_half * std::sin(angle);
    const double x = std::cos(turn) * u - std::sin(turn) * v;
    const double y = std::sin(turn) * u + std::cos(turn) * v;
    for (int ring = 0; ring < rings; ++ring) {
      const double r = (ring + 0.5) * step;
      const double dark = std::exp2(-std::pow(r * r, pore.profile_sharpness));
      sum += r * dark * point_spread(r * x, blur_sigma_px) * point_spread(r * y, blur_sigma_px);
    }
  }
  return pore.contrast * sum * step * 2 * std::numbers::pi / spokes * long_half * short_half;
}

}  // namespace

std::vector<TruePore> true_pores(const Skin& skin, const ShotDescription& shot, const Camera& camera) {
  std::vector<TruePore> pores;
  std::vector<const SkinPore*> seen;
  for (const SkinPore& pore : skin.pores) {
    const cv::Point2d mm(pore.x_mm, pore.y_mm);
    const cv::Point2d px = camera.picture_from_skin(mm);
    if (!is_inside(px, camera.size())) continue;
    pores.push_back({pore.id, px.x, px.y, pore.diameter_mm, pore.contrast, 0, pore.darkness_mm2(), pore.elongation,
                     camera.picture_axis_deg(mm, pore.orientation_deg)});
    seen.push_back(&pore);
  }
  cv::parallel_for_({0, static_cast<int>(pores.size())}, [&](const cv::Range& range) {
    for (auto i = static_cast<std::size_t>(range.start); i < static_cast<std::size_t>(range.end); ++i)
      pores[i].blurred_contrast =
          blurred_contrast(*seen[i], pores[i].orientation_deg, camera.px_per_mm(), shot.blur_sigma_px);
  });
  return pores;
}

std::vector<TrueConfuser> true_confusers(const Skin& skin, const Camera& camera) {
  std::vector<TrueConfuser> confusers;
  for (const Confuser& confuser : skin.confusers) {
    TrueConfuser seen{confuser.kind, {}, confuser.size_mm * camera.px_per_mm()};
    for (const cv::Point2d& mm : confuser.path) seen.path_px.push_back(camera.picture_from_skin(mm));
    if (std::any_of(seen.path_px.begin(), seen.path_px.end(),
                    [&](cv::Point2d px) { return is_inside(px, camera.size()); }))
      confusers.push_back(std::move(seen));
  }
  return confusers;
}

}  // namespace porevis::phantom
