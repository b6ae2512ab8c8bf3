// SPDX-License-Identifier: Apache-2.0
/// The standardized photograph, for other tools and for people: eyes level, a fixed scale, the light taken out, or on
/// the frame of a baseline so that the same skin lies under the same pixels.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "porevis/pipeline.hpp"

namespace porevis {

/// What the normalized picture is like.
struct PictureOptions {
  double px_per_mm = 20;  ///< scale of the picture.
  double width_mm = 160;  ///< of the picture, where a face was found; without one it is the whole photograph.
  double height_mm = 220;
  double above_eyes_mm = 95;  ///< from the picture's upper edge to the line through the eyes.
  double light_mm = 8;        ///< sigma of the window whose light is taken out: wide against pores and spots.
  bool match_colour = false;  ///< bring the skin's median colour to the baseline's; takes a change of redness all over
                              ///< the face, or a tan, out with the white balance.

  static constexpr auto fields() {
    using O = PictureOptions;
    return std::tuple{
        field("px_per_mm", &O::px_per_mm, 1, 200, "scale of the normalized picture, px/mm"),
        field("width_mm", &O::width_mm, 10, 500, "width of the picture round a face, mm"),
        field("height_mm", &O::height_mm, 10, 500, "height of the picture round a face, mm"),
        field("above_eyes_mm", &O::above_eyes_mm, 0, 500, "from the picture's upper edge to the eyes, mm"),
        field("light_mm", &O::light_mm, 2, 100, "sigma of the window whose light is taken out, mm"),
        field("match_colour", &O::match_colour, "bring the skin's median colour to the baseline's"),
    };
  }
};

/// Everything that can be set for a normalized photograph.
struct NormalizeOptions {
  PictureOptions picture;
  MeasureOptions measure;  ///< face, scale and regions are those of the baseline, where there is one.
  AlignOptions align;
  ComparabilityOptions comparability;

  static constexpr auto fields() {
    using O = NormalizeOptions;
    return std::tuple{
        field("picture", &O::picture, "what the normalized picture is like"),
        field("measure", &O::measure, "face, scale and regions"),
        field("align", &O::align, "bringing the photograph onto the baseline"),
        field("comparability", &O::comparability, "whether the photograph may be laid on the baseline"),
    };
  }
};

/// How the light was taken out.
struct Flattening {
  double level = 0;     ///< linear red light that all skin was brought to: the median of what there was.
  double gain_low = 1;  ///< least and largest factor on the light, over the skin.
  double gain_high = 1;
  double skin_fraction = 0;     ///< share of the picture whose own light was read, 0..1; the rest goes on from there.
  double clipped_fraction = 0;  ///< share of the picture's pixels that the factor made too bright to hold.
};

/// The baseline on whose frame a photograph was laid.
struct NormalizedLike {
  PhotoRecord photo;
  Scale scale;
  Affine normalized_from_photo;   ///< of the baseline; exact.
  MapGrid photo_from_normalized;  ///< px of the other photograph; exact: between the nodes it is bilinear.
  Alignment alignment;            ///< of the skin, in mm; without its maps.
};

/// What normalize_photo() gives.
struct Normalization {
  PhotoRecord photo;
  Scale scale;           ///< of the photograph.
  double px_per_mm = 0;  ///< of the picture.
  cv::Mat pixels;        ///< (H, W) CV_16UC3, sRGB; geometry and colour, the light as it was; 0 outside the photograph.
  cv::Mat flattened;     ///< the same with the broad light taken out.
  Affine normalized_from_photo;  ///< px of the picture from px of the photograph, pixel centres at whole numbers;
                                 ///< exact, but with a baseline only what it is about: there `like` has the dense map.
  std::optional<NormalizedLike> like;
  cv::Vec3d colour_gains{1, 1, 1};  ///< factors on linear red, green, blue.
  Flattening flattening;
  double outside_fraction = 0;  ///< share of the picture that lies outside the photograph.
  bool comparable = true;       ///< false: cannot be laid on the baseline, there are no pictures; reasons tell why.
  std::vector<std::string> reasons;  ///< why not, or what to mind; one line each.
  NormalizeOptions options;
};

/// Normalizes a photograph: one resampling from the original pixels, in linear light.
///
/// Colour stays as the photograph has it: without a chart nobody knows its white balance. A photograph whose colour was
/// corrected may be given.
/// With a face the eyes become level and lie at a fixed place; without one (regions or the whole picture given, and a
/// scale) the whole photograph keeps its direction.
/// @throws InputError      no face, no scale; ParameterError: an option is out of its range, or the picture would have
///                         more than 150 megapixels.
/// @note The same for any number of threads. Memory: the two pictures and a few MB.
[[nodiscard]] Normalization normalize_photo(const Photo& photo, const NormalizeOptions& options = {});

/// Normalizes a photograph onto the frame of a baseline, so that the same skin lies under the same pixels of both: the
/// frame is that of normalize_photo(baseline). By the comparison's own alignment: faces or features, then a dense field
/// on the skin, carried on smoothly where there is none.
/// A photograph whose skin cannot be laid on the baseline's gives comparable = false and the reasons. Another light or
/// focus alone is no reason.
[[nodiscard]] Normalization normalize_photo(const Photo& photo, const Photo& baseline,
                                            const NormalizeOptions& options = {});

/// The record as JSON, schema porevis.normalization/1.
[[nodiscard]] std::string to_json(const Normalization& normalization);

}  // namespace porevis
