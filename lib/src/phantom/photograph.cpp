// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "phantom/blur.hpp"
#include "phantom/camera.hpp"
#include "phantom/even_skin.hpp"
#include "phantom/marks.hpp"
#include "phantom/optics.hpp"
#include "phantom/truth.hpp"
#include "porevis/phantom/phantom.hpp"
#include "porevis/photo/codec.hpp"
#include "random.hpp"

namespace porevis::phantom {
namespace {

void check_shot(const ShotDescription& shot) {
  check(shot);
  if (shot.bits != 8 && shot.bits != 16)
    throw ParameterError("bits = " + std::to_string(shot.bits) + " is out of range: give 8 or 16");
  if (shot.bits == 16 && shot.jpeg_quality > 0)
    throw ParameterError("jpeg_quality = " + std::to_string(shot.jpeg_quality) +
                         " is for 8 bits: give bits = 8 or jpeg_quality = 0");
}

/// The picture is made in squares of this size, the same for any number of threads; large ones where the blur needs a
/// wide margin round each.
int tile_px(double blur_sigma_px) { return std::max(128, cvCeil(16 * blur_sigma_px)); }

/// A smooth profile is sampled well enough by 2.5 samples to its full width at half maximum. Large tiles get fewer, to
/// keep memory within bounds.
int samples_per_px(double narrowest_px, double blur_sigma_px) {
  const int most = std::clamp(static_cast<int>(1600 / (tile_px(blur_sigma_px) + 9 * blur_sigma_px)), 3, 8);
  return std::clamp(static_cast<int>(std::ceil(std::min(2.5 / narrowest_px, 100.0))), 3, most);
}

/// One photograph in the making.
class Exposure {
 public:
  Exposure(const Skin& skin, const ShotDescription& shot, const Camera& camera)
      : skin_(skin),
        shot_(shot),
        camera_(camera),
        to_light_(camera.skin_direction(shot.light_angle_deg)),
        marks_(skin, camera, to_light_),
        per_px_(samples_per_px(marks_.narrowest_px(), shot.blur_sigma_px)),
        blur_(shot.blur_sigma_px, per_px_),
        noise_base_(Random(shot.seed, "noise").bits()) {
    const Tone& tone = kTones[static_cast<std::size_t>(skin.description.tone - 1)];
    level_ = tone.level * shot.exposure;
    light_ = level_ / tone.albedo[1];
    gradient_ = cv::Point2d(std::cos(shot.gradient_angle_deg * std::numbers::pi / 180),
                            std::sin(shot.gradient_angle_deg * std::numbers::pi / 180));
    const cv::Size size = camera.size();
    const double extent = std::abs(gradient_.x) * (size.width - 1) + std::abs(gradient_.y) * (size.height - 1);
    gradient_ *= extent > 0 ? shot.gradient / extent : 0;
  }

  /// The encoded pixels of a part of the picture.
  [[nodiscard]] cv::Mat develop(const cv::Rect& tile) const {
    cv::Mat3f linear = render(tile);
    if (shot_.noise > 0) add_noise(linear, tile.tl());
    for (cv::Vec3f& pixel : linear) {
      pixel[0] *= static_cast<float>(shot_.red_gain);
      pixel[2] *= static_cast<float>(shot_.blue_gain);
    }
    return encode_srgb(linear, shot_.bits);
  }

 private:
  [[nodiscard]] Samples place_samples(const cv::Rect& pixels) const {
    Samples samples{pixels, per_px_, cv::Mat_<cv::Point2d>(pixels.size() * per_px_),
                    cv::Mat4f(pixels.size() * per_px_, cv::Vec4f::all(1))};
    // Places are worked out at the corners of the pixels and are even in between.
    cv::Mat_<cv::Point2d> corners(pixels.height + 1, pixels.width + 1);
    for (int row = 0; row <= pixels.height; ++row)
      for (int column = 0; column <= pixels.width; ++column)
        corners(row, column) = camera_.skin_from_picture({pixels.x + column - 0.5, pixels.y + row - 0.5});
    for (int row = 0; row < samples.places.rows; ++row)
      for (int column = 0; column < samples.places.cols; ++column) {
        const cv::Point2d* top = &corners(row / per_px_, column / per_px_);
        const cv::Point2d* bottom = &corners(row / per_px_ + 1, column / per_px_);
        const double u = (column % per_px_ + 0.5) / per_px_;
        const double v = (row % per_px_ + 0.5) / per_px_;
        samples.places(row, column) = (1 - v) * ((1 - u) * top[0] + u * top[1]) +  //
                                      v * ((1 - u) * bottom[0] + u * bottom[1]);
      }
    return samples;
  }

  /// Linear light of a part of the scene, blurred and averaged over each pixel.
  [[nodiscard]] cv::Mat3f render(const cv::Rect& tile) const {
    const int margin = blur_.margin_px;
    Samples samples =
        place_samples({tile.x - margin, tile.y - margin, tile.width + 2 * margin, tile.height + 2 * margin});
    marks_.draw(samples);
    cv::Point2d low = samples.places(0, 0);
    cv::Point2d high = low;
    for (const cv::Point2d& place : samples.places) {
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    const EvenSkin even(skin_, shot_, camera_.px_per_mm(), {low, high}, to_light_);
    cv::Mat3f scene(samples.places.size());
    for (int row = 0; row < scene.rows; ++row)
      for (int column = 0; column < scene.cols; ++column) {
        const cv::Vec4f light = even(samples.places(row, column)).mul(samples.factors(row, column));
        scene(row, column) = {light[0] + light[3], light[1] + light[3], light[2] + light[3]};
      }
    cv::Mat3f linear = blur_.to_pixels(scene);
    const cv::Point2d middle((camera_.size().width - 1) / 2.0, (camera_.size().height - 1) / 2.0);
    for (int row = 0; row < tile.height; ++row)
      for (int column = 0; column < tile.width; ++column) {
        const cv::Point2d from_middle = cv::Point2d(tile.x + column, tile.y + row) - middle;
        linear(row, column) *= static_cast<float>(light_ * std::max(0.0, 1 + gradient_.dot(from_middle)));
      }
    return linear;
  }

  /// Shot noise over a small floor of read noise, before the white balance, as in a camera. Each pixel's numbers come
  /// from its place in the picture.
  void add_noise(cv::Mat3f& linear, cv::Point top_left) const {
    constexpr double read_share = 0.05;
    const double variance = shot_.noise * shot_.noise * level_ * level_;
    for (int row = 0; row < linear.rows; ++row)
      for (int column = 0; column < linear.cols; ++column) {
        const std::uint64_t place =
            static_cast<std::uint64_t>(top_left.y + row) * camera_.size().width + top_left.x + column;
        const auto normals = four_normals(noise_base_ + 4 * place);
        for (int c = 0; c < 3; ++c) {
          float& light = linear(row, column)[c];
          const double spread = std::sqrt(variance * ((1 - read_share) * std::max(0.F, light) / level_ + read_share));
          light += static_cast<float>(spread * normals[static_cast<std::size_t>(c)]);
        }
      }
  }

  /// Standard normals (Box and Muller 1958) of a counter.
  static std::array<double, 4> four_normals(std::uint64_t counter) {
    std::array<double, 4> normals{};
    for (std::size_t pair = 0; pair < 2; ++pair) {
      const double uniform = static_cast<double>((mix(counter + 2 * pair) >> 11) + 1) * 0x1.0p-53;
      const double angle = 2 * std::numbers::pi * static_cast<double>(mix(counter + 2 * pair + 1) >> 11) * 0x1.0p-53;
      const double radius = std::sqrt(-2 * std::log(uniform));
      normals[2 * pair] = radius * std::cos(angle);
      normals[2 * pair + 1] = radius * std::sin(angle);
    }
    return normals;
  }

  const Skin& skin_;
  const ShotDescription& shot_;
  const Camera& camera_;
  cv::Point2d to_light_;
  Marks marks_;
  int per_px_;
  Blur blur_;
  std::uint64_t noise_base_;
  double level_ = 0;  ///< green of even skin.
  double light_ = 0;  ///< on the skin.
  cv::Point2d gradient_;
};

}  // namespace

Shot photograph(const Skin& skin, const ShotDescription& shot) {
  check(skin.description);
  check_shot(shot);
  const Camera camera(skin.description, shot);
  const Exposure exposure(skin, shot, camera);
  const cv::Size size = camera.size();
  cv::Mat pixels(size, shot.bits == 8 ? CV_8UC3 : CV_16UC3);
  const int side = tile_px(shot.blur_sigma_px);
  const int columns = (size.width + side - 1) / side;
  const int rows = (size.height + side - 1) / side;
  cv::parallel_for_({0, rows * columns}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      const cv::Rect tile = cv::Rect(i % columns * side, i / columns * side, side, side) & cv::Rect({}, size);
      exposure.develop(tile).copyTo(pixels(tile));
    }
  });
  if (shot.jpeg_quality > 0)
    pixels = decode_picture(encode_jpeg(pixels, shot.jpeg_quality), "phantom", {.max_megapixels = 1000}).pixels;
  return {photo_from_pixels(pixels, "phantom"), camera.px_per_mm(), true_pores(skin, shot, camera),
          true_confusers(skin, camera)};
}

}  // namespace porevis::phantom
