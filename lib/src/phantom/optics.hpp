// SPDX-License-Identifier: Apache-2.0
/// Colour of skin in red, green and blue: melanin and haemoglobin absorb by Beer and Lambert's law (Tsumura et al.
/// 1999, doi:10.1364/JOSAA.16.002169). Amounts are optical densities (natural logarithm) in green.
#pragma once

#include <array>

namespace porevis::phantom {

using Rgb = std::array<double, 3>;

/// Absorption relative to green. Melanin falls with wavelength to the power of about -3.3; blood hardly absorbs red.
inline constexpr Rgb kMelanin{0.62, 1, 1.5};
inline constexpr Rgb kHaemoglobin{0.12, 1, 0.85};
/// Optical density of shadows on the relief relative to green: light that goes further inside the skin, red most, comes
/// out in the shadow again. As measured on pores.
inline constexpr Rgb kShadow{0.75, 1, 1.12};
/// A hair is dark brown.
inline constexpr Rgb kHair{0.85, 1, 1.1};

/// What a Fitzpatrick type means.
struct Tone {
  Rgb albedo;      ///< linear sRGB reflectance of even skin.
  double melanin;  ///< contained in the albedo.
  double level;    ///< linear green of even skin in a photograph of exposure 1: cameras expose for the skin, not fully.
};

/// Contained in every albedo.
inline constexpr double kHaemoglobinAmount = 0.3;

/// Type I (at 0) to VI. Albedos follow measured skin colours, from L* about 74 to 24.
inline constexpr std::array<Tone, 6> kTones{{
    {{0.65, 0.43, 0.34}, 0.15, 0.38},
    {{0.56, 0.355, 0.27}, 0.25, 0.34},
    {{0.46, 0.275, 0.195}, 0.40, 0.30},
    {{0.32, 0.18, 0.118}, 0.60, 0.23},
    {{0.18, 0.094, 0.06}, 0.85, 0.16},
    {{0.085, 0.043, 0.028}, 1.10, 0.10},
}};

}  // namespace porevis::phantom
