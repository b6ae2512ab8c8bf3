// SPDX-License-Identifier: Apache-2.0
// HEIC (HEVC, phones) and AVIF (AV1). libheif turns and crops the picture as the file says: EXIF's orientation, which
// repeats it, is not to be followed again (ISO/IEC 23008-12, A.2.1).
#include <libheif/heif.h>

#include <bit>
#include <memory>
#include <vector>

#include "photo/codec_formats.hpp"
#include "photo/exif.hpp"

namespace porevis {
namespace {

struct Free {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(heif_image* image) const { heif_image_release(image); }
  void operator()(heif_color_profile_nclx* nclx) const { heif_nclx_color_profile_free(nclx); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

void check_result(const heif_error& result, const Encoded& picture) {
  if (result.code == heif_error_Ok) return;
  if (result.code == heif_error_Unsupported_feature || result.code == heif_error_Unsupported_filetype) {
    refuse_kind(picture, std::string("a HEIF that libheif cannot decode (") + result.message + ')');
  }
  refuse_damaged(picture, "HEIF", result.message);
}

ColourSpace read_colour(const heif_image_handle* handle, const Encoded& picture) {
  if (const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle); size > 0) {
    if (size > picture.bytes.size()) return {.name = "ICC", .fault = damaged_profile};
    std::vector<std::uint8_t> icc(size);
    if (heif_image_handle_get_raw_color_profile(handle, icc.data()).code != heif_error_Ok) {
      return {.name = "ICC", .fault = damaged_profile};
    }
    return {.name = "ICC", .icc = std::move(icc)};
  }
  heif_color_profile_nclx* found = nullptr;
  if (heif_image_handle_get_nclx_color_profile(handle, &found).code != heif_error_Ok) return {};
  const Owned<heif_color_profile_nclx> nclx(found);
  return colour_space_h273(nclx->color_primaries, nclx->transfer_characteristics);
}

CaptureRecord read_capture(const heif_image_handle* handle, const Encoded& picture) {
  heif_item_id id = 0;
  if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) != 1) return {};
  const std::size_t size = heif_image_handle_get_metadata_size(handle, id);
  if (size < 4 || size > picture.bytes.size()) return {};
  std::vector<std::uint8_t> block(size);
  if (heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok) return {};
  // Four bytes say how far after them EXIF begins.
  const std::size_t begin = 4 + ((std::size_t{block[0]} << 24) | (block[1] << 16) | (block[2] << 8) | block[3]);
  return begin < size ? read_exif(std::span(block).subspan(begin)).capture : CaptureRecord{};
}

}  // namespace

Decoded decode_heif(const Encoded& picture) {
  const Owned<heif_context> context(heif_context_alloc());
  if (!context) throw std::bad_alloc();
  check_result(
      heif_context_read_from_memory_without_copy(context.get(), picture.bytes.data(), picture.bytes.size(), nullptr),
      picture);
  heif_image_handle* primary = nullptr;
  check_result(heif_context_get_primary_image_handle(context.get(), &primary), picture);
  const Owned<heif_image_handle> handle(primary);
  check_size(picture, heif_image_handle_get_width(primary), heif_image_handle_get_height(primary));

  Decoded decoded;
  decoded.colour = read_colour(primary, picture);
  decoded.origin = read_capture(primary, picture);
  decoded.origin.format = picture.bytes[8] == 'a' ? "AVIF" : "HEIC";
  decoded.finished = true;
  decoded.associated = heif_image_handle_is_premultiplied_alpha(primary) != 0;

  const bool alpha = heif_image_handle_has_alpha_channel(primary) != 0;
  const int bits = heif_image_handle_get_luma_bits_per_pixel(primary);
  const bool little = std::endian::native == std::endian::little;
  const heif_chroma deep = little ? (alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE)
                                  : (alpha ? heif_chroma_interleaved_RRGGBBAA_BE : heif_chroma_interleaved_RRGGBB_BE);
  const heif_chroma plain = alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
  heif_image* found = nullptr;
  check_result(heif_decode_image(primary, &found, heif_colorspace_RGB, bits > 8 ? deep : plain, nullptr), picture);
  const Owned<heif_image> image(found);
  int step = 0;
  const std::uint8_t* data = heif_image_get_plane_readonly(found, heif_channel_interleaved, &step);
  if (data == nullptr) refuse_damaged(picture, "HEIF", "it has no pixels");
  const cv::Size size(heif_image_get_width(found, heif_channel_interleaved),
                      heif_image_get_height(found, heif_channel_interleaved));
  check_size(picture, size.width, size.height);
  const cv::Mat pixels(size, CV_MAKETYPE(bits > 8 ? CV_16U : CV_8U, alpha ? 4 : 3), const_cast<std::uint8_t*>(data),
                       static_cast<std::size_t>(step));
  const int deepest = heif_image_get_bits_per_pixel_range(found, heif_channel_interleaved);
  pixels.convertTo(decoded.pixels, pixels.depth(), bits > 8 ? 65535. / ((1 << deepest) - 1) : 1);
  return decoded;
}

}  // namespace porevis
