// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/curvature.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "photo/average_head.hpp"
#include "photo/head_on_face.hpp"

namespace porevis {
namespace {

constexpr double kStepMm = 1.5, kSmoothMm = 2;  // cells of the grid; sigma that rounds off the facets

/// A corner of the surface as photographed.
struct Corner {
  cv::Point2d cell;    // place in the grid
  cv::Vec3f normal;    // to the right, down, towards the camera
  float distance = 0;  // / that of the eyes
};

/// Axes square to the line of sight: a normal as the camera sees it at its place in the picture.
cv::Vec3f as_seen(const cv::Vec3d& normal, const cv::Vec3d& seen) {
  const cv::Vec3d sight = cv::normalize(seen);
  const cv::Vec3d right = cv::normalize(cv::Vec3d(1, 0, 0) - sight[0] * sight);
  return {static_cast<float>(normal.dot(right)), static_cast<float>(normal.dot(sight.cross(right))),
          static_cast<float>(-normal.dot(sight))};
}

/// Draws a triangle where nothing nearer has been drawn.
void draw(const std::array<const Corner*, 3>& corners, FaceSurface& surface) {
  const auto& [a, b, c] = corners;
  if (a->normal[2] <= 0 && b->normal[2] <= 0 && c->normal[2] <= 0) return;
  const cv::Point2d ab = b->cell - a->cell, ac = c->cell - a->cell;
  const double area = ab.cross(ac);
  if (area == 0) return;
  const auto [left, right] = std::minmax({a->cell.x, b->cell.x, c->cell.x});
  const auto [top, bottom] = std::minmax({a->cell.y, b->cell.y, c->cell.y});
  for (int y = std::max(0, cvCeil(top)); y <= std::min(surface.normal.rows - 1, cvFloor(bottom)); ++y) {
    for (int x = std::max(0, cvCeil(left)); x <= std::min(surface.normal.cols - 1, cvFloor(right)); ++x) {
      const cv::Point2d from_a = cv::Point2d(x, y) - a->cell;
      const auto of_b = static_cast<float>(from_a.cross(ac) / area), of_c = static_cast<float>(ab.cross(from_a) / area);
      const float of_a = 1 - of_b - of_c;
      if (of_a < 0 || of_b < 0 || of_c < 0) continue;
      auto& distance = surface.distance.at<float>(y, x);
      const float here = of_a * a->distance + of_b * b->distance + of_c * c->distance;
      if (here >= distance) continue;
      distance = here;
      surface.normal.at<cv::Vec3f>(y, x) = of_a * a->normal + of_b * b->normal + of_c * c->normal;
    }
  }
}

/// The head's surface drawn into the surface's grid. Stretches move its places, not its slopes: of a face whose nose is
/// short it is as likely that the nose stands out less as that it is steeper.
void draw_head(const HeadOnFace& pose, double camera_mm, FaceSurface& surface) {
  constexpr int kAcross = 81, kDown = 87;
  constexpr double kFarthest = CV_PI / 2;  // about the head's axis
  std::vector<cv::Vec3d> head;
  for (int j = 0; j < kDown; ++j) {
    const double y = kHeadTop + (kHeadBottom - kHeadTop) * j / (kDown - 1);
    for (int i = 0; i < kAcross; ++i) {
      head.emplace_back(head_point(kFarthest * (2.0 * i / (kAcross - 1) - 1), y));
    }
  }
  const auto at = [&](int i, int j) {
    return head[static_cast<std::size_t>(std::clamp(j, 0, kDown - 1) * kAcross + std::clamp(i, 0, kAcross - 1))];
  };
  std::vector<Corner> corners;
  for (int j = 0; j < kDown; ++j) {
    for (int i = 0; i < kAcross; ++i) {
      // Down x across points out of the head, towards the camera.
      const cv::Vec3d normal = cv::normalize((at(i, j + 1) - at(i, j - 1)).cross(at(i + 1, j) - at(i - 1, j)));
      const cv::Vec3d seen = pose.before_camera(at(i, j));
      corners.push_back({(pose.picture(seen) - surface.origin) / surface.step_px, as_seen(pose.turn() * normal, seen),
                         static_cast<float>(seen[2] / camera_mm)});
    }
  }
  const auto corner = [&](int i, int j) { return &corners[static_cast<std::size_t>(j * kAcross + i)]; };
  for (int j = 0; j + 1 < kDown; ++j) {
    for (int i = 0; i + 1 < kAcross; ++i) {
      draw({corner(i, j), corner(i + 1, j), corner(i, j + 1)}, surface);
      draw({corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)}, surface);
    }
  }
}

constexpr float kSteepest = 0.1F;  // cosine below which nothing is measured whatever the options

/// Cells -> px of a part of the photograph.
cv::Mat spread(const cv::Mat& cells, const FaceSurface& surface, cv::Rect roi, double outside) {
  const double scale = 1 / surface.step_px;
  const cv::Matx23d cell_from_px(scale, 0, scale * (roi.x - surface.origin.x), 0, scale,
                                 scale * (roi.y - surface.origin.y));
  cv::Mat out;
  cv::warpAffine(cells, out, cell_from_px, roi.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                 cv::Scalar::all(outside));
  return out;
}

}  // namespace

FaceSurface fit_surface(const Face& face, const CurvatureOptions& options) {
  check(options);
  const HeadOnFace pose = lay_head(face, options.camera_mm);
  FaceSurface surface;
  surface.step_px = kStepMm * pose.px_per_mm();
  surface.eyes_px = pose.eyes_px();

  // A grid that holds the head however it is turned.
  constexpr double kReachMm = 170;
  const cv::Point2d middle = pose.picture(pose.before_camera(between_eyes()));
  const double reach_px = kReachMm * pose.px_per_mm();
  const int cells = cvCeil(2 * kReachMm / kStepMm) + 1;
  surface.origin = middle - cv::Point2d(reach_px, reach_px);
  surface.normal = cv::Mat::zeros(cells, cells, CV_32FC3);
  surface.distance = cv::Mat(cells, cells, CV_32F, cv::Scalar(std::numeric_limits<float>::infinity()));
  draw_head(pose, options.camera_mm, surface);

  // Rounded off; what has no face takes no part.
  const cv::Mat face_cells = surface.distance < std::numeric_limits<float>::infinity();
  surface.normal.setTo(0, ~face_cells);
  surface.distance.setTo(1, ~face_cells);
  cv::GaussianBlur(surface.normal, surface.normal, {}, kSmoothMm / kStepMm);
  surface.normal.forEach<cv::Vec3f>([](cv::Vec3f& normal, const int*) { normal = cv::normalize(normal); });
  surface.normal.setTo(0, ~face_cells);
  return surface;
}

SkinPatch patch_at(const FaceSurface& surface, cv::Point2d place) {
  SkinPatch patch;
  if (surface.empty()) return patch;
  const cv::Point2d cell = (place - surface.origin) / surface.step_px;
  const int x = cvFloor(cell.x), y = cvFloor(cell.y);
  if (x < 0 || y < 0 || x + 1 >= surface.normal.cols || y + 1 >= surface.normal.rows) return patch;
  const auto u = static_cast<float>(cell.x - x), v = static_cast<float>(cell.y - y);
  const auto between = [&]<class T>(const cv::Mat& cells, T) -> T {
    return (1 - v) * ((1 - u) * cells.at<T>(y, x) + u * cells.at<T>(y, x + 1)) +
           v * ((1 - u) * cells.at<T>(y + 1, x) + u * cells.at<T>(y + 1, x + 1));
  };
  const cv::Vec3f normal = cv::normalize(between(surface.normal, cv::Vec3f{}));
  if (!(normal[2] > kSteepest)) return patch;
  // Along the tilt the picture is shortened by its cosine; what lies farther away is smaller.
  const double sideways2 = 1.0 - std::pow(normal[2], 2);
  const double stretch = 1 / static_cast<double>(normal[2]) - 1;
  if (sideways2 > 1e-12) {
    const cv::Vec2d along(normal[0] / std::sqrt(sideways2), normal[1] / std::sqrt(sideways2));
    patch.skin_from_picture += stretch * (along * along.t());
  }
  patch.skin_from_picture *= static_cast<double>(between(surface.distance, 0.0F));
  return patch;
}

cv::Mat facing(const FaceSurface& surface, cv::Rect roi) {
  if (surface.empty()) return cv::Mat::ones(roi.size(), CV_32F);
  cv::Mat cosine;
  cv::extractChannel(surface.normal, cosine, 2);
  return spread(cosine, surface, roi, 0);
}

cv::Mat area_factor(const FaceSurface& surface, cv::Rect roi) {
  if (surface.empty()) return cv::Mat::ones(roi.size(), CV_32F);
  const cv::Mat distance = spread(surface.distance, surface, roi, 1);
  return distance.mul(distance) / cv::max(facing(surface, roi), kSteepest);
}

}  // namespace porevis
