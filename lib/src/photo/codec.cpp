// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/codec.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <sstream>
#include <string_view>

#include "photo/codec_formats.hpp"
#include "photo/exif.hpp"
#include "photo/srgb.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using Span = std::span<const std::uint8_t>;
using namespace std::string_view_literals;  // signatures, zeros and all

bool has(Span bytes, std::size_t at, std::string_view signature) {
  return bytes.size() >= at + signature.size() &&
         std::equal(signature.begin(), signature.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char wanted, std::uint8_t found) { return static_cast<std::uint8_t>(wanted) == found; });
}

bool has_any(Span bytes, std::size_t at, std::initializer_list<std::string_view> signatures) {
  return std::any_of(signatures.begin(), signatures.end(), [&](auto signature) { return has(bytes, at, signature); });
}

bool is_jpeg(Span bytes) { return has(bytes, 0, "\xFF\xD8\xFF"sv); }
bool is_png(Span bytes) { return has(bytes, 0, "\x89PNG"sv); }
bool is_webp(Span bytes) { return has(bytes, 0, "RIFF"sv) && has(bytes, 8, "WEBP"sv); }
bool is_dicom(Span bytes) { return has(bytes, 128, "DICM"sv); }
bool is_jp2(Span bytes) { return has_any(bytes, 0, {"\0\0\0\x0CjP  \r\n\x87\n"sv, "\xFF\x4F\xFF\x51"sv}); }

bool is_tiff(Span bytes) {  // the last two: BigTIFF
  return has_any(bytes, 0, {"II\x2A\0"sv, "MM\0\x2A"sv, "II\x2B\0"sv, "MM\0\x2B"sv});
}

bool is_heif(Span bytes) {
  return has(bytes, 4, "ftyp"sv) && has_any(bytes, 8,
                                            {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv, "mif1"sv,
                                             "mif2"sv, "msf1"sv, "avif"sv, "avis"sv});
}

bool is_raw(Span bytes) {  // Canon CR3, Fujifilm, Olympus, Panasonic, Sigma, Minolta; the others' are TIFFs
  return has(bytes, 4, "ftypcrx "sv) ||
         has_any(bytes, 0, {"FUJIFILMCCD-RAW"sv, "IIRO"sv, "IIRS"sv, "MMOR"sv, "IIU\0"sv, "FOVb"sv, "\0MRM"sv}) ||
         (is_tiff(bytes) && (has(bytes, 8, "CR\x02"sv) || is_raw_tiff(bytes)));
}

/// A format, its decoder, and the library that is missing where there is none.
struct Format {
  const char* name;
  bool (*is)(Span);
  Decoded (*decode)(const Encoded&);
  const char* library = "";
};

constexpr Format formats[] = {
    {"JPEG", is_jpeg, decode_jpeg},     {"PNG", is_png, decode_png},
#ifdef POREVIS_WITH_RAW
    {"camera RAW", is_raw, decode_raw},
#else
    {"camera RAW", is_raw, nullptr, "LibRaw (libraw-dev)"},
#endif
    {"TIFF", is_tiff, decode_tiff},     {"WebP", is_webp, decode_webp},
#ifdef POREVIS_WITH_HEIF
    {"HEIF", is_heif, decode_heif},
#else
    {"HEIF", is_heif, nullptr, "libheif (libheif-dev)"},
#endif
#ifdef POREVIS_WITH_JP2
    {"JPEG 2000", is_jp2, decode_jp2},
#else
    {"JPEG 2000", is_jp2, nullptr, "OpenJPEG (libopenjp2-7-dev)"},
#endif
    {"DICOM", is_dicom, decode_dicom},
};

const Format& format_of(Span bytes, const std::string& name) {
  if (bytes.empty()) throw InputError(name + ": is empty; copy the file again from where it came");
  for (const Format& format : formats) {
    if (!format.is(bytes)) continue;
    if (format.decode == nullptr) {
      throw InputError(name + ": a " + format.name + " file, and this porevis was built without " + format.library +
                       "; install it and build porevis again, or export the photograph as JPEG, PNG or TIFF");
    }
    return format;
  }
  throw InputError(name +
                   ": no picture of a known format (JPEG, PNG, TIFF, WebP, HEIF, JPEG 2000, DICOM, camera RAW); "
                   "export the photograph as JPEG, PNG or TIFF");
}

cv::Mat channels(const cv::Mat& from, int first, int count) {
  if (first == 0 && count == from.channels()) return from;
  cv::Mat to(from.size(), CV_MAKETYPE(from.depth(), count));
  std::vector<int> from_to;
  for (int c = 0; c < count; ++c) from_to.insert(from_to.end(), {first + c, c});
  cv::mixChannels(&from, 1, &to, 1, from_to.data(), static_cast<std::size_t>(count));
  return to;
}

/// 0 to 1.
cv::Mat alpha_of(const cv::Mat& pixels) {
  cv::Mat alpha = channels(pixels, pixels.channels() - 1, 1);
  alpha.convertTo(alpha, CV_32F, pixels.depth() == CV_8U ? 1 / 255. : pixels.depth() == CV_16U ? 1 / 65535. : 1);
  return alpha;
}

/// Undoes the multiplication of colours by alpha.
template <class T>
void divide(cv::Mat& colours, const cv::Mat& alpha) {
  const float top = std::is_integral_v<T> ? static_cast<float>(std::numeric_limits<T>::max()) : 1;
  for (int y = 0; y < colours.rows; ++y) {
    T* value = colours.ptr<T>(y);
    for (int x = 0; x < colours.cols; ++x) {
      const float a = alpha.at<float>(y, x);
      for (int c = 0; c < colours.channels(); ++c, ++value) {
        if (a > 0 && a < 1) *value = cv::saturate_cast<T>(std::min(static_cast<float>(*value) / a, top));
      }
    }
  }
}

/// Lays sRGB-encoded colours over white, in linear light.
template <class T>
cv::Mat over_white(const cv::Mat& rgb, const cv::Mat& alpha) {
  constexpr float top = std::numeric_limits<T>::max();
  cv::Mat laid(rgb.size(), rgb.type());
  laid.forEach<cv::Vec<T, 3>>([&](cv::Vec<T, 3>& out, const int* at) {
    const auto& in = rgb.at<cv::Vec<T, 3>>(at[0], at[1]);
    const float a = alpha.at<float>(at[0], at[1]);
    for (int c = 0; c < 3; ++c) {
      const double light = a * srgb_to_linear(in[c] / top) + 1 - a;
      out[c] = a >= 1   ? in[c]
               : a <= 0 ? std::numeric_limits<T>::max()
                        : static_cast<T>(std::lround(top * linear_to_srgb(static_cast<float>(light))));
    }
  });
  return laid;
}

SrgbPicture as_srgb(const Decoded& decoded, const ColourSpace& space) {
  const int count = decoded.pixels.channels() < 3 ? 1 : 3;
  if (decoded.pixels.channels() == count) return to_srgb(decoded.pixels, space);
  const cv::Mat alpha = alpha_of(decoded.pixels);
  cv::Mat colours = channels(decoded.pixels, 0, count);
  if (decoded.associated) {
    colours.depth() == CV_8U    ? divide<std::uint8_t>(colours, alpha)
    : colours.depth() == CV_16U ? divide<std::uint16_t>(colours, alpha)
                                : divide<float>(colours, alpha);
  }
  SrgbPicture srgb = to_srgb(colours, space);
  srgb.pixels = srgb.pixels.depth() == CV_8U ? over_white<std::uint8_t>(srgb.pixels, alpha)
                                             : over_white<std::uint16_t>(srgb.pixels, alpha);
  return srgb;
}

/// What the numbers mean: what the format says, else what EXIF says.
ColourSpace colours_of(const Decoded& decoded, Exif::Colour exif) {
  ColourSpace space = decoded.colour;
  if (space.unknown() && exif == Exif::Colour::srgb) space.name = "sRGB";
  if (space.unknown() && exif == Exif::Colour::adobe_rgb) space = adobe_rgb();
  return space;
}

/// The picture turned by its EXIF orientation.
cv::Mat upright(const cv::Mat& pixels, int orientation) {
  cv::Mat out = pixels;
  if (orientation >= 5) cv::transpose(pixels, out);
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  if (mirror_x || mirror_y) cv::flip(out, out, mirror_x && mirror_y ? -1 : mirror_x ? 1 : 0);
  return out;
}

Picture decode(const Encoded& encoded, const Format& format, bool ignore_profile) {
  const Decoded decoded = format.decode(encoded);
  const Exif exif = decoded.finished ? Exif{} : read_exif(encoded.bytes);
  ColourSpace space = colours_of(decoded, exif.colour);
  if (ignore_profile) space = decoded.pixels.depth() == CV_32F ? linear_srgb() : ColourSpace{};
  Picture picture;
  SrgbPicture srgb = as_srgb(decoded, space);
  picture.pixels = upright(srgb.pixels, exif.orientation);
  picture.origin = decoded.finished ? decoded.origin : exif.capture;
  picture.origin.format = decoded.origin.format.empty() ? format.name : decoded.origin.format;
  picture.origin.colour = decoded.origin.colour.empty() ? std::move(srgb.from) : decoded.origin.colour;
  return picture;
}

}  // namespace

Decoded (*decoder_of_jp2())(const Encoded&) {
#ifdef POREVIS_WITH_JP2
  return decode_jp2;
#else
  return nullptr;
#endif
}

void check_size(const Encoded& picture, double width, double height) {
  if (width < 1 || height < 1) refuse_damaged(picture, "picture", "it has no pixels");
  if (width * height <= picture.max_pixels) return;
  std::ostringstream message;
  message << picture.name << ": " << width << " x " << height << " px is more than the " << picture.max_pixels / 1e6
          << " megapixels allowed; crop the photograph to the skin or raise max_megapixels";
  throw InputError(message.str());
}

void refuse_damaged(const Encoded& picture, const char* format, const std::string& reason) {
  throw InputError(picture.name + ": damaged or incomplete " + format + " (" + plain_text(reason, 200) +
                   "); copy or export the photograph again");
}

void refuse_kind(const Encoded& picture, const std::string& what) {
  throw InputError(picture.name + ": " + plain_text(what, 200) +
                   "; export the photograph with 8 or 16 bits a channel as sRGB");
}

Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name, const ReadOptions& options) {
  try {
    return decode({bytes, name, 1e6 * options.max_megapixels}, format_of(bytes, name), options.ignore_profile);
  } catch (const ColourError& error) {
    throw InputError(name + ": has " + error.what() +
                     "; export the photograph as sRGB, or set ignore_profile to have it read as if it were");
  } catch (const std::bad_alloc&) {
    throw InputError(name + ": too large for the memory; crop the photograph to the skin");
  } catch (const cv::Exception&) {  // what cv::Mat throws where memory runs out
    throw InputError(name + ": too large for the memory; crop the photograph to the skin");
  }
}

}  // namespace porevis
