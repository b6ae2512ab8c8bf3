// SPDX-License-Identifier: Apache-2.0
#include "skin/prominence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "porevis/skin/skin_map.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

// All the same in lib/model/train.py, which calibrates the network's probability with them. Chosen on synthetic skin
// and on the labelled half face together.
/// Sigmas of the two Gaussians whose difference holds a pore's detail and not the shading around it.
constexpr std::array kDetailMm{0.067, 0.167};
constexpr double kClear = 4.5;     // spreads of the region's detail from which a spot stands out without doubt
constexpr double kDoubt = 2;       // of the logarithm of what is short of it, taken off the logit
constexpr double kFaintest = 0.1;  // spread; below, one is as good as the other
constexpr float kWorthAsking = 0.01F;
constexpr double kOther = 0.3;        // probability from which a point is no bare skin
constexpr double kMarginMm = 0.25;    // around it
constexpr double kEnoughBare = 0.02;  // share of the region; with less, all of it tells the spread

/// Skin without pores, hairs and needle marks; all that can be read if there is next to none.
cv::Mat bare_of(const Kinds& kinds, const cv::Mat& inside) {
  constexpr int kSide = 2 * static_cast<int>(kMarginMm * kWorkingPxPerMm) + 1;
  cv::Mat covered = cv::max(kinds.pore, cv::max(kinds.hair, kinds.needle_mark)) > kOther;
  cv::dilate(covered, covered, cv::Mat::ones(kSide, kSide, CV_8U));
  const cv::Mat bare = inside & ~covered;
  return cv::countNonZero(bare) >= kEnoughBare * cv::countNonZero(inside) ? bare : inside;
}

}  // namespace

void doubt_the_faint(Kinds& kinds, const cv::Mat& density, const cv::Mat& inside) {
  cv::Mat& centre = kinds.centre;
  CV_Assert(density.type() == CV_32FC3 && inside.type() == CV_8U);
  CV_Assert(centre.size() == density.size() && centre.size() == inside.size());
  cv::Mat green;
  cv::extractChannel(density, green, 1);
  std::array<cv::Mat, 2> smooth;
  cv::parallel_for_({0, 2}, [&](const cv::Range& range) {  // OpenCV blurs on one core
    for (int i = range.start; i < range.end; ++i) {
      const auto k = static_cast<std::size_t>(i);
      cv::GaussianBlur(green, smooth[k], {}, kDetailMm[k] * kWorkingPxPerMm, 0, cv::BORDER_REPLICATE);
    }
  });
  const cv::Mat detail = smooth[0] - smooth[1];
  const double spread = median_and_spread(detail, bare_of(kinds, inside)).spread;
  if (spread <= 0) return;
  for (int y = 0; y < centre.rows; ++y) {
    auto* probability = centre.ptr<float>(y);
    const auto* dark = detail.ptr<float>(y);
    for (int x = 0; x < centre.cols; ++x) {
      const float p = probability[x];
      if (p < kWorthAsking || dark[x] >= kClear * spread) continue;
      const double share = std::max<double>(dark[x], kFaintest * spread) / (kClear * spread);
      const double odds = p / std::max(1e-6, 1.0 - p) * std::pow(share, kDoubt);
      probability[x] = static_cast<float>(odds / (1 + odds));
    }
  }
}

}  // namespace porevis
