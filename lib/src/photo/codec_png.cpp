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
  bool profile = false;  // libpng leaves out a colour profile that it finds damaged, with a warning
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto& failure = *static_cast<Failure*>(png_get_error_ptr(png));
  std::snprintf(failure.reason, sizeof failure.reason, "%s", message);
  std::longjmp(failure.jump, 1);
}

void on_warning(png_structp png, png_const_charp message) {
  if (std::strncmp(message, "iCCP", 4) == 0) static_cast<Failure*>(png_get_error_ptr(png))->profile = true;
}

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
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_ALWAYS, reinterpret_cast<png_const_bytep>("cICP"), 1);
  png_read_info(reader.png, reader.info);
  return true;
}

/// @see Portable Network Graphics (third edition), 4.3: which chunk goes before which.
ColourSpace read_colour(const Reader& reader) {
  png_unknown_chunkp chunks = nullptr;
  const int count = png_get_unknown_chunks(reader.png, reader.info, &chunks);
  for (int i = 0; i < count; ++i) {
    if (std::memcmp(chunks[i].name, "cICP", 4) == 0 && chunks[i].size == 4) {
      return colour_space_h273(chunks[i].data[0], chunks[i].data[1]);
    }
  }
  png_charp name = nullptr;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  int number = 0;
  if (png_get_iCCP(reader.png, reader.info, &name, &number, &profile, &size) != 0) {
    return {.name = "ICC", .icc = {profile, profile + size}};
  }
  if (reader.failure.profile) return {.name = "ICC", .fault = damaged_profile};
  ColourSpace space;
  double gamma = 0;
  if (png_get_sRGB(reader.png, reader.info, &number) != 0) {
    space.name = "sRGB";
  } else if (png_get_gAMA(reader.png, reader.info, &gamma) != 0) {
    // 1 / 2.2 is what is written for sRGB.
    if (std::abs(gamma - 1 / 2.2) > 0.005) {
      space.name = "PNG gamma " + std::to_string(gamma).substr(0, 5);
      space.transfer = {1 / gamma};
    }
    Primaries& p = space.primaries;
    if (png_get_cHRM(reader.png, reader.info, &p[6], &p[7], &p[0], &p[1], &p[2], &p[3], &p[4], &p[5]) != 0 &&
        space.name.empty()) {
      space.name = "PNG primaries";
    }
  }
  return space;
}

bool set_transforms(Reader& reader) {
  if (setjmp(reader.failure.jump) != 0) return false;
  png_set_expand(reader.png);
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

Decoded decode_png(const Encoded& picture) {
  Reader reader(picture.bytes);
  const bool complete = read_header(reader);
  const png_uint_32 width = png_get_image_width(reader.png, reader.info);
  const png_uint_32 height = png_get_image_height(reader.png, reader.info);
  if (complete || width > 0) check_size(picture, width, height);
  if (!complete) refuse_damaged(picture, "PNG", reader.failure.reason);
  Decoded decoded;
  decoded.colour = read_colour(reader);
  if (!set_transforms(reader)) refuse_damaged(picture, "PNG", reader.failure.reason);
  const int depth = png_get_bit_depth(reader.png, reader.info) == 16 ? CV_16U : CV_8U;
  const int channels = png_get_channels(reader.png, reader.info);
  decoded.pixels.create(static_cast<int>(height), static_cast<int>(width), CV_MAKETYPE(depth, channels));
  if (!read_rows(reader, decoded.pixels)) refuse_damaged(picture, "PNG", reader.failure.reason);
  return decoded;
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
