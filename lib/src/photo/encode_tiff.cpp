// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include <cstdarg>
#include <cstring>
#include <memory>
#include <new>

#include "photo/srgb_profile.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis {
namespace {

struct Sink {
  Bytes bytes;
  std::uint64_t position = 0;
};

Sink& sink(thandle_t handle) { return *static_cast<Sink*>(handle); }

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
  Sink& from = sink(handle);
  const std::uint64_t left = from.bytes.size() - std::min<std::uint64_t>(from.position, from.bytes.size());
  const auto n = std::min(static_cast<std::uint64_t>(count), left);
  if (n == 0) return 0;
  std::memcpy(to, from.bytes.data() + from.position, n);
  from.position += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t write_bytes(thandle_t handle, void* from, tmsize_t count) try {
  Sink& to = sink(handle);
  const auto n = static_cast<std::uint64_t>(count);
  if (to.bytes.size() < to.position + n) to.bytes.resize(to.position + n);
  std::memcpy(to.bytes.data() + to.position, from, n);
  to.position += n;
  return count;
} catch (const std::bad_alloc&) {
  return -1;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Sink& to = sink(handle);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? to.position : to.bytes.size();
  return to.position = base + offset;
}

int keep_open(thandle_t) { return 0; }

toff_t size(thandle_t handle) { return sink(handle).bytes.size(); }

int stay_silent(TIFF*, void*, const char*, const char*, va_list) { return 1; }  // 1: nothing to standard error

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

}  // namespace

Bytes encode_tiff(const cv::Mat& rgb, const PictureTags& tags) {
  if (rgb.empty() || (rgb.type() != CV_8UC3 && rgb.type() != CV_16UC3)) {
    throw InputError("encode_tiff: give an array (H, W, 3) of uint8 or uint16");
  }
  Sink to;
  const std::unique_ptr<TIFFOpenOptions, Close> options(TIFFOpenOptionsAlloc());
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), stay_silent, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), stay_silent, nullptr);
  const bool large = rgb.total() * rgb.elemSize() > std::size_t{4000} << 20;  // beyond what 32-bit offsets hold
  std::unique_ptr<TIFF, Close> tiff(TIFFClientOpenExt("TIFF", large ? "w8" : "w", &to, read_bytes, write_bytes, seek,
                                                      keep_open, size, nullptr, nullptr, options.get()));
  if (!tiff) throw std::bad_alloc();
  const auto set = [&](std::uint32_t tag, auto... values) { TIFFSetField(tiff.get(), tag, values...); };
  set(TIFFTAG_IMAGEWIDTH, rgb.cols);
  set(TIFFTAG_IMAGELENGTH, rgb.rows);
  set(TIFFTAG_SAMPLESPERPIXEL, 3);
  set(TIFFTAG_BITSPERSAMPLE, rgb.depth() == CV_8U ? 8 : 16);
  set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  set(TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  set(TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  set(TIFFTAG_ZIPQUALITY, 1);
  set(TIFFTAG_ROWSPERSTRIP, 64);
  if (tags.srgb_profile) {
    const Bytes profile = srgb_profile();
    set(TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(profile.size()), profile.data());
  }
  if (tags.px_per_mm > 0) {
    set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
    set(TIFFTAG_XRESOLUTION, 10 * tags.px_per_mm);
    set(TIFFTAG_YRESOLUTION, 10 * tags.px_per_mm);
  }
  cv::Mat row;  // the predictor works in place
  bool complete = true;
  for (int y = 0; y < rgb.rows && complete; ++y) {
    rgb.row(y).copyTo(row);
    complete = TIFFWriteScanline(tiff.get(), row.data, static_cast<std::uint32_t>(y), 0) == 1;
  }
  complete = complete && TIFFFlush(tiff.get()) == 1;
  tiff.reset();
  if (!complete) throw std::bad_alloc();
  return std::move(to.bytes);
}

}  // namespace porevis
