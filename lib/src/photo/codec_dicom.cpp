// SPDX-License-Identifier: Apache-2.0
// Photographs in DICOM: Visible Light Photographic Image (PS3.3 A.32.4), Secondary Capture and their kin. The file's
// structure (PS3.5, PS3.10) is read here; what is compressed in it goes to the codec of its format.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include "photo/codec_formats.hpp"
#include "photo/exif.hpp"

namespace porevis {
namespace {

using Span = std::span<const std::uint8_t>;

constexpr std::uint32_t tag(std::uint32_t group, std::uint32_t element) { return group << 16 | element; }
constexpr std::uint32_t pixel_data = tag(0x7FE0, 0x0010);
constexpr std::uint32_t item = tag(0xFFFE, 0xE000);
constexpr std::uint32_t item_end = tag(0xFFFE, 0xE00D);
constexpr std::uint32_t sequence_end = tag(0xFFFE, 0xE0DD);
constexpr std::uint32_t undefined_length = 0xFFFFFFFF;

/// The structure is damaged.
struct Damage {
  const char* reason;
};

/// The elements of a file: those of its outermost level, little-endian.
class File {
 public:
  explicit File(Span bytes) : bytes_(bytes) {
    constexpr std::size_t after_signature = 132;
    at_ = after_signature;
    while (at_ + 8 <= bytes_.size() && peek_tag() >> 16 == 0x0002) read_element(true);
    const std::string syntax = transfer_syntax();
    if (!syntax.starts_with("1.2.840.10008.1.2") || syntax == "1.2.840.10008.1.2.2") return;  // refused by its name
    while (at_ < bytes_.size() && values_.count(pixel_data) == 0 && fragments_.empty()) {
      read_element(syntax != "1.2.840.10008.1.2");
    }
  }

  [[nodiscard]] bool has(std::uint32_t of) const { return values_.contains(of); }
  [[nodiscard]] Span bytes(std::uint32_t of) const {
    const auto found = values_.find(of);
    return found == values_.end() ? Span{} : found->second;
  }
  [[nodiscard]] std::string text(std::uint32_t of) const {
    const Span value = bytes(of);
    return plain_text({value.begin(), value.end()});
  }
  /// A whole number of 16 bits; 0 where there is none.
  [[nodiscard]] int whole(std::uint32_t of, std::size_t index = 0) const {
    const Span value = bytes(of);
    return value.size() < 2 * index + 2 ? 0 : value[2 * index] | value[2 * index + 1] << 8;
  }
  /// Decimal numbers, parted by backslashes.
  [[nodiscard]] std::vector<double> numbers(std::uint32_t of) const {
    std::vector<double> found;
    std::istringstream parts(text(of));
    for (std::string part; std::getline(parts, part, '\\');) found.push_back(std::strtod(part.c_str(), nullptr));
    return found;
  }
  [[nodiscard]] std::string transfer_syntax() const { return text(tag(0x0002, 0x0010)); }
  /// Compressed pixels.
  [[nodiscard]] const std::vector<std::uint8_t>& fragments() const { return fragments_; }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t at, int count) const {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value |= static_cast<std::uint32_t>(bytes_[at + i]) << (8 * i);
    return value;
  }
  void need(std::size_t count) const {
    if (bytes_.size() - at_ < count) throw Damage{"the file ends early"};
  }
  [[nodiscard]] std::uint32_t peek_tag() const { return tag(number(at_, 2), number(at_ + 2, 2)); }

  /// Reads a tag and a length, and leaves the place at the value.
  std::pair<std::uint32_t, std::uint32_t> read_head(bool explicit_kind) {
    need(8);
    const std::uint32_t of = peek_tag();
    const std::string_view kind(reinterpret_cast<const char*>(bytes_.data()) + at_ + 4, 2);
    if (!explicit_kind || of >> 16 == 0xFFFE) {
      at_ += 8;
      return {of, number(at_ - 4, 4)};
    }
    constexpr std::string_view long_kinds[] = {"OB", "OW", "OF", "OD", "OL", "OV", "SQ",
                                               "UN", "UC", "UR", "UT", "SV", "UV"};
    if (std::ranges::count(long_kinds, kind) == 0) {
      at_ += 8;
      return {of, number(at_ - 2, 2)};
    }
    need(12);
    at_ += 12;
    return {of, number(at_ - 4, 4)};
  }

  void read_element(bool explicit_kind) {
    const auto [of, length] = read_head(explicit_kind);
    if (length == undefined_length) {
      of == pixel_data ? read_fragments() : skip_items(explicit_kind, 0);
      return;
    }
    need(length);
    values_[of] = bytes_.subspan(at_, length);
    at_ += length;
  }

  void skip_items(bool explicit_kind, int depth) {
    if (depth > 32) throw Damage{"it is nested too deep"};
    while (true) {
      const auto [of, length] = read_head(explicit_kind);
      if (of == sequence_end) return;
      if (of != item) throw Damage{"a sequence holds no items"};
      if (length != undefined_length) {
        need(length);
        at_ += length;
        continue;
      }
      while (true) {
        const auto [inner, size] = read_head(explicit_kind);
        if (inner == item_end) break;
        if (size == undefined_length) {
          skip_items(explicit_kind, depth + 1);
        } else {
          need(size);
          at_ += size;
        }
      }
    }
  }

  void read_fragments() {
    for (bool offsets = true;; offsets = false) {
      const auto [of, length] = read_head(true);
      if (of == sequence_end) break;
      if (of != item) throw Damage{"its pixels are no fragments"};
      need(length);
      const Span fragment = bytes_.subspan(at_, length);
      if (!offsets) fragments_.insert(fragments_.end(), fragment.begin(), fragment.end());
      at_ += length;
    }
    if (fragments_.empty()) throw Damage{"it has no pixels"};
  }

  Span bytes_;
  std::size_t at_ = 0;
  std::map<std::uint32_t, Span> values_;
  std::vector<std::uint8_t> fragments_;
};

/// Pixels per mm by PixelSpacing, ImagerPixelSpacing or NominalScannedPixelSpacing; not a number without them.
double read_px_per_mm(const File& file, const Encoded& picture) {
  for (const std::uint32_t of : {tag(0x0028, 0x0030), tag(0x0018, 0x1164), tag(0x0018, 0x2010)}) {
    const auto spacing = file.numbers(of);
    if (spacing.size() != 2 || !(spacing[0] > 0) || !(spacing[1] > 0)) continue;
    if (std::abs(spacing[0] / spacing[1] - 1) > 0.005) refuse_kind(picture, "a DICOM of pixels that are not square");
    const double px_per_mm = 2 / (spacing[0] + spacing[1]);
    if (std::isfinite(px_per_mm)) return px_per_mm;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

CaptureRecord read_capture(const File& file, const Encoded& picture) {
  CaptureRecord record;
  record.camera = camera_name(file.text(tag(0x0008, 0x0070)), file.text(tag(0x0008, 0x1090)));
  const std::string offset = file.text(tag(0x0008, 0x0201));
  record.captured = iso_8601(file.text(tag(0x0008, 0x002A)).substr(0, 14), offset);
  const auto date_and_time = [&](std::uint32_t date, std::uint32_t time) {
    if (!record.captured.empty()) return;
    record.captured = iso_8601(file.text(date) + file.text(time).substr(0, 6), offset);
  };
  date_and_time(tag(0x0008, 0x0022), tag(0x0008, 0x0032));  // of the acquisition
  date_and_time(tag(0x0008, 0x0023), tag(0x0008, 0x0033));  // of the content
  record.px_per_mm = read_px_per_mm(file, picture);
  return record;
}

/// What the header says of the pixels.
struct Layout {
  int rows, columns, channels, allocated, stored;
  bool planar;
  std::string colours;
};

Layout read_layout(const File& file, const Encoded& picture) {
  constexpr std::string_view no_photographs[] = {"CT", "MR", "PT", "NM", "US", "CR", "DX", "MG", "XA", "RF", "IO"};
  const std::string modality = file.text(tag(0x0008, 0x0060));
  if (std::ranges::count(no_photographs, modality) > 0) {
    refuse_kind(picture, "a DICOM of modality " + modality + ", no photograph");
  }
  if (!file.has(tag(0x0028, 0x0010)) || !file.has(tag(0x0028, 0x0011))) {
    refuse_kind(picture, "a DICOM file without a picture");
  }
  const Layout layout{.rows = file.whole(tag(0x0028, 0x0010)),
                      .columns = file.whole(tag(0x0028, 0x0011)),
                      .channels = std::max(file.whole(tag(0x0028, 0x0002)), 1),
                      .allocated = file.whole(tag(0x0028, 0x0100)),
                      .stored = file.whole(tag(0x0028, 0x0101)),
                      .planar = file.whole(tag(0x0028, 0x0006)) == 1,
                      .colours = file.text(tag(0x0028, 0x0004))};
  check_size(picture, layout.columns, layout.rows);
  const auto frames = file.numbers(tag(0x0028, 0x0008));
  if (!frames.empty() && frames[0] > 1) refuse_kind(picture, "a DICOM of several pictures");
  const auto aspect = file.numbers(tag(0x0028, 0x0034));
  if (aspect.size() == 2 && aspect[0] != aspect[1]) refuse_kind(picture, "a DICOM of pixels that are not square");
  const bool sound = (layout.channels == 1 || layout.channels == 3) &&
                     (layout.allocated == 8 || layout.allocated == 16) && layout.stored >= 1 &&
                     layout.stored <= layout.allocated && file.whole(tag(0x0028, 0x0102)) == layout.stored - 1 &&
                     file.whole(tag(0x0028, 0x0103)) == 0;
  if (!sound) refuse_kind(picture, "a DICOM of a rare layout of pixels");
  return layout;
}

/// Samples from bytes, little-endian.
cv::Mat read_native(Span bytes, const Layout& layout) {
  const int depth = layout.allocated == 8 ? CV_8U : CV_16U;
  const int width = layout.allocated / 8;
  cv::Mat pixels(layout.rows, layout.columns, CV_MAKETYPE(depth, layout.channels));
  const std::size_t planes = layout.planar ? layout.channels : 1;
  const std::size_t plane_bytes = pixels.total() * pixels.elemSize() / planes;
  if (bytes.size() < planes * plane_bytes) throw Damage{"its pixels are cut short"};
  std::vector<cv::Mat> parts;
  for (std::size_t p = 0; p < planes; ++p) {
    cv::Mat part(pixels.size(), CV_MAKETYPE(depth, static_cast<int>(layout.channels / planes)));
    const std::uint8_t* from = bytes.data() + p * plane_bytes;
    for (std::size_t i = 0; i < plane_bytes; i += width) {
      if (width == 1) {
        part.data[i] = from[i];
      } else {
        const auto value = static_cast<std::uint16_t>(from[i] | from[i + 1] << 8);
        std::memcpy(part.data + i, &value, 2);
      }
    }
    parts.push_back(std::move(part));
  }
  if (parts.size() == 1) return parts[0];
  cv::merge(parts, pixels);
  return pixels;
}

/// One run-length segment: a byte of every sample (PS3.5 annex G).
void unpack_segment(Span from, std::uint8_t* to, std::size_t step, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < count;) {
    if (at >= from.size()) throw Damage{"its pixels are cut short"};
    const int n = static_cast<std::int8_t>(from[at++]);
    if (n == -128) continue;
    for (int k = n >= 0 ? n + 1 : 1 - n; k > 0 && i < count; --k, ++i) {
      if (at >= from.size()) throw Damage{"its pixels are cut short"};
      to[i * step] = from[at];
      if (n >= 0) ++at;
    }
    if (n < 0) ++at;
  }
}

cv::Mat read_run_lengths(Span bytes, Layout layout) {
  const std::size_t pixels = static_cast<std::size_t>(layout.rows) * layout.columns;
  const std::size_t width = layout.allocated / 8;
  const std::size_t segments = layout.channels * width;
  const auto number = [&](std::size_t at) {
    return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | static_cast<std::size_t>(bytes[at + 3]) << 24;
  };
  if (bytes.size() < 64 || number(0) != segments) throw Damage{"its run lengths make no sense"};
  std::vector<std::uint8_t> native(pixels * segments);
  for (std::size_t s = 0; s < segments; ++s) {
    const std::size_t begin = number(4 + 4 * s);
    if (begin > bytes.size()) throw Damage{"its run lengths make no sense"};
    const std::size_t byte = width - 1 - s % width;  // high bytes come first
    unpack_segment(bytes.subspan(begin), native.data() + s / width * pixels * width + byte, width, pixels);
  }
  layout.planar = true;
  return read_native(native, layout);
}

/// All bits used, whatever was stored.
void fill_range(cv::Mat& pixels, const Layout& layout) {
  if (layout.stored < layout.allocated) pixels *= ((1 << layout.allocated) - 1.) / ((1 << layout.stored) - 1);
}

/// Red, green, blue by the palette.
cv::Mat look_up(const cv::Mat& index, const File& file) {
  const int bits = file.whole(tag(0x0028, 0x1101), 2);
  cv::Mat rgb(index.size(), bits == 16 ? CV_16UC3 : CV_8UC3);
  if (bits != 8 && bits != 16) throw Damage{"its palette makes no sense"};
  for (std::uint32_t c = 0; c < 3; ++c) {
    const std::uint32_t description = tag(0x0028, 0x1101 + c);
    const int count = file.whole(description) == 0 ? 65536 : file.whole(description);
    const int first = file.whole(description, 1);
    const std::uint32_t values = tag(0x0028, 0x1201 + c);
    const bool packed = bits == 8 && file.bytes(values).size() < 2 * static_cast<std::size_t>(count);
    if (file.bytes(values).size() < static_cast<std::size_t>(count) * (packed ? 1 : 2)) {
      throw Damage{"its palette is cut short"};
    }
    for (int y = 0; y < index.rows; ++y) {
      for (int x = 0; x < index.cols; ++x) {
        const int at =
            std::clamp((index.depth() == CV_8U ? index.at<std::uint8_t>(y, x) : index.at<std::uint16_t>(y, x)) - first,
                       0, count - 1);
        const int value = packed ? file.bytes(values)[at] : file.whole(values, at);
        if (bits == 16) {
          rgb.at<cv::Vec3w>(y, x)[c] = static_cast<std::uint16_t>(value);
        } else {
          rgb.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(value);
        }
      }
    }
  }
  return rgb;
}

/// Red, green, blue of full-range luminance and chroma (PS3.3 C.7.6.3.1.2).
cv::Mat from_ybr(const cv::Mat& pixels) {
  const int from_to[] = {0, 0, 1, 2, 2, 1};  // OpenCV has red's difference first
  cv::Mat swapped(pixels.size(), pixels.type()), rgb;
  cv::mixChannels(&pixels, 1, &swapped, 1, from_to, 3);
  cv::cvtColor(swapped, rgb, cv::COLOR_YCrCb2RGB);
  return rgb;
}

/// The pixels as stored, all bits used, before their colours are looked at.
cv::Mat read_pixels(const File& file, const Layout& layout, const Encoded& picture) {
  const std::string syntax = file.transfer_syntax();
  cv::Mat pixels;
  if (syntax == "1.2.840.10008.1.2" || syntax == "1.2.840.10008.1.2.1") {
    if (!file.has(pixel_data)) throw Damage{"it has no pixels"};
    if (layout.colours == "YBR_FULL_422") refuse_kind(picture, "a DICOM of a rare layout of pixels");
    pixels = read_native(file.bytes(pixel_data), layout);
  } else if (file.fragments().empty()) {
    throw Damage{"it has no pixels"};
  } else if (syntax == "1.2.840.10008.1.2.5") {
    pixels = read_run_lengths(file.fragments(), layout);
  } else {
    const Encoded inner{file.fragments(), picture.name, picture.max_pixels, layout.colours == "RGB"};
    const bool jpeg = syntax == "1.2.840.10008.1.2.4.50" || syntax == "1.2.840.10008.1.2.4.51";
    const bool jp2 = syntax == "1.2.840.10008.1.2.4.90" || syntax == "1.2.840.10008.1.2.4.91";
    if (!jpeg && !jp2) refuse_kind(picture, "a DICOM of a rare compression (" + syntax + ')');
    if (jp2 && decoder_of_jp2() == nullptr)
      refuse_kind(picture, "a DICOM of JPEG 2000, which this porevis was built without");
    pixels = jpeg ? decode_jpeg(inner).pixels : decoder_of_jp2()(inner).pixels;
    if (pixels.size() != cv::Size(layout.columns, layout.rows) || pixels.channels() != layout.channels) {
      throw Damage{"its pixels do not fit its header"};
    }
    return pixels;
  }
  if (layout.colours != "PALETTE COLOR") fill_range(pixels, layout);
  return pixels;
}

Decoded decode(const Encoded& picture) {
  const File file(picture.bytes);
  const std::string syntax = file.transfer_syntax();
  if (syntax == "1.2.840.10008.1.2.2" || syntax == "1.2.840.10008.1.2.1.99") {
    refuse_kind(picture, "a DICOM of a rare transfer syntax (" + syntax + ')');
  }
  const Layout layout = read_layout(file, picture);
  Decoded decoded;
  decoded.finished = true;
  decoded.origin = read_capture(file, picture);
  const Span icc = file.bytes(tag(0x0028, 0x2000));
  if (!icc.empty()) decoded.colour = {.name = "ICC", .icc = {icc.begin(), icc.end()}};

  cv::Mat& pixels = decoded.pixels = read_pixels(file, layout, picture);
  const bool native = file.fragments().empty() || syntax == "1.2.840.10008.1.2.5";
  if (layout.colours == "PALETTE COLOR") {
    if (pixels.channels() != 1) throw Damage{"its palette makes no sense"};
    pixels = look_up(pixels, file);
  } else if (layout.colours == "MONOCHROME1") {
    cv::subtract(cv::Scalar::all(pixels.depth() == CV_8U ? 255 : 65535), pixels, pixels);
  } else if (native && layout.colours == "YBR_FULL" && pixels.channels() == 3) {
    pixels = from_ybr(pixels);
  }
  return decoded;
}

}  // namespace

Decoded decode_dicom(const Encoded& picture) {
  try {
    return decode(picture);
  } catch (const Damage& damage) {
    refuse_damaged(picture, "DICOM", damage.reason);
  }
}

}  // namespace porevis
