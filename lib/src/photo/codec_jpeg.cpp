// SPDX-License-Identifier: Apache-2.0
// libjpeg reports errors by a jump: the functions that call setjmp hold nothing that has a destructor.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>

#include "photo/codec_formats.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis {
namespace {

constexpr int max_scans = 100;  // an honest progressive JPEG has about ten; thousands would take hours

struct Failure {
  jpeg_error_mgr handlers;
  std::jmp_buf jump;
  char reason[JMSG_LENGTH_MAX];
  bool warnings_too;
};

[[noreturn]] void jump_out(j_common_ptr info) {
  auto& failure = *static_cast<Failure*>(info->client_data);
  info->err->format_message(info, failure.reason);
  std::longjmp(failure.jump, 1);
}

// libjpeg only warns where data end early or make no sense, and fills in grey.
void on_message(j_common_ptr info, int level) {
  if (level < 0 && static_cast<Failure*>(info->client_data)->warnings_too) jump_out(info);
}

void on_progress(j_common_ptr info) {
  if (info->is_decompressor && reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > max_scans) {
    auto& failure = *static_cast<Failure*>(info->client_data);
    std::snprintf(failure.reason, sizeof failure.reason, "more than %d scans", max_scans);
    std::longjmp(failure.jump, 1);
  }
}

template <class Info>
void set_handlers(Info& info, Failure& failure) {
  info.err = jpeg_std_error(&failure.handlers);
  info.client_data = &failure;
  failure.handlers.error_exit = jump_out;
  failure.handlers.emit_message = on_message;
}

struct Reader {
  jpeg_decompress_struct info{};
  jpeg_progress_mgr progress{};
  Failure failure{};

  Reader() {
    set_handlers(info, failure);
    progress.progress_monitor = on_progress;
  }
  ~Reader() { jpeg_destroy_decompress(&info); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
};

bool read_header(Reader& reader, std::span<const std::uint8_t> bytes) {
  if (setjmp(reader.failure.jump) != 0) return false;
  jpeg_create_decompress(&reader.info);
  reader.info.progress = &reader.progress;
  jpeg_mem_src(&reader.info, bytes.data(), static_cast<unsigned long>(bytes.size()));
  jpeg_save_markers(&reader.info, JPEG_APP0 + 2, 0xFFFF);  // the colour profile, in pieces
  jpeg_read_header(&reader.info, TRUE);
  return true;
}

/// The colour profile put together.
struct Profile {
  unsigned char* bytes = nullptr;  // malloc'ed by libjpeg
  unsigned size = 0;

  Profile() = default;
  ~Profile() { std::free(bytes); }
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;
};

bool read_profile(Reader& reader, Profile& profile) {
  if (setjmp(reader.failure.jump) != 0) return false;
  return jpeg_read_icc_profile(&reader.info, &profile.bytes, &profile.size) != FALSE;
}

/// Whether there are pieces of a profile, sound or not.
bool has_profile(const jpeg_decompress_struct& info) {
  for (jpeg_saved_marker_ptr at = info.marker_list; at != nullptr; at = at->next) {
    if (at->data_length >= 12 && std::memcmp(at->data, "ICC_PROFILE", 12) == 0) return true;
  }
  return false;
}

ColourSpace read_colour(Reader& reader) {
  Profile profile;
  if (read_profile(reader, profile)) return {.name = "ICC", .icc = {profile.bytes, profile.bytes + profile.size}};
  if (has_profile(reader.info)) return {.name = "ICC", .fault = damaged_profile};
  return {};
}

bool read_rows(Reader& reader, std::uint8_t* data, std::size_t step) {
  if (setjmp(reader.failure.jump) != 0) return false;
  reader.failure.warnings_too = true;
  reader.info.out_color_space = reader.info.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&reader.info);
  while (reader.info.output_scanline < reader.info.output_height) {
    JSAMPROW row = data + step * reader.info.output_scanline;
    jpeg_read_scanlines(&reader.info, &row, 1);
  }
  jpeg_finish_decompress(&reader.info);
  return true;
}

struct Writer {
  jpeg_compress_struct info{};
  Failure failure{};
  unsigned char* bytes = nullptr;  // malloc'ed by libjpeg
  unsigned long size = 0;

  Writer() { set_handlers(info, failure); }
  ~Writer() {
    jpeg_destroy_compress(&info);
    std::free(bytes);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
};

bool write_rows(Writer& writer, const cv::Mat& rgb, int quality) {
  if (setjmp(writer.failure.jump) != 0) return false;
  auto& info = writer.info;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &writer.bytes, &writer.size);
  info.image_width = static_cast<JDIMENSION>(rgb.cols);
  info.image_height = static_cast<JDIMENSION>(rgb.rows);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (quality >= 90) info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(rgb.ptr(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

Decoded decode_jpeg(const Encoded& picture) {
  Reader reader;
  if (!read_header(reader, picture.bytes)) refuse_damaged(picture, "JPEG", reader.failure.reason);
  const auto& info = reader.info;
  check_size(picture, info.image_width, info.image_height);
  if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK) {
    throw InputError(picture.name + ": a JPEG in printing colours (CMYK); export the photograph as sRGB");
  }
  if (picture.rgb_unless_marked && info.num_components == 3 && !info.saw_JFIF_marker && !info.saw_Adobe_marker) {
    reader.info.jpeg_color_space = JCS_RGB;
  }
  Decoded decoded;
  decoded.colour = read_colour(reader);
  cv::Mat& pixels = decoded.pixels;
  pixels.create(static_cast<int>(info.image_height), static_cast<int>(info.image_width),
                info.jpeg_color_space == JCS_GRAYSCALE ? CV_8UC1 : CV_8UC3);
  if (!read_rows(reader, pixels.data, pixels.step)) refuse_damaged(picture, "JPEG", reader.failure.reason);
  return decoded;
}

Bytes encode_jpeg(const cv::Mat& rgb, int quality) {
  if (rgb.empty() || rgb.type() != CV_8UC3) throw InputError("encode_jpeg: give an array (H, W, 3) of uint8");
  if (quality < 1 || quality > 100) {
    throw ParameterError("quality = " + std::to_string(quality) + " is out of range: give 1 to 100 (JPEG quality)");
  }
  Writer writer;
  if (!write_rows(writer, rgb, quality)) throw InputError(std::string("encode_jpeg: ") + writer.failure.reason);
  return {writer.bytes, writer.bytes + writer.size};
}

}  // namespace porevis
