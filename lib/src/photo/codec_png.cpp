// SPDX-License-Identifier: Apache-2.0
// libpng reports errors by a jump: the functions that call setjmp hold nothing that has a destructor.
#include <png.h>

#include <bit>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include "photo/codec_formats.hpp"
#include "photo/srgb_profile.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis {
namespace {

struct Failure {
  std::jmp_buf jump;
  char reason[128];
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto& failure = *static_cast<Failure*>(png_get_error_ptr(png));
  std::snprintf(failure.reason, sizeof failure.reason, "%s", message);
  std::longjmp(failure.jump, 1);
}

void on_warning(png_structp, png_const_charp) {}

// PNG stores 16 bits with the high byte first.
void set_byte_order(png_structp png, int bits) {
  if (bits == 16 && std::endian::native == std::endian::little) png_set_swap(png);
}

struct Reader {
  std::span<const std::uint8_t> rest;
  Failure failure{};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, on_error, on_warning);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;

  explicit Reader(std::span<const std::uint8_t> bytes) : rest(bytes) {
    if (info == nullptr) throw std::bad_alloc();
  }
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
};

void read_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto& reader = *static_cast<Reader*>(png_get_io_ptr(png));
  if (reader.rest.size() < count) png_error(png, "the file ends early");
  std::memcpy(to, reader.rest.data(), count);
  reader.rest = reader.rest.subspan(count);
}

bool read_header(Reader& reader) {
  if (setjmp(reader.failure.jump) != 0) return false;
  png_set_read_fn(reader.png, &reader, read_bytes);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_size() decides
  png_read_info(reader.png, reader.info);
  return true;
}

bool set_transforms(Reader& reader) {
  if (setjmp(reader.failure.jump) != 0) return false;
  png_set_expand(reader.png);
  png_set_gray_to_rgb(reader.png);
  set_byte_order(reader.png, png_get_bit_depth(reader.png, reader.info));
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_rows(Reader& reader, const cv::Mat& pixels) {
  if (setjmp(reader.failure.jump) != 0) return false;
  const int passes = png_get_interlace_type(reader.png, reader.info) == PNG_INTERLACE_NONE ? 1 : 7;
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < pixels.rows; ++y) png_read_row(reader.png, pixels.data + y * pixels.step, nullptr);
  }
  png_read_end(reader.png, nullptr);
  return true;
}

struct Writer {
  Bytes& bytes;
  Failure failure{};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, on_error, on_warning);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;

  explicit Writer(Bytes& to) : bytes(to) {
    if (info == nullptr) throw std::bad_alloc();
  }
  ~Writer() { png_destroy_write_struct(&png, &info); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
};

bool append(Bytes& bytes, const std::uint8_t* from, std::size_t count) noexcept try {
  bytes.insert(bytes.end(), from, from + count);
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

void write_bytes(png_structp png, png_bytep from, std::size_t count) {
  if (!append(static_cast<Writer*>(png_get_io_ptr(png))->bytes, from, count)) png_error(png, "out of memory");
}

bool write_rows(Writer& writer, const cv::Mat& rgb, const PictureTags& tags, const Bytes& profile) {
  if (setjmp(writer.failure.jump) != 0) return false;
  const int bits = rgb.depth() == CV_8U ? 8 : 16;
  const bool grey = rgb.channels() == 1;
  png_set_write_fn(writer.png, &writer, write_bytes, [](png_structp) {});
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(rgb.cols), static_cast<png_uint_32>(rgb.rows), bits,
               grey ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(writer.png, 1);
  png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
  // Photographs repeat little but their statistics (Z_HUFFMAN_ONLY), masks are long runs of the same (Z_RLE).
  png_set_compression_strategy(writer.png, grey ? 3 : 2);
  if (!profile.empty()) {
    png_set_iCCP(writer.png, writer.info, "sRGB", PNG_COMPRESSION_TYPE_BASE, profile.data(),
                 static_cast<png_uint_32>(profile.size()));
  }
  if (tags.px_per_mm > 0) {
    const auto px_per_m = static_cast<png_uint_32>(std::lround(1000 * tags.px_per_mm));
    png_set_pHYs(writer.png, writer.info, px_per_m, px_per_m, PNG_RESOLUTION_METER);
  }
  png_write_info(writer.png, writer.info);
  set_byte_order(writer.png, bits);
  for (int y = 0; y < rgb.rows; ++y) png_write_row(writer.png, rgb.ptr(y));
  png_write_end(writer.png, nullptr);
  return true;
}

}  // namespace

cv::Mat decode_png(const Encoded& picture) {
  Reader reader(picture.bytes);
  const bool complete = read_header(reader);
  const png_uint_32 width = png_get_image_width(reader.png, reader.info);
  const png_uint_32 height = png_get_image_height(reader.png, reader.info);
  if (complete || width > 0) check_size(picture, width, height);
  if (!complete) refuse_damaged(picture, "PNG", reader.failure.reason);
  if (!set_transforms(reader)) refuse_damaged(picture, "PNG", reader.failure.reason);
  const int depth = png_get_bit_depth(reader.png, reader.info) == 16 ? CV_16U : CV_8U;
  const int channels = png_get_channels(reader.png, reader.info);
  cv::Mat pixels(static_cast<int>(height), static_cast<int>(width), CV_MAKETYPE(depth, channels));
  if (!read_rows(reader, pixels)) refuse_damaged(picture, "PNG", reader.failure.reason);
  return channels == 4 ? over_white(pixels, false) : pixels;
}

Bytes encode_png(const cv::Mat& rgb, const PictureTags& tags) {
  if (rgb.empty() || (rgb.depth() != CV_8U && rgb.depth() != CV_16U) || (rgb.channels() != 1 && rgb.channels() != 3)) {
    throw InputError("encode_png: give an array (H, W, 3) or (H, W) of uint8 or uint16");
  }
  Bytes bytes;
  Writer writer(bytes);
  const Bytes profile = tags.srgb_profile ? srgb_profile() : Bytes{};
  if (!write_rows(writer, rgb, tags, profile)) throw InputError(std::string("encode_png: ") + writer.failure.reason);
  return bytes;
}

}  // namespace porevis
