// SPDX-License-Identifier: Apache-2.0
/// What a photograph's file says about how it was taken. Stays in memory: no output carries it but format and colour.
#pragma once

#include <limits>
#include <string>

namespace porevis {

/// What the file says of the capture. Texts are empty and numbers not a number where it says nothing.
struct CaptureRecord {
  std::string format;    ///< of the file, such as `JPEG`; empty for an array.
  std::string colour;    ///< what its numbers were taken for, such as `sRGB assumed` or `ICC: Display P3`.
  std::string captured;  ///< local time by the camera's clock, ISO 8601, such as `2024-05-03T10:11:12+02:00`.
  std::string camera;    ///< maker and model.
  std::string lens;
  double focal_length_mm = std::numeric_limits<double>::quiet_NaN();
  double focal_length_35mm = std::numeric_limits<double>::quiet_NaN();  ///< of equal view on 36 x 24 mm, mm.
  double px_per_mm = std::numeric_limits<double>::quiet_NaN();  ///< on the skin, where the file states it (DICOM).
};

}  // namespace porevis
