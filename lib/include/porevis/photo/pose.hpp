// SPDX-License-Identifier: Apache-2.0
/// How a head is turned.
#pragma once

#include <limits>
#include <opencv2/core.hpp>
#include <string>

#include "porevis/photo/face.hpp"

namespace porevis {

/// Angles of a head to the camera; NaN where no face was looked for.
struct HeadPose {
  double yaw_deg = std::numeric_limits<double>::quiet_NaN();    ///< above 0 the nose points to the picture's right.
  double pitch_deg = std::numeric_limits<double>::quiet_NaN();  ///< above 0 it points down.
  double roll_deg = std::numeric_limits<double>::quiet_NaN();   ///< above 0 the head is tilted clockwise.
  std::string view{};  ///< `front`, `left` or `right`: see Face::view; empty where no face was looked for.
};

/// Pose from the landmarks of nose, eyes, mouth and chin on an average head, good to about 5 degrees between people and
/// better between two photographs of one. The view is the face's, or told from the yaw: `front` within 20 degrees.
[[nodiscard]] HeadPose head_pose(const Face& face);

}  // namespace porevis
