// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/pore_snr.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "porevis/error.hpp"
#include "porevis/skin/skin_map.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr int kOwnPx = 224, kMarginPx = 16;  // what a square tells, and what it sees beyond
constexpr int kApartPx = 32;                 // of zeros, so that its edges do not meet
/// Optical density of a pore over its surroundings: red, green, blue.
const cv::Matx13f kColour{0.75F, 1.0F, 1.1F};
constexpr double kShadingMm = 0.55;    // sigma from which it is shading
constexpr double kPoreMm = 0.0914;     // sigma of a pore 0.18 mm across, photographed with 0.05 mm of blur
constexpr double kOutlying = 0.06;     // density beyond which it is no texture
constexpr double kSmooth = 5.0 / 256;  // cycles / px, sigma: of a spectrum told by a single square
constexpr double kFloor = 1e-3;        // of the mean power

/// Of the pore that is looked for: real and even, its frequencies in dft()'s order; its height is of no account.
cv::Mat pore_spectrum(cv::Size size) {
  const double sigma = kPoreMm * kWorkingPxPerMm;
  const auto part = [sigma](int i, int n) {
    const double f = static_cast<double>(std::min(i, n - i)) / n;
    return static_cast<float>(std::exp(-2 * std::numbers::pi * std::numbers::pi * sigma * sigma * f * f));
  };
  cv::Mat across(1, size.width, CV_32F), down(size.height, 1, CV_32F);
  for (int x = 0; x < size.width; ++x) across.at<float>(x) = part(x, size.width);
  for (int y = 0; y < size.height; ++y) down.at<float>(y) = part(y, size.height);
  return down * across;
}

cv::Mat spectrum_of(const cv::Mat& picture) {
  cv::Mat spectrum;
  cv::dft(picture, spectrum, cv::DFT_COMPLEX_OUTPUT);
  return spectrum;
}

/// |spectrum|^2 / weight, smoothed.
cv::Mat power_of(const cv::Mat& spectrum, double weight) {
  std::vector<cv::Mat> parts;
  cv::split(spectrum, parts);
  cv::Mat power = (parts[0].mul(parts[0]) + parts[1].mul(parts[1])) / weight;
  const cv::Size2d sigma(kSmooth * power.cols, kSmooth * power.rows);
  const int x = cvCeil(4 * sigma.width), y = cvCeil(4 * sigma.height);
  cv::Mat wrapped;
  cv::copyMakeBorder(power, wrapped, y, y, x, x, cv::BORDER_WRAP);
  cv::GaussianBlur(wrapped, wrapped, {}, sigma.width, sigma.height);
  power = wrapped({x, y, power.cols, power.rows}).clone();
  return power + kFloor * cv::mean(power)[0];
}

/// @param tile  CV_32FC3.
cv::Mat filtered(const cv::Mat& tile) {
  cv::Mat known, weight, grey;
  cv::inRange(tile, cv::Scalar::all(0), cv::Scalar::all(0), known);
  known = ~known;
  const double inside = cv::countNonZero(known);
  if (inside == 0) return cv::Mat::zeros(tile.size(), CV_32F);
  known.convertTo(weight, CV_32F, 1.0 / 255);
  cv::transform(tile, grey, kColour * (1 / static_cast<float>(kColour.dot(kColour))));
  grey = (grey - masked_blur(grey, weight, kShadingMm * kWorkingPxPerMm)).mul(weight);

  const cv::Size size(cv::getOptimalDFTSize(tile.cols + kApartPx), cv::getOptimalDFTSize(tile.rows + kApartPx));
  cv::copyMakeBorder(grey, grey, 0, size.height - tile.rows, 0, size.width - tile.cols, cv::BORDER_CONSTANT);
  const cv::Mat texture = cv::max(cv::min(grey, kOutlying), -kOutlying);
  const cv::Mat power = power_of(spectrum_of(texture), inside);
  if (!(cv::mean(power)[0] > 0)) return cv::Mat::zeros(tile.size(), CV_32F);
  const cv::Mat pore = pore_spectrum(size), filter = pore / power;
  const double deviation = std::sqrt(filter.dot(pore) / static_cast<double>(size.area()));
  const cv::Mat both[]{filter, filter};
  cv::Mat gain, spectrum = spectrum_of(grey), snr;
  cv::merge(both, 2, gain);
  spectrum = spectrum.mul(gain, 1 / deviation);
  cv::dft(spectrum, snr, cv::DFT_INVERSE | cv::DFT_REAL_OUTPUT | cv::DFT_SCALE);
  return snr({0, 0, tile.cols, tile.rows}).mul(weight);
}

}  // namespace

cv::Mat pore_snr(const cv::Mat& density) {
  CV_Assert(density.type() == CV_32FC3);
  if (!cv::checkRange(density)) throw InputError("density holds what is no finite number: give SkinMap.density");
  cv::Mat snr = cv::Mat::zeros(density.size(), CV_32F);
  const cv::Rect frame({}, density.size());
  const int columns = (density.cols + kOwnPx - 1) / kOwnPx, rows = (density.rows + kOwnPx - 1) / kOwnPx;
  cv::parallel_for_({0, columns * rows}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      const cv::Rect own = cv::Rect(i % columns * kOwnPx, i / columns * kOwnPx, kOwnPx, kOwnPx) & frame;
      // At the edges what a square sees goes on inwards, so that its spectrum is as well known.
      cv::Rect seen(own.x - kMarginPx, own.y - kMarginPx, kOwnPx + 2 * kMarginPx, kOwnPx + 2 * kMarginPx);
      seen.x = std::clamp(seen.x, 0, std::max(0, frame.width - seen.width));
      seen.y = std::clamp(seen.y, 0, std::max(0, frame.height - seen.height));
      seen &= frame;
      filtered(density(seen))(own - seen.tl()).copyTo(snr(own));
    }
  });
  return snr;
}

}  // namespace porevis
