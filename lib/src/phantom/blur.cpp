// SPDX-License-Identifier: Apache-2.0
#include "phantom/blur.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace porevis::phantom {

double point_spread(double distance_px, double sigma_px) {
  if (sigma_px < 1e-3) return std::abs(distance_px) < 0.5 ? 1 : 0;
  const double scale = 1 / (std::numbers::sqrt2 * sigma_px);
  return (std::erf((distance_px + 0.5) * scale) - std::erf((distance_px - 0.5) * scale)) / 2;
}

Blur::Blur(double sigma_px, int per_px_)
    : per_px(per_px_),
      margin_px(sigma_px < 1e-3 ? 0 : cvCeil(4.5 * sigma_px)),
      weights(static_cast<std::size_t>(per_px * (2 * margin_px + 1))) {
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = static_cast<float>(
        point_spread((static_cast<double>(i) + 0.5 - static_cast<double>(weights.size()) / 2) / per_px, sigma_px));
  const float sum = std::accumulate(weights.begin(), weights.end(), 0.F);
  for (float& weight : weights) weight /= sum;
}

cv::Mat3f Blur::to_pixels(const cv::Mat3f& scene) const {
  const cv::Size size(scene.cols / per_px - 2 * margin_px, scene.rows / per_px - 2 * margin_px);
  cv::Mat3f rows(scene.rows, size.width);
  for (int row = 0; row < scene.rows; ++row)
    for (int column = 0; column < size.width; ++column) {
      const cv::Vec3f* light = scene[row] + column * per_px;
      cv::Vec3f sum;
      for (const float weight : weights) sum += weight * *light++;
      rows(row, column) = sum;
    }
  cv::Mat3f pixels(size, cv::Vec3f());
  for (int row = 0; row < size.height; ++row)
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const cv::Vec3f* light = rows[row * per_px + static_cast<int>(i)];
      for (int column = 0; column < size.width; ++column) pixels(row, column) += weights[i] * light[column];
    }
  return pixels;
}

}  // namespace porevis::phantom
