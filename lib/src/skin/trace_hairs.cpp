// SPDX-License-Identifier: Apache-2.0
#include "skin/trace_hairs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "skin/sample_cubic.hpp"

namespace porevis {
namespace {

// Lengths in working px, densities in optical density. Chosen on synthetic hairs.
constexpr int kAngles = 24;                        // directions in which a hair is looked for
constexpr int kHalf = 6;                           // how far a point looks along its hair
constexpr float kWeaker = 0.5F;                    // of its own density so far: there a hair ends
constexpr float kTip = 0.15F;                      // of it, at the point itself
constexpr float kMemory = 0.9F;                    // of that density, a step
constexpr int kLongest = 400;                      // steps each way, 33 mm
constexpr std::size_t kShortest = 8;               // points
constexpr int kBehind = 6;                         // points over which the direction is taken
constexpr double kSteer = 0.3, kMostSteer = 0.08;  // share of a turn followed at once, and the most, rad
constexpr double kMostShift = 0.4;                 // across, a step
constexpr int kMarginPx = 2;                       // around an axis: part of its hair

cv::Point2d unit(double angle) { return {std::cos(angle), std::sin(angle)}; }

template <std::size_t N>
float median_of(std::array<float, N> values) {
  std::nth_element(values.begin(), values.begin() + N / 2, values.end());
  return values[N / 2];
}

/// The median of points from .. from + N - 1 steps along a line.
template <int N>
float median_along(const cv::Mat& map, cv::Point2d at, cv::Point2d along, int from) {
  std::array<float, N> values;
  for (int i = 0; i < N; ++i) values[static_cast<std::size_t>(i)] = sample_cubic(map, at + (from + i) * along);
  return median_of(values);
}

/// The median along a hair, both ways, if it is more than this; else this. The outermost points come first: a line
/// across a hair leaves it there.
float strength_along(const cv::Mat& map, cv::Point2d at, cv::Point2d along, float least) {
  std::array<float, 2 * kHalf + 1> values;
  int below = 0;
  for (int i = 0; i <= 2 * kHalf; ++i) {
    const int steps = (i % 2 == 0 ? 1 : -1) * (kHalf - i / 2);
    const float value = sample_cubic(map, at + steps * along);
    if (value <= least && ++below > kHalf) return least;
    values[static_cast<std::size_t>(i)] = value;
  }
  return median_of(values);
}

/// How the hair at a point runs.
struct Course {
  double angle = 0;
  float strength = 0;
};

Course course_at(const cv::Mat& excess, cv::Point2d at, float faintest) {
  Course best{0, faintest};
  for (int k = 0; k < kAngles; ++k) {
    const double angle = CV_PI * k / kAngles;
    const float strength = strength_along(excess, at, unit(angle), best.strength);
    if (strength > best.strength) best = {angle, strength};
  }
  return best;
}

/// The points of hairs, the darkest first.
std::vector<cv::Point> points_of(const cv::Mat& hair, const cv::Mat& excess) {
  std::vector<cv::Point> points;
  cv::findNonZero(hair, points);
  std::stable_sort(points.begin(), points.end(),
                   [&](cv::Point a, cv::Point b) { return excess.at<float>(a) > excess.at<float>(b); });
  return points;
}

/// How far aside, across the hair, its ridge lies: -1..1.
double shift_to_ridge(const cv::Mat& excess, cv::Point2d at, cv::Point2d along, cv::Point2d across) {
  constexpr int kSteps = 5;
  std::array<float, kSteps> profile;
  for (int i = 0; i < kSteps; ++i) {
    profile[static_cast<std::size_t>(i)] = median_along<7>(excess, at + 0.5 * (i - kSteps / 2) * across, along, -3);
  }
  const auto highest = static_cast<std::size_t>(std::max_element(profile.begin(), profile.end()) - profile.begin());
  double shift = 0.5 * (static_cast<int>(highest) - kSteps / 2);
  if (highest > 0 && highest + 1 < kSteps) {
    const double before = profile[highest - 1], behind = profile[highest + 1];
    const double curvature = before - 2 * profile[highest] + behind;
    if (curvature < 0) shift += 0.5 * std::clamp((before - behind) / (2 * curvature), -0.5, 0.5);
  }
  return shift;
}

/// The points of a hair from a seed on, in one direction, without the seed.
HairAxis follow(const cv::Mat& excess, const cv::Mat& near_hair, cv::Point2d at, double angle, float strength,
                float faintest) {
  HairAxis axis;
  for (int step = 0; step < kLongest; ++step) {
    const cv::Point2d along = unit(angle), across(-along.y, along.x);
    cv::Point2d next = at + along;
    if (!(next.x >= 0 && next.y >= 0 && next.x <= excess.cols - 1 && next.y <= excess.rows - 1)) break;
    if (near_hair.at<uchar>(cvRound(next.y), cvRound(next.x)) == 0) break;
    next += std::clamp(shift_to_ridge(excess, next, along, across), -kMostShift, kMostShift) * across;
    // Backwards only, or a hair would seem to go on beyond its end.
    const float here = axis.size() > 3 ? median_along<kHalf + 1>(excess, next, along, -kHalf)
                                       : median_along<3>(excess, next, along, -2);
    const float tip = 0.5F * (sample_cubic(excess, next) + sample_cubic(excess, next - along));
    if (here < std::max(faintest, kWeaker * strength) || tip < kTip * strength) break;
    strength = kMemory * strength + (1 - kMemory) * here;
    at = next;
    axis.push_back(at);
    if (axis.size() <= kBehind) continue;
    const cv::Point2d way = at - axis[axis.size() - 1 - kBehind];
    const double turn = std::remainder(std::atan2(way.y, way.x) - angle, 2 * CV_PI);
    angle += std::clamp(kSteer * turn, -kMostSteer, kMostSteer);
  }
  return axis;
}

}  // namespace

std::vector<HairAxis> trace_hairs(const cv::Mat& excess, const cv::Mat& hair, float faintest) {
  CV_Assert(excess.type() == CV_32F && hair.type() == CV_8U && hair.size() == excess.size());
  constexpr int kSide = 2 * kMarginPx + 1;
  cv::Mat near_hair, followed = cv::Mat::zeros(hair.size(), CV_8U);
  cv::dilate(hair, near_hair, cv::Mat::ones(kSide, kSide, CV_8U));
  std::vector<HairAxis> hairs;
  for (const cv::Point& seed : points_of(hair, excess)) {
    if (followed.at<uchar>(seed) != 0) continue;
    const Course course = course_at(excess, seed, faintest);
    if (course.strength <= faintest) continue;
    HairAxis axis = follow(excess, near_hair, seed, course.angle + CV_PI, course.strength, faintest);
    std::reverse(axis.begin(), axis.end());
    axis.push_back(seed);
    const HairAxis ahead = follow(excess, near_hair, seed, course.angle, course.strength, faintest);
    axis.insert(axis.end(), ahead.begin(), ahead.end());
    for (const cv::Point2d& at : axis) {
      const cv::Rect around(cvRound(at.x) - kMarginPx, cvRound(at.y) - kMarginPx, kSide, kSide);
      followed(around & cv::Rect({}, hair.size())) = 1;
    }
    if (axis.size() >= kShortest) hairs.push_back(std::move(axis));
  }
  return hairs;
}

}  // namespace porevis
