// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "change/colour.hpp"
#include "skin/spectrum.hpp"

namespace porevis {
namespace {

/// Skins whose coarse detail is less alike, as even ones or very noisy ones, tell no difference of blur: none is made
/// up. And the least coherence of a frequency that is read.
constexpr double kLeastAlike = 0.02, kLeastCoherence = 0.01;

/// Standard error of the difference of squared blur, px2: of skins lit alike, of unlike light, and by as much as the
/// two photographs tell it unlike. The most likely ones of 480 pairs of phantoms and of another generator's skin, 13 to
/// 28 px/mm, under random light, blur, noise, motion and compression.
constexpr double kSameLightSe = 0.045, kOtherLightSe = 0.32, kUnlikeTellingSe = 0.31;
/// Likewise of the logarithm of detail_ratio. However unlike the skins are lit, each shows its own strength: in 64
/// pairs of phantoms lit 60 to 180 degrees apart and 36 of the other generator's it scatters by 0.05 to 0.17, and reads
/// 0.2 where noise, shine and compression come to it.
constexpr double kSameLightDetailSe = 0.015, kOtherLightDetailSe = 0.3, kMostDetailSe = 0.15;
constexpr double kMostUnlike = 3;    // px2
constexpr double kUnknownSe = 1;     // px2, where skin tells nothing of the difference
constexpr double kSharpest2 = 0.09;  // px2, of any camera
constexpr double kBlurSe = 0.4;      // px2, of the squared blur of both: skins differ in the finest detail of their own
constexpr double kUnlikeBlur = 1.0;  // px2; by so much one skin looks softer to the other where nothing is alike
constexpr double kUsualMisfit = 0.1;   // of a photograph of blur and white noise alone; below, all are trusted alike
constexpr double kUsualNoise = 0.005;  // of darkness; below, noise takes nothing from what a spectrum tells
constexpr int kCoarse = 4;             // frequencies that neither blur nor noise reaches much
constexpr int kFinest = 10;            // frequencies at which photographs show next to nothing of the skin

/// Power of the skin's coarse detail, noise taken off.
using Coarse = Eigen::Array<double, kCoarse, 1>;
Coarse coarse(const Spectrum& power, double noise) { return (power - noise * noise).max(0.1 * power).head<kCoarse>(); }

/// Coherence of two skins' coarse detail.
double likeness(const Coarse& first, const Coarse& second, const Spectrum& common) {
  return (common.max(0).square().head<kCoarse>() / (first * second)).min(1).mean();
}

/// Strength of two skins' coarse detail, second / first, had both one blur; 1 where there is none.
/// @param wider_px2  sigma^2 of the second's blur - that of the first's.
double detail_ratio(const Coarse& first, const Coarse& second, double wider_px2) {
  const Coarse given_back = wider_px2 / kMixing * squared_wave_numbers().head<kCoarse>();
  const double ratio = std::exp(((second / first).log() + given_back).mean() / 2);
  return std::isfinite(ratio) && ratio > 0 ? ratio : 1;
}

/// What two skins have in common. Two files compressed on one grid of blocks share its edges too, alike at all
/// frequencies: what is common to the finest ones is taken off.
Spectrum common_skin(const Spectra& spectra) {
  return (spectra.common - std::max(0.0, spectra.common.tail(kFinest).mean())).max(0);
}

/// Gaussian of this variance as a camera would have it, its spectrum exp(-variance w^2 / 2) and no other: one sampled
/// at whole pixels blurs by less, and below 0.1 px2 by nothing.
cv::Mat gaussian_kernel(double variance_px2) {
  constexpr int kSteps = 512;
  const int reach = cvCeil(4 * std::sqrt(variance_px2)) + 6;
  cv::Mat kernel(2 * reach + 1, 1, CV_32F);
  for (int n = -reach; n <= reach; ++n) {
    double sum = 0;
    for (int i = 0; i < kSteps; ++i) {
      const double w = std::numbers::pi * (i + 0.5) / kSteps;
      sum += std::exp(-variance_px2 * w * w / 2) * std::cos(n * w);
    }
    kernel.at<float>(n + reach) = static_cast<float>(sum / kSteps);
  }
  return kernel / cv::sum(kernel)[0];
}

/// Softens a skin by this variance, px2; what is masked takes no part.
void soften(SkinMap& skin, double variance_px2) {
  const cv::Mat kernel = gaussian_kernel(variance_px2);
  cv::Mat weight, softened, norm;
  skin.measurable.convertTo(weight, CV_32F, 1 / 255.0);
  const auto blur = [&](const cv::Mat& map, cv::Mat& out) {
    cv::sepFilter2D(map, out, CV_32F, kernel, kernel, {-1, -1}, 0, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);
  };
  blur(skin.darkness.mul(weight), softened);
  blur(weight, norm);
  skin.darkness = softened / cv::max(norm, 0.1F);
  skin.darkness.setTo(0, ~skin.measurable);
  skin.sharpness.smoothed_px = std::sqrt(variance_px2);
}

/// How far a photograph's spectrum is one of blur and white noise: less where compression has shaped the noise.
double trust(const Sharpness& sharpness) { return std::pow(kUsualMisfit + sharpness.misfit, -2); }

/// A difference of blur, and how unlike the two photographs tell it.
struct BlurDifference {
  double after_minus_before_px2 = 0;
  double unlike_px2 = 0;  ///< half the difference of their tellings.
};

/// sigma_after^2 - sigma_before^2 from what the two skins have in common, which noise does not reach: the power of
/// either is the common power, raised or lowered by the difference of blur, plus white noise. Skin's own spectrum
/// cancels; how strong its detail is may differ, as light from elsewhere, a rest of shine or another tone curve have
/// it.
BlurDifference blur_difference(const Spectra& spectra, double likeness) {
  constexpr double kMost = 16, kStep = 0.02;
  constexpr std::size_t kReach = 10;  // steps over which a misfit's bend is read
  const Spectrum k2 = squared_wave_numbers();
  const Spectrum shared = common_skin(spectra);
  const Spectrum coherence = shared.square() / (spectra.first * spectra.second);
  if (coherence.head(kCoarse).mean() < kLeastAlike) return {0, kMostUnlike};
  // Where next to nothing is in common, what there is is chance, and a blur taken off would blow it up.
  const Spectrum common = (coherence > kLeastCoherence).select(shared, 0);
  const Spectrum weight = (coherence > kLeastCoherence).select(coherence, 0);
  std::vector<double> first, second, both;
  for (double wider = -kMost; wider <= kMost; wider += kStep) {
    const Spectrum sharper = common * (wider / 2 * k2).exp(), softer = common * (-wider / 2 * k2).exp();
    first.push_back(fit_relative(spectra.first, sharper, weight).error);
    second.push_back(fit_relative(spectra.second, softer, weight).error);
    both.push_back(first.back() + second.back());
  }
  const auto least = [](const std::vector<double>& misfit) {
    return static_cast<std::size_t>(std::min_element(misfit.begin(), misfit.end()) - misfit.begin());
  };
  const auto px2 = [&](std::size_t step) { return kMixing * (static_cast<double>(step) * kStep - kMost); };
  const std::size_t best = std::clamp(least(both), kReach, both.size() - 1 - kReach);

  // Two skins lit from elsewhere each look softer to the other, which cancels only where both tell it as sharply.
  const auto bend = [&](const std::vector<double>& misfit) {
    return std::max(1e-9, misfit[best - kReach] - 2 * misfit[best] + misfit[best + kReach]);
  };
  const double lean = (bend(first) - bend(second)) / (bend(first) + bend(second));
  return {px2(best) - kUnlikeBlur * std::pow(1 - likeness, 2) * lean,
          std::min(kMostUnlike, std::abs(px2(least(first)) - px2(least(second))) / 2)};
}

}  // namespace

Matching match_skins(SkinMap& before, SkinMap& after, const Scale& scale, double background_mm) {
  CV_Assert(before.darkness.size() == after.darkness.size());
  Matching result;
  result.shine_difference = take_out_colour(before, after, background_mm);
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
  const bool known = before.sharpness.given && after.sharpness.given;
  if (!known) {
    result.blur_se_px2 = kBlurSe;
    result.blur_difference_se_px2 = kUnknownSe;
  }
  if (!spectra) return result;  // too little skin to tell: both are taken as they are
  const Sharpness sharpness_1 = fit_sharpness(spectra->first, px_per_mm);
  const Sharpness sharpness_2 = fit_sharpness(spectra->second, px_per_mm);
  const Coarse detail_1 = coarse(spectra->first, sharpness_1.noise);
  const Coarse detail_2 = coarse(spectra->second, sharpness_2.noise);
  result.likeness = likeness(detail_1, detail_2, spectra->common);
  const double known_before2 = std::pow(before.sharpness.blur_sigma_px, 2);
  const double known_after2 = std::pow(after.sharpness.blur_sigma_px, 2);
  const double trust_1 = trust(sharpness_1), trust_2 = trust(sharpness_2);
  const BlurDifference difference =
      known ? BlurDifference{known_after2 - known_before2, 0} : blur_difference(*spectra, result.likeness);
  const double wider = difference.after_minus_before_px2;
  result.detail_ratio = detail_ratio(detail_1, detail_2, wider);
  result.detail_se =
      std::hypot(kSameLightDetailSe, std::min(kMostDetailSe, kOtherLightDetailSe * (1 - result.likeness)));
  if (wider != 0) soften(wider > 0 ? before : after, std::abs(wider));

  // Each photograph tells both blurs, its own and, by the difference, the other's: a mean of the two tellings, each
  // trusted as far as its spectrum is one that blur and white noise make, and the more the less noise there is.
  const double first2 = known ? known_before2 : std::pow(sharpness_1.blur_sigma_px, 2);
  const double second2 = known ? known_after2 : std::pow(sharpness_2.blur_sigma_px, 2);
  if (!known) {
    result.blur_difference_se_px2 =
        std::hypot(kSameLightSe, kOtherLightSe * (1 - result.likeness), kUnlikeTellingSe * difference.unlike_px2);
  }
  if (std::isnan(first2 + second2)) return result;  // no texture to tell it by
  // Neither can be sharper than a camera: what their difference leaves for the sharper.
  const double weight_1 = known ? 1 : trust_1 / (kUsualNoise + sharpness_1.noise);
  const double weight_2 = known ? 1 : trust_2 / (kUsualNoise + sharpness_2.noise);
  const double told2 = (weight_1 * (first2 + wider / 2) + weight_2 * (second2 - wider / 2)) / (weight_1 + weight_2);
  const double middle2 = known ? told2 : std::max(told2, kSharpest2 + std::abs(wider) / 2);
  result.blur_before_px = std::sqrt(middle2 - wider / 2);
  result.blur_after_px = std::sqrt(middle2 + wider / 2);
  result.blur_px = std::max(result.blur_before_px, result.blur_after_px);
  return result;
}

}  // namespace porevis
