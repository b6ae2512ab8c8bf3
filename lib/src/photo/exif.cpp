// SPDX-License-Identifier: Apache-2.0
#include "photo/exif.hpp"

#include <cmath>
#include <exiv2/exiv2.hpp>
#include <mutex>
#include <string>

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

/// The tags of a file; those that are missing read as nothing.
class Tags {
 public:
  explicit Tags(const Exiv2::ExifData& exif) : exif_(exif) {}

  [[nodiscard]] std::string text(const char* key) const {
    const auto* tag = find(key);
    return tag == nullptr ? "" : plain_text(tag->toString());
  }
  [[nodiscard]] long whole(const char* key, long otherwise) const {
    const auto* tag = find(key);
    return tag == nullptr ? otherwise : tag->toLong();
  }
  /// A length in mm that a lens may have; not a number otherwise.
  [[nodiscard]] double focal_length(const char* key) const {
    const auto* tag = find(key);
    if (tag == nullptr) return std::nan("");
    const auto [above, below] = tag->toRational();
    const double mm = static_cast<double>(above) / static_cast<double>(below);
    return mm > 0.1 && mm < 10000 ? mm : std::nan("");
  }

 private:
  [[nodiscard]] const Exiv2::Exifdatum* find(const char* key) const {
    const auto tag = exif_.findKey(Exiv2::ExifKey(key));
    return tag == exif_.end() || tag->count() == 0 ? nullptr : &*tag;
  }
  const Exiv2::ExifData& exif_;
};

}  // namespace

Exif read_exif(std::span<const std::uint8_t> file) {
  const std::lock_guard lock(exiv2_mutex);
  const QuietExiv2 quiet;
  Exif exif;
  try {
    const auto image = Exiv2::ImageFactory::open(file.data(), static_cast<long>(file.size()));
    image->readMetadata();
    const Tags tags(image->exifData());
    const long orientation = tags.whole("Exif.Image.Orientation", 1);
    if (orientation >= 1 && orientation <= 8) exif.orientation = static_cast<int>(orientation);
    const long colour = tags.whole("Exif.Photo.ColorSpace", 0);
    if (colour == 1) exif.colour = Exif::Colour::srgb;
    if (colour == 2 || (colour == 65535 && tags.text("Exif.Iop.InteroperabilityIndex") == "R03")) {
      exif.colour = Exif::Colour::adobe_rgb;
    }
    CaptureRecord& capture = exif.capture;
    capture.captured = iso_8601(tags.text("Exif.Photo.DateTimeOriginal"), tags.text("Exif.Photo.OffsetTimeOriginal"));
    capture.camera = camera_name(tags.text("Exif.Image.Make"), tags.text("Exif.Image.Model"));
    capture.lens = tags.text("Exif.Photo.LensModel");
    capture.focal_length_mm = tags.focal_length("Exif.Photo.FocalLength");
    capture.focal_length_35mm = tags.focal_length("Exif.Photo.FocalLengthIn35mmFilm");
  } catch (const std::exception&) {  // what was read so far is kept
  }
  return exif;
}

std::string plain_text(const std::string& text, std::size_t max_length) {
  std::string plain;
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && plain.size() < max_length && (c != ' ' || !plain.empty())) plain += c;
  }
  plain.erase(plain.find_last_not_of(' ') + 1);
  return plain;
}

std::string camera_name(const std::string& maker, const std::string& model) {
  if (maker.empty() || model.starts_with(maker)) return model;
  return model.empty() ? maker : maker + ' ' + model;
}

std::string iso_8601(const std::string& date_time, const std::string& offset) {
  const auto digits_of = [](const std::string& text) {
    std::string digits;
    for (const char c : text) {
      if (c == '.') break;  // fractions of a second
      if (c >= '0' && c <= '9') digits += c;
    }
    return digits;
  };
  const std::string d = digits_of(date_time);
  if (d.size() != 14) return {};
  const auto number = [&](int at, int count) { return std::stoi(d.substr(at, count)); };
  const bool sound = number(0, 4) >= 1826 && number(4, 2) >= 1 && number(4, 2) <= 12 && number(6, 2) >= 1 &&
                     number(6, 2) <= 31 && number(8, 2) <= 23 && number(10, 2) <= 59 && number(12, 2) <= 60;
  if (!sound) return {};
  std::string iso = d.substr(0, 4) + '-' + d.substr(4, 2) + '-' + d.substr(6, 2) + 'T' + d.substr(8, 2) + ':' +
                    d.substr(10, 2) + ':' + d.substr(12, 2);
  const std::string o = digits_of(offset);
  if (o.size() == 4 && (offset[0] == '+' || offset[0] == '-')) iso += offset[0] + o.substr(0, 2) + ':' + o.substr(2);
  return iso;
}

}  // namespace porevis
