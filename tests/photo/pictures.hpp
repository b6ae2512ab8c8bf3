// SPDX-License-Identifier: Apache-2.0
/// Pictures and files for the tests of the photo room, made with the codecs directly.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "porevis/photo/codec.hpp"

namespace porevis::test {

/// A folder that goes when the test ends.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return root_ / name; }
  std::filesystem::path write(const std::string& name, const Bytes& bytes) const;

 private:
  std::filesystem::path root_;
};

/// Smooth, without symmetry, every channel different.
[[nodiscard]] cv::Mat pattern(int width, int height, int type);

/// PNG of CV_8UC(n) or CV_16UC(n): 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.
[[nodiscard]] Bytes png_bytes(const cv::Mat& samples, bool interlaced = false, const Bytes& exif = {});

/// The first bytes of a PNG that announces a size, without its pixels.
[[nodiscard]] Bytes png_header(unsigned width, unsigned height);

/// JPEG of CV_8UC1 (grey), CV_8UC3 (colour) or CV_8UC4 (CMYK).
[[nodiscard]] Bytes jpeg_bytes(const cv::Mat& samples, int quality, bool progressive = false);

/// How a TIFF is written.
struct TiffLayout {
  int photometric = 2;  // RGB; 0 white is zero, 1 black is zero, 3 palette, 5 CMYK
  int compression = 1;  // none; 5 LZW, 8 deflate
  int tile = 0;         // side of a tile; 0: strips
  int rows_per_strip = 7;
  bool separate = false;  // planes one after another
  int extra = -1;         // kind of the last sample: 0 unspecified, 1 associated, 2 unassociated alpha
  bool big_endian = false;
  bool big = false;  // BigTIFF
  Bytes icc{};       // colour profile
};
[[nodiscard]] Bytes tiff_bytes(const Folder& folder, const cv::Mat& samples, const TiffLayout& layout = {});

/// An uncompressed 8-bit RGB TIFF whose tags come before its pixels.
[[nodiscard]] Bytes plain_tiff(unsigned width, unsigned height, const Bytes& pixels);

/// EXIF of one orientation, little-endian.
[[nodiscard]] Bytes exif_block(int orientation);

/// The file with an EXIF orientation, written by Exiv2.
[[nodiscard]] Bytes with_orientation(const Bytes& picture, int orientation);

/// The file with EXIF, written by Exiv2: keys and values as it writes them, such as "Exif.Photo.FocalLength", "85/1".
[[nodiscard]] Bytes with_exif(const Bytes& picture, const std::vector<std::pair<std::string, std::string>>& tags);

/// ../shared/data of the repository, where real photographs lie.
[[nodiscard]] std::filesystem::path shared_data();

}  // namespace porevis::test
