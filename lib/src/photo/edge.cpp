// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/edge.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <vector>

#include "porevis/error.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kLeastDegrees = 2, kMostDegrees = 20;

/// What is fitted: an edge along x = place + lean * y, light of either side, variance of the blur in px2.
enum Parameter { kLeft, kRight, kPlace, kLean, kVariance, kParameters };
using Edge = Eigen::Matrix<double, kParameters, 1>;
using Squared = Eigen::Matrix<double, kParameters, kParameters>;

/// The normal distribution function of standard deviation sigma, integrated twice from -infinity to x.
double twice_integrated(double x, double sigma) {
  const double z = x / sigma;
  const double below = std::erfc(-z / std::numbers::sqrt2) / 2;
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  return ((x * x + sigma * sigma) * below + sigma * x * density) / 2;
}

/// Share of the right side's light in a pixel: a blurred step averaged over the pixel's square, which, seen along the
/// edge, is a box as wide as the cosine of the edge's angle, blurred by one as wide as its sine.
double right_share(const Edge& edge, double x, double y) {
  const double cosine = 1 / std::hypot(1, edge[kLean]);
  const double sine = std::max(std::abs(edge[kLean]) * cosine, 1e-3);
  const double distance = (x - edge[kPlace] - edge[kLean] * y) * cosine;
  const double sigma = std::sqrt(edge[kVariance]);
  const double outer = (cosine + sine) / 2, inner = (cosine - sine) / 2;
  return (twice_integrated(distance + outer, sigma) - twice_integrated(distance + inner, sigma) -
          twice_integrated(distance - inner, sigma) + twice_integrated(distance - outer, sigma)) /
         (cosine * sine);
}

/// The edge's line, from the steepest place of each row; empty where the rows do not agree on one.
std::optional<Edge> find_line(const cv::Mat& steepness) {
  constexpr int kReachPx = 4;
  const double sign = cv::sum(steepness)[0] < 0 ? -1 : 1;
  std::vector<cv::Point2f> places;
  std::vector<double> strengths;
  for (int y = 0; y < steepness.rows; ++y) {
    const cv::Mat row = sign * steepness.row(y);
    double peak = 0;
    cv::Point at;
    cv::minMaxLoc(row, nullptr, &peak, nullptr, &at);
    double sum = 0, moment = 0;
    for (int x = std::max(0, at.x - kReachPx); x <= std::min(row.cols - 1, at.x + kReachPx); ++x) {
      const double weight = std::max(0.F, row.at<float>(x));
      sum += weight;
      moment += weight * x;
    }
    places.emplace_back(static_cast<float>(sum > 0 ? moment / sum : 0), static_cast<float>(y));
    strengths.push_back(peak);
  }
  std::vector<double> sorted = strengths;
  const double enough = std::max(median(sorted) / 2, 1e-4);
  std::vector<cv::Point2f> clear;  // a slanted edge may leave the crop by its side
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (strengths[i] > enough) clear.push_back(places[i]);
  }
  if (clear.size() < 2) return std::nullopt;

  cv::Vec4f line;
  cv::fitLine(clear, line, cv::DIST_HUBER, 0, 0.01, 0.001);
  if (std::abs(line[1]) < 0.5F) return std::nullopt;
  Edge edge = Edge::Zero();
  edge[kLean] = line[0] / line[1];
  edge[kPlace] = line[2] - edge[kLean] * line[3];
  const auto agree = std::count_if(clear.begin(), clear.end(), [&](const cv::Point2f& p) {
    return std::abs(p.x - edge[kPlace] - edge[kLean] * p.y) < 1.5;
  });
  return static_cast<double>(agree) > 0.7 * static_cast<double>(clear.size()) ? std::optional(edge) : std::nullopt;
}

/// Pixels near the edge, those of rows that hold them on both sides.
struct Pixels {
  std::vector<cv::Point> places;
  std::vector<double> light;
  double rows = 0;
};

Pixels near_edge(const cv::Mat& light, const Edge& edge, double reach_px) {
  Pixels pixels;
  for (int y = 0; y < light.rows; ++y) {
    const double middle = edge[kPlace] + edge[kLean] * y;
    const int first = cvCeil(middle - reach_px), last = cvFloor(middle + reach_px);
    if (first < 0 || last >= light.cols) continue;
    ++pixels.rows;
    for (int x = first; x <= last; ++x) {
      pixels.places.emplace_back(x, y);
      pixels.light.push_back(light.at<float>(y, x));
    }
  }
  return pixels;
}

/// Means of either side.
void guess_light(const Pixels& pixels, Edge& edge) {
  double sum[2]{}, count[2]{};
  for (std::size_t i = 0; i < pixels.places.size(); ++i) {
    const bool right = pixels.places[i].x > edge[kPlace] + edge[kLean] * pixels.places[i].y;
    sum[right] += pixels.light[i];
    ++count[right];
  }
  edge[kLeft] = sum[0] / count[0];
  edge[kRight] = sum[1] / count[1];
}

/// Sums of a least-squares fit about one point: J^T J, J^T residuals, squared residuals.
struct Normal {
  Squared matrix = Squared::Zero();
  Edge gradient = Edge::Zero();
  double error = 0;
};

Normal normal_equations(const Pixels& pixels, const Edge& edge) {
  constexpr double kStep = 1e-5;
  Normal sums;
  for (std::size_t i = 0; i < pixels.places.size(); ++i) {
    const auto [x, y] = pixels.places[i];
    const double share = right_share(edge, x, y), contrast = edge[kRight] - edge[kLeft];
    Edge slope;
    slope[kLeft] = 1 - share;
    slope[kRight] = share;
    for (const int k : {kPlace, kLean, kVariance}) {
      Edge moved = edge;
      moved[k] += kStep;
      slope[k] = contrast * (right_share(moved, x, y) - share) / kStep;
    }
    const double residual = pixels.light[i] - edge[kLeft] - contrast * share;
    sums.matrix += slope * slope.transpose();
    sums.gradient += slope * residual;
    sums.error += residual * residual;
  }
  return sums;
}

/// Least squares (Levenberg-Marquardt) from a first guess, which becomes the best; its sums are returned.
Normal fit(const Pixels& pixels, Edge& edge) {
  constexpr double kSmallestVariance = 1e-3;
  Normal best = normal_equations(pixels, edge);
  for (double damping = 1e-3; damping < 1e6;) {
    Squared damped = best.matrix;
    damped.diagonal() *= 1 + damping;
    const Edge step = damped.ldlt().solve(best.gradient);
    Edge tried = edge + step;
    tried[kVariance] = std::max(tried[kVariance], kSmallestVariance);
    const Normal sums = normal_equations(pixels, tried);
    const bool better = sums.error < best.error;  // false for NaN too
    const bool settled = best.error - sums.error < 1e-9 * best.error;
    if (better) {
      edge = tried;
      best = sums;
    }
    if (better && settled) break;
    damping *= better ? 0.1 : 10;
  }
  return best;
}

[[noreturn]] void refuse(const Photo& photo, const std::string& fault) { throw InputError(photo.file + ": " + fault); }

void check_angle(const Photo& photo, double lean, double tolerance) {
  const double degrees = std::atan(std::abs(lean)) / kDegree;
  if (degrees >= kLeastDegrees - tolerance && degrees <= kMostDegrees + tolerance) return;
  std::ostringstream fault;
  fault.precision(1);
  fault << std::fixed << "its edge lies " << degrees
        << " degrees off the pixel rows or columns; turn camera or target until it is " << kLeastDegrees << " to "
        << kMostDegrees << " degrees off";
  refuse(photo, fault.str());
}

void check_pixels(const Photo& photo, const Pixels& pixels, double lean) {
  // The edge must pass whole pixels, or it is not seen at every part of one.
  if (pixels.rows < 16 || pixels.rows * std::abs(lean) < 1) {
    refuse(photo, "leaves too little room along or beside its edge; give a larger crop");
  }
  const auto clipped =
      std::count_if(pixels.light.begin(), pixels.light.end(), [](double l) { return l <= 0 || l >= 1; });
  if (static_cast<double>(clipped) > 0.005 * static_cast<double>(pixels.light.size())) {
    refuse(photo, "one side of its edge is black or white to the limit; expose so that neither side is clipped");
  }
}

}  // namespace

EdgeBlur measure_edge_blur(const Photo& photo) {
  constexpr const char* kNoEdge = "shows no straight edge; give a crop of one edge between a dark and a bright area";
  cv::Mat light, across, down;
  cv::extractChannel(linear_light(photo, photo.frame()), light, 1);

  // The line, upright.
  cv::Mat smooth;
  cv::GaussianBlur(light, smooth, {}, 2);
  cv::Sobel(smooth, across, CV_32F, 1, 0, 1, 0.5);
  cv::Sobel(smooth, down, CV_32F, 0, 1, 1, 0.5);
  const bool lying = cv::norm(down) > cv::norm(across);
  if (lying) light = light.t();
  const std::optional<Edge> line = find_line(lying ? cv::Mat(down.t()) : across);
  if (!line) refuse(photo, kNoEdge);
  check_angle(photo, (*line)[kLean], 1);  // the crop's border bends the line a little

  // The blur, from pixels as far from the edge as it reaches.
  Edge edge = *line;
  edge[kVariance] = 1;
  Pixels pixels;
  Normal sums;
  double reach_px = 0;
  for (int round = 0; round < 6; ++round) {
    const double wanted_px = 4 * std::sqrt(edge[kVariance]) + 4;
    if (std::abs(wanted_px - reach_px) < 0.05 * wanted_px) break;
    reach_px = wanted_px;
    pixels = near_edge(light, edge, reach_px);
    check_pixels(photo, pixels, edge[kLean]);
    if (round == 0) guess_light(pixels, edge);
    sums = fit(pixels, edge);
  }
  check_angle(photo, edge[kLean], 0);

  const double spread2 = sums.error / static_cast<double>(pixels.light.size() - kParameters);
  const Squared covariance = spread2 * sums.matrix.inverse();
  const double uncertainty_px2 = std::sqrt(covariance(kVariance, kVariance));
  constexpr double kPixel = 1.0 / 12;  // variance of a pixel's own square
  if (!(uncertainty_px2 < 0.2 * (edge[kVariance] + kPixel))) {
    refuse(photo, "too noisy for its edge to tell the blur; give more light, less gain or a longer edge");
  }
  const double sigma = std::sqrt(edge[kVariance]);
  const double towards_y = std::atan(edge[kLean]) / kDegree;
  const double upright = towards_y > 0 ? 90 - towards_y : -90 - towards_y;
  return {sigma, uncertainty_px2 / (2 * sigma), lying ? towards_y : upright};
}

}  // namespace porevis
