// SPDX-License-Identifier: Apache-2.0
/// Which of the 68 landmarks is what (iBUG 300-W).
#pragma once

#include <opencv2/core.hpp>

#include "porevis/photo/face.hpp"

namespace porevis {

/// Mean of landmarks first to last.
inline cv::Point2d centre(const Face& face, int first, int last) {
  cv::Point2d sum;
  for (int i = first; i <= last; ++i) sum += face.landmarks[i];
  return sum / (last - first + 1);
}

inline cv::Point2d right_eye(const Face& face) { return centre(face, 36, 41); }  ///< the subject's
inline cv::Point2d left_eye(const Face& face) { return centre(face, 42, 47); }   ///< the subject's

}  // namespace porevis
