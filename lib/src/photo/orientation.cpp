// SPDX-License-Identifier: Apache-2.0
#include "photo/orientation.hpp"

#include <exiv2/exiv2.hpp>
#include <mutex>

namespace porevis {
namespace {

/// Exiv2 reports damage to standard error unless told otherwise, and only for the whole process.
class QuietExiv2 {
 public:
  QuietExiv2() { Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute); }
  ~QuietExiv2() { Exiv2::LogMsg::setLevel(level_); }
  QuietExiv2(const QuietExiv2&) = delete;
  QuietExiv2& operator=(const QuietExiv2&) = delete;

 private:
  Exiv2::LogMsg::Level level_ = Exiv2::LogMsg::level();
};

std::mutex exiv2_mutex;  // Exiv2's XMP parser and its log level belong to the process

}  // namespace

int exif_orientation(std::span<const std::uint8_t> bytes) {
  const std::lock_guard lock(exiv2_mutex);
  const QuietExiv2 quiet;
  try {
    const auto image = Exiv2::ImageFactory::open(bytes.data(), static_cast<long>(bytes.size()));
    image->readMetadata();
    const Exiv2::ExifData& exif = image->exifData();
    const auto tag = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    if (tag == exif.end() || tag->count() == 0) return 1;
    const auto orientation = tag->toLong();
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
  } catch (const std::exception&) {
    return 1;  // broken metadata do not spoil a picture
  }
}

cv::Mat upright(const cv::Mat& pixels, int orientation) {
  cv::Mat out = pixels;
  if (orientation >= 5) cv::transpose(pixels, out);
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  if (mirror_x || mirror_y) cv::flip(out, out, mirror_x && mirror_y ? -1 : mirror_x ? 1 : 0);
  return out;
}

}  // namespace porevis
