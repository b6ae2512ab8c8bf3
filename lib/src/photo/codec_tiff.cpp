// SPDX-License-Identifier: Apache-2.0
// Whole samples of 8 and 16 bits and floating-point numbers are read strip by strip or tile by tile; rarer 8-bit
// layouts (bits packed in bytes, luminance and chroma, palettes of few bits) go through libtiff's own conversion.
#include <tiffio.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "photo/codec_formats.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis {
namespace {

struct Source {
  std::span<const std::uint8_t> bytes;
  std::uint64_t position = 0;
  bool warnings_too = false;
  bool ended_early = false;  // libtiff goes on without tags that lie beyond the end
  char reason[200] = "";
};

Source& source(thandle_t handle) { return *static_cast<Source*>(handle); }

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
  Source& from = source(handle);
  const std::uint64_t left = from.bytes.size() - std::min<std::uint64_t>(from.position, from.bytes.size());
  const auto n = std::min(static_cast<std::uint64_t>(count), left);
  from.ended_early |= n < static_cast<std::uint64_t>(count);
  if (n == 0) return 0;
  std::memcpy(to, from.bytes.data() + from.position, n);
  from.position += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Source& from = source(handle);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? from.position : from.bytes.size();
  return from.position = base + offset;
}

int keep_open(thandle_t) { return 0; }

toff_t size(thandle_t handle) { return source(handle).bytes.size(); }

// Returning 1 keeps libtiff from writing to standard error.
int on_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  auto& reason = static_cast<Source*>(user)->reason;
  if (reason[0] == '\0') std::vsnprintf(reason, sizeof reason, format, arguments);  // the first says most
  return 1;
}

// Warnings about unknown tags are harmless; those that come with pixels tell of damage.
int on_warning(TIFF* tiff, void* user, const char* module, const char* format, va_list arguments) {
  return static_cast<Source*>(user)->warnings_too ? on_error(tiff, user, module, format, arguments) : 1;
}

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

Tiff open(Source& from, double max_pixels) {
  const std::unique_ptr<TIFFOpenOptions, CloseTiff> options(TIFFOpenOptionsAlloc());
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &from);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, &from);
  // No single buffer needs more than the picture in 16-bit RGBA.
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(16 * max_pixels) + (tmsize_t{64} << 20));
  return Tiff(TIFFClientOpenExt("TIFF", "rm", &from, read_bytes, write_nothing, seek, keep_open, size, nullptr, nullptr,
                                options.get()));
}

/// What the tags say about the samples.
struct Layout {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT, planar = PLANARCONFIG_CONTIG;
  std::uint16_t photometric = std::numeric_limits<std::uint16_t>::max();  // where the tag is missing
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  std::uint16_t extra = EXTRASAMPLE_UNSPECIFIED;  // kind of the first sample after the colours

  [[nodiscard]] int colours() const { return photometric == PHOTOMETRIC_RGB ? 3 : 1; }
  [[nodiscard]] bool is_float() const { return format == SAMPLEFORMAT_IEEEFP; }
  /// OpenCV's depth of the samples; negative where there is none.
  [[nodiscard]] int depth() const {
    if (is_float()) return bits == 16 ? CV_16F : bits == 32 ? CV_32F : bits == 64 ? CV_64F : -1;
    return bits == 8 ? CV_8U : bits == 16 ? CV_16U : -1;
  }
  [[nodiscard]] bool has_alpha() const { return samples > colours() && extra != EXTRASAMPLE_UNSPECIFIED; }
};

Layout read_layout(TIFF* tiff) {
  Layout layout;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &layout.orientation);
  std::uint16_t extras = 0;
  std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds) == 1 && extras > 0) layout.extra = kinds[0];
  return layout;
}

/// Reads every sample of a picture.
/// @return (H, W), n channels of the layout's depth, n samples a pixel; empty where libtiff gave up.
cv::Mat read_samples(TIFF* tiff, const Layout& layout) {
  const auto width = static_cast<int>(layout.width);
  const auto height = static_cast<int>(layout.height);
  const bool tiled = TIFFIsTiled(tiff) != 0;
  std::uint32_t block_width = layout.width;
  std::uint32_t block_height = layout.height;
  if (tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &block_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &block_height);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &block_height);
    block_height = std::min(block_height, layout.height);
  }
  const int planes = layout.planar == PLANARCONFIG_SEPARATE ? layout.samples : 1;
  const std::size_t run = layout.samples / planes * (layout.bits / 8);  // bytes of a pixel in one plane
  const std::size_t pixel = run * planes;
  const double block_bytes = static_cast<double>(block_width) * block_height * static_cast<double>(run);
  const double picture_bytes = static_cast<double>(layout.width) * layout.height * static_cast<double>(pixel);
  const auto told_bytes = static_cast<double>(tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff));
  if (block_bytes < 1 || block_bytes != told_bytes || block_bytes > std::max(4 * picture_bytes, 64e6)) return {};

  cv::Mat out(height, width, CV_MAKETYPE(layout.depth(), layout.samples));
  const bool straight = !tiled && planes == 1;  // strips are whole rows of the picture
  const auto block =
      std::make_unique_for_overwrite<std::uint8_t[]>(straight ? 0 : static_cast<std::size_t>(block_bytes));
  for (int plane = 0; plane < planes; ++plane) {
    const auto p = static_cast<std::uint16_t>(plane);
    for (std::uint32_t y0 = 0; y0 < layout.height; y0 += block_height) {
      const std::uint32_t rows = std::min(block_height, layout.height - y0);
      for (std::uint32_t x0 = 0; x0 < layout.width; x0 += block_width) {
        const std::uint32_t columns = std::min(block_width, layout.width - x0);
        std::uint8_t* to = out.ptr(static_cast<int>(y0), static_cast<int>(x0)) + plane * run;
        std::uint8_t* from = straight ? to : block.get();
        const auto wanted = static_cast<tmsize_t>((tiled ? block_height : rows) * block_width * run);
        const tmsize_t got = tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x0, y0, 0, p), from, wanted)
                                   : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y0, p), from, wanted);
        if (got != wanted) return {};
        for (std::uint32_t y = 0; y < rows && !straight; ++y, to += out.step, from += block_width * run) {
          for (std::uint32_t x = 0; x < columns; ++x) std::memcpy(to + x * pixel, from + x * run, run);
        }
      }
    }
  }
  return out;
}

/// Linear light, 0 to 1, of floating-point samples: white is 1, or the 99.9th percentile of the colours where that is
/// more (numbers of another unit, or highlights far above white).
cv::Mat to_linear(const cv::Mat& samples, int colours) {
  cv::Mat linear;
  samples.convertTo(linear, CV_32F);
  constexpr std::size_t enough = 1'000'000;
  const auto count = static_cast<std::size_t>(linear.channels());
  auto* pixel = linear.ptr<float>();
  std::vector<float> some;
  for (std::size_t i = 0; i < linear.total(); i += 1 + linear.total() / enough) {
    for (int c = 0; c < colours; ++c) {
      if (const float value = pixel[i * count + c]; std::isfinite(value)) some.push_back(value);
    }
  }
  float white = 1;
  if (!some.empty()) {
    const auto at = some.begin() + static_cast<std::ptrdiff_t>(0.999 * static_cast<double>(some.size() - 1));
    std::nth_element(some.begin(), at, some.end());
    white = std::max(white, *at);
  }
  for (std::size_t i = 0; i < linear.total(); ++i, pixel += count) {
    for (std::size_t c = 0; c < count; ++c) {
      const float value = c < static_cast<std::size_t>(colours) ? pixel[c] / white : pixel[c];
      pixel[c] = value > 0 ? std::min(value, 1.F) : 0;  // not a number: 0
    }
  }
  return linear;
}

/// Colours, or grey, and alpha: what porevis wants of the samples.
cv::Mat select_channels(const cv::Mat& samples, const Layout& layout) {
  const int count = layout.colours() + (layout.has_alpha() ? 1 : 0);
  cv::Mat picture = samples;
  if (samples.channels() != count) {
    picture.create(samples.size(), CV_MAKETYPE(samples.depth(), count));
    const int from_to[] = {0, 0, 1, 1, 2, 2, 3, 3};
    cv::mixChannels(&samples, 1, &picture, 1, from_to, static_cast<std::size_t>(count));
  }
  if (layout.photometric == PHOTOMETRIC_MINISWHITE) {
    const double top = picture.depth() == CV_8U ? 255 : picture.depth() == CV_16U ? 65535 : 1;
    cv::Mat grey;
    cv::extractChannel(picture, grey, 0);
    cv::subtract(top, grey, grey);
    cv::insertChannel(grey, picture, 0);
  }
  return picture;
}

/// Reads any 8-bit layout through libtiff's own conversion; empty where it gave up.
cv::Mat read_converted(TIFF* tiff, const Layout& layout) {
  cv::Mat rgba(static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC4);
  // Asking for the orientation the file has keeps libtiff from turning the picture: read_photo() does that.
  if (TIFFReadRGBAImageOriented(tiff, layout.width, layout.height, reinterpret_cast<std::uint32_t*>(rgba.data),
                                layout.orientation, 1) != 1) {
    return {};
  }
  if (std::endian::native == std::endian::big) {
    rgba.forEach<cv::Vec4b>([](cv::Vec4b& p, const int*) { std::reverse(p.val, p.val + 4); });
  }
  return rgba;
}

ColourSpace read_colour(TIFF* tiff, const Layout& layout) {
  std::uint32_t size = 0;
  const std::uint8_t* profile = nullptr;
  // Lab is converted to sRGB by libtiff.
  if (layout.photometric != PHOTOMETRIC_CIELAB && layout.photometric != PHOTOMETRIC_ICCLAB &&
      TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &profile) == 1 && size > 0) {
    return {.name = "ICC", .icc = {profile, profile + size}};
  }
  if (!layout.is_float()) return {};
  ColourSpace linear = linear_srgb();
  linear.name += " assumed";
  return linear;
}

}  // namespace

bool is_raw_tiff(std::span<const std::uint8_t> bytes) {
  constexpr double enough_pixels = 1e6;
  Source from{bytes};
  const Tiff tiff = open(from, enough_pixels);
  if (!tiff) return false;
  std::uint16_t photometric = 0;
  std::uint16_t count = 0;
  std::uint32_t kind = 0;
  const void* version = nullptr;
  TIFFGetField(tiff.get(), TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetField(tiff.get(), TIFFTAG_SUBFILETYPE, &kind);
  // A DNG; a mosaic of colours; or, as most cameras write it, a small picture with the raw data behind it.
  return TIFFGetField(tiff.get(), TIFFTAG_DNGVERSION, &version) == 1 || photometric == PHOTOMETRIC_CFA ||
         ((kind & FILETYPE_REDUCEDIMAGE) != 0 && TIFFGetField(tiff.get(), TIFFTAG_SUBIFD, &count, &version) == 1);
}

Decoded decode_tiff(const Encoded& picture) {
  Source from{picture.bytes};
  const Tiff tiff = open(from, picture.max_pixels);
  if (!tiff) refuse_damaged(picture, "TIFF", from.reason);
  const Layout layout = read_layout(tiff.get());
  check_size(picture, layout.width, layout.height);

  const bool whole = layout.format == SAMPLEFORMAT_UINT || layout.format == SAMPLEFORMAT_VOID;
  if (!whole && !layout.is_float()) refuse_kind(picture, "a TIFF of signed or complex numbers");
  if (layout.photometric == PHOTOMETRIC_SEPARATED) refuse_kind(picture, "a TIFF in printing colours (CMYK)");
  if (layout.bits > 16 && layout.depth() < 0) {
    refuse_kind(picture, "a TIFF of " + std::to_string(layout.bits) + " bits a channel");
  }
  if (layout.samples < 1 || layout.samples > 8) {
    refuse_kind(picture, "a TIFF of " + std::to_string(layout.samples) + " channels");
  }
  const bool plain_colours = layout.photometric == PHOTOMETRIC_RGB || layout.photometric == PHOTOMETRIC_MINISBLACK ||
                             layout.photometric == PHOTOMETRIC_MINISWHITE;
  const bool direct = plain_colours && layout.depth() >= 0 && layout.samples >= layout.colours();
  char reason[1024] = "";
  if (!direct && (layout.is_float() || layout.bits > 8 || TIFFRGBAImageOK(tiff.get(), reason) != 1)) {
    refuse_kind(picture, reason[0] == '\0' ? "a TIFF of a rare layout"
                                           : std::string("a TIFF of a rare layout (") + reason + ')');
  }

  Decoded decoded;
  decoded.colour = read_colour(tiff.get(), layout);
  from.warnings_too = true;
  decoded.pixels = direct ? read_samples(tiff.get(), layout) : read_converted(tiff.get(), layout);
  if (from.ended_early) refuse_damaged(picture, "TIFF", "the file ends early");
  if (from.reason[0] != '\0') refuse_damaged(picture, "TIFF", from.reason);
  if (decoded.pixels.empty()) refuse_damaged(picture, "TIFF", "its strips do not fit its size");
  decoded.associated = !direct || layout.extra == EXTRASAMPLE_ASSOCALPHA;
  if (layout.is_float()) decoded.pixels = to_linear(decoded.pixels, layout.colours());
  if (direct) decoded.pixels = select_channels(decoded.pixels, layout);
  return decoded;
}

}  // namespace porevis
