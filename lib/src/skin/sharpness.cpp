// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/sharpness.hpp"

#include <Eigen/Dense>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace porevis {
namespace {

constexpr int kTile = 64;     // px
constexpr int kLowest = 5;    // cycles a tile: below, shading and its removal shape the spectrum
constexpr int kHighest = 30;  // cycles a tile: above, the corners of the frequency plane mix in
constexpr int kFrequencies = kHighest - kLowest + 1;
constexpr double kSkinSlope =
    2;  // power of skin's own detail falls off as frequency^-2 (measured on sharp skin photographs)
constexpr int kMaxTiles = 400;  // spread over the skin; more do not change the figure

using Spectrum = Eigen::Array<double, kFrequencies, 1>;

/// Mean power spectrum over tiles that hold skin, by radial frequency; white noise of variance v reads v everywhere.
std::optional<Spectrum> mean_spectrum(const cv::Mat& map, const cv::Mat& usable) {
  cv::Mat window;
  cv::createHanningWindow(window, {kTile, kTile}, CV_32F);
  const double window_power = cv::norm(window, cv::NORM_L2SQR);

  std::vector<cv::Rect> tiles;
  for (int y = 0; y + kTile <= map.rows; y += kTile / 2) {
    for (int x = 0; x + kTile <= map.cols; x += kTile / 2) {
      const cv::Rect tile(x, y, kTile, kTile);
      if (cv::countNonZero(usable(tile)) > 0.9 * kTile * kTile) tiles.push_back(tile);
    }
  }
  if (tiles.empty()) return std::nullopt;

  Spectrum power = Spectrum::Zero();
  Spectrum samples = Spectrum::Zero();
  const std::size_t stride = tiles.size() / kMaxTiles + 1;
  for (std::size_t i = 0; i < tiles.size(); i += stride) {
    cv::Mat tile = map(tiles[i]).clone();
    const cv::Mat skin = usable(tiles[i]);
    tile -= cv::mean(tile, skin);
    tile.setTo(0, skin == 0);
    cv::Mat transform;
    cv::dft(tile.mul(window), transform, cv::DFT_COMPLEX_OUTPUT);
    for (int v = 0; v < kTile; ++v) {
      const auto* row = transform.ptr<cv::Vec2f>(v);
      const int fy = v <= kTile / 2 ? v : v - kTile;
      for (int u = 0; u <= kTile / 2; ++u) {
        const auto f = static_cast<int>(std::lround(std::hypot(u, fy)));
        if (f < kLowest || f > kHighest) continue;
        power[f - kLowest] += static_cast<double>(row[u].dot(row[u])) / window_power;
        samples[f - kLowest] += 1;
      }
    }
  }
  return power / samples;
}

}  // namespace

Sharpness measure_sharpness(const cv::Mat& map, const cv::Mat& usable) {
  CV_Assert(map.type() == CV_32F && usable.type() == CV_8U && map.size() == usable.size());
  const auto spectrum = mean_spectrum(map, usable);
  if (!spectrum) return {std::numeric_limits<double>::quiet_NaN(), 0};
  const Spectrum frequency = Spectrum::LinSpaced(kFrequencies, kLowest, kHighest) / kTile;
  const Spectrum k2 = (2 * std::numbers::pi * frequency).square();

  // Power = a f^-2 exp(-sigma^2 k^2) + n: for each sigma the best a, n >= 0 in relative least squares; keep the best
  // sigma.
  Sharpness best;
  double best_error = std::numeric_limits<double>::infinity();
  for (double sigma = 0.3; sigma <= 8; sigma *= 1.02) {
    const Spectrum skin = frequency.pow(-kSkinSlope) * (-sigma * sigma * k2).exp() / *spectrum;
    const Spectrum white = spectrum->inverse();
    const double ss = skin.square().sum(), sw = (skin * white).sum(), ww = white.square().sum();
    const double s1 = skin.sum(), w1 = white.sum();
    const double determinant = ss * ww - sw * sw;
    double a = determinant > 0 ? (s1 * ww - w1 * sw) / determinant : s1 / ss;
    double n = determinant > 0 ? (w1 * ss - s1 * sw) / determinant : 0;
    if (n < 0) {
      a = s1 / ss;
      n = 0;
    }
    if (a < 0) {
      a = 0;
      n = w1 / ww;
    }
    const double error = (a * skin + n * white - 1).square().sum();
    if (error < best_error) {
      best_error = error;
      best = {sigma, std::sqrt(n)};
    }
  }
  return best;
}

}  // namespace porevis
