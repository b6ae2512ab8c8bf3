// SPDX-License-Identifier: Apache-2.0
#include "photo/pictures.hpp"

#include <png.h>
#include <tiffio.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exiv2/exiv2.hpp>
#include <fstream>
// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>

namespace porevis::test {
namespace fs = std::filesystem;

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "porevis-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  root_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

fs::path Folder::write(const std::string& name, const Bytes& bytes) const {
  std::ofstream(path(name), std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path(name);
}

cv::Mat pattern(int width, int height, int type) {
  cv::Mat out(height, width, type);
  const double top = out.depth() == CV_8U ? 255 : 65535;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < out.channels(); ++c) {
        const double u = (x + 0.5) / width;
        const double v = (y + 0.5) / height;
        const double value = c == 0 ? u : c == 1 ? v : c == 2 ? 1 - u * v : 0.5 * (u + v);
        const int index = x * out.channels() + c;
        if (out.depth() == CV_8U) {
          out.ptr<std::uint8_t>(y)[index] = static_cast<std::uint8_t>(top * value);
        } else {
          out.ptr<std::uint16_t>(y)[index] = static_cast<std::uint16_t>(top * value);
        }
      }
    }
  }
  return out;
}

namespace {

void append(png_structp png, png_bytep from, std::size_t count) {
  auto& bytes = *static_cast<Bytes*>(png_get_io_ptr(png));
  bytes.insert(bytes.end(), from, from + count);
}

/// A PNG's start; without samples nothing more.
Bytes write_png(unsigned width, unsigned height, int bits, int colour, bool interlaced, const Bytes& exif,
                const cv::Mat& samples) {
  Bytes bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append, [](png_structp) {});
  png_set_IHDR(png, info, width, height, bits, colour, interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (!exif.empty()) {
    png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()), const_cast<png_bytep>(exif.data()));
  }
  png_write_info(png, info);
  if (!samples.empty()) {
    if (bits == 16) png_set_swap(png);
    std::vector<png_bytep> rows;
    for (int y = 0; y < samples.rows; ++y) rows.push_back(const_cast<png_bytep>(samples.ptr(y)));
    png_write_image(png, rows.data());
    png_write_end(png, info);
  }
  png_destroy_write_struct(&png, &info);
  return bytes;
}

}  // namespace

Bytes png_bytes(const cv::Mat& samples, bool interlaced, const Bytes& exif) {
  constexpr int colours[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                             PNG_COLOR_TYPE_RGB_ALPHA};
  return write_png(static_cast<unsigned>(samples.cols), static_cast<unsigned>(samples.rows),
                   samples.depth() == CV_8U ? 8 : 16, colours[samples.channels() - 1], interlaced, exif, samples);
}

Bytes png_header(unsigned width, unsigned height) {
  return write_png(width, height, 8, PNG_COLOR_TYPE_RGB, false, {}, {});
}

Bytes jpeg_bytes(const cv::Mat& samples, int quality, bool progressive) {
  jpeg_error_mgr errors;
  jpeg_compress_struct info;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(samples.cols);
  info.image_height = static_cast<JDIMENSION>(samples.rows);
  info.input_components = samples.channels();
  info.in_color_space = samples.channels() == 1 ? JCS_GRAYSCALE : samples.channels() == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < samples.rows; ++y) {
    auto* row = const_cast<JSAMPROW>(samples.ptr(y));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  Bytes bytes(data, data + size);
  std::free(data);
  return bytes;
}

Bytes tiff_bytes(const Folder& folder, const cv::Mat& samples, const TiffLayout& layout) {
  const fs::path path = folder.path("made.tif");
  const std::string mode = std::string("w") + (layout.big_endian ? "b" : "l") + (layout.big ? "8" : "");
  TIFF* tiff = TIFFOpen(path.c_str(), mode.c_str());
  const int bits = static_cast<int>(8 * samples.elemSize1());
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, samples.cols);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, samples.rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples.channels());
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, layout.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, layout.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, layout.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (!layout.icc.empty())
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<int>(layout.icc.size()), layout.icc.data());
  if (samples.depth() == CV_32F || samples.depth() == CV_64F || samples.depth() == CV_16F)
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  if (layout.extra >= 0) {
    const auto kind = static_cast<std::uint16_t>(layout.extra);
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (layout.photometric == PHOTOMETRIC_PALETTE) {
    std::vector<std::uint16_t> red(256), green(256), blue(256);
    for (unsigned i = 0; i < 256; ++i) {
      red[i] = static_cast<std::uint16_t>(257 * i);
      green[i] = static_cast<std::uint16_t>(257 * (255 - i));
      blue[i] = static_cast<std::uint16_t>(257 * (i / 2));
    }
    TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
  }
  if (layout.tile > 0) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, layout.tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, layout.tile);
    Bytes block(static_cast<std::size_t>(TIFFTileSize(tiff)));
    for (int y0 = 0; y0 < samples.rows; y0 += layout.tile) {
      for (int x0 = 0; x0 < samples.cols; x0 += layout.tile) {
        for (int y = y0; y < std::min(y0 + layout.tile, samples.rows); ++y) {
          const int columns = std::min(layout.tile, samples.cols - x0);
          std::copy_n(samples.ptr(y, x0), columns * samples.elemSize(),
                      block.data() + (y - y0) * layout.tile * samples.elemSize());
        }
        TIFFWriteTile(tiff, block.data(), static_cast<std::uint32_t>(x0), static_cast<std::uint32_t>(y0), 0, 0);
      }
    }
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, layout.rows_per_strip);
    std::vector<cv::Mat> planes{samples};
    if (layout.separate) cv::split(samples, planes);
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      for (int y = 0; y < samples.rows; ++y) {
        cv::Mat row = planes[plane].row(y).clone();  // libtiff swaps bytes in place
        TIFFWriteScanline(tiff, row.data, static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane));
      }
    }
  }
  TIFFClose(tiff);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

namespace {

void put(Bytes& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void put_tag(Bytes& bytes, std::uint32_t tag, std::uint32_t value, std::uint32_t type = 4) {
  put(bytes, tag, 2);
  put(bytes, type, 2);
  put(bytes, 1, 4);
  put(bytes, value, 4);
}

}  // namespace

Bytes plain_tiff(unsigned width, unsigned height, const Bytes& pixels) {
  Bytes bytes{'I', 'I', 42, 0, 8, 0, 0, 0};
  put(bytes, 9, 2);
  const auto start = static_cast<std::uint32_t>(8 + 2 + 9 * 12 + 4);
  put_tag(bytes, TIFFTAG_IMAGEWIDTH, width);
  put_tag(bytes, TIFFTAG_IMAGELENGTH, height);
  put_tag(bytes, TIFFTAG_BITSPERSAMPLE, 8, 3);
  put_tag(bytes, TIFFTAG_COMPRESSION, COMPRESSION_NONE, 3);
  put_tag(bytes, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB, 3);
  put_tag(bytes, TIFFTAG_STRIPOFFSETS, start);
  put_tag(bytes, TIFFTAG_SAMPLESPERPIXEL, 3, 3);
  put_tag(bytes, TIFFTAG_ROWSPERSTRIP, height);
  put_tag(bytes, TIFFTAG_STRIPBYTECOUNTS, 3 * width * height);
  put(bytes, 0, 4);
  bytes.insert(bytes.end(), pixels.begin(), pixels.end());
  return bytes;
}

Bytes exif_block(int orientation) {
  Bytes bytes{'I', 'I', 42, 0, 8, 0, 0, 0};
  put(bytes, 1, 2);
  put_tag(bytes, TIFFTAG_ORIENTATION, static_cast<std::uint32_t>(orientation), 3);
  put(bytes, 0, 4);
  return bytes;
}

Bytes with_exif(const Bytes& picture, const std::vector<std::pair<std::string, std::string>>& tags) {
  const auto image = Exiv2::ImageFactory::open(picture.data(), static_cast<long>(picture.size()));
  image->readMetadata();
  for (const auto& [key, value] : tags) image->exifData()[key] = value;
  image->writeMetadata();
  Exiv2::BasicIo& io = image->io();
  io.open();
  io.seek(0, Exiv2::BasicIo::beg);
  Bytes bytes(io.size());
  io.read(bytes.data(), static_cast<long>(bytes.size()));
  return bytes;
}

Bytes with_orientation(const Bytes& picture, int orientation) {
  return with_exif(picture, {{"Exif.Image.Orientation", std::to_string(orientation)}});
}

fs::path shared_data() { return fs::path(__FILE__).parent_path() / "../../../shared/data"; }

}  // namespace porevis::test
