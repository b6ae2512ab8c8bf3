// SPDX-License-Identifier: Apache-2.0
/// Colour profiles, and files of the formats beyond JPEG, PNG and TIFF, for the tests of the photo room.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "photo/pictures.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis::test {

[[nodiscard]] Picture decode(const Bytes& bytes);

/// What decode() says of a picture that it refuses.
[[nodiscard]] std::string refusal(const Bytes& bytes);

/// A colour space to make pictures in: chromaticities of red, green, blue and white, and the power of its encoding, or
/// 0 for sRGB's curve.
struct Space {
  std::array<double, 8> primaries;
  double gamma = 0;
};
inline constexpr Space srgb{{0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290}};
inline constexpr Space display_p3{{0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290}};
inline constexpr Space adobe_rgb_1998{{0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290}, 563 / 256.};
inline constexpr Space prophoto{{0.734699, 0.265301, 0.159597, 0.840403, 0.036598, 0.000105, 0.345704, 0.358540}, 1.8};
inline constexpr Space linear{{0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290}, 1};

/// Colours of skin, of clothes and of greys, sRGB-encoded, (30, 40) CV_32FC3 in [0, 1].
[[nodiscard]] cv::Mat colours();

/// sRGB-encoded colours in another space, by the textbook: primaries and white to XYZ, Bradford from white to white.
/// @return CV_32FC3 in [0, 1].
[[nodiscard]] cv::Mat in_space(const cv::Mat& colours, const Space& space);

/// Rounded to 8 or 16 bits.
[[nodiscard]] cv::Mat quantized(const cv::Mat& numbers, int bits);

/// The ICC profile of a space, named.
[[nodiscard]] Bytes profile(const Space& space, const std::string& name);
/// A profile of grey with a power for its curve.
[[nodiscard]] Bytes grey_profile(double gamma);
/// A profile that gives its colours by A-to-B tables, not by curves and matrix.
[[nodiscard]] Bytes table_profile(const Space& space);
/// A profile of printing colours.
[[nodiscard]] Bytes printing_profile();

/// The file with a colour profile in it.
[[nodiscard]] Bytes jpeg_with_profile(const Bytes& jpeg, const Bytes& icc, std::size_t piece = 60000);
[[nodiscard]] Bytes png_with_chunk(const Bytes& png, const std::string& type, const Bytes& data);
[[nodiscard]] Bytes png_with_profile(const Bytes& png, const Bytes& icc);

/// WebP of CV_8UC3 or CV_8UC4. @param quality  0 to 100; above: lossless.
[[nodiscard]] Bytes webp_bytes(const cv::Mat& samples, float quality = 101, const Bytes& icc = {});

/// JPEG 2000, lossless, of CV_8U or CV_16U, 1 to 4 channels. @param bare  the codestream alone.
[[nodiscard]] Bytes jp2_bytes(const cv::Mat& samples, const Bytes& icc = {}, bool bare = false);

/// HEIC or AVIF of CV_8UC3.
struct HeifLayout {
  bool avif = false;
  Bytes icc{};
  int primaries = 0;  // nclx, with sRGB's curve; 0: none
  Bytes exif{};
  int turn_deg = 0;  // how far a reader has to turn the picture, counter-clockwise
};
/// Empty where libheif has no encoder.
[[nodiscard]] Bytes heif_bytes(const cv::Mat& rgb, const HeifLayout& layout = {});

/// A minimal DNG: uncompressed mosaic (red, green; green, blue) of a camera whose colours are linear sRGB.
/// @param linear   CV_32FC3 in [0, 1], even size.
/// @param neutral  what the camera sees of white.
[[nodiscard]] Bytes dng_bytes(const cv::Mat& linear, const cv::Vec3d& neutral = {1, 1, 1}, int orientation = 1);

/// A TIFF of a mosaic that says it is of a camera that nobody knows.
[[nodiscard]] Bytes unknown_raw();

/// A minimal DICOM file, explicit VR, little-endian.
struct DicomLayout {
  std::string photometric = "RGB";
  std::string modality = "XC";
  std::string transfer_syntax = "1.2.840.10008.1.2.1";
  int bits_stored = 0;  // 0: all
  bool planar = false;
  int frames = 1;
  std::string spacing{};  // PixelSpacing
  std::string imager_spacing{};
  std::string scan_spacing{};  // NominalScannedPixelSpacing
  Bytes icc{};
  Bytes encapsulated{};  // in place of the samples
  bool palette = false;
  bool pixels = true;
  int rows = 0;  // announced; 0: those of the samples
};
[[nodiscard]] Bytes dicom_bytes(const cv::Mat& samples, const DicomLayout& layout = {});

}  // namespace porevis::test
