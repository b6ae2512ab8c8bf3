// SPDX-License-Identifier: Apache-2.0
/// Pictures as bytes: JPEG, PNG and TIFF. One source file a format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

namespace porevis {

using Bytes = std::vector<std::uint8_t>;

/// Decodes a JPEG, PNG or TIFF, told by its first bytes. EXIF orientation is left to read_photo().
/// @param name        what messages call the picture.
/// @param max_pixels  a header that announces more is refused before memory is taken.
/// @return (H, W) CV_8UC3 or CV_16UC3; red, green, blue.
/// @throws InputError  empty, truncated, damaged, no picture or too large.
[[nodiscard]] cv::Mat decode_picture(std::span<const std::uint8_t> bytes, const std::string& name, double max_pixels);

/// What a picture file tells of its pixels. Nothing else is ever written beside them.
struct PictureTags {
  bool srgb_profile = false;  ///< the ICC profile of sRGB.
  double px_per_mm = 0;       ///< the picture's resolution; 0: not told.
};

/// PNG bytes, fast rather than small, without any metadata but the tags.
/// @param rgb  8 or 16 bits; red, green, blue, or grey.
[[nodiscard]] Bytes encode_png(const cv::Mat& rgb, const PictureTags& tags = {});

/// TIFF bytes (deflate), without any metadata but the tags.
/// @param rgb  CV_8UC3 or CV_16UC3.
[[nodiscard]] Bytes encode_tiff(const cv::Mat& rgb, const PictureTags& tags = {});

/// JPEG bytes (4:4:4 from quality 90, else 4:2:0), without any metadata.
/// @param rgb      CV_8UC3.
/// @param quality  1 to 100.
[[nodiscard]] Bytes encode_jpeg(const cv::Mat& rgb, int quality);

/// Writes bytes to a file so that it is there whole or not at all.
/// @throws InputError  the folder is missing or cannot be written to.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

}  // namespace porevis
