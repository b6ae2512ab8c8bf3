// SPDX-License-Identifier: Apache-2.0
#include "phantom/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "random.hpp"

namespace porevis::phantom {
namespace {

constexpr double kMaxMegapixels = 150;
constexpr double kRadian = std::numbers::pi / 180;

int picture_size(int asked_px, double skin_mm, double px_per_mm) {
  return asked_px > 0 ? asked_px : std::max(1, static_cast<int>(std::lround(skin_mm * px_per_mm)));
}

}  // namespace

Camera::Camera(const SkinDescription& skin, const ShotDescription& shot)
    : size_(picture_size(shot.width_px, skin.width_mm, shot.px_per_mm),
            picture_size(shot.height_px, skin.height_mm, shot.px_per_mm)),
      px_per_mm_(shot.px_per_mm * shot.scale),
      rotation_deg_(shot.rotation_deg),
      cos_(std::cos(shot.rotation_deg * kRadian)),
      sin_(std::sin(shot.rotation_deg * kRadian)),
      skin_middle_mm_(skin.width_mm / 2, skin.height_mm / 2),
      picture_middle_px_((size_.width - 1) / 2.0 + shot.shift_x_px, (size_.height - 1) / 2.0 + shot.shift_y_px),
      bend_px_(shot.bend_px) {
  std::ostringstream message;
  if (1e-6 * size_.width * size_.height > kMaxMegapixels) {
    message << "a picture of " << size_.width << " x " << size_.height << " px is larger than " << kMaxMegapixels
            << " megapixels: give a smaller px_per_mm, width_px or height_px";
    throw ParameterError(message.str());
  }
  Random random(shot.seed, "bend");
  double steepest = 0;
  for (auto& axis : waves_)
    for (Wave& wave : axis) {
      const double length_px = 12 * px_per_mm_ * random.uniform(0.8, 1.25);
      const double direction = random.uniform(0, 2 * std::numbers::pi);
      const double per_px = 2 * std::numbers::pi / length_px;
      steepest = std::max(steepest, per_px);
      wave = {per_px * cv::Point2d(std::cos(direction), std::sin(direction)), random.uniform(0, 2 * std::numbers::pi)};
    }
  // Half as steep as a fold, so that picture_from_skin() converges.
  const double slope = std::numbers::sqrt2 * steepest * bend_px_;
  if (slope > 0.5) {
    message << "bend_px = " << bend_px_ << " would fold the picture at " << px_per_mm_ << " px/mm: give at most "
            << 0.5 / slope * bend_px_;
    throw ParameterError(message.str());
  }
  stretch_ = 1 / (1 - slope);
}

cv::Point2d Camera::bend(cv::Point2d px) const {
  if (bend_px_ == 0) return {};
  const auto shift = [&](const std::array<Wave, 2>& axis) {
    return bend_px_ / 2 *
           (std::sin(axis[0].per_px.dot(px) + axis[0].phase) + std::sin(axis[1].per_px.dot(px) + axis[1].phase));
  };
  return {shift(waves_[0]), shift(waves_[1])};
}

cv::Point2d Camera::skin_from_picture(cv::Point2d px) const {
  const cv::Point2d p = (px - bend(px) - picture_middle_px_) / px_per_mm_;
  return skin_middle_mm_ + cv::Point2d(cos_ * p.x + sin_ * p.y, -sin_ * p.x + cos_ * p.y);
}

cv::Point2d Camera::picture_from_skin(cv::Point2d mm) const {
  const cv::Point2d p = (mm - skin_middle_mm_) * px_per_mm_;
  const cv::Point2d flat = picture_middle_px_ + cv::Point2d(cos_ * p.x - sin_ * p.y, sin_ * p.x + cos_ * p.y);
  cv::Point2d px = flat;
  // The bend at least halves the error each time.
  for (int i = 0; bend_px_ > 0 && i < 40; ++i) px = flat + bend(px);
  return px;
}

cv::Point2d Camera::skin_direction(double picture_deg) const {
  const double angle = (picture_deg - rotation_deg_) * kRadian;
  return {std::cos(angle), std::sin(angle)};
}

double Camera::picture_axis_deg(cv::Point2d mm, double skin_deg) const {
  const cv::Point2d step = 0.01 * cv::Point2d(std::cos(skin_deg * kRadian), std::sin(skin_deg * kRadian));
  const cv::Point2d line = picture_from_skin(mm + step) - picture_from_skin(mm - step);
  const double degrees = std::atan2(line.y, line.x) / kRadian;
  return degrees - 180 * std::ceil((degrees - 90) / 180);
}

}  // namespace porevis::phantom
