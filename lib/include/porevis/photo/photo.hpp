// SPDX-License-Identifier: Apache-2.0
/// A photograph as read: upright pixels, still encoded; linear light is made for the part that is asked for.
#pragma once

#include <cstddef>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

#include "porevis/options.hpp"
#include "porevis/photo/capture_record.hpp"

namespace porevis {

/// How much a photograph file may ask for.
struct ReadOptions {
  double max_megapixels = 150;  ///< larger ones are refused before their pixels are decoded.
  bool ignore_profile = false;  ///< take the numbers for sRGB, whatever the file says of its colours.

  static constexpr auto fields() {
    return std::tuple{
        field("max_megapixels", &ReadOptions::max_megapixels, 0.01, 1000, "largest photograph read, megapixels"),
        field("ignore_profile", &ReadOptions::ignore_profile, "take any colours for sRGB"),
    };
  }
};

/// An upright photograph.
struct Photo {
  cv::Mat pixels;          ///< (H, W) CV_8UC3 or CV_16UC3; channels red, green, blue; sRGB-encoded.
  std::string file;        ///< file name without its folder; `array` where there was none.
  std::string sha256;      ///< of the file's bytes (of the pixels where there was no file), 64 hexadecimal digits.
  CaptureRecord origin{};  ///< what the file says of the capture.
  ReadOptions read{};      ///< how it was read.

  [[nodiscard]] int width_px() const { return pixels.cols; }
  [[nodiscard]] int height_px() const { return pixels.rows; }
  [[nodiscard]] cv::Rect frame() const { return {0, 0, pixels.cols, pixels.rows}; }
};

/// Reads a photograph; see decode_picture().
/// @throws InputError  missing, empty, truncated, no image, not supported or too large: names file and mend.
[[nodiscard]] Photo read_photo(const std::filesystem::path& path, const ReadOptions& options = {});

/// A photograph from pixels in memory, which are shared, not copied.
/// @param rgb  (H, W) CV_8UC3 or CV_16UC3; red, green, blue; sRGB-encoded.
/// @throws InputError  empty or of another type.
[[nodiscard]] Photo photo_from_pixels(cv::Mat rgb, std::string name = "array");

/// Linear light of a part of a photograph (inverse sRGB transfer, IEC 61966-2-1).
/// @param roi  inside the photograph, px.
/// @return (roi.height, roi.width) CV_32FC3 in [0, 1]; red, green, blue.
[[nodiscard]] cv::Mat linear_light(const Photo& photo, cv::Rect roi);

/// The sRGB-encoded picture of linear light, values outside [0, 1] cut off.
/// @param linear  CV_32FC3.
/// @param bits    8 or 16.
/// @return CV_8UC3 or CV_16UC3.
[[nodiscard]] cv::Mat encode_srgb(const cv::Mat& linear, int bits);

}  // namespace porevis
