// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/pose.hpp"

#include <cmath>

#include "photo/head_model.hpp"

namespace porevis {
namespace {

constexpr double kFrontDeg = 20;  // about half of the way to the oblique views that are usual, 37 to 45 degrees

double degrees(double radians) { return radians * 180 / CV_PI; }

}  // namespace

HeadPose head_pose(const Face& face) {
  const HeadFit fit = fit_head(face);
  if (!std::isfinite(fit.residual)) return {};
  const cv::Vec3d forward = fit.rotation * cv::Vec3d(0, 0, -1), across = fit.rotation * cv::Vec3d(1, 0, 0);
  HeadPose pose{fit.yaw_deg(), degrees(std::atan2(forward[1], -forward[2])), degrees(std::atan2(across[1], across[0])),
                face.view};
  if (pose.view.empty()) pose.view = pose.yaw_deg > kFrontDeg ? "right" : pose.yaw_deg < -kFrontDeg ? "left" : "front";
  return pose;
}

}  // namespace porevis
