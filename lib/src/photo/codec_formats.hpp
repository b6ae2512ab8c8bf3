// SPDX-License-Identifier: Apache-2.0
/// The decoders behind decode_picture() and what they share.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string>

namespace porevis {

/// A picture's bytes, what messages call it, and the most pixels its header may announce.
struct Encoded {
  std::span<const std::uint8_t> bytes;
  const std::string& name;
  double max_pixels;
};

[[nodiscard]] cv::Mat decode_jpeg(const Encoded& picture);
[[nodiscard]] cv::Mat decode_png(const Encoded& picture);
[[nodiscard]] cv::Mat decode_tiff(const Encoded& picture);

/// @throws InputError  no pixels, or more than allowed.
void check_size(const Encoded& picture, double width, double height);

/// @throws InputError  always: damaged or cut short, with the decoder's own reason.
[[noreturn]] void refuse_damaged(const Encoded& picture, const char* format, const std::string& reason);

/// Lays a picture over white, in linear light.
/// @param rgba        CV_8UC4 or CV_16UC4.
/// @param associated  colours are already multiplied by alpha.
/// @return CV_8UC3 or CV_16UC3.
[[nodiscard]] cv::Mat over_white(const cv::Mat& rgba, bool associated);

}  // namespace porevis
