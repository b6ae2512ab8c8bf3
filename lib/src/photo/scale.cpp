// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/scale.hpp"

#include <sstream>

#include "photo/landmarks.hpp"
#include "porevis/error.hpp"

namespace porevis {

Scale scale_given(double px_per_mm) {
  if (!(px_per_mm >= 1 && px_per_mm <= 500)) {
    std::ostringstream message;
    message << "px_per_mm = " << px_per_mm << " is out of range: give 1 to 500 (pixels per millimetre of skin)";
    throw ParameterError(message.str());
  }
  return {.px_per_mm = px_per_mm, .relative_uncertainty = 0, .source = "given"};
}

Scale scale_from_face(const Face& face, const ScaleOptions& options) {
  check(options);
  const double distance_px = cv::norm(left_eye(face) - right_eye(face));
  if (!(distance_px > 0)) throw InputError("face: its eyes lie on each other; give the scale with --px-per-mm");
  return {.px_per_mm = distance_px / options.eye_distance_mm,
          .relative_uncertainty = options.eye_distance_uncertainty,
          .source = "eye distance"};
}

}  // namespace porevis
