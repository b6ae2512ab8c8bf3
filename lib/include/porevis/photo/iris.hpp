// SPDX-License-Identifier: Apache-2.0
/// The iris of an open eye: its size is nearly the same in all adults.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "porevis/photo/face.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// The circle in which an iris meets the white of the eye.
struct Iris {
  cv::Point2d centre_px;
  double radius_px = 0;
  double relative_uncertainty =
      0;  ///< of the radius, from how well both its sides fit; one standard deviation / value.
};

/// Finds the irises of open eyes, by their left and right edges only: lids hide the rest.
/// @return the subject's right, then left; an eye that is closed, hidden or not clear is left out.
/// @see Daugman 2004, doi:10.1109/TCSVT.2003.818350: the circle across whose arcs the light changes most (eq. 1).
[[nodiscard]] std::vector<Iris> find_irises(const Photo& photo, const Face& face);

}  // namespace porevis
