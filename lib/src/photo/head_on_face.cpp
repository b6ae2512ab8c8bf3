// SPDX-License-Identifier: Apache-2.0
#include "photo/head_on_face.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <vector>

#include "photo/landmarks.hpp"

namespace porevis {
namespace {

constexpr double kStretchSpread = 0.06;  // of width, height and depth between adults
constexpr double kOutlier = 2.5;         // spreads from which a landmark weighs less

using Parameters = Eigen::Matrix<double, 9, 1>;  // turn (3), place (2, px), log px/mm, log width, height, depth

HeadOnFace head_of(const Parameters& p, double camera_mm) {
  cv::Matx33d turn;
  cv::Rodrigues(cv::Vec3d(p[0], p[1], p[2]), turn);
  return {turn, {p[3], p[4]}, std::exp(p[5]), {std::exp(p[6]), std::exp(p[7]), std::exp(p[8])}, camera_mm};
}

/// What is to be made small: each landmark's miss and each stretch, in units of its spread.
Eigen::VectorXd misses(const Face& face, const Parameters& p, double camera_mm) {
  const std::vector<HeadLandmark>& marks = head_landmarks();
  const HeadOnFace pose = head_of(p, camera_mm);
  Eigen::VectorXd result(2 * std::ssize(marks) + 3);
  Eigen::Index row = 0;
  for (const HeadLandmark& mark : marks) {
    const cv::Point2d miss = pose.picture(pose.before_camera(mark.place)) - face.landmarks[mark.index];
    const double spread_px = mark.spread * pose.px_per_mm();
    result[row++] = miss.x / spread_px;
    result[row++] = miss.y / spread_px;
  }
  result.tail<3>() = p.tail<3>() / kStretchSpread;
  return result;
}

/// Huber's weights, a landmark's two coordinates alike.
Eigen::VectorXd weights(const Eigen::VectorXd& miss) {
  Eigen::VectorXd weight = Eigen::VectorXd::Ones(miss.size());
  for (Eigen::Index i = 0; i + 3 < miss.size(); i += 2) {
    weight.segment<2>(i).setConstant(std::min(1.0, kOutlier / std::hypot(miss[i], miss[i + 1])));
  }
  return weight;
}

/// Levenberg and Marquardt's least squares. @see Madsen et al. 2004, Methods for non-linear least squares problems.
Parameters fit_pose(const Face& face, double camera_mm) {
  const cv::Point2d eyes = left_eye(face) - right_eye(face);
  const cv::Point2d middle = (left_eye(face) + right_eye(face)) / 2;
  Parameters best = Parameters::Zero();
  best[2] = std::atan2(eyes.y, eyes.x);
  best[3] = middle.x;
  best[4] = middle.y;
  best[5] = std::log(std::max(1e-3, cv::norm(eyes) / kEyesApart));
  double damping = 1e-3;
  for (int pass = 0; pass < 60 && damping < 1e9; ++pass) {
    const Eigen::VectorXd miss = misses(face, best, camera_mm);
    const Eigen::VectorXd weight = weights(miss);
    Eigen::MatrixXd slope(miss.size(), best.size());
    for (Eigen::Index i = 0; i < best.size(); ++i) {
      constexpr double kNudge = 1e-5;
      Parameters moved = best;
      moved[i] += kNudge;
      slope.col(i) = (misses(face, moved, camera_mm) - miss) / kNudge;
    }
    Eigen::MatrixXd normal = slope.transpose() * weight.asDiagonal() * slope;
    const Eigen::VectorXd down = -slope.transpose() * weight.asDiagonal() * miss;
    normal.diagonal() *= 1 + damping;
    const Parameters step = normal.ldlt().solve(down);
    if (!step.allFinite()) break;
    const Parameters tried = best + step;
    const auto cost = [&](const Eigen::VectorXd& m) { return (weight.array() * m.array().square()).sum(); };
    if (cost(misses(face, tried, camera_mm)) < cost(miss)) {
      best = tried;
      damping = std::max(1e-9, damping / 5);
      if (slope.colwise().norm().cwiseProduct(step.transpose().cwiseAbs()).maxCoeff() < 1e-3) break;
    } else {
      damping *= 10;
    }
  }
  return best;
}

}  // namespace

HeadOnFace lay_head(const Face& face, double camera_mm) { return head_of(fit_pose(face, camera_mm), camera_mm); }

}  // namespace porevis
