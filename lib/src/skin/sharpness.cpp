// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/sharpness.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "skin/spectrum.hpp"

namespace porevis {
namespace {

/// Skin's detail / noise, at the coarsest frequencies: with less there is no texture to tell blur by.
constexpr double kLeastTexture = 0.3;
/// Power of skin's own detail falls off as frequency^-2 (measured on sharp photographs); on some skins by other slopes.
constexpr double kSkinSlope = 2, kFlattest = 0.5, kSteepest = 3.5, kSlopeStep = 0.5;
/// Noise is white, or its finest is taken off, by resampling and by compression: blurred by so much, px2.
constexpr std::array kNoiseBlurs2{0.0, 0.1, 0.2, 0.3, 0.45};

}  // namespace

Sharpness fit_sharpness(const Spectrum& power, double px_per_mm) {
  // Power = a k^-slope exp(-sigma^2 k^2) + n: for each sigma the best a, n >= 0 in relative least squares; keep the
  // best sigma of the usual slope, whatever blur the noise has. A misfit is one to white noise.
  const Spectrum k2 = squared_wave_numbers();
  const double own = kSkinDetailMm * px_per_mm;
  const Spectrum smooth = (-own * own / kMixing * k2).exp();
  Sharpness best;
  double best_error = std::numeric_limits<double>::infinity();
  best.misfit = best_error;
  for (double slope = kFlattest; slope <= kSteepest; slope += kSlopeStep) {
    const Spectrum skin = k2.pow(-slope / 2) * smooth;
    for (double sigma = 0.3; sigma <= 8; sigma *= 1.02) {
      const Spectrum blurred = skin * (-sigma * sigma / kMixing * k2).exp();
      for (const double noise_blur2 : kNoiseBlurs2) {
        if (noise_blur2 > 0 && slope != kSkinSlope) break;
        const Spectrum noise = (-noise_blur2 * k2).exp();
        const LineFit fit = fit_relative(power, blurred, Spectrum::Ones(), noise);
        if (noise_blur2 == 0) best.misfit = std::min(best.misfit, fit.error);
        if (slope != kSkinSlope || fit.error >= best_error) continue;
        best_error = fit.error;
        const bool told = fit.slope * blurred[0] > kLeastTexture * fit.offset;
        best.blur_sigma_px = told ? sigma : std::numeric_limits<double>::quiet_NaN();
        best.noise = std::sqrt(fit.offset * noise.mean());
      }
    }
  }
  return best;
}

Sharpness measure_sharpness(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm) {
  CV_Assert(darkness.type() == CV_32F && measurable.type() == CV_8U && darkness.size() == measurable.size());
  const cv::Rect part = representative_part(measurable);
  const cv::Mat bare = bare_skin(darkness(part), measurable(part), px_per_mm);
  const SmoothedOver skin = without_pores(darkness(part), bare, px_per_mm);
  const auto spectra = tile_spectra(skin, skin);
  return spectra ? fit_sharpness(spectra->first, px_per_mm) : Sharpness{std::numeric_limits<double>::quiet_NaN(), 0};
}

}  // namespace porevis
