// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/photo.hpp"

#include <openssl/evp.h>

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

#include "photo/file.hpp"
#include "photo/srgb.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"

namespace porevis {
namespace {

constexpr std::uintmax_t max_file_bytes = std::uintmax_t{2} << 30;
constexpr int smallest_side_px = 32;

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
class Sha256 {
 public:
  Sha256() {
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  }

  void add(const void* bytes, std::size_t count) { EVP_DigestUpdate(context_.get(), bytes, count); }

  [[nodiscard]] std::string hex() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    std::string text;
    for (const unsigned char byte : digest) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

/// Linear light of every value a pixel can have.
template <class T>
const std::vector<float>& linear_table() {
  static const std::vector<float> table = [] {
    constexpr int top = std::numeric_limits<T>::max();
    std::vector<float> values(top + 1);
    for (int i = 0; i <= top; ++i) values[i] = static_cast<float>(srgb_to_linear(static_cast<double>(i) / top));
    return values;
  }();
  return table;
}

template <class T>
void decode_rows(const cv::Mat& encoded, cv::Mat& linear) {
  const std::vector<float>& table = linear_table<T>();
  cv::parallel_for_({0, encoded.rows}, [&](const cv::Range& rows) {
    for (int y = rows.start; y < rows.end; ++y) {
      const T* from = encoded.ptr<T>(y);
      float* to = linear.ptr<float>(y);
      for (int i = 0; i < 3 * encoded.cols; ++i) to[i] = table[from[i]];
    }
  });
}

template <class T>
T encoded_value(float linear) {
  if constexpr (sizeof(T) == 2) return linear_to_srgb16(linear);
  return static_cast<T>(std::lround(std::numeric_limits<T>::max() * linear_to_srgb(linear)));
}

template <class T>
void encode_rows(const cv::Mat& linear, cv::Mat& encoded) {
  cv::parallel_for_({0, linear.rows}, [&](const cv::Range& rows) {
    for (int y = rows.start; y < rows.end; ++y) {
      const float* from = linear.ptr<float>(y);
      T* to = encoded.ptr<T>(y);
      for (int i = 0; i < 3 * linear.cols; ++i) to[i] = encoded_value<T>(from[i]);
    }
  });
}

}  // namespace

Photo read_photo(const std::filesystem::path& path, const ReadOptions& options) {
  check(options);
  const Bytes bytes = read_file(path, max_file_bytes);
  Picture picture = decode_picture(bytes, path.string(), options);
  Photo photo;
  photo.pixels = std::move(picture.pixels);
  photo.origin = std::move(picture.origin);
  if (std::min(photo.width_px(), photo.height_px()) < smallest_side_px) {
    throw InputError(path.string() + ": " + std::to_string(photo.width_px()) + " x " +
                     std::to_string(photo.height_px()) + " px is too small to show skin; give the original photograph");
  }
  photo.file = path.filename().string();
  photo.read = options;
  Sha256 sha256;
  sha256.add(bytes.data(), bytes.size());
  photo.sha256 = sha256.hex();
  return photo;
}

Photo photo_from_pixels(cv::Mat rgb, std::string name) {
  if (rgb.empty()) throw InputError(name + ": has no pixels; give an array (H, W, 3) of uint8 or uint16");
  if (rgb.dims != 2 || (rgb.type() != CV_8UC3 && rgb.type() != CV_16UC3)) {
    throw InputError(name + ": is of another type; give an array (H, W, 3) of uint8 or uint16, sRGB");
  }
  Sha256 sha256;
  for (int y = 0; y < rgb.rows; ++y) sha256.add(rgb.ptr(y), rgb.cols * rgb.elemSize());
  return {.pixels = std::move(rgb), .file = std::move(name), .sha256 = sha256.hex(), .origin = {}};
}

cv::Mat linear_light(const Photo& photo, cv::Rect roi) {
  if (roi.width < 0 || roi.height < 0 || (roi & photo.frame()) != roi) {
    throw ParameterError("roi = " + std::to_string(roi.width) + " x " + std::to_string(roi.height) + " px at (" +
                         std::to_string(roi.x) + ", " + std::to_string(roi.y) + ") leaves the photograph " +
                         photo.file + ": give a rectangle inside its " + std::to_string(photo.width_px()) + " x " +
                         std::to_string(photo.height_px()) + " px");
  }
  cv::Mat linear(roi.size(), CV_32FC3);
  const cv::Mat encoded = photo.pixels(roi);
  encoded.depth() == CV_8U ? decode_rows<std::uint8_t>(encoded, linear) : decode_rows<std::uint16_t>(encoded, linear);
  return linear;
}

cv::Mat encode_srgb(const cv::Mat& linear, int bits) {
  if (linear.type() != CV_32FC3) throw InputError("encode_srgb: give an array (H, W, 3) of float32");
  if (bits != 8 && bits != 16) {
    throw ParameterError("bits = " + std::to_string(bits) + " is not possible: give 8 or 16 (bits a channel)");
  }
  cv::Mat encoded(linear.size(), CV_MAKETYPE(bits == 8 ? CV_8U : CV_16U, 3));
  bits == 8 ? encode_rows<std::uint8_t>(linear, encoded) : encode_rows<std::uint16_t>(linear, encoded);
  return encoded;
}

}  // namespace porevis
