// SPDX-License-Identifier: Apache-2.0
/// A ruler in the photograph: two points a known length apart, or the period of its ticks.
#pragma once

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// Two points, px of the photograph, and a length on the line through them.
struct RulerOptions {
  double x1_px = 0;
  double y1_px = 0;
  double x2_px = 0;
  double y2_px = 0;
  double length_mm = 0;              ///< between the points, or from tick to tick; 0: no ruler is given.
  double length_uncertainty_mm = 0;  ///< one standard deviation of length_mm.

  [[nodiscard]] bool given() const { return length_mm != 0; }

  static constexpr auto fields() {
    using O = RulerOptions;
    return std::tuple{
        field("x1_px", &O::x1_px, 0, 100000, "first point, from the left, px"),
        field("y1_px", &O::y1_px, 0, 100000, "first point, from the top, px"),
        field("x2_px", &O::x2_px, 0, 100000, "second point, from the left, px"),
        field("y2_px", &O::y2_px, 0, 100000, "second point, from the top, px"),
        field("length_mm", &O::length_mm, 0, 10000, "the length, mm; 0: none is given"),
        field("length_uncertainty_mm", &O::length_uncertainty_mm, 0, 1000, "standard deviation of the length, mm"),
    };
  }
};

/// A length in px.
struct LengthPx {
  double px = 0;
  double uncertainty_px = 0;  ///< one standard deviation.
};

/// The distance of the two points, each set by hand to half a pixel.
/// @throws InputError  they lie on each other or outside the photograph.
[[nodiscard]] LengthPx distance_of_points(const Photo& photo, const RulerOptions& ruler);

/// The period of the ticks that the line between the two points crosses: from the spectrum of the light along it,
/// then from the phase of its fundamental, so the points need not lie on ticks. At the middle of the line.
/// @throws InputError  fewer than six ticks, none clear enough, or unevenly spaced.
[[nodiscard]] LengthPx period_of_ticks(const Photo& photo, const RulerOptions& ticks);

}  // namespace porevis
