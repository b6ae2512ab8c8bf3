// SPDX-License-Identifier: Apache-2.0
#include "skin/doubt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "porevis/skin/skin_map.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

// All the same in lib/model/train.py, which calibrates the network's probability with them. Chosen on synthetic skin
// and on the labelled half face together.
/// Sigmas of the two Gaussians whose difference holds a pore's detail and not the shading around it.
constexpr std::array kDetailMm{0.067, 0.167};
constexpr double kClear = 4.5;     // spreads of the region's detail from which a spot stands out without doubt
constexpr double kFaintest = 0.1;  // spread; below, one is as good as the other
constexpr double kHairRest = 0.1;  // of a hair's density, may be left where it was taken off
constexpr float kWorthAsking = 0.01F;
constexpr double kOther = 0.3;        // probability from which a point is no bare skin
constexpr double kMarginMm = 0.25;    // around it
constexpr double kEnoughBare = 0.02;  // share of the region; with less, all of it tells the spread
// Red over green detail: what pores of real skin have, and from where to where a camera may move it.
constexpr double kPoreRed = 0.72, kLeastRed = 0.55, kMostRed = 1;
constexpr float kSure = 0.7F;            // probability from which a spot tells the colour of the region's pores
constexpr std::size_t kEnoughSure = 60;  // working px of such spots
constexpr double kRedSpread = 0.2;       // standard deviation of that ratio between pores, as a share of it
constexpr double kPassed = 1;            // such deviations that are not yet held against a spot

/// Skin without pores, hairs and needle marks; all that can be read if there is next to none.
cv::Mat bare_of(const Kinds& kinds, const cv::Mat& inside) {
  constexpr int kSide = 2 * static_cast<int>(kMarginMm * kWorkingPxPerMm) + 1;
  cv::Mat covered = cv::max(kinds.pore, cv::max(kinds.hair, kinds.needle_mark)) > kOther;
  cv::dilate(covered, covered, cv::Mat::ones(kSide, kSide, CV_8U));
  const cv::Mat bare = inside & ~covered;
  return cv::countNonZero(bare) >= kEnoughBare * cv::countNonZero(inside) ? bare : inside;
}

/// The detail of red and green, the density between the two Gaussians, with the hairs taken off.
std::array<cv::Mat, 2> detail_of(const cv::Mat& density, const cv::Mat& hair_layer) {
  std::array<cv::Mat, 2> detail;
  cv::parallel_for_({0, 2}, [&](const cv::Range& channels) {  // OpenCV blurs on one core
    for (int c = channels.start; c < channels.end; ++c) {
      cv::Mat channel, near;
      cv::extractChannel(density, channel, c);
      if (!hair_layer.empty()) {
        cv::extractChannel(hair_layer, near, c);
        channel -= near;
      }
      cv::GaussianBlur(channel, near, {}, kDetailMm[0] * kWorkingPxPerMm, 0, cv::BORDER_REPLICATE);
      cv::GaussianBlur(channel, channel, {}, kDetailMm[1] * kWorkingPxPerMm, 0, cv::BORDER_REPLICATE);
      detail[static_cast<std::size_t>(c)] = near - channel;
    }
  });
  return detail;
}

/// Multiplies the odds of the spots by what factor(x, y) tells of them.
template <class Factor>
void doubt(cv::Mat& centre, const Factor& factor) {
  cv::parallel_for_({0, centre.rows}, [&](const cv::Range& rows) {
    for (int y = rows.start; y < rows.end; ++y) {
      auto* probability = centre.ptr<float>(y);
      for (int x = 0; x < centre.cols; ++x) {
        const float p = probability[x];
        if (p < kWorthAsking) continue;
        const double less = factor(x, y);
        if (less >= 1) continue;
        const double odds = p / std::max(1e-6, 1.0 - p) * less;
        probability[x] = static_cast<float>(odds / (1 + odds));
      }
    }
  });
}

/// @param hairs  the density that was taken off, smoothed as the detail is; empty for none.
void doubt_the_faint(cv::Mat& centre, const cv::Mat& green, const cv::Mat& hairs, const cv::Mat& bare) {
  const double spread = median_and_spread(green, bare).spread;
  if (spread <= 0) return;
  doubt(centre, [&](int x, int y) {
    const double rest = hairs.empty() ? 0 : kHairRest * hairs.at<float>(y, x);
    const double clear = kClear * std::sqrt(spread * spread + rest * rest);
    const double share = std::max<double>(green.at<float>(y, x) / clear, kFaintest / kClear);
    return share * share;
  });
}

/// Red over green detail of the region's own pores: chroma subsampling and filters move it.
double red_of_pores(const cv::Mat& centre, const cv::Mat& red, const cv::Mat& green) {
  std::vector<float> ratios;
  for (int y = 0; y < centre.rows; ++y) {
    for (int x = 0; x < centre.cols; ++x) {
      const float g = green.at<float>(y, x);
      if (centre.at<float>(y, x) >= kSure && g > 0) ratios.push_back(red.at<float>(y, x) / g);
    }
  }
  return ratios.size() < kEnoughSure ? kPoreRed : std::clamp<double>(median(ratios), kLeastRed, kMostRed);
}

void doubt_the_red(cv::Mat& centre, const cv::Mat& red, const cv::Mat& green, const cv::Mat& bare) {
  const double ratio = red_of_pores(centre, red, green);
  const double noise = median_and_spread(red - ratio * green, bare).spread;
  if (noise <= 0) return;
  doubt(centre, [&](int x, int y) {
    const double expected = ratio * std::max(0.0F, green.at<float>(y, x)), spread = kRedSpread * expected;
    const double short_of = (expected - red.at<float>(y, x)) / std::sqrt(noise * noise + spread * spread) - kPassed;
    return short_of > 0 ? std::exp(-0.5 * short_of * short_of) : 1;
  });
}

}  // namespace

void doubt_spots(Kinds& kinds, const cv::Mat& density, const cv::Mat& inside) {
  CV_Assert(density.type() == CV_32FC3 && inside.type() == CV_8U);
  CV_Assert(kinds.centre.size() == density.size() && kinds.centre.size() == inside.size());
  const auto [red, green] = detail_of(density, kinds.hair_layer);
  cv::Mat hairs;
  if (!kinds.hair_layer.empty()) {
    cv::extractChannel(kinds.hair_layer, hairs, 1);
    cv::GaussianBlur(hairs, hairs, {}, kDetailMm[0] * kWorkingPxPerMm, 0, cv::BORDER_REPLICATE);
  }
  const cv::Mat bare = bare_of(kinds, inside);
  doubt_the_faint(kinds.centre, green, hairs, bare);
  doubt_the_red(kinds.centre, red, green, bare);
}

}  // namespace porevis
