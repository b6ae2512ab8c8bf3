// SPDX-License-Identifier: Apache-2.0
#include "photo/head_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/calib3d.hpp>
#include <vector>

namespace porevis {
namespace {

struct HeadPoint {
  std::size_t landmark;
  cv::Point3d place_mm;  // from the tip of the nose; to the picture's right, down, away from the camera
};

/// An average adult head. Brows, lids and the outline are left out: they move, or slide along the skin as the head
/// turns. Across and down: the mean of the faces that dlib's model was trained on, at 62 mm between the eyes.
constexpr double kEyeDistance = 62;
const std::array<HeadPoint, 17> kHead{{{27, {0, -37, 18}},
                                       {28, {0, -24, 12}},
                                       {29, {0, -12, 5}},
                                       {30, {0, 0, 0}},
                                       {31, {-14, 8, 20}},
                                       {33, {0, 13, 14}},
                                       {35, {14, 8, 20}},
                                       {36, {-43, -35, 38}},
                                       {39, {-18, -33, 31}},
                                       {42, {18, -33, 31}},
                                       {45, {43, -35, 38}},
                                       {48, {-28, 31, 32}},
                                       {51, {0, 26, 15}},
                                       {54, {28, 31, 32}},
                                       {57, {0, 45, 19}},
                                       {7, {-12, 70, 30}},
                                       {9, {12, 70, 30}}}};
constexpr double kBridgeToLipMm = 63;
const cv::Vec3d kBetweenEyes(0, -34, 34);
constexpr double kLeastDistanceMm = 100;  // of the head: its nearest and farthest points lie about as far apart
constexpr double kPortraitMm = 1000;      // from the camera; the angles hardly depend on it

}  // namespace

HeadFit fit_head(const Face& face) {
  std::vector<cv::Point3d> head;
  std::vector<cv::Point2d> seen;
  const cv::Point2d tip = face.landmarks[30];
  for (const HeadPoint& point : kHead) {
    head.push_back(point.place_mm);
    seen.push_back(face.landmarks[point.landmark] - tip);
  }
  // A camera that looks at the nose, so that where in the picture the face is makes no difference. It begins face on,
  // at about the right distance: bridge to lip is seen alike from either side.
  const double height = cv::norm(face.landmarks[51] - face.landmarks[27]);
  const double focal = std::max(1.0, height) / kBridgeToLipMm * kPortraitMm;
  const cv::Matx33d camera(focal, 0, 0, 0, focal, 0, 0, 0, 1);
  cv::Vec3d turn(0, 0, 0), place(0, 0, kPortraitMm);
  HeadFit fit;
  fit.residual = std::numeric_limits<double>::infinity();
  if (!cv::solvePnP(head, seen, camera, cv::noArray(), turn, place, true, cv::SOLVEPNP_ITERATIVE)) return fit;
  cv::Rodrigues(turn, fit.rotation);
  fit.place_mm = place;
  fit.focal_px = focal;
  fit.centre = tip;
  const cv::Vec3d eyes = fit.rotation * kBetweenEyes + place;
  if (!(std::min(eyes[2], place[2]) > kLeastDistanceMm)) return fit;
  double squares = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const cv::Point2d miss = fit.to_picture(cv::Vec3d(head[i])) - tip - seen[i];
    squares += miss.dot(miss);
  }
  fit.px_per_mm = focal / eyes[2];
  fit.residual = std::sqrt(squares / static_cast<double>(seen.size())) / (kEyeDistance * fit.px_per_mm);
  return fit;
}

double head_depth_mm(double x_mm, double y_mm) {
  constexpr double kHalfWidth = 78, kDepth = 75, kFlesh = 18;  // an elliptic cylinder behind the nose
  const double side = std::min(1.0, std::abs(x_mm) / kHalfWidth);
  // The nose: rises from the bridge to the tip and falls to the lip.
  constexpr double kBridge = -40, kLip = 18, kHeight = 18, kWidth = 8;
  const double rise = y_mm < 0 ? 1 - y_mm / kBridge : 1 - y_mm / kLip;
  return kFlesh + kDepth * (1 - std::sqrt(1 - side * side)) -
         kHeight * std::max(0.0, rise) * std::exp(-x_mm * x_mm / (2 * kWidth * kWidth));
}

}  // namespace porevis
