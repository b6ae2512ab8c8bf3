// SPDX-License-Identifier: Apache-2.0
/// Skin with the light taken out: how dark each point is against the pore-free skin around it, and what can be
/// measured.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "porevis/figures.hpp"
#include "porevis/options.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/skin/pigment.hpp"
#include "porevis/skin/recognize.hpp"
#include "porevis/skin/sharpness.hpp"

namespace porevis {

/// Whatever is wider than a pixel of a good photograph is sought at this scale: colour, shading, what kind of thing a
/// spot is.
inline constexpr double kWorkingPxPerMm = 12;

/// What the darknesses of red, green and blue add to that of a map.
inline const cv::Vec3d kGreen{0, 1, 0};
/// Luma on skin, in whose encoded light red is brighter than green, and blue darker; scaled to the green darkness of a
/// pore of usual colour (0.72 and 1.1 of it in red and blue). Files keep luma finely and colour coarsely: JPEG's
/// chroma, halved and rounded, takes 1.5 to 3 % of a pore's green darkness and gives it to red.
inline const cv::Vec3d kLuma{0.41, 0.60, 0.10};

/// What became of a region's skin: shares of its pixels, 0..1.
struct Coverage {
  double measurable = 0;    ///< what is left to measure.
  double clipped = 0;       ///< left out: a channel at its limit.
  double dark = 0;          ///< left out: too dark to read.
  double shine = 0;         ///< left out: bright and colourless.
  double spots = 0;         ///< left out: moles, brows, deep shadow.
  double hair = 0;          ///< left out.
  double needle_marks = 0;  ///< left out.
  double blurred = 0;       ///< left out: out of focus.
  double pigment = 0;       ///< freckles and moles; a freckle's pores are measured.
  double papules = 0;       ///< measured like the skin around.
  std::string note;         ///< why less than half is left, and what to do; empty where half or more is.

  static constexpr auto figures() {
    using C = Coverage;
    return std::tuple{
        figure("measurable", &C::measurable, "What is left to measure."),
        figure("clipped", &C::clipped, "Left out: a channel at its limit."),
        figure("dark", &C::dark, "Left out: too dark to read."),
        figure("shine", &C::shine, "Left out: bright and colourless."),
        figure("spots", &C::spots, "Left out: moles, brows, deep shadow."),
        figure("hair", &C::hair, "Left out."),
        figure("needle_marks", &C::needle_marks, "Left out."),
        figure("blurred", &C::blurred, "Left out: out of focus."),
        figure("pigment", &C::pigment, "Freckles and moles; a freckle's pores are measured."),
        figure("papules", &C::papules, "Measured like the skin around."),
        figure("note", &C::note, "Why less than half is left, and what to do; empty where half or more is."),
    };
  }
};

/// What a region that has less than half of its skin left must say, the largest loss named; empty for any other.
[[nodiscard]] std::string lack_of_skin(const Coverage& coverage);

/// The flattened skin of one region.
struct SkinMap {
  cv::Rect roi;                 ///< the map's place in the photograph, px; a margin of surroundings included.
  cv::Vec3d channels = kGreen;  ///< what the darkness is read from.
  cv::Mat darkness;             ///< CV_32F; 1 - light / light of the pore-free skin around; below 0 where brighter.
  cv::Mat colour_doubt;         ///< CV_32F; darkness that match_skins() told to be shine or blood; may be empty.
  cv::Mat measurable;           ///< CV_8U; 255 inside the region where skin can be measured.
  cv::Mat glare;                ///< CV_8U; 255 where skin shines: bright and colourless.
  double working_px_per_mm = kWorkingPxPerMm;  ///< of the next two maps: kWorkingPxPerMm, or the map's own if coarser.
  cv::Mat light;    ///< CV_32FC3; red, green, blue; linear; 0 where nothing can be read. Its corners are the roi's.
  cv::Mat density;  ///< CV_32FC3; optical density (natural logarithm) over the pore-free skin around; 0 likewise.
  Kinds kinds;      ///< what lies on the skin, at kWorkingPxPerMm.
  Pigment pigment;  ///< melanin and haemoglobin, on the pixels of `light`.
  Coverage coverage;
  FaceSurface surface;     ///< how the skin turns away; empty: taken to face the camera.
  double turned_away = 0;  ///< share of the region's outline that turns too far away to be part of it, 0..1.
  double region_px = 0;    ///< pixels of the region, measurable or not.
  Sharpness sharpness;     ///< blur and noise of the darkness map.

  [[nodiscard]] int measurable_px() const { return cv::countNonZero(measurable); }

  /// Measurable area on the skin, mm2.
  [[nodiscard]] double area_mm2(const Scale& scale) const;
};

/// How the light is taken out and what is left out.
struct SkinOptions {
  double background_mm =
      0.8;  ///< sigma of the window that follows the skin's own light; wide against a pore, narrow against shading.
  double shine_excess = 0.18;   ///< light above the surrounding skin's from which colourless skin counts as shining.
  double spot_darkness = 0.30;  ///< mean darkness over spot_mm from which skin counts as a mole, brow or shadow.
  double spot_mm = 0.9;
  double mask_confidence = 0.3;  ///< probability from which a hair or needle mark is left out.
  double clip_level = 0.98;      ///< linear light from which a channel counts as clipped.
  double dark_level = 0.004;     ///< linear green light below which nothing can be read.

  static constexpr auto fields() {
    using O = SkinOptions;
    return std::tuple{
        field("background_mm", &O::background_mm, 0.2, 10, "sigma of the window that follows the skin's own light, mm"),
        field("shine_excess", &O::shine_excess, 0.02, 2, "light above the surrounding skin's that counts as shine"),
        field("spot_darkness", &O::spot_darkness, 0.02, 1, "mean darkness of a mole, brow or shadow"),
        field("spot_mm", &O::spot_mm, 0.2, 10, "diameter over which spot_darkness is taken, mm"),
        field("mask_confidence", &O::mask_confidence, 0.01, 1,
              "probability from which a hair or needle mark is left out"),
        field("clip_level", &O::clip_level, 0.5, 1, "linear light from which a channel is clipped"),
        field("dark_level", &O::dark_level, 0, 0.5, "linear green light below which nothing can be read"),
    };
  }
};

/// Takes the light out of a piece of skin.
/// @param linear  CV_32FC3 in [0, 1]; red, green, blue; from linear_light().
/// @param region  CV_8U of its size; 255 in the region; from region_mask().
/// @param roi     where both lie in the photograph, px.
/// @param channels  what darkness is read from.
/// @throws ParameterError  an option is out of its range.
[[nodiscard]] SkinMap normalize_skin(const cv::Mat& linear, const cv::Mat& region, cv::Rect roi, const Scale& scale,
                                     const SkinOptions& options = {}, const cv::Vec3d& channels = kGreen);

/// Recognizes what lies on the skin (`kinds`, `pigment`) and leaves moles, brows, hairs and needle marks out of what
/// can be measured.
void recognize_marks(SkinMap& skin, const SkinOptions& options = {});

}  // namespace porevis
