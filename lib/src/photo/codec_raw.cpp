// SPDX-License-Identifier: Apache-2.0
// Camera RAW, developed as evenly as can be: the camera's own white balance, its colours by matrix to sRGB's primaries,
// no tone curve, no brightening, white where the sensor is full: two visits are developed alike.
#include <libraw/libraw.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "photo/codec_formats.hpp"
#include "photo/exif.hpp"

namespace porevis {
namespace {

template <class Position>  // its type differs between versions of LibRaw
void note_damage(void* user, const char*, Position) {
  *static_cast<bool*>(user) = true;
}

void check_result(int result, const bool& damaged, const Encoded& picture) {
  if (result == LIBRAW_FILE_UNSUPPORTED || result == LIBRAW_NOT_IMPLEMENTED) {
    refuse_kind(picture, std::string("a camera RAW of a camera that LibRaw ") + LibRaw::version() + " does not know");
  }
  if (result == LIBRAW_UNSUFFICIENT_MEMORY || result == LIBRAW_TOO_BIG) throw std::bad_alloc();
  if (result != LIBRAW_SUCCESS || damaged) {
    refuse_damaged(picture, "camera RAW", damaged ? "the data end early or make no sense" : LibRaw::strerror(result));
  }
}

double positive(double value) { return value > 0 && value < 10000 ? value : std::numeric_limits<double>::quiet_NaN(); }

CaptureRecord read_capture(const libraw_data_t& data) {
  CaptureRecord record;
  record.format = data.idata.dng_version != 0 ? "DNG" : "camera RAW";
  record.colour = data.color.cam_mul[0] > 0 ? "RAW, camera white balance" : "RAW, daylight white balance";
  record.camera = camera_name(plain_text(data.idata.make), plain_text(data.idata.model));
  record.lens = plain_text(data.lens.Lens);
  record.focal_length_mm = positive(data.other.focal_len);
  record.focal_length_35mm = positive(data.lens.FocalLengthIn35mmFormat);
  std::tm local{};
  char text[32] = "";
  if (data.other.timestamp > 0 && localtime_r(&data.other.timestamp, &local) != nullptr) {
    std::strftime(text, sizeof text, "%Y%m%d%H%M%S", &local);
    record.captured = iso_8601(text, "");
  }
  return record;
}

}  // namespace

Decoded decode_raw(const Encoded& picture) {
  const auto raw = std::make_unique<LibRaw>();  // too large for the stack
  bool damaged = false;
  raw->set_dataerror_handler(note_damage, &damaged);
  auto& options = raw->imgdata.params;
  options.use_camera_wb = 1;
  options.output_color = 1;  // sRGB
  options.output_bps = 16;
  options.gamm[0] = 1 / 2.4;  // sRGB's encoding
  options.gamm[1] = 12.92;
  options.no_auto_bright = 1;
  options.adjust_maximum_thr = 0;  // white does not depend on the picture

  check_result(raw->open_buffer(const_cast<std::uint8_t*>(picture.bytes.data()), picture.bytes.size()), damaged,
               picture);
  const auto& sizes = raw->imgdata.sizes;
  check_size(picture, std::max(sizes.raw_width, sizes.width), std::max(sizes.raw_height, sizes.height));
  check_result(raw->unpack(), damaged, picture);
  check_result(raw->dcraw_process(), damaged, picture);
  int result = LIBRAW_SUCCESS;
  const auto free = [](libraw_processed_image_t* image) { LibRaw::dcraw_clear_mem(image); };
  const std::unique_ptr<libraw_processed_image_t, decltype(free)> image(raw->dcraw_make_mem_image(&result), free);
  check_result(result, damaged, picture);
  if (!image || image->type != LIBRAW_IMAGE_BITMAP || image->bits != 16 || (image->colors != 1 && image->colors != 3)) {
    refuse_damaged(picture, "camera RAW", "it has no pixels");
  }
  check_size(picture, image->width, image->height);
  Decoded decoded;
  decoded.finished = true;
  decoded.colour.name = "sRGB";
  decoded.origin = read_capture(raw->imgdata);
  decoded.pixels = cv::Mat(image->height, image->width, CV_MAKETYPE(CV_16U, image->colors), image->data).clone();
  return decoded;
}

}  // namespace porevis
