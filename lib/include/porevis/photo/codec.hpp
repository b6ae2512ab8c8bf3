// SPDX-License-Identifier: Apache-2.0
/// Pictures as bytes. One source file a format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "porevis/photo/photo.hpp"

namespace porevis {

using Bytes = std::vector<std::uint8_t>;

/// A picture as decoded.
struct Picture {
  cv::Mat pixels;  ///< (H, W) CV_8UC3 or CV_16UC3; red, green, blue; sRGB-encoded; upright.
  CaptureRecord origin;
};

/// Decodes a JPEG, PNG, TIFF or WebP, and, where porevis was built with their libraries, HEIC, AVIF, JPEG 2000, DICOM
/// and camera RAW; told by content. Turned upright; grey becomes three equal channels; alpha is laid over white.
///
/// Colours become sRGB: by the ICC profile (or the format's own tags, or EXIF's) where there is one, else the numbers
/// are taken for sRGB. Numbers that are sRGB already are left as they are; others come out with 16 bits, relative
/// colorimetric, cut to sRGB's range. Floating-point numbers are linear light unless a profile says otherwise; white is
/// 1, or the 99.9th percentile of the samples where that is more.
/// @param name  what messages call the picture.
/// @throws InputError  empty, truncated, damaged, no picture, in unusable colours or larger than max_megapixels (told
/// by
///                     its header, before memory is taken).
[[nodiscard]] Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name,
                                     const ReadOptions& options = {});

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
