// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "skin/spectrum.hpp"

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

/// sigma_after^2 - sigma_before^2, px2, from what the two skins have in common, which noise does not reach: the power
/// of either is the common power, raised or lowered by the difference of blur, plus white noise. Skin's own spectrum
/// cancels.
double extra_blur(const Spectra& spectra) {
  const Spectrum k2 = squared_wave_numbers();
  const Spectrum common = spectra.common.max(0);
  const Spectrum coherence = common.square() / (spectra.first * spectra.second);
  double best = 0;
  double best_error = std::numeric_limits<double>::infinity();
  for (double wider = -16; wider <= 16; wider += 0.02) {
    const LineFit first = fit_relative(spectra.first, common * (wider / 2 * k2).exp(), coherence);
    const LineFit second = fit_relative(spectra.second, common * (-wider / 2 * k2).exp(), coherence);
    if (first.error + second.error < best_error) {
      best_error = first.error + second.error;
      best = wider;
    }
  }
  return best;
}

}  // namespace

Matching match_skins(SkinMap& before, SkinMap& after, const Scale& scale) {
  CV_Assert(before.darkness.size() == after.darkness.size());
  const cv::Mat common = before.measurable & after.measurable;
  for (SkinMap* skin : {&before, &after}) {
    skin->darkness.setTo(0, ~common);
    skin->measurable = common;
  }

  const cv::Mat bare =
      bare_skin(before.darkness, common, scale.px_per_mm) & bare_skin(after.darkness, common, scale.px_per_mm);
  const auto spectra = tile_spectra(before.darkness, after.darkness, bare);
  if (!spectra) return {};  // too little skin to tell: both are taken as they are
  const double wider = extra_blur(*spectra);
  SkinMap& sharper = wider > 0 ? before : after;
  if (std::abs(wider) > 0.04) blur_within(sharper.darkness, common, std::sqrt(std::abs(wider)));

  // The cleaner photograph tells how wide the blur is, their difference how wide in the other.
  const Sharpness first = measure_sharpness(before.darkness, common),
                  second = measure_sharpness(after.darkness, common);
  Matching matching;
  matching.blur_px = first.noise <= second.noise ? first.blur_sigma_px : second.blur_sigma_px;
  const double narrow = std::sqrt(std::max(0.0, matching.blur_px * matching.blur_px - std::abs(wider)));
  matching.blur_before_px = wider > 0 ? narrow : matching.blur_px;
  matching.blur_after_px = wider > 0 ? matching.blur_px : narrow;
  return matching;
}

}  // namespace porevis
