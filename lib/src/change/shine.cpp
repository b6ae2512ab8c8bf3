// SPDX-License-Identifier: Apache-2.0
#include "change/shine.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr double kScaleMm =
    0.25;                       // sigma over which shine is told: wide against a pore, narrow against a furrow's cell
constexpr double kWideMm = 5;   // sigma over which the lamps' colours may differ between the photographs
constexpr double kMost = 0.06;  // of the skin's own green light; where one shines more, neither is measured,
                                // unless most of the skin does
constexpr double kMarginMm = 0.1;
constexpr double kPore = 0.1;  // probability
/// How the three channels' logarithms are weighed: neither brighter light nor blood (absorbing 0.12 : 1 : 0.85) counts.
/// Melanin would, but it is the same in both photographs.
constexpr std::array<double, 3> kWeights{-0.15, -0.73, 0.88};

}  // namespace

void take_out_shine(SkinMap& before, SkinMap& after) {
  const cv::Size size = before.light.size();
  cv::Mat skin;
  cv::resize(before.measurable & after.measurable, skin, size, 0, 0, cv::INTER_AREA);
  cv::Mat mask = skin > 127, pores, weight;
  for (const SkinMap* one : {&before, &after}) {  // a pore's colour changes with it
    if (one->kinds.pore.empty()) continue;
    cv::resize(one->kinds.pore, pores, size, 0, 0, cv::INTER_LINEAR);
    mask.setTo(0, pores > kPore);
  }
  mask.convertTo(weight, CV_32F, 1 / 255.0);
  if (cv::countNonZero(mask) < 100) return;
  std::vector<cv::Mat> first, second;
  cv::split(before.light, first);
  cv::split(after.light, second);

  // log(1 + shine / skin) of each channel, weighed; the regions' medians are the cameras' white balance.
  const MaskedBlur smooth(weight, kScaleMm * before.working_px_per_mm);
  std::array<double, 3> colour{};
  cv::Mat shine = cv::Mat::zeros(size, CV_32F);
  for (std::size_t c = 0; c < 3; ++c) {
    colour[c] = median_and_spread(first[c], mask).centre;
    cv::Mat ratio;
    cv::log(cv::max(smooth(second[c]), 1e-4F) / cv::max(smooth(first[c]), 1e-4F), ratio);
    shine += kWeights[c] * ratio;
  }
  double response = 0;  // to shine of the skin's own green light
  for (std::size_t c = 0; c < 3; ++c) response += kWeights[c] * colour[1] / std::max(colour[c], 1e-4);
  if (!(response > 0.1)) return;  // too grey to tell
  // Shine is little: the skin's usual colour, and the lamps' where it varies, is what most of the skin has.
  shine = (shine - median_and_spread(shine, mask).centre) / response;
  const double spread = median_and_spread(shine, mask).spread;
  cv::Mat usual;
  cv::inRange(shine, -2 * spread - kMost / 2, 2 * spread + kMost / 2, usual);
  cv::Mat usual_weight;
  cv::Mat(usual & mask).convertTo(usual_weight, CV_32F, 1 / 255.0);
  shine -= masked_blur(shine, usual_weight, kWideMm * before.working_px_per_mm);
  const double most = std::max(kMost, 3 * median_and_spread(shine, mask).spread);
  shine.setTo(0, skin <= 127);

  cv::Mat full, bright;
  const int reach = std::max(1, cvRound(kMarginMm * before.working_px_per_mm));
  cv::dilate(cv::abs(shine) > most, bright,
             cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1}));
  cv::resize(bright, bright, before.darkness.size(), 0, 0, cv::INTER_NEAREST);
  cv::resize(cv::min(cv::max(shine, -most), most), full, before.darkness.size(), 0, 0, cv::INTER_LINEAR);
  before.darkness = before.darkness.mul(1 + cv::max(-full, 0));
  after.darkness = after.darkness.mul(1 + cv::max(full, 0));
  for (SkinMap* one : {&before, &after}) {
    one->measurable.setTo(0, bright);
    one->darkness.setTo(0, bright);
  }
}

}  // namespace porevis
