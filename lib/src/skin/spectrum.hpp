// SPDX-License-Identifier: Apache-2.0
/// Power of skin detail by spatial frequency, averaged over tiles.
#pragma once

#include <Eigen/Dense>
#include <opencv2/core.hpp>
#include <optional>

#include "porevis/skin/sharpness.hpp"

namespace porevis {

constexpr int kTile = 64;     // px
constexpr int kLowest = 5;    // cycles a tile: below, shading and its removal shape the spectrum
constexpr int kHighest = 30;  // cycles a tile: above, the corners of the frequency plane mix in
constexpr int kFrequencies = kHighest - kLowest + 1;

/// One value a radial frequency, from kLowest to kHighest cycles a tile. White noise of variance v reads v everywhere.
using Spectrum = Eigen::Array<double, kFrequencies, 1>;

/// Powers of two maps on the same pixels, and what they have in common.
struct Spectra {
  Spectrum first, second, common;
};

/// A window of the map that holds enough skin to tell blur and noise: round the middle of what is measurable, or all of
/// it.
[[nodiscard]] cv::Rect representative_part(const cv::Mat& measurable);

/// Skin between the pores.
/// @return CV_8U, `measurable` without compact dark spots and their surroundings.
[[nodiscard]] cv::Mat bare_skin(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm);

/// A map for spectra: pores replaced by a smooth continuation of the skin around them, softly joined, so that a pore
/// that shrinks does not pass for better focus, nor the edge of a hole for fine detail.
struct SmoothedOver {
  cv::Mat map;     ///< CV_32F
  cv::Mat weight;  ///< CV_32F; share of the map's own detail in each pixel: 1 on bare skin, 0 where it is continued.
};
[[nodiscard]] SmoothedOver without_pores(const cv::Mat& darkness, const cv::Mat& bare, double px_per_mm);

/// Mean spectra over tiles that hold enough bare skin; empty where there is no such tile.
/// @param first, second  of one size and weight; the same twice gives three equal spectra.
[[nodiscard]] std::optional<Spectra> tile_spectra(const SmoothedOver& first, const SmoothedOver& second);

/// power = slope * model + offset * noise, both not negative, in least squares of the relative error.
struct LineFit {
  double slope = 0;
  double offset = 0;
  double error = 0;  ///< sum of squared relative errors, weighted.
};
[[nodiscard]] LineFit fit_relative(const Spectrum& power, const Spectrum& model,
                                   const Spectrum& weight = Spectrum::Ones(), const Spectrum& noise = Spectrum::Ones());

/// Blur and noise that explain a spectrum of skin.
[[nodiscard]] Sharpness fit_sharpness(const Spectrum& power, double px_per_mm);

/// The tiles' windows mix neighbouring frequencies, so a Gaussian's fall looks this much slower than it is (on fields
/// of known spectrum, sigma 0.5 to 2 px: 0.88 to 0.96 of the true sigma squared).
inline constexpr double kMixing = 1.1;

/// (2 pi frequency)^2 of the spectra's frequencies, 1/px2: a blur of sigma multiplies power by exp(-sigma^2 k^2).
[[nodiscard]] Spectrum squared_wave_numbers();

}  // namespace porevis
