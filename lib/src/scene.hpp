// SPDX-License-Identifier: Apache-2.0
/// The first steps that measuring, comparing and normalizing share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "porevis/change/align.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/pipeline.hpp"

namespace porevis {

/// A photograph in true colour, where its skin is, and how large a millimetre of it.
struct Scene {
  Photo photo;
  std::optional<Face> face;
  Scale scale;
  FaceSurface surface;  ///< empty where there is no face, or its curvature is not asked for.
  std::vector<Region> regions;
};

/// @throws InputError  no face, no scale, or a source of it that was asked for is not found.
[[nodiscard]] Scene find_scene(const Photo& given, const MeasureOptions& options);

/// By its colour chart, if that is asked for.
[[nodiscard]] Photo in_true_colour(const Photo& photo, const MeasureOptions& options);

/// The face given, checked, or the one found.
[[nodiscard]] Face locate_face(const Photo& photo, const std::optional<Face>& given, const FaceOptions& options);

/// The whole picture, the regions given, or those of the face.
/// @param face  needed only for the last.
/// @throws InputError  the face does not lie whole in the picture.
[[nodiscard]] std::vector<Region> regions_in(const Photo& photo, const std::optional<Face>& face,
                                             const MeasureOptions& options);

/// The after photograph's scale: what it tells by itself; else that of the before photograph, as the skin is aligned.
/// @param enlarged  lengths after / lengths before, px.
[[nodiscard]] Scale scale_of_after(const Photo& after, const std::optional<Face>& face, const Scale& before,
                                   double enlarged, const MeasureOptions& options);

[[nodiscard]] PhotoRecord record(const Photo& photo);

[[nodiscard]] HeadPose pose_of(const std::optional<Face>& face);

/// The pixels of a photograph that hold a region, or all regions of a scene, with a margin.
[[nodiscard]] cv::Rect bounds_with_margin(const Photo& photo, const Region& region, const Scale& scale);
[[nodiscard]] cv::Rect bounds_of_all(const Photo& photo, const Scene& scene);

/// The whole picture's motion: by the faces where there are faces, else by the skin's features.
[[nodiscard]] std::optional<Affine> align_coarsely(const Photo& before, const Photo& after, const Scene& scene,
                                                   const std::optional<Face>& face_after);

/// Why two skins cannot be taken for the same; empty where they can.
[[nodiscard]] std::string alignment_fault(const Alignment& alignment, const AlignOptions& options);

}  // namespace porevis
