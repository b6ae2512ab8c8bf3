// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/iris.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "photo/landmarks.hpp"

namespace porevis {
namespace {

constexpr double kRadius = 0.094;            // of an iris / distance of the eyes, in the mean of adults
constexpr double kWorkingPx = 32;            // radius at which it is sought
constexpr double kLeastPx = 7;               // smaller ones are not measured
constexpr double kOpen = 0.2;                // height / width of an eye whose iris shows both its sides
constexpr int kRays = 15;                    // a side
constexpr double kReach = 35 * CV_PI / 180;  // of the rays above and below the horizontal

/// An eye at the working scale.
struct Eye {
  cv::Mat light;                       // CV_32F
  std::array<cv::Point2d, 6> outline;  // from the corner on the viewer's left, over the upper lid
};

/// How high the lid is over a place; outline points first to last from left to right.
double lid(const Eye& eye, std::array<int, 4> points, double x) {
  for (int i = 0; i + 1 < 4; ++i) {
    const cv::Point2d a = eye.outline[points[i]], b = eye.outline[points[i + 1]];
    if (x <= b.x || i == 2) return a.y + (b.y - a.y) * std::clamp((x - a.x) / std::max(b.x - a.x, 1e-6), 0.0, 1.0);
  }
  return 0;
}

bool between_lids(const Eye& eye, cv::Point2d p) {
  return p.x > eye.outline[0].x && p.x < eye.outline[3].x && p.y > lid(eye, {0, 1, 2, 3}, p.x) &&
         p.y < lid(eye, {0, 5, 4, 3}, p.x);
}

/// Light from the inside to the outside of a circle along rays to one side: left (-1) or right (1).
constexpr int kInside = 10, kOutside = 10;  // values to either side of the radius, 1 px apart

struct Rays {
  std::array<double, kInside + kOutside + 1> mean{};
  int count = 0;
};

Rays rays_of(const Eye& eye, cv::Point2d centre, double radius, int side) {
  Rays rays;
  for (int i = 0; i < kRays; ++i) {
    const double angle = kReach * (2.0 * i / (kRays - 1) - 1);
    const cv::Point2d out(side * std::cos(angle), std::sin(angle));
    if (!between_lids(eye, centre + radius * out)) continue;
    std::array<double, kInside + kOutside + 1> values{};
    bool whole = true;
    for (int k = 0; k <= kInside + kOutside && whole; ++k) {
      const cv::Point2d p = centre + (radius + k - kInside) * out;
      const int x = cvRound(p.x), y = cvRound(p.y);
      whole = x >= 0 && y >= 0 && x < eye.light.cols && y < eye.light.rows;
      if (whole) values[k] = eye.light.at<float>(y, x);
    }
    if (!whole) continue;
    for (std::size_t k = 0; k < values.size(); ++k) rays.mean[k] += values[k];
    ++rays.count;
  }
  for (double& value : rays.mean) value /= std::max(1, rays.count);
  return rays;
}

/// Rise of the light across the radius, over 3 px to either side.
double rise(const Rays& rays, int shift) {
  double sum = 0;
  for (int k = 1; k <= 3; ++k) sum += rays.mean[kInside + shift + k] - rays.mean[kInside + shift - k];
  return sum / 3;
}

struct Best {
  cv::Point2d centre;
  double radius = 0, rise = 0;
};

/// The circle across which the light rises most on both sides, over centres round `start` and radii in a range.
Best search(const Eye& eye, cv::Point2d start, cv::Point2d reach, double from, double to, double step) {
  Best best;
  constexpr int kLeastRays = 7;
  for (double dy = -reach.y; dy <= reach.y; dy += step) {
    for (double dx = -reach.x; dx <= reach.x; dx += step) {
      const cv::Point2d centre = start + cv::Point2d(dx, dy);
      for (double radius = from; radius <= to; radius += step) {
        const Rays left = rays_of(eye, centre, radius, -1);
        if (left.count < kLeastRays) continue;
        const Rays right = rays_of(eye, centre, radius, 1);
        if (right.count < kLeastRays) continue;
        const double both = std::min(rise(left, 0), rise(right, 0));
        if (both > best.rise) best = {centre, radius, both};
      }
    }
  }
  return best;
}

/// Where the light of one side rises fastest, px beyond the radius: the middle of the rise over 7 px.
double edge_of(const Rays& rays) {
  double sum = 0, weighted = 0;
  for (int shift = -6; shift <= 6; ++shift) {
    const double value = std::max(0.0, rise(rays, shift));
    sum += value * value;
    weighted += value * value * shift;
  }
  return sum > 0 ? weighted / sum : 0;
}

std::optional<Iris> find_iris(const Photo& photo, const std::array<cv::Point2d, 6>& outline, double eyes_px) {
  const double width = cv::norm(outline[3] - outline[0]);
  const double height = (cv::norm(outline[1] - outline[5]) + cv::norm(outline[2] - outline[4])) / 2;
  const double expected_px = kRadius * eyes_px;
  if (height < kOpen * width || expected_px < kLeastPx) return std::nullopt;

  // The eye upright at the working scale.
  const double zoom = kWorkingPx / expected_px;
  const cv::Point2d middle = (outline[0] + outline[3]) / 2, along = (outline[3] - outline[0]) / width;
  const cv::Size size(cvRound(1.3 * width * zoom), cvRound(1.1 * width * zoom));
  const cv::Matx23d to_eye(zoom * along.x, zoom * along.y, 0, -zoom * along.y, zoom * along.x, 0);
  const auto in_eye = [&](cv::Point2d p) {
    const cv::Point2d d = p - middle;
    return cv::Point2d(to_eye(0, 0) * d.x + to_eye(0, 1) * d.y + size.width / 2.0,
                       to_eye(1, 0) * d.x + to_eye(1, 1) * d.y + size.height / 2.0);
  };
  const int reach = cvCeil(width);
  const cv::Rect box =
      cv::Rect(cvRound(middle.x) - reach, cvRound(middle.y) - reach, 2 * reach, 2 * reach) & photo.frame();
  if (box.empty()) return std::nullopt;
  cv::Mat green;
  cv::extractChannel(linear_light(photo, box), green, 1);
  if (zoom < 1) cv::GaussianBlur(green, green, {}, 0.4 / zoom);
  Eye eye;
  cv::Matx23d placed = to_eye;
  const cv::Point2d corner = in_eye(box.tl());
  placed(0, 2) = corner.x, placed(1, 2) = corner.y;
  cv::warpAffine(green, eye.light, placed, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::GaussianBlur(eye.light, eye.light, {}, 1);
  for (std::size_t i = 0; i < outline.size(); ++i) eye.outline[i] = in_eye(outline[i]);

  const cv::Point2d start(size.width / 2.0,
                          (eye.outline[1].y + eye.outline[2].y + eye.outline[4].y + eye.outline[5].y) / 4);
  Best best = search(eye, start, {0.25 * width * zoom, 8}, 0.8 * kWorkingPx, 1.22 * kWorkingPx, 2);
  if (!(best.rise > 0)) return std::nullopt;
  best = search(eye, best.centre, {2, 2}, best.radius - 2, best.radius + 2, 1);

  // Both sides' edges; the white of the eye must be clearly brighter than the iris.
  const Rays left = rays_of(eye, best.centre, best.radius, -1), right = rays_of(eye, best.centre, best.radius, 1);
  const double inside = (left.mean[kInside - 5] + right.mean[kInside - 5]) / 2;
  if (best.rise < 0.25 * inside || best.rise < 0.02) return std::nullopt;
  const double beyond = (edge_of(left) + edge_of(right)) / 2, radius = best.radius + beyond;
  if (std::abs(beyond) > 3 || radius < 0.8 * kWorkingPx || radius > 1.22 * kWorkingPx) return std::nullopt;
  Iris iris;
  iris.radius_px = radius / zoom;
  const cv::Point2d off = best.centre - cv::Point2d(size.width / 2.0, size.height / 2.0);
  iris.centre_px = middle + (off.x * along + off.y * cv::Point2d(-along.y, along.x)) / zoom;
  iris.relative_uncertainty = 0.03;  // the limbus is half a millimetre wide, and lids and glints pull
  return iris;
}

}  // namespace

std::vector<Iris> find_irises(const Photo& photo, const Face& face) {
  const double eyes_px = cv::norm(left_eye(face) - right_eye(face));
  std::vector<Iris> irises;
  for (const int first : {36, 42}) {
    std::array<cv::Point2d, 6> outline;
    for (int i = 0; i < 6; ++i) outline[i] = face.landmarks[first + i];
    if (const auto iris = find_iris(photo, outline, eyes_px)) irises.push_back(*iris);
  }
  return irises;
}

}  // namespace porevis
