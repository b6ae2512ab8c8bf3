// SPDX-License-Identifier: Apache-2.0
#include "photo/target.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace porevis {
namespace {

/// A straight line: points `from + t along + (offset + lean t) across`, t in 0..1.
struct Side {
  cv::Point2d from, along, across;  // across: of length 1, out of the square
  double offset = 0, lean = 0;
  double uncertainty_px = 0;

  [[nodiscard]] cv::Point2d at(double t) const { return from + t * along + (offset + lean * t) * across; }
};

/// Light at a place between pixels; linear interpolation blurs evenly, so it moves no edge.
std::optional<double> light_at(const cv::Mat& light, cv::Point2d p) {
  const int x = cvFloor(p.x), y = cvFloor(p.y);
  if (x < 0 || y < 0 || x + 1 >= light.cols || y + 1 >= light.rows) return std::nullopt;
  const double fx = p.x - x, fy = p.y - y;
  const float *upper = light.ptr<float>(y), *lower = light.ptr<float>(y + 1);
  return (1 - fy) * ((1 - fx) * upper[x] + fx * upper[x + 1]) + fy * ((1 - fx) * lower[x] + fx * lower[x + 1]);
}

/// Where the light steps along a line through `p`, px from p; from the light's integral, in which noise cancels.
std::optional<double> step_at(const cv::Mat& light, cv::Point2d p, cv::Point2d across, double reach_px,
                              double least_step) {
  constexpr double kSpacing = 0.25;
  const int half = cvRound(reach_px / kSpacing), ends = std::max(2, half / 2);
  std::vector<double> values;
  for (int i = -half; i <= half; ++i) {
    const auto value = light_at(light, p + i * kSpacing * across);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  double inner = 0, outer = 0, sum = 0;
  for (int i = 0; i < ends; ++i) {
    inner += values[i] / ends;
    outer += values[values.size() - 1 - i] / ends;
  }
  if (std::abs(outer - inner) < least_step) return std::nullopt;
  for (const double value : values) sum += value - inner;
  return (half - sum / (outer - inner) + 0.5) * kSpacing;
}

/// One side, from the steps of light along its middle four fifths.
std::optional<Side> fit_side(const cv::Mat& light, cv::Point2d from, cv::Point2d to, cv::Point2d centre,
                             double reach_px, double least_step) {
  Side side{.from = from, .along = to - from, .across = {}};
  const double length = cv::norm(side.along);
  side.across = cv::Point2d(side.along.y, -side.along.x) / length;
  if (side.across.dot(from - centre) < 0) side.across = -side.across;
  const int count = std::clamp(cvRound(0.8 * length), 8, 80);
  std::vector<cv::Point2d> steps;  // place along, place across
  for (int i = 0; i < count; ++i) {
    const double t = 0.1 + 0.8 * (i + 0.5) / count;
    if (const auto step = step_at(light, side.at(t), side.across, reach_px, least_step)) steps.emplace_back(t, *step);
  }
  if (static_cast<double>(steps.size()) < 0.7 * count) return std::nullopt;
  // Least squares, twice: what lies far from the first line (a reflection, a hair) is left out of the second.
  double scatter = 0, n = 0;
  for (int round = 0; round < 2; ++round) {
    n = 0;
    double st = 0, ss = 0, stt = 0, sts = 0;
    for (const auto& p : steps) {
      if (round > 0 && std::abs(p.y - side.offset - side.lean * p.x) > 3 * scatter) continue;
      ++n, st += p.x, ss += p.y, stt += p.x * p.x, sts += p.x * p.y;
    }
    const double spread = n * stt - st * st;
    if (n < 6 || !(spread > 0)) return std::nullopt;
    side.lean = (n * sts - st * ss) / spread;
    side.offset = (ss - side.lean * st) / n;
    std::vector<double> off;
    for (const auto& p : steps) off.push_back(std::abs(p.y - side.offset - side.lean * p.x));
    std::nth_element(off.begin(), off.begin() + off.size() / 2, off.end());
    scatter = 1.48 * off[off.size() / 2] + 1e-6;
  }
  if (scatter > 0.5 + 0.01 * length || n < 0.6 * count) return std::nullopt;
  side.uncertainty_px = scatter * std::sqrt(2 / n);  // neighbours share pixels
  return side;
}

std::optional<cv::Point2d> meeting(const Side& a, const Side& b) {
  const cv::Point2d p = a.at(0), u = a.at(1) - p, q = b.at(0), v = b.at(1) - q;
  const double cross = u.x * v.y - u.y * v.x;
  if (std::abs(cross) < 0.1 * cv::norm(u) * cv::norm(v)) return std::nullopt;
  const cv::Point2d w = q - p;
  return p + (w.x * v.y - w.y * v.x) / cross * u;
}

}  // namespace

std::optional<Square> fit_square(const cv::Mat& light, const Quad& rough, double reach_px, double least_step) {
  Square square{.corners = rough};
  for (int round = 0; round < 3; ++round) {  // each begins nearer, so that light is summed alike on both sides
    const Quad& c = square.corners;
    const cv::Point2d centre = (c[0] + c[1] + c[2] + c[3]) / 4;
    std::array<Side, 4> sides;
    square.side_px = square.uncertainty_px = 0;
    for (int i = 0; i < 4; ++i) {
      const auto side = fit_side(light, c[i], c[(i + 1) % 4], centre, reach_px, least_step);
      if (!side) return std::nullopt;
      sides[i] = *side;
      square.uncertainty_px += side->uncertainty_px / 4;
    }
    Quad corners;
    for (int i = 0; i < 4; ++i) {
      const auto corner = meeting(sides[(i + 3) % 4], sides[i]);
      if (!corner || cv::norm(*corner - rough[i]) > 3 * reach_px) return std::nullopt;
      corners[i] = *corner;
    }
    square.corners = corners;
    for (int i = 0; i < 4; ++i) square.side_px += cv::norm(corners[(i + 1) % 4] - corners[i]) / 4;
  }
  return square;
}

PlaneView view_of_plane(const cv::Matx33d& h, cv::Point2d place_mm) {
  const cv::Vec3d p = h * cv::Vec3d(place_mm.x, place_mm.y, 1);
  const double u = p[0] / p[2], v = p[1] / p[2];
  const cv::Matx22d derivative((h(0, 0) - u * h(2, 0)) / p[2], (h(0, 1) - u * h(2, 1)) / p[2],
                               (h(1, 0) - v * h(2, 0)) / p[2], (h(1, 1) - v * h(2, 1)) / p[2]);
  cv::Matx21d stretch;
  cv::SVD::compute(derivative, stretch);
  const double shortening = stretch(1) / stretch(0);
  // Away from the picture's middle a wide lens shows a tilted plane otherwise than a long one.
  constexpr double kOfTilt = 0.05;
  return {.px_per_mm = stretch(0),
          .tilt_deg = std::acos(std::min(1.0, shortening)) * 180 / CV_PI,
          .uncertainty = kOfTilt * (1 - shortening)};
}

LightAround light_around(const Photo& photo, cv::InputArray points, double margin_px) {
  cv::Rect box = cv::boundingRect(points);
  const int margin = cvCeil(margin_px);
  box = cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) & photo.frame();
  const cv::Mat linear = linear_light(photo, box);
  LightAround around{.light = {}, .corner = box.tl()};
  cv::transform(linear, around.light, cv::Matx13f(1, 1, 1));
  return around;
}

}  // namespace porevis
