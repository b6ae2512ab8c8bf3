// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <cmath>
#include <limits>

#include "skin/masked_blur.hpp"
#include "skin/spectrum.hpp"

namespace porevis {
namespace {

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

  const double px_per_mm = scale.px_per_mm;
  const cv::Rect part = representative_part(common);
  const cv::Mat first = before.darkness(part), second = after.darkness(part);
  const cv::Mat bare = bare_skin(first, common(part), px_per_mm) & bare_skin(second, common(part), px_per_mm);
  const auto spectra = tile_spectra(without_pores(first, bare, px_per_mm), without_pores(second, bare, px_per_mm));
  if (!spectra) return {};  // too little skin to tell: both are taken as they are
  const bool known = before.sharpness.given && after.sharpness.given;
  const double known_before2 = std::pow(before.sharpness.blur_sigma_px, 2);
  const double known_after2 = std::pow(after.sharpness.blur_sigma_px, 2);
  const double wider = known ? known_after2 - known_before2 : extra_blur(*spectra);
  if (std::abs(wider) > 0.04) {
    SkinMap& sharper = wider > 0 ? before : after;
    cv::Mat weight;
    common.convertTo(weight, CV_32F, 1 / 255.0);
    sharper.darkness = masked_blur(sharper.darkness, weight, std::sqrt(std::abs(wider)));
    sharper.darkness.setTo(0, ~common);
    sharper.sharpness.smoothed_px = std::sqrt(std::abs(wider));
  }

  // Each photograph tells both blurs, its own and, by the difference, the other's: the mean of the two tellings.
  const double first2 = known ? known_before2 : std::pow(fit_sharpness(spectra->first, px_per_mm).blur_sigma_px, 2);
  const double second2 = known ? known_after2 : std::pow(fit_sharpness(spectra->second, px_per_mm).blur_sigma_px, 2);
  const double before2 = std::max(0.0, (first2 + second2 - wider) / 2);
  const double after2 = std::max(0.0, (first2 + second2 + wider) / 2);
  return {std::sqrt(before2), std::sqrt(after2), std::sqrt(std::max(before2, after2))};
}

}  // namespace porevis
