// SPDX-License-Identifier: Apache-2.0
/// Synthetic skin with exact truth: a skin is made once from a seed, may change, and is photographed many times.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis::phantom {

/// What a skin is like. Lengths in mm on the skin; counts are per cm2 of it.
struct SkinDescription {
  double width_mm = 35;
  double height_mm = 35;
  double pores_per_cm2 = 60;
  double diameter_mm = 0.22;      ///< median full width at half maximum.
  double diameter_spread = 0.35;  ///< standard deviation of its logarithm.
  double contrast = 0.22;         ///< median peak darkness.
  double contrast_spread = 0.35;  ///< standard deviation of its logarithm.
  double elongation = 1.2;        ///< mean ratio of long to short axis.
  double orientation_deg = 20;    ///< of the long axes, from x towards y; individual pores vary around it.
  double profile_sharpness =
      1.3;       ///< p of darkness = contrast * 2^-((2 r / FWHM)^(2 p)): 1 Gaussian, larger flatter with steeper walls.
  int tone = 3;  ///< Fitzpatrick type, 1 (I) to 6 (VI).
  double melanin_variation = 0.06;  ///< standard deviation of the blotches, relative to the mean amount.
  double haemoglobin_variation = 0.15;
  double furrow_depth = 0.07;  ///< darkness of a typical furrow lit from across; a tenth of the skin is darker.
  double furrow_spacing_mm = 0.7;
  double freckles_per_cm2 = 0;
  double moles_per_cm2 = 0;
  double papules_per_cm2 = 0;
  double hairs_per_cm2 = 0;
  double needle_marks_per_cm2 = 0;  ///< fresh, red punctures.
  double redness = 0;               ///< added haemoglobin, in units of the skin's own.

  static constexpr auto fields() {
    using D = SkinDescription;
    return std::tuple{
        field("width_mm", &D::width_mm, 0.5, 400, "width of the skin, mm"),
        field("height_mm", &D::height_mm, 0.5, 400, "height of the skin, mm"),
        field("pores_per_cm2", &D::pores_per_cm2, 0, 1000, "pore density, per cm2"),
        field("diameter_mm", &D::diameter_mm, 0.02, 3, "median full width at half maximum, mm"),
        field("diameter_spread", &D::diameter_spread, 0, 1.5, "standard deviation of the logarithm of the diameters"),
        field("contrast", &D::contrast, 0, 0.95, "median peak darkness"),
        field("contrast_spread", &D::contrast_spread, 0, 1.5, "standard deviation of the logarithm of the contrasts"),
        field("elongation", &D::elongation, 1, 4, "mean ratio of long to short axis"),
        field("orientation_deg", &D::orientation_deg, -180, 180,
              "direction of the long axes, degrees from x towards y"),
        field("profile_sharpness", &D::profile_sharpness, 0.5, 8, "1 Gaussian, larger flatter with steeper walls"),
        field("tone", &D::tone, 1, 6, "Fitzpatrick type"),
        field("melanin_variation", &D::melanin_variation, 0, 1, "relative standard deviation of melanin"),
        field("haemoglobin_variation", &D::haemoglobin_variation, 0, 1, "relative standard deviation of haemoglobin"),
        field("furrow_depth", &D::furrow_depth, 0, 0.5, "typical darkness of a furrow"),
        field("furrow_spacing_mm", &D::furrow_spacing_mm, 0.1, 5, "distance of neighbouring furrows, mm"),
        field("freckles_per_cm2", &D::freckles_per_cm2, 0, 500, "freckles, per cm2"),
        field("moles_per_cm2", &D::moles_per_cm2, 0, 50, "moles, per cm2"),
        field("papules_per_cm2", &D::papules_per_cm2, 0, 50, "papules, per cm2"),
        field("hairs_per_cm2", &D::hairs_per_cm2, 0, 500, "hairs, per cm2"),
        field("needle_marks_per_cm2", &D::needle_marks_per_cm2, 0, 500, "fresh needle marks, per cm2"),
        field("redness", &D::redness, 0, 10, "added haemoglobin in units of the skin's own"),
    };
  }
};

/// How a skin changes between two visits.
struct ChangeDescription {
  double diameter_factor = 1;
  double contrast_factor = 1;
  double vanished_fraction = 0;  ///< share of the pores that vanish.
  double new_fraction = 0;       ///< new pores as a share of those there were.
  double needle_marks_per_cm2 = 0;
  double redness = 0;  ///< added haemoglobin in units of the skin's own.

  static constexpr auto fields() {
    using D = ChangeDescription;
    return std::tuple{
        field("diameter_factor", &D::diameter_factor, 0.1, 5, "diameter after / before"),
        field("contrast_factor", &D::contrast_factor, 0, 4, "contrast after / before"),
        field("vanished_fraction", &D::vanished_fraction, 0, 1, "share of the pores that vanish"),
        field("new_fraction", &D::new_fraction, 0, 5, "new pores as a share of those there were"),
        field("needle_marks_per_cm2", &D::needle_marks_per_cm2, 0, 500, "fresh needle marks, per cm2"),
        field("redness", &D::redness, 0, 10, "added haemoglobin in units of the skin's own"),
    };
  }
};

/// How a skin is photographed. The middle of the skin comes to the middle of the picture, then shift, rotation and
/// scale apply.
struct ShotDescription {
  double px_per_mm = 20;
  int width_px = 0;   ///< 0: the skin's width at px_per_mm.
  int height_px = 0;  ///< 0: the skin's height at px_per_mm.
  /// Factor on the light. A camera exposes for the skin, not fully: 1 puts the mean linear green of even skin at 0.38,
  /// 0.34, 0.30, 0.23, 0.16, 0.10 for types I to VI.
  double exposure = 1;
  double red_gain = 1;             ///< white balance.
  double blue_gain = 1;            ///< white balance.
  double gradient = 0.15;          ///< (brightest - darkest) / mean light across the picture.
  double gradient_angle_deg = 30;  ///< direction towards the brighter side.
  double light_angle_deg = 30;     ///< where the light that shades the relief comes from.
  double shine = 0;                ///< brightness of oily patches relative to the skin's.
  double blur_sigma_px = 0.8;
  double noise = 0.01;   ///< standard deviation of linear light at the skin's level, relative to it, whatever the
                         ///< exposure; its variance grows with the light (shot noise) over a floor of 5 %.
  int bits = 8;          ///< 8 or 16.
  int jpeg_quality = 0;  ///< 0: not compressed.
  double rotation_deg = 0;
  double scale = 1;  ///< magnification on top of px_per_mm.
  double shift_x_px = 0;
  double shift_y_px = 0;
  double bend_px = 0;      ///< largest shift by a smooth deformation, wavelength about 12 mm.
  std::uint64_t seed = 1;  ///< of noise, shine and bend.

  static constexpr auto fields() {
    using D = ShotDescription;
    return std::tuple{
        field("px_per_mm", &D::px_per_mm, 2, 200, "px/mm"),
        field("width_px", &D::width_px, 0, 20000, "width of the picture, px; 0: as the skin"),
        field("height_px", &D::height_px, 0, 20000, "height of the picture, px; 0: as the skin"),
        field("exposure", &D::exposure, 0.01, 20, "factor on the light"),
        field("red_gain", &D::red_gain, 0.1, 5, "white balance of red"),
        field("blue_gain", &D::blue_gain, 0.1, 5, "white balance of blue"),
        field("gradient", &D::gradient, 0, 1.8, "(brightest - darkest) / mean light across the picture"),
        field("gradient_angle_deg", &D::gradient_angle_deg, -360, 360, "direction of the gradient, degrees"),
        field("light_angle_deg", &D::light_angle_deg, -360, 360, "direction of the light on the relief, degrees"),
        field("shine", &D::shine, 0, 5, "brightness of oily patches relative to the skin's"),
        field("blur_sigma_px", &D::blur_sigma_px, 0, 20, "blur, px"),
        field("noise", &D::noise, 0, 1, "noise at the skin's level, relative to it"),
        field("bits", &D::bits, 8, 16, "8 or 16"),
        field("jpeg_quality", &D::jpeg_quality, 0, 100, "JPEG quality; 0: not compressed"),
        field("rotation_deg", &D::rotation_deg, -180, 180, "rotation, degrees from x towards y"),
        field("scale", &D::scale, 0.2, 5, "magnification on top of px_per_mm"),
        field("shift_x_px", &D::shift_x_px, -10000, 10000, "shift to the right, px"),
        field("shift_y_px", &D::shift_y_px, -10000, 10000, "shift down, px"),
        field("bend_px", &D::bend_px, 0, 50, "amplitude of the deformation, px"),
        field("seed", &D::seed, 0, 1.8e19, "seed of noise, shine and bend"),
    };
  }
};

/// A pore of a skin; place in mm from the skin's top-left corner.
struct SkinPore {
  int id = 0;  ///< the same before and after a change.
  double x_mm = 0;
  double y_mm = 0;
  double diameter_mm = 0;  ///< of the disc of the area inside half the peak.
  double contrast = 0;     ///< peak darkness.
  double elongation = 1;
  double orientation_deg = 0;
  double profile_sharpness = 1;
  double optical_density_blue = 1.13;  ///< over its surroundings, relative to green.
  double optical_density_red = 0.72;   ///< over its surroundings, relative to green.

  /// Darkness over area, mm2: the integral of the profile.
  [[nodiscard]] double darkness_mm2() const;
};

/// Anything on the skin that is no pore.
struct Confuser {
  std::string kind;               ///< `freckle`, `mole`, `papule`, `hair` or `needle_mark`.
  std::vector<cv::Point2d> path;  ///< mm; one point, or the line of a hair.
  double size_mm = 0;             ///< diameter, or width of a hair.
  double strength = 0;            ///< optical density of a hair, amount of pigment or blood, height of a papule.
};

/// A skin: its description, everything on it, and the seed of its relief and blotches.
struct Skin {
  SkinDescription description;
  std::uint64_t seed = 0;
  std::vector<SkinPore> pores;
  std::vector<Confuser> confusers;
  double redness = 0;  ///< added haemoglobin in units of the skin's own: the description's and that of all changes.
  int changes = 0;     ///< how often the skin has changed; each change has random numbers of its own.
  int next_id = 1;     ///< of the next new pore: an id that vanished is not given again.

  /// Sum of darkness_mm2 over area: the true visibility.
  [[nodiscard]] double visibility() const;
};

/// A pore as a photograph should show it.
struct TruePore {
  int id = 0;
  double x_px = 0;
  double y_px = 0;
  double diameter_mm = 0;
  double contrast = 0;          ///< peak darkness before the camera's blur.
  double blurred_contrast = 0;  ///< peak darkness after the camera's blur.
  double darkness_mm2 = 0;
  double elongation = 1;
  double orientation_deg = 0;  ///< in the picture.
};

/// A confuser as a photograph should show it.
struct TrueConfuser {
  std::string kind;
  std::vector<cv::Point2d> path_px;
  double size_px = 0;
};

/// A photograph of a skin with its truth. Pores whose centre falls outside the picture are left out.
struct Shot {
  Photo photo;
  double px_per_mm = 0;  ///< px_per_mm * scale of the shot.
  std::vector<TruePore> pores;
  std::vector<TrueConfuser> confusers;
};

/// Makes a skin. The same on every machine for the same description and seed.
/// @throws ParameterError  a field is out of its range, or there is no room for so many pores.
[[nodiscard]] Skin make_skin(const SkinDescription& description, std::uint64_t seed);

/// The same skin after a change: relief, blotches and confusers stay; factors apply to every surviving pore exactly;
/// new pores are as described for the skin and get new ids. Shares are of the pores there were, to the nearest pore.
/// @throws ParameterError  a field is out of its range, a pore would get darker than black, or there is no room.
[[nodiscard]] Skin change_skin(const Skin& skin, const ChangeDescription& change);

/// Photographs a skin: reflectance (Beer and Lambert's law), shading and light are rendered in linear light with
/// supersampling, blurred, averaged over pixels, made noisy, sRGB-encoded and, if asked, passed through a JPEG. Where
/// the picture goes beyond the skin, relief and blotches go on without pores. The same for any number of threads.
/// @throws ParameterError  a field is out of its range, the picture is larger than 150 megapixels, JPEG is asked for
/// with
///                         16 bits, or the bend would fold the picture.
/// @note Under 3 us of one core per pixel at 20 px/mm; memory does not grow with the picture but for its pixels.
[[nodiscard]] Shot photograph(const Skin& skin, const ShotDescription& shot);

}  // namespace porevis::phantom
