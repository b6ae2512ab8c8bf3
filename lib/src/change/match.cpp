// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "porevis/skin/sharpness.hpp"

namespace porevis {
namespace {

/// Blurs within the mask only: what lies outside takes no part.
void blur_within(cv::Mat& darkness, const cv::Mat& mask, double sigma) {
  cv::Mat weight, norm;
  mask.convertTo(weight, CV_32F, 1 / 255.0);
  cv::GaussianBlur(darkness.mul(weight), darkness, {}, sigma, sigma, cv::BORDER_CONSTANT);
  cv::GaussianBlur(weight, norm, {}, sigma, sigma, cv::BORDER_CONSTANT);
  darkness /= cv::max(norm, 1e-3F);
  darkness.setTo(0, ~mask);
}

}  // namespace

Matching match_skins(SkinMap& before, SkinMap& after) {
  CV_Assert(before.darkness.size() == after.darkness.size());
  const cv::Mat common = before.measurable & after.measurable;
  for (SkinMap* skin : {&before, &after}) {
    skin->darkness.setTo(0, ~common);
    skin->measurable = common;
  }

  const Sharpness first = measure_sharpness(before.darkness, common);
  const Sharpness second = measure_sharpness(after.darkness, common);
  Matching matching{first.blur_sigma_px, second.blur_sigma_px, 0};
  if (std::isnan(first.blur_sigma_px) || std::isnan(second.blur_sigma_px)) {
    matching = {};  // too little skin to tell: both are taken as they are
    return matching;
  }
  matching.blur_px = std::max(first.blur_sigma_px, second.blur_sigma_px);
  const double narrow = std::min(first.blur_sigma_px, second.blur_sigma_px);
  const double missing = std::sqrt(matching.blur_px * matching.blur_px - narrow * narrow);
  if (missing > 0.2)
    blur_within((first.blur_sigma_px < second.blur_sigma_px ? before : after).darkness, common, missing);
  return matching;
}

}  // namespace porevis
