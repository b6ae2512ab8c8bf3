// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/pose.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <vector>

namespace porevis {
namespace {

struct HeadPoint {
  std::size_t landmark;
  cv::Point3d place_mm;  // from the tip of the nose; to the picture's right, down, away from the camera
};

/// An average adult head.
constexpr double kEyes = 45, kEyesUp = 34, kEyesBack = 27, kMouth = 28, kMouthDown = 31, kMouthBack = 24;
const std::array<HeadPoint, 6> kHead{{{30, {0, 0, 0}},
                                      {8, {0, 67, 14}},
                                      {36, {-kEyes, -kEyesUp, kEyesBack}},
                                      {45, {kEyes, -kEyesUp, kEyesBack}},
                                      {48, {-kMouth, kMouthDown, kMouthBack}},
                                      {54, {kMouth, kMouthDown, kMouthBack}}}};
constexpr double kFocal = 2.5;  // of a portrait lens, in longer sides of the picture; the angles hardly depend on it

double degrees(double radians) { return radians * 180 / CV_PI; }

}  // namespace

HeadPose head_pose(const Face& face, cv::Size picture) {
  std::vector<cv::Point3d> head;
  std::vector<cv::Point2d> seen;
  for (const HeadPoint& point : kHead) {
    head.push_back(point.place_mm);
    seen.push_back(face.landmarks[point.landmark]);
  }
  const double focal = kFocal * std::max(picture.width, picture.height);
  const cv::Matx33d camera(focal, 0, picture.width / 2.0, 0, focal, picture.height / 2.0, 0, 0, 1);
  // Begins face on, at about the right distance.
  const double distance = focal * 2 * kEyes / std::max(1.0, cv::norm(seen[3] - seen[2]));
  cv::Vec3d turn(0, 0, 0);
  cv::Vec3d place((seen[0].x - picture.width / 2.0) * distance / focal,
                  (seen[0].y - picture.height / 2.0) * distance / focal, distance);
  if (!cv::solvePnP(head, seen, camera, cv::noArray(), turn, place, true, cv::SOLVEPNP_ITERATIVE)) return {};
  cv::Matx33d rotation;
  cv::Rodrigues(turn, rotation);
  const cv::Vec3d forward = rotation * cv::Vec3d(0, 0, -1), across = rotation * cv::Vec3d(1, 0, 0);
  return {degrees(std::atan2(forward[0], -forward[2])), degrees(std::atan2(forward[1], -forward[2])),
          degrees(std::atan2(across[1], across[0]))};
}

}  // namespace porevis
