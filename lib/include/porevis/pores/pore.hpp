// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace porevis {

/// A compact dark spot of the skin. Its outline is where darkness falls to half its peak, the camera's blur taken out.
/// What follows from the outline is NaN for a pore less than about 2 px across, or whose fit adds little to what the
/// region's other pores tell: only its darkness can be told.
struct Pore {
  int id = 0;       ///< 1, 2, ... by row, then column, in its region.
  double x_px = 0;  ///< centre in the photograph; (0, 0) is the centre of the top-left pixel.
  double y_px = 0;
  double diameter_mm = 0;      ///< of the disc of the outline's area.
  double diameter_se_mm = 0;   ///< its standard error.
  double area_mm2 = 0;         ///< inside the outline.
  double contrast = 0;         ///< peak darkness, 0..1.
  double darkness_mm2 = 0;     ///< darkness integrated over the area.
  double darkness_se_mm2 = 0;  ///< its standard error.
  /// Darkness integrated under a Gaussian of sigma `core_sigma_mm` about the centre, the same for all pores of a
  /// region. Its share of darkness_mm2 tells how concentrated the pore is, and so how large, without a fit.
  double core_darkness_mm2 = 0;
  double core_sigma_mm = 0;
  double growth_mm2 = 0;       ///< of darkness_mm2, with the logarithm of the aperture's radius.
  double core_growth_mm2 = 0;  ///< of core_darkness_mm2, with the logarithm of the Gaussian's sigma.
  double seen = 1;             ///< share of the area summed over that could be measured, 0..1.
  double colour_mm2 = 0;       ///< darkness that was told to be shine or blood, of which one photograph has more.
  double elongation = 1;       ///< long axis / short axis of the outline, >= 1.
  double orientation_deg = 0;  ///< of the long axis, from x towards y, in (-90, 90].
  double area_factor = 1;      ///< area on the skin / in the picture, by which the face's curvature entered.
  double presence = 1;         ///< how probable it is that this photograph shows it; below 1 in a comparison only.
  double confidence = 0;       ///< how probable it is that this is a pore, 0..1.
};

}  // namespace porevis
