// SPDX-License-Identifier: Apache-2.0
/// A camera on a stand: what it is known to give.
#pragma once

#include <string>

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// Camera, lens and distance. The scale is px_per_mm, or follows from focal length, pixel pitch and distance.
struct DeviceProfile {
  std::string name;                    ///< what messages call it; empty: no device is given.
  std::string camera;                  ///< model as EXIF names it; empty: not checked.
  double distance_mm = 0;              ///< from the lens to the skin.
  double distance_uncertainty_mm = 0;  ///< by how much the skin is nearer or farther; one standard deviation.
  double px_per_mm = 0;                ///< at that distance; 0: from the lens.
  double focal_length_mm = 0;          ///< as engraved; trusted to 2 %.
  double pixel_pitch_um = 0;           ///< of the sensor, from pixel to pixel.
  int width_px = 0;                    ///< longer side of the pictures it holds for; 0: not checked.
  double blur_sigma_px = 0;            ///< the camera's blur, as MeasureOptions::blur_sigma_px; 0: not known.

  [[nodiscard]] bool given() const { return !name.empty(); }

  static constexpr auto fields() {
    using O = DeviceProfile;
    return std::tuple{
        field("name", &O::name, "what messages call the device; empty: none"),
        field("camera", &O::camera, "its model as EXIF names it; empty: not checked"),
        field("distance_mm", &O::distance_mm, 0, 20000, "from the lens to the skin, mm"),
        field("distance_uncertainty_mm", &O::distance_uncertainty_mm, 0, 5000, "standard deviation of it, mm"),
        field("px_per_mm", &O::px_per_mm, 0, 500, "scale at that distance, px/mm; 0: from the lens"),
        field("focal_length_mm", &O::focal_length_mm, 0, 5000, "focal length as engraved, mm"),
        field("pixel_pitch_um", &O::pixel_pitch_um, 0, 100, "from pixel to pixel of the sensor, um"),
        field("width_px", &O::width_px, 0, 100000, "longer side of its pictures, px; 0: not checked"),
        field("blur_sigma_px", &O::blur_sigma_px, 0, 20, "the camera's blur, sigma in px; 0: not known"),
    };
  }
};

/// The scale that a device gives, and by what share it may be off.
struct DeviceScale {
  double px_per_mm = 0;
  double relative_uncertainty = 0;  ///< one standard deviation / value.
};

/// Scale of a thin lens: focal length / (pixel pitch (distance - focal length)), or the profile's own.
/// @throws InputError  the photograph is from another camera or of another size.
/// @throws ParameterError  the profile lacks distance or scale, or the skin would lie inside the focal length.
[[nodiscard]] DeviceScale scale_of_device(const DeviceProfile& device, const Photo& photo);

}  // namespace porevis
