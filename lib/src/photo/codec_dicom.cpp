// SPDX-License-Identifier: Apache-2.0
// Photographs in DICOM: Visible Light Photographic Image (PS3.3 A.32.4), Secondary Capture and their kin.
#include <gdcmImageApplyLookupTable.h>
#include <gdcmImageReader.h>
#include <gdcmTrace.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <string_view>
#include <vector>

#include "photo/codec_formats.hpp"
#include "photo/exif.hpp"

namespace porevis {
namespace {

/// The values of a data set; those that are missing read as nothing.
class Tags {
 public:
  explicit Tags(const gdcm::DataSet& set) : set_(set) {}

  [[nodiscard]] std::string text(std::uint16_t group, std::uint16_t element) const {
    const std::vector<std::uint8_t> value = bytes(group, element);
    return {value.begin(), value.end()};
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes(std::uint16_t group, std::uint16_t element) const {
    const gdcm::Tag tag(group, element);
    if (!set_.FindDataElement(tag)) return {};
    const gdcm::ByteValue* value = set_.GetDataElement(tag).GetByteValue();
    if (value == nullptr || value->GetPointer() == nullptr) return {};
    const auto* first = reinterpret_cast<const std::uint8_t*>(value->GetPointer());
    return {first, first + value->GetLength()};
  }
  /// A whole number of 16 bits; 0 where there is none.
  [[nodiscard]] int whole(std::uint16_t group, std::uint16_t element) const {
    const std::vector<std::uint8_t> value = bytes(group, element);
    return value.size() < 2 ? 0 : value[0] | (value[1] << 8);
  }
  /// Decimal numbers, parted by backslashes.
  [[nodiscard]] std::vector<double> numbers(std::uint16_t group, std::uint16_t element) const {
    std::vector<double> found;
    std::istringstream parts(text(group, element));
    for (std::string part; std::getline(parts, part, '\\');) found.push_back(std::strtod(part.c_str(), nullptr));
    return found;
  }
  [[nodiscard]] bool has(std::uint16_t group, std::uint16_t element) const {
    return set_.FindDataElement(gdcm::Tag(group, element));
  }

 private:
  const gdcm::DataSet& set_;
};

/// Pixels per mm of skin by PixelSpacing, ImagerPixelSpacing or NominalScannedPixelSpacing; not a number without them.
double read_px_per_mm(const Tags& tags, const Encoded& picture) {
  for (const auto& [group, element] : {std::pair{0x0028, 0x0030}, {0x0018, 0x1164}, {0x0018, 0x2010}}) {
    const auto spacing = tags.numbers(static_cast<std::uint16_t>(group), static_cast<std::uint16_t>(element));
    if (spacing.size() != 2 || !(spacing[0] > 0) || !(spacing[1] > 0)) continue;
    if (std::abs(spacing[0] / spacing[1] - 1) > 0.005) refuse_kind(picture, "a DICOM of pixels that are not square");
    const double px_per_mm = 2 / (spacing[0] + spacing[1]);
    if (std::isfinite(px_per_mm)) return px_per_mm;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

CaptureRecord read_capture(const Tags& tags, const Encoded& picture) {
  CaptureRecord record;
  record.camera = camera_name(plain_text(tags.text(0x0008, 0x0070)), plain_text(tags.text(0x0008, 0x1090)));
  record.captured = iso_8601(tags.text(0x0008, 0x002A).substr(0, 14), tags.text(0x0008, 0x0201));
  const auto date_and_time = [&](std::uint16_t date, std::uint16_t time) {
    if (!record.captured.empty()) return;
    record.captured =
        iso_8601(tags.text(0x0008, date) + tags.text(0x0008, time).substr(0, 6), tags.text(0x0008, 0x0201));
  };
  date_and_time(0x0022, 0x0032);  // of the acquisition
  date_and_time(0x0023, 0x0033);  // of the content
  record.px_per_mm = read_px_per_mm(tags, picture);
  return record;
}

/// Refuses what is no photograph by its header.
void check_kind(const Tags& tags, const Encoded& picture) {
  constexpr std::string_view no_photographs[] = {"CT", "MR", "PT", "NM", "US", "CR", "DX", "MG", "XA", "RF", "IO"};
  if (!tags.has(0x0028, 0x0010) || !tags.has(0x0028, 0x0011)) {
    refuse_kind(picture, "a DICOM file without a picture");
  }
  check_size(picture, tags.whole(0x0028, 0x0011), tags.whole(0x0028, 0x0010));
  const std::string modality = plain_text(tags.text(0x0008, 0x0060));
  if (std::ranges::count(no_photographs, modality) > 0)
    refuse_kind(picture, "a DICOM of modality " + modality + ", no photograph");
  const auto frames = tags.numbers(0x0028, 0x0008);
  if (!frames.empty() && frames[0] > 1) refuse_kind(picture, "a DICOM of several pictures");
  const auto aspect = tags.numbers(0x0028, 0x0034);
  if (aspect.size() == 2 && aspect[0] != aspect[1]) refuse_kind(picture, "a DICOM of pixels that are not square");
}

/// Red, green, blue of full-range luminance and chroma.
void from_ybr(cv::Mat& pixels) {
  const int from_to[] = {0, 0, 1, 2, 2, 1};  // OpenCV has red's difference first
  cv::Mat swapped(pixels.size(), pixels.type());
  cv::mixChannels(&pixels, 1, &swapped, 1, from_to, 3);
  cv::cvtColor(swapped, pixels, cv::COLOR_YCrCb2RGB);
}

cv::Mat read_pixels(const gdcm::Image& image, const Encoded& picture) {
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  const int stored = format.GetBitsStored();
  const int allocated = format.GetBitsAllocated();
  const int channels = format.GetSamplesPerPixel();
  if (format.GetPixelRepresentation() != 0 || (allocated != 8 && allocated != 16) || stored < 1 || stored > allocated ||
      format.GetHighBit() != stored - 1 || (channels != 1 && channels != 3)) {
    refuse_kind(picture, "a DICOM of a rare layout of pixels");
  }
  const auto columns = static_cast<int>(image.GetDimension(0));
  const auto rows = static_cast<int>(image.GetDimension(1));
  check_size(picture, columns, rows);
  cv::Mat pixels(rows, columns, CV_MAKETYPE(allocated == 8 ? CV_8U : CV_16U, channels));
  if (image.GetBufferLength() != pixels.total() * pixels.elemSize() ||
      !image.GetBuffer(reinterpret_cast<char*>(pixels.data))) {
    refuse_damaged(picture, "DICOM", "its pixels are damaged or cut short");
  }
  // As decoded, which may not be as stored.
  if (channels == 3 && image.GetPlanarConfiguration() == 1) {
    std::vector<cv::Mat> planes;
    for (int c = 0; c < 3; ++c) {
      planes.emplace_back(rows, columns, CV_MAKETYPE(pixels.depth(), 1),
                          pixels.data + c * pixels.total() * pixels.elemSize1());
    }
    cv::Mat interleaved;
    cv::merge(planes, interleaved);
    pixels = interleaved;
  }
  if (stored < allocated) pixels *= (allocated == 8 ? 255. : 65535.) / ((1 << stored) - 1);
  const auto colours = image.GetPhotometricInterpretation();
  if (channels == 3 && (colours == gdcm::PhotometricInterpretation::YBR_FULL ||
                        colours == gdcm::PhotometricInterpretation::YBR_FULL_422)) {
    from_ybr(pixels);
  }
  if (colours == gdcm::PhotometricInterpretation::MONOCHROME1) {
    cv::subtract(allocated == 8 ? 255 : 65535, pixels, pixels);
  }
  return pixels;
}

}  // namespace

Decoded decode_dicom(const Encoded& picture) {
  for (const auto silence : {gdcm::Trace::WarningOff, gdcm::Trace::ErrorOff, gdcm::Trace::DebugOff}) silence();
  const std::string bytes(picture.bytes.begin(), picture.bytes.end());
  const gdcm::Tag pixel_data(0x7FE0, 0x0010);
  Decoded decoded;
  decoded.finished = true;
  try {
    std::istringstream stream(bytes);
    gdcm::Reader header;
    header.SetStream(stream);
    if (!header.ReadUpToTag(pixel_data)) refuse_damaged(picture, "DICOM", "its header is damaged or cut short");
    const Tags tags(header.GetFile().GetDataSet());
    check_kind(tags, picture);
    decoded.origin = read_capture(tags, picture);
    decoded.colour.icc = tags.bytes(0x0028, 0x2000);
    if (!decoded.colour.icc.empty()) decoded.colour.name = "ICC";

    stream.clear();
    stream.seekg(0);
    gdcm::ImageReader reader;
    reader.SetStream(stream);
    if (!reader.Read()) refuse_damaged(picture, "DICOM", "it has no pixels, or they are damaged or cut short");
    if (reader.GetImage().GetPhotometricInterpretation() == gdcm::PhotometricInterpretation::PALETTE_COLOR) {
      gdcm::ImageApplyLookupTable palette;
      palette.SetInput(reader.GetImage());
      if (!palette.Apply()) refuse_damaged(picture, "DICOM", "its palette is damaged");
      decoded.pixels = read_pixels(palette.GetOutput(), picture);
    } else {
      decoded.pixels = read_pixels(reader.GetImage(), picture);
    }
  } catch (const gdcm::Exception&) {
    refuse_damaged(picture, "DICOM", "its structure makes no sense");
  }
  return decoded;
}

}  // namespace porevis
