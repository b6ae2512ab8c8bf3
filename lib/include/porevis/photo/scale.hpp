// SPDX-License-Identifier: Apache-2.0
/// How large a millimetre of skin is in a photograph, and how well that is known.
#pragma once

#include <string>

#include "porevis/options.hpp"
#include "porevis/photo/face.hpp"

namespace porevis {

/// Pixels per millimetre on the skin.
struct Scale {
  double px_per_mm = 0;             ///< > 0.
  double relative_uncertainty = 0;  ///< one standard deviation / value; 0 where it was given.
  std::string source;               ///< `given` or `eye distance`.

  [[nodiscard]] double px(double mm) const { return mm * px_per_mm; }
  [[nodiscard]] double mm(double px) const { return px / px_per_mm; }
};

/// The eye distance of the population, where nothing better is known.
struct ScaleOptions {
  double eye_distance_mm = 62;             ///< between the centres of the eyes.
  double eye_distance_uncertainty = 0.06;  ///< one standard deviation between adults / eye_distance_mm.

  static constexpr auto fields() {
    return std::tuple{
        field("eye_distance_mm", &ScaleOptions::eye_distance_mm, 30, 90,
              "distance between the centres of the eyes, mm"),
        field("eye_distance_uncertainty", &ScaleOptions::eye_distance_uncertainty, 0, 0.5,
              "its standard deviation as a share of it"),
    };
  }
};

/// A scale the user gives.
/// @throws ParameterError  px_per_mm is not within 1 to 500.
[[nodiscard]] Scale scale_given(double px_per_mm);

/// The scale from the distance of the eyes, closed or open (centres of each eye's six landmarks).
[[nodiscard]] Scale scale_from_face(const Face& face, const ScaleOptions& options = {});

}  // namespace porevis
