// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/codec.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <new>
#include <sstream>

#include "photo/codec_formats.hpp"
#include "photo/srgb.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

struct Format {
  std::array<std::uint8_t, 4> signature;
  std::size_t length;
  cv::Mat (*decode)(const Encoded&);
};

constexpr Format formats[] = {
    {{0xFF, 0xD8, 0xFF}, 3, decode_jpeg}, {{0x89, 'P', 'N', 'G'}, 4, decode_png},
    {{'I', 'I', 42, 0}, 4, decode_tiff},  {{'M', 'M', 0, 42}, 4, decode_tiff},
    {{'I', 'I', 43, 0}, 4, decode_tiff},  {{'M', 'M', 0, 43}, 4, decode_tiff},  // BigTIFF
};

template <class T>
cv::Mat over_white_as(const cv::Mat& rgba, bool associated) {
  constexpr double top = std::numeric_limits<T>::max();
  cv::Mat rgb(rgba.size(), CV_MAKETYPE(cv::DataType<T>::depth, 3));
  rgb.forEach<cv::Vec<T, 3>>([&](cv::Vec<T, 3>& out, const int* at) {
    const auto& in = rgba.at<cv::Vec<T, 4>>(at[0], at[1]);
    const double alpha = in[3] / top;
    for (int c = 0; c < 3; ++c) {
      if (in[3] == 0 || in[3] == std::numeric_limits<T>::max()) {
        out[c] = in[3] == 0 ? std::numeric_limits<T>::max() : in[c];
        continue;
      }
      const double encoded = associated ? std::min(in[c] / (alpha * top), 1.0) : in[c] / top;
      const double light = alpha * srgb_to_linear(encoded) + 1 - alpha;
      out[c] = static_cast<T>(std::lround(top * linear_to_srgb(static_cast<float>(light))));
    }
  });
  return rgb;
}

}  // namespace

void check_size(const Encoded& picture, double width, double height) {
  if (width < 1 || height < 1) refuse_damaged(picture, "picture", "it has no pixels");
  if (width * height <= picture.max_pixels) return;
  std::ostringstream message;
  message << picture.name << ": " << width << " x " << height << " px is more than the " << picture.max_pixels / 1e6
          << " megapixels allowed; crop the photograph to the skin or raise max_megapixels";
  throw InputError(message.str());
}

void refuse_damaged(const Encoded& picture, const char* format, const std::string& reason) {
  throw InputError(picture.name + ": damaged or incomplete " + format + " (" + reason +
                   "); copy or export the photograph again");
}

cv::Mat over_white(const cv::Mat& rgba, bool associated) {
  return rgba.depth() == CV_8U ? over_white_as<std::uint8_t>(rgba, associated)
                               : over_white_as<std::uint16_t>(rgba, associated);
}

cv::Mat decode_picture(std::span<const std::uint8_t> bytes, const std::string& name, double max_pixels) {
  const Encoded picture{bytes, name, max_pixels};
  if (bytes.empty()) throw InputError(name + ": is empty; copy the file again from where it came");
  try {
    for (const Format& format : formats) {
      if (bytes.size() >= format.length &&
          std::equal(&format.signature[0], &format.signature[0] + format.length, bytes.begin())) {
        return format.decode(picture);
      }
    }
  } catch (const std::bad_alloc&) {
    throw InputError(name + ": too large for the memory; crop the photograph to the skin");
  } catch (const cv::Exception&) {  // what cv::Mat throws where memory runs out
    throw InputError(name + ": too large for the memory; crop the photograph to the skin");
  }
  throw InputError(name + ": no JPEG, PNG or TIFF; export the photograph as one of these");
}

}  // namespace porevis
