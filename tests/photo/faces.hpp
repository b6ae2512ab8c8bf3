// SPDX-License-Identifier: Apache-2.0
/// Landmarks of a head of known shape.
#pragma once

#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "porevis/photo/face.hpp"

namespace porevis {

/// An ellipsoid with a nose's landmarks standing out, before a camera that is 1.2 m from its eyes.
struct EllipsoidHead {
  cv::Vec3d radii{76, 110, 104};  // mm
  cv::Vec3d centre{0, 10, 95};    // from the middle of the eyes: to the picture's right, down, away
  double yaw_deg = 0;             // above 0 the nose points to the picture's right
  double px_per_mm = 10;
  cv::Point2d eyes_px{1000, 1000};  // their middle in the picture
  static constexpr double kCameraMm = 1200;

  [[nodiscard]] double surface_z(double x, double y) const {
    const double u = (x - centre[0]) / radii[0], v = (y - centre[1]) / radii[1];
    return centre[2] - radii[2] * std::sqrt(1 - u * u - v * v);
  }

  [[nodiscard]] cv::Vec3d before_camera(const cv::Vec3d& p) const { return turn() * p + cv::Vec3d(0, 0, kCameraMm); }

  [[nodiscard]] cv::Point2d picture(const cv::Vec3d& p) const {
    const cv::Vec3d seen = before_camera(p);
    return eyes_px + px_per_mm * kCameraMm / seen[2] * cv::Point2d(seen[0], seen[1]);
  }

  /// Cosine of the skin's tilt at (x, y, surface).
  [[nodiscard]] double cosine(const cv::Vec3d& p) const {
    const cv::Vec3d r = p - centre;
    const cv::Vec3d out = turn() * cv::normalize(cv::Vec3d(r[0] / (radii[0] * radii[0]), r[1] / (radii[1] * radii[1]),
                                                           r[2] / (radii[2] * radii[2])));
    return -out.dot(cv::normalize(before_camera(p)));
  }

  /// All but the jaw's outline, which is left at 0 but for the chin.
  [[nodiscard]] Face face() const {
    struct Mark {
      std::size_t index, other;
      double x, y, out;
    };
    static constexpr std::array<Mark, 32> kMarks{{
        {8, 8, 0, 78, 0},      {7, 9, -12, 77, 0},    {17, 26, -57, -9, 0},  {18, 25, -49, -18, 0},
        {19, 24, -37, -20, 0}, {20, 23, -25, -18, 0}, {21, 22, -14, -14, 0}, {27, 27, 0, -1, 2},
        {28, 28, 0, 11, 8},    {29, 29, 0, 23, 16},   {30, 30, 0, 35, 23},   {31, 35, -14, 43, 8},
        {32, 34, -7, 46, 10},  {33, 33, 0, 47, 12},   {36, 45, -43, 0, -4},  {37, 44, -36, -5, -4},
        {38, 43, -26, -5, -6}, {39, 42, -18, 2, -12}, {40, 47, -27, 4, -6},  {41, 46, -36, 3, -4},
        {48, 54, -25, 70, 3},  {49, 53, -15, 64, 5},  {50, 52, -6, 61, 8},   {51, 51, 0, 62, 8},
        {59, 55, -15, 76, 4},  {58, 56, -6, 79, 6},   {57, 57, 0, 80, 6},    {60, 64, -21, 70, 4},
        {61, 63, -8, 68, 6},   {62, 62, 0, 68, 6},    {67, 65, -8, 70, 6},   {66, 66, 0, 70, 6},
    }};
    Face face;
    for (const Mark& mark : kMarks) {
      const auto at = [&](double x) { return picture({x, mark.y, surface_z(x, mark.y) - mark.out}); };
      face.landmarks[mark.index] = at(mark.x);
      face.landmarks[mark.other] = at(-mark.x);
    }
    return face;
  }

 private:
  [[nodiscard]] cv::Matx33d turn() const {
    const double angle = yaw_deg * CV_PI / 180;
    return {std::cos(angle), 0, -std::sin(angle), 0, 1, 0, std::sin(angle), 0, std::cos(angle)};
  }
};

}  // namespace porevis
