// SPDX-License-Identifier: Apache-2.0
/// What a file's EXIF says.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "porevis/photo/capture_record.hpp"

namespace porevis {

/// EXIF 2.32 as far as porevis needs it.
struct Exif {
  enum class Colour { unknown, srgb, adobe_rgb };

  int orientation = 1;              ///< 1 to 8 (tag 0x0112); 1 where there is none or it makes no sense.
  Colour colour = Colour::unknown;  ///< tags 0xA001 and, for Adobe RGB, 0x0001 of the interoperability part.
  CaptureRecord capture;            ///< without format, colour and px_per_mm.
};

/// Reads EXIF. What is damaged or makes no sense is left out: broken metadata do not spoil a picture.
/// @param file  a picture, or a block of EXIF from its byte order mark on.
[[nodiscard]] Exif read_exif(std::span<const std::uint8_t> file);

/// Printable ASCII, trimmed, one line.
[[nodiscard]] std::string plain_text(const std::string& text, std::size_t max_length = 80);

/// Maker and model as one name; the maker once.
[[nodiscard]] std::string camera_name(const std::string& maker, const std::string& model);

/// ISO 8601 of date and time given by digits in the order of the calendar, such as `2024:05:03 10:11:12` or
/// `20240503101112`; empty where it is no date.
/// @param offset  from UTC, such as `+02:00` or `+0200`; empty where not known.
[[nodiscard]] std::string iso_8601(const std::string& date_time, const std::string& offset);

}  // namespace porevis
