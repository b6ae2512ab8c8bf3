// SPDX-License-Identifier: Apache-2.0
/// The first steps that measuring, comparing and normalizing share; defined in pipeline.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "porevis/change/align.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/pipeline.hpp"

namespace porevis {

/// Where the skin is in a photograph, and how large a millimetre of it.
struct Scene {
  std::optional<Face> face;
  Scale scale;
  std::vector<Region> regions;
};

/// @throws InputError  no face, no scale.
[[nodiscard]] Scene find_scene(const Photo& photo, const MeasureOptions& options);

[[nodiscard]] PhotoRecord record(const Photo& photo);

[[nodiscard]] HeadPose pose_of(const std::optional<Face>& face, const Photo& photo);

/// The pixels of a photograph that hold a scene's regions, with a margin.
[[nodiscard]] cv::Rect bounds_of_all(const Photo& photo, const Scene& scene);

/// The whole picture's motion: by the faces where there are faces, else by the skin's features.
[[nodiscard]] std::optional<Affine> align_coarsely(const Photo& before, const Photo& after, const Scene& scene,
                                                   const std::optional<Face>& face_after);

/// Why two skins cannot be taken for the same; empty where they can.
[[nodiscard]] std::string alignment_fault(const Alignment& alignment, const AlignOptions& options);

}  // namespace porevis
