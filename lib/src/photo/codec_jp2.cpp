// SPDX-License-Identifier: Apache-2.0
#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "photo/codec_formats.hpp"

namespace porevis {
namespace {

// OpenJPEG's codecs and streams are both void**: only their deleters tell them apart.
struct FreeCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct FreeStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct FreeImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};

struct Source {
  std::span<const std::uint8_t> bytes;
  std::size_t position = 0;
};

OPJ_SIZE_T read_bytes(void* to, OPJ_SIZE_T count, void* user) {
  auto& from = *static_cast<Source*>(user);
  const std::size_t n = std::min(count, from.bytes.size() - from.position);
  if (n == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(to, from.bytes.data() + from.position, n);
  from.position += n;
  return n;
}

OPJ_BOOL seek(OPJ_OFF_T offset, void* user) {
  auto& from = *static_cast<Source*>(user);
  if (offset < 0 || static_cast<std::size_t>(offset) > from.bytes.size()) return OPJ_FALSE;
  from.position = static_cast<std::size_t>(offset);
  return OPJ_TRUE;
}

OPJ_OFF_T skip(OPJ_OFF_T count, void* user) {
  auto& from = *static_cast<Source*>(user);
  const auto left = static_cast<OPJ_OFF_T>(from.bytes.size() - from.position);
  const OPJ_OFF_T n = std::clamp(count, -static_cast<OPJ_OFF_T>(from.position), left);
  from.position += static_cast<std::size_t>(n);
  return n == 0 && count != 0 ? -1 : n;
}

void note(const char* message, void* user) {
  auto& reason = *static_cast<std::string*>(user);
  if (!reason.empty()) return;  // the first says most
  for (const char* c = message; *c >= ' '; ++c) reason += *c;
}

/// 8 or 16 bits of a component.
void copy_samples(const opj_image_comp_t& from, cv::Mat& to, int channel) {
  const double gain = (to.depth() == CV_8U ? 255. : 65535.) / ((1U << from.prec) - 1);
  const cv::Mat samples(to.size(), CV_32S, from.data);
  cv::Mat scaled;
  samples.convertTo(scaled, to.depth(), gain, from.sgnd != 0 ? gain * (1U << (from.prec - 1)) : 0);
  cv::insertChannel(scaled, to, channel);
}

/// Red, green, blue of luminance and chroma of full range (JFIF, ITU-T T.871).
void from_ycc(cv::Mat& pixels) {
  const double middle = pixels.depth() == CV_8U ? 128 : 32768;
  cv::Matx34d rgb(1, 0, 1.402, -1.402 * middle, 1, -0.344136, -0.714136, 1.058272 * middle, 1, 1.772, 0,
                  -1.772 * middle);
  if (pixels.channels() == 3) {
    cv::transform(pixels, pixels, rgb);
    return;
  }
  cv::Mat with_alpha = cv::Mat::eye(4, 5, CV_64F);
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) with_alpha.at<double>(r, c) = rgb(r, c);
    with_alpha.at<double>(r, 4) = rgb(r, 3);
  }
  cv::transform(pixels, pixels, with_alpha);
}

}  // namespace

Decoded decode_jp2(const Encoded& picture) {
  std::string reason;
  const bool bare = picture.bytes[0] == 0xFF;
  const std::unique_ptr<opj_codec_t, FreeCodec> codec(opj_create_decompress(bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  const std::unique_ptr<opj_stream_t, FreeStream> stream(opj_stream_create(1 << 16, OPJ_TRUE));
  if (!codec || !stream) throw std::bad_alloc();
  opj_set_error_handler(codec.get(), note, &reason);
  const auto refuse = [&] {
    refuse_damaged(picture, "JPEG 2000", reason.empty() ? "its pixels are damaged or cut short" : reason);
  };
  Source from{picture.bytes};
  opj_stream_set_user_data(stream.get(), &from, nullptr);
  opj_stream_set_user_data_length(stream.get(), picture.bytes.size());
  opj_stream_set_read_function(stream.get(), read_bytes);
  opj_stream_set_seek_function(stream.get(), seek);
  opj_stream_set_skip_function(stream.get(), skip);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE) throw std::bad_alloc();
  opj_codec_set_threads(codec.get(), cv::getNumThreads());

  opj_image_t* found = nullptr;
  const bool sound = opj_read_header(stream.get(), codec.get(), &found) != OPJ_FALSE;
  const std::unique_ptr<opj_image_t, FreeImage> image(found);
  if (!sound) refuse();
  const double width = static_cast<double>(image->x1) - image->x0;
  const double height = static_cast<double>(image->y1) - image->y0;
  check_size(picture, width, height);
  const int count = static_cast<int>(image->numcomps);
  if (count < 1 || count > 4) refuse_kind(picture, "a JPEG 2000 of " + std::to_string(count) + " channels");
  if (image->color_space == OPJ_CLRSPC_CMYK) refuse_kind(picture, "a JPEG 2000 in printing colours (CMYK)");
  if (image->color_space == OPJ_CLRSPC_EYCC) refuse_kind(picture, "a JPEG 2000 in rare colours (e-YCC)");
  bool deep = false;
  for (int c = 0; c < count; ++c) {
    const opj_image_comp_t& component = image->comps[c];
    if (component.prec < 1 || component.prec > 16) {
      refuse_kind(picture, "a JPEG 2000 of " + std::to_string(component.prec) + " bits a channel");
    }
    if (component.dx != image->comps[0].dx || component.dy != image->comps[0].dy) {
      refuse_kind(picture, "a JPEG 2000 of channels of unequal size");
    }
    deep |= component.prec > 8;
  }

  if (opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE ||
      opj_end_decompress(codec.get(), stream.get()) == OPJ_FALSE || !reason.empty()) {
    refuse();
  }
  const opj_image_comp_t& first = image->comps[0];
  check_size(picture, first.w, first.h);
  Decoded decoded;
  decoded.pixels.create(static_cast<int>(first.h), static_cast<int>(first.w),
                        CV_MAKETYPE(deep ? CV_16U : CV_8U, count));
  for (int c = 0; c < count; ++c) {
    const opj_image_comp_t& component = image->comps[c];
    if (component.data == nullptr || component.w != first.w || component.h != first.h) refuse();
    copy_samples(component, decoded.pixels, c);
  }
  decoded.associated = image->comps[count - 1].alpha == 2;
  if (image->color_space == OPJ_CLRSPC_SYCC && count >= 3) from_ycc(decoded.pixels);
  if (image->icc_profile_len > 0) {
    decoded.colour = {.name = "ICC", .icc = {image->icc_profile_buf, image->icc_profile_buf + image->icc_profile_len}};
  } else if (image->color_space == OPJ_CLRSPC_SRGB || image->color_space == OPJ_CLRSPC_GRAY ||
             image->color_space == OPJ_CLRSPC_SYCC) {
    decoded.colour.name = "sRGB";
  } else if (image->icc_profile_buf != nullptr) {  // how OpenJPEG hands on CIELab
    decoded.colour = {.name = "Lab", .fault = "CIELab colours"};
  }
  return decoded;
}

}  // namespace porevis
