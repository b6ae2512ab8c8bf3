// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/device.hpp"

#include <algorithm>
#include <cmath>

#include "porevis/error.hpp"

namespace porevis {

DeviceScale scale_of_device(const DeviceProfile& device, const Photo& photo) {
  check(device);
  const std::string of_device = "device profile " + device.name;
  const bool by_lens = device.px_per_mm == 0;
  if (device.distance_mm == 0)
    throw ParameterError(of_device + ": has no distance_mm; give it (from lens to skin, mm)");
  if (by_lens && (device.focal_length_mm == 0 || device.pixel_pitch_um == 0)) {
    throw ParameterError(of_device + ": has no scale; give px_per_mm, or focal_length_mm and pixel_pitch_um");
  }
  if (device.focal_length_mm >= device.distance_mm) {
    throw ParameterError(of_device + ": distance_mm is not larger than focal_length_mm; give the distance to the skin");
  }
  if (!device.camera.empty() && !photo.origin.camera.empty() && device.camera != photo.origin.camera) {
    throw InputError(photo.file + ": was taken with " + photo.origin.camera + ", but the " + of_device + " is of " +
                     device.camera + "; give the profile of this camera");
  }
  if (const int longer_px = std::max(photo.width_px(), photo.height_px());
      device.width_px > 0 && longer_px != device.width_px) {
    throw InputError(photo.file + ": is " + std::to_string(longer_px) + " px long, but the " + of_device +
                     " holds for pictures of " + std::to_string(device.width_px) +
                     " px; give the original photograph, or a profile for this size");
  }
  constexpr double kFocalLength = 0.02;  // makers round what they engrave, and it changes with the focus
  const double from_focus_mm = device.distance_mm - device.focal_length_mm;
  const double from_pitch = device.focal_length_mm / (device.pixel_pitch_um * 1e-3 * from_focus_mm);
  // The scale falls with the distance, and so does what is known of it.
  return {
      .px_per_mm = by_lens ? from_pitch : device.px_per_mm,
      .relative_uncertainty = std::hypot(device.distance_uncertainty_mm / from_focus_mm, by_lens ? kFocalLength : 0)};
}

}  // namespace porevis
