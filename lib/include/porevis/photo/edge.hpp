// SPDX-License-Identifier: Apache-2.0
/// The camera's blur from a photograph of a slanted edge: a measurement that needs no skin, to check a camera or what
/// is read from skin.
#pragma once

#include "porevis/photo/photo.hpp"

namespace porevis {

/// The blur that a straight edge shows.
struct EdgeBlur {
  double blur_sigma_px = 0;   ///< standard deviation of the Gaussian that describes the camera's blur, px, as in
                              ///< CaptureQuality; what each pixel averages over its own square is not part of it.
  double uncertainty_px = 0;  ///< one standard deviation of blur_sigma_px, from what the fit leaves over.
  double angle_deg = 0;       ///< direction of the edge, from x towards y, in (-90, 90].
};

/// Measures blur on one straight edge between an evenly dark and an evenly bright area, such as printed paper.
///
/// @param photo  a crop that holds the edge and little else; the edge 2 to 20 degrees off the pixel rows or columns, so
///               that it meets them at every part of a pixel. Linear green light is used.
/// @throws InputError  no straight edge, at another angle, a side at its limit of light, too little room or too much
///                     noise; the message names the photograph and the mend.
/// @note Assumes a Gaussian: of a camera that sharpens, the figure tells the Gaussian nearest to it.
/// @see ISO 12233:2023, slanted edge (e-SFR). In place of the binned edge profile and its transform, a model of the
///      pixels is fitted: on short edges it leaves less to noise.
[[nodiscard]] EdgeBlur measure_edge_blur(const Photo& photo);

}  // namespace porevis
