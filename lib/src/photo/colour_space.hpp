// SPDX-License-Identifier: Apache-2.0
/// What a file's numbers mean as colours, and their way to sRGB.
#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace porevis {

/// Chromaticities x, y of red, green, blue and white.
using Primaries = std::array<double, 8>;
inline constexpr Primaries bt709_primaries{0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290};

/// Light of an encoded value: (a v + b)^g from d on, c v below.
struct Transfer {
  double g, a = 1, b = 0, c = 0, d = 0;
};
inline constexpr Transfer srgb_transfer{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

inline constexpr const char* damaged_profile = "a colour profile that is damaged";

/// The colour space of a picture: that of its ICC profile, or primaries and transfer.
struct ColourSpace {
  std::string name{};               ///< empty where the file says nothing.
  std::vector<std::uint8_t> icc{};  ///< its bytes; goes before the fields below.
  Primaries primaries = bt709_primaries;
  Transfer transfer = srgb_transfer;
  std::string fault{};  ///< why it cannot be used, such as "a colour profile that is damaged"; empty where it can.

  [[nodiscard]] bool unknown() const { return name.empty() && icc.empty(); }
};

/// Adobe RGB (1998).
[[nodiscard]] ColourSpace adobe_rgb();

/// sRGB's primaries, numbers proportional to light.
[[nodiscard]] ColourSpace linear_srgb();

/// By the code points of ITU-T H.273 (HEIF's nclx, PNG's cICP).
/// Rare ones and those of high dynamic range have a fault.
[[nodiscard]] ColourSpace colour_space_h273(int primaries, int transfer);

/// A picture's colours have a fault.
struct ColourError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A picture in sRGB.
struct SrgbPicture {
  cv::Mat pixels;    ///< CV_8UC3 or CV_16UC3; those given where they were sRGB already.
  std::string from;  ///< the colour space they came from.
};

/// Converts to sRGB, relative colorimetric, values outside cut off. Same result for any number of threads.
/// @param pixels  CV_8U, CV_16U or CV_32F (0 to 1); one channel (grey) or three.
/// @throws ColourError  the space has a fault; its profile is damaged or not one of such pixels.
/// @see ICC.1:2022, three-component matrix-based and monochrome input profiles.
[[nodiscard]] SrgbPicture to_srgb(const cv::Mat& pixels, const ColourSpace& space);

}  // namespace porevis
