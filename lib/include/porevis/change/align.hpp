// SPDX-License-Identifier: Apache-2.0
/// Brings the after photograph onto the before photograph: coarsely by landmarks, features or search, then by a smooth
/// dense field.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "porevis/options.hpp"
#include "porevis/photo/face.hpp"
#include "porevis/photo/photo.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// How skin may move between two photographs, and when it counts as the same skin.
struct AlignOptions {
  double working_px_per_mm = 8;  ///< resolution at which the field is sought.
  double smoothness_mm =
      1.6;  ///< sigma over which the field moves as one: wide against a pore, so it cannot hide a change of size.
  double min_correlation = 0.25;  ///< of the two skins once aligned.
  double max_residual_mm = 0.08;  ///< median forward-backward error.
  double min_overlap = 0.5;       ///< share of the region seen in both.

  static constexpr auto fields() {
    using O = AlignOptions;
    return std::tuple{
        field("working_px_per_mm", &O::working_px_per_mm, 4, 40, "resolution at which the field is sought, px/mm"),
        field("smoothness_mm", &O::smoothness_mm, 0.5, 10, "sigma over which the field moves as one, mm"),
        field("min_correlation", &O::min_correlation, 0, 1, "smallest correlation of the aligned skins"),
        field("max_residual_mm", &O::max_residual_mm, 0.005, 1, "largest median forward-backward error, mm"),
        field("min_overlap", &O::min_overlap, 0.05, 1, "smallest share of a region seen in both photographs"),
    };
  }
};

/// An affine map of photograph coordinates, px.
using Affine = cv::Matx23d;

/// Lengths after / lengths before under a map.
[[nodiscard]] double magnification(const Affine& map);

/// The whole picture's motion, from the landmarks of two faces (least squares, similarity).
[[nodiscard]] Affine align_faces(const Face& before, const Face& after);

/// The whole picture's motion (similarity) from features of the skin (SIFT, RANSAC); where too few agree, as where the
/// light fell from elsewhere, by trying every turn within 10 degrees, scale within 15 % and shift on the dark spots
/// alone. Empty where none stands out.
/// @param roi  the part of the before photograph that holds the regions.
[[nodiscard]] std::optional<Affine> align_features(const Photo& before, const Photo& after, cv::Rect roi,
                                                   const Scale& scale);

/// Why align_features() found nothing: mirrored, or other skin. One line, with the mend.
[[nodiscard]] std::string explain_no_alignment(const Photo& before, const Photo& after, cv::Rect roi,
                                               const Scale& scale);

/// A smooth map known at the nodes of a grid.
struct MapGrid {
  cv::Mat nodes;           ///< CV_32FC2; px of the after photograph.
  cv::Point2d origin;      ///< px of the before photograph where the first node lies.
  cv::Point2d step{1, 1};  ///< px from node to node.

  /// Where a place of the before photograph lies in the after photograph, px; beyond the grid it goes on as at its
  /// edge. NaN for an empty grid.
  [[nodiscard]] cv::Point2d operator()(cv::Point2d place) const;
};

/// Where each pixel of a region of the before photograph lies in the after photograph.
struct Alignment {
  cv::Mat after_from_before;  ///< CV_32FC2 over the region's roi; px of the after photograph.
  cv::Mat aligned;  ///< CV_8U over the roi; 255 where the field can be trusted and stays inside the after photograph.
  MapGrid grid;     ///< after_from_before, thinned to a node a millimetre.
  double residual_mm = 0;      ///< median forward-backward error over the region.
  double residual_p90_mm = 0;  ///< nine in ten places have less.
  double overlap = 0;          ///< share of the region's measurable skin that is aligned, 0..1.
  double correlation = 0;      ///< of the two darkness maps once aligned, -1..1.
};

/// Refines a coarse map into a smooth dense field on one region (pyramidal Lucas-Kanade on flattened darkness).
/// @param before   the region's skin.
/// @param coarse   after_from_before, from align_faces() or align_features().
[[nodiscard]] Alignment align_region(const SkinMap& before, const Photo& after, const Affine& coarse,
                                     const Scale& scale, const SkinOptions& skin = {},
                                     const AlignOptions& options = {});

/// Thins a dense map to a node about every step.
/// @param after_from_before  CV_32FC2 over a roi whose top-left pixel is origin.
[[nodiscard]] MapGrid thin_map(const cv::Mat& after_from_before, cv::Point origin, double step_px);

/// The alignment of a photograph with itself.
[[nodiscard]] Alignment unmoved(const SkinMap& skin);

/// Linear light of the after photograph on the pixels of the before photograph's roi; outside its border's, repeated.
/// @return CV_32FC3.
[[nodiscard]] cv::Mat resample_linear(const Photo& after, const cv::Mat& after_from_before);

}  // namespace porevis
