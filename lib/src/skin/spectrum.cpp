// SPDX-License-Identifier: Apache-2.0
#include "skin/spectrum.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr double kEnoughSkin = 0.5, kLittleSkin = 0.25;  // share of a tile; the latter where tiles are few
constexpr std::size_t kFewTiles = 4;
/// Spread over the skin: of one photograph, more do not change the figure; what two unlike ones have in common is told
/// the better the more there are.
constexpr std::size_t kMostTiles = 150, kMostTilesOfTwo = 400;

/// Windowed Fourier transform of a tile without its mean.
cv::Mat transform(const cv::Mat& map, const cv::Mat& window) {
  cv::Mat result;
  cv::dft(cv::Mat(map - cv::mean(map)).mul(window), result, cv::DFT_COMPLEX_OUTPUT);
  return result;
}

}  // namespace

Spectrum squared_wave_numbers() {
  return (2 * std::numbers::pi / kTile * Spectrum::LinSpaced(kFrequencies, kLowest, kHighest)).square();
}

cv::Rect representative_part(const cv::Mat& measurable) {
  constexpr int kSide = 10 * kTile;
  const cv::Rect all({}, measurable.size());
  const cv::Moments moments = cv::moments(measurable, true);
  if (moments.m00 == 0) return all;
  const cv::Point middle(cvRound(moments.m10 / moments.m00), cvRound(moments.m01 / moments.m00));
  const cv::Rect part = cv::Rect(middle.x - kSide / 2, middle.y - kSide / 2, kSide, kSide) & all;
  return cv::countNonZero(measurable(part)) > kSide * kSide / 4 ? part : all;
}

cv::Mat bare_skin(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm) {
  constexpr double kDetailMm = 0.06, kSurroundingsMm = 0.12, kSpreads = 2;
  cv::Mat smooth, spots;
  cv::GaussianBlur(darkness, smooth, {}, kDetailMm * px_per_mm);
  const double spread = median_and_spread(smooth, measurable).spread;
  const int reach = std::max(1, cvRound(kSurroundingsMm * px_per_mm));
  // What is left out, as hairs are, leaves its edges beside it.
  cv::dilate((smooth > kSpreads * spread) | ~measurable, spots,
             cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1}));
  return measurable & ~spots;
}

SmoothedOver without_pores(const cv::Mat& darkness, const cv::Mat& bare, double px_per_mm) {
  constexpr double kContinuationMm = 0.15, kJoinPx = 1.5;
  cv::Mat weight, soft;
  bare.convertTo(weight, CV_32F, 1 / 255.0);
  const cv::Mat smooth = masked_blur(darkness, weight, kContinuationMm * px_per_mm);
  cv::erode(weight, soft, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  cv::GaussianBlur(soft, soft, {}, kJoinPx);
  return {smooth + soft.mul(darkness - smooth), soft};
}

LineFit fit_relative(const Spectrum& power, const Spectrum& model, const Spectrum& weight, const Spectrum& noise) {
  const Spectrum x = model / power, one = noise / power;
  const double xx = (weight * x * x).sum(), xo = (weight * x * one).sum(), oo = (weight * one * one).sum();
  const double x1 = (weight * x).sum(), o1 = (weight * one).sum();
  const double determinant = xx * oo - xo * xo;
  LineFit fit{xx > 0 ? std::max(0.0, x1 / xx) : 0, 0, 0};
  if (determinant > 1e-12 * xx * oo) {
    const double slope = (x1 * oo - o1 * xo) / determinant, offset = (o1 * xx - x1 * xo) / determinant;
    if (slope >= 0 && offset >= 0) {
      fit.slope = slope;
      fit.offset = offset;
    } else if (slope < 0) {
      fit.slope = 0;
      fit.offset = o1 / oo;
    }
  }
  fit.error = (weight * (fit.slope * x + fit.offset * one - 1).square()).sum();
  return fit;
}

std::optional<Spectra> tile_spectra(const SmoothedOver& first, const SmoothedOver& second) {
  CV_Assert(first.map.type() == CV_32F && first.map.size() == second.map.size());
  std::vector<cv::Rect> tiles;
  for (const double enough : {kEnoughSkin, kLittleSkin}) {
    if (tiles.size() >= kFewTiles) break;
    tiles.clear();
    for (int y = 0; y + kTile <= first.map.rows; y += kTile / 2) {
      for (int x = 0; x + kTile <= first.map.cols; x += kTile / 2) {
        const cv::Rect tile(x, y, kTile, kTile);
        if (cv::mean(first.weight(tile))[0] > enough) tiles.push_back(tile);
      }
    }
  }
  if (tiles.empty()) return std::nullopt;

  cv::Mat window;
  cv::createHanningWindow(window, {kTile, kTile}, CV_32F);
  const bool same = first.map.data == second.map.data;
  Spectra sums{Spectrum::Zero(), Spectrum::Zero(), Spectrum::Zero()};
  Spectrum samples = Spectrum::Zero();
  const std::size_t stride = tiles.size() / (same ? kMostTiles : kMostTilesOfTwo) + 1;
  for (std::size_t i = 0; i < tiles.size(); i += stride) {
    const cv::Mat a = transform(first.map(tiles[i]), window);
    const cv::Mat b = same ? a : transform(second.map(tiles[i]), window);
    const double power = cv::norm(window.mul(first.weight(tiles[i])), cv::NORM_L2SQR);
    for (int v = 0; v < kTile; ++v) {
      const int fy = v <= kTile / 2 ? v : v - kTile;
      for (int u = 0; u <= kTile / 2; ++u) {
        const auto f = static_cast<int>(std::lround(std::hypot(u, fy)));
        if (f < kLowest || f > kHighest) continue;
        const auto& p = a.at<cv::Vec2f>(v, u);
        const auto& q = b.at<cv::Vec2f>(v, u);
        sums.first[f - kLowest] += p.dot(p) / power;
        sums.second[f - kLowest] += q.dot(q) / power;
        sums.common[f - kLowest] += p.dot(q) / power;
        samples[f - kLowest] += 1;
      }
    }
  }
  return Spectra{sums.first / samples, sums.second / samples, sums.common / samples};
}

}  // namespace porevis
