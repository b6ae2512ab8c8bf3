// SPDX-License-Identifier: Apache-2.0
/// The decoders behind decode_picture() and what they share.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string>

#include "photo/colour_space.hpp"
#include "porevis/photo/capture_record.hpp"

namespace porevis {

/// A picture's bytes, what messages call it, and the most pixels its header may announce.
struct Encoded {
  std::span<const std::uint8_t> bytes;
  const std::string& name;
  double max_pixels;
  bool rgb_unless_marked = false;  ///< a JPEG inside another format, that says by itself what its channels are.
};

/// A picture as its codec gives it.
struct Decoded {
  cv::Mat pixels;           ///< CV_8U, CV_16U or CV_32F (0 to 1); channels: grey, grey + alpha, RGB, RGB + alpha.
  ColourSpace colour;       ///< what the colours mean.
  bool associated = false;  ///< colours are multiplied by alpha.
  bool finished = false;    ///< already upright, and `origin` says all there is: EXIF is not looked for.
  CaptureRecord origin;     ///< what the codec knows.
};

[[nodiscard]] Decoded decode_jpeg(const Encoded& picture);
[[nodiscard]] Decoded decode_png(const Encoded& picture);
[[nodiscard]] Decoded decode_tiff(const Encoded& picture);
[[nodiscard]] Decoded decode_webp(const Encoded& picture);
[[nodiscard]] Decoded decode_dicom(const Encoded& picture);
// Those below are there if porevis was built with their libraries.
[[nodiscard]] Decoded decode_heif(const Encoded& picture);
[[nodiscard]] Decoded decode_jp2(const Encoded& picture);
[[nodiscard]] Decoded decode_raw(const Encoded& picture);

/// decode_jp2(), for pictures inside another format; null where porevis was built without it.
[[nodiscard]] Decoded (*decoder_of_jp2())(const Encoded&);

/// Whether a TIFF holds a camera's raw data, to be developed rather than read.
[[nodiscard]] bool is_raw_tiff(std::span<const std::uint8_t> bytes);

/// @throws InputError  no pixels, or more than allowed.
void check_size(const Encoded& picture, double width, double height);

/// @throws InputError  always: damaged or cut short, with the decoder's own reason.
[[noreturn]] void refuse_damaged(const Encoded& picture, const char* format, const std::string& reason);

/// @throws InputError  always: a kind of picture that is not read. @param what  such as "a JPEG in printing colours".
[[noreturn]] void refuse_kind(const Encoded& picture, const std::string& what);

}  // namespace porevis
