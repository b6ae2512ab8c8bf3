// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/match.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "change/colour.hpp"
#include "skin/masked_blur.hpp"
#include "skin/spectrum.hpp"

namespace porevis {
namespace {

/// Skins that have less in common, as even ones or very noisy ones, tell no difference of blur: none is made up.
constexpr double kLeastCoherence = 0.02;

/// Standard error of the difference of squared blur, px2: of skins lit alike, and what unlike light adds. From phantoms
/// at 20 px/mm under random light, blur, noise and motion.
constexpr double kSameLightSe = 0.06, kOtherLightSe = 0.9, kSePxPerMm = 20;
/// The tiles' window mixes neighbouring frequencies, which flattens the fall of the spectra a little (found on phantoms
/// of 0.02 to 0.07 furrow depth, blurs of 1 to 2 px against 0.8 px, in one light).
constexpr double kUnmixed = 1.05;
constexpr int kCoarse = 4;  // frequencies that neither blur nor noise reaches much

/// Coherence at coarse frequencies, what noise takes of it given back.
double coarse_likeness(const Spectra& spectra, double noise_1, double noise_2) {
  const auto skin = [](const Spectrum& power, double noise) {
    return Spectrum((power - noise * noise).max(0.1 * power));
  };
  const Spectrum likeness =
      spectra.common.max(0).square() / (skin(spectra.first, noise_1) * skin(spectra.second, noise_2));
  return likeness.head(kCoarse).min(1).mean();
}

/// Sum of squared relative errors of first = a model_1 + n_1 and second = a model_2 + n_2 at the best a, n_1, n_2 >= 0:
/// the skin's own detail is as strong in both.
double misfit(const Spectra& spectra, const Spectrum& model_1, const Spectrum& model_2, const Spectrum& weight) {
  const Spectrum x1 = model_1 / spectra.first, x2 = model_2 / spectra.second;
  const Spectrum o1 = spectra.first.inverse(), o2 = spectra.second.inverse();
  Eigen::Matrix3d normal;
  normal << (weight * (x1 * x1 + x2 * x2)).sum(), (weight * x1 * o1).sum(), (weight * x2 * o2).sum(),
      (weight * x1 * o1).sum(), (weight * o1 * o1).sum(), 0,  //
      (weight * x2 * o2).sum(), 0, (weight * o2 * o2).sum();
  const Eigen::Vector3d right((weight * (x1 + x2)).sum(), (weight * o1).sum(), (weight * o2).sum());
  double best = std::numeric_limits<double>::infinity();
  for (const bool noise_1 : {true, false}) {
    for (const bool noise_2 : {true, false}) {  // noise below zero is none: the best of what is left
      Eigen::Matrix3d kept = normal;
      Eigen::Vector3d sought = right;
      for (const int i : {1, 2}) {
        if (i == 1 ? noise_1 : noise_2) continue;
        kept.row(i).setZero();
        kept.col(i).setZero();
        kept(i, i) = 1;
        sought[i] = 0;
      }
      const Eigen::Vector3d found = kept.ldlt().solve(sought);
      if (!(found.minCoeff() >= 0)) continue;
      best = std::min(
          best, (weight * ((found[0] * x1 + found[1] * o1 - 1).square() + (found[0] * x2 + found[2] * o2 - 1).square()))
                    .sum());
    }
  }
  return best;
}

/// sigma_after^2 - sigma_before^2, px2, from what the two skins have in common, which noise does not reach: the power
/// of either is the common power, raised or lowered by the difference of blur, plus white noise. Skin's own spectrum
/// cancels. Where the light is alike, the skin's detail is as strong in both, which tells most; where it fell from
/// elsewhere, that may not be so, and each has a strength of its own.
double extra_blur(const Spectra& spectra, double likeness) {
  const Spectrum k2 = squared_wave_numbers();
  const Spectrum coherence = spectra.common.max(0).square() / (spectra.first * spectra.second);
  if (coherence.head(kCoarse).mean() < kLeastCoherence) return 0;
  // Where next to nothing is in common, what there is is chance, and a blur taken off would blow it up.
  const Spectrum common = (coherence > kLeastCoherence).select(spectra.common.max(0), 0);
  const Spectrum weight = (coherence > kLeastCoherence).select(coherence, 0);
  double best_alike = 0, best_unlike = 0;
  double alike_error = std::numeric_limits<double>::infinity(), unlike_error = alike_error;
  for (double wider = -16; wider <= 16; wider += 0.02) {
    const Spectrum sharper = common * (wider / 2 * k2).exp(), softer = common * (-wider / 2 * k2).exp();
    if (const double error = misfit(spectra, sharper, softer, weight); error < alike_error) {
      alike_error = error;
      best_alike = wider;
    }
    const double error =
        fit_relative(spectra.first, sharper, weight).error + fit_relative(spectra.second, softer, weight).error;
    if (error < unlike_error) {
      unlike_error = error;
      best_unlike = wider;
    }
  }
  return kUnmixed * std::lerp(best_unlike, best_alike, likeness);
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
  if (!spectra) return result;  // too little skin to tell: both are taken as they are
  const Sharpness sharpness_1 = fit_sharpness(spectra->first, px_per_mm);
  const Sharpness sharpness_2 = fit_sharpness(spectra->second, px_per_mm);
  result.likeness = coarse_likeness(*spectra, sharpness_1.noise, sharpness_2.noise);
  const bool known = before.sharpness.given && after.sharpness.given;
  const double known_before2 = std::pow(before.sharpness.blur_sigma_px, 2);
  const double known_after2 = std::pow(after.sharpness.blur_sigma_px, 2);
  const double wider = known ? known_after2 - known_before2 : extra_blur(*spectra, result.likeness);
  if (std::abs(wider) > 0.04) {
    SkinMap& sharper = wider > 0 ? before : after;
    cv::Mat weight;
    common.convertTo(weight, CV_32F, 1 / 255.0);
    sharper.darkness = masked_blur(sharper.darkness, weight, std::sqrt(std::abs(wider)));
    sharper.darkness.setTo(0, ~common);
    sharper.sharpness.smoothed_px = std::sqrt(std::abs(wider));
  }

  // Each photograph tells both blurs, its own and, by the difference, the other's: the mean of the two tellings.
  const double first2 = known ? known_before2 : std::pow(sharpness_1.blur_sigma_px, 2);
  const double second2 = known ? known_after2 : std::pow(sharpness_2.blur_sigma_px, 2);
  result.blur_difference_se_px2 =
      known ? 0 : std::pow(px_per_mm / kSePxPerMm, 2) * (kSameLightSe + kOtherLightSe * (1 - result.likeness));
  result.detail_ratio = std::sqrt((spectra->second.head(kCoarse) / spectra->first.head(kCoarse)).mean());
  if (std::isnan(first2 + second2)) return result;  // no texture to tell it by
  const double before2 = std::max(0.0, (first2 + second2 - wider) / 2);
  const double after2 = std::max(0.0, (first2 + second2 + wider) / 2);
  result.blur_before_px = std::sqrt(before2);
  result.blur_after_px = std::sqrt(after2);
  result.blur_px = std::max(result.blur_before_px, result.blur_after_px);
  return result;
}

}  // namespace porevis
