// SPDX-License-Identifier: Apache-2.0
#include "scene.hpp"

#include <sstream>

namespace porevis {

PhotoRecord record(const Photo& photo) {
  return {photo.file,          photo.sha256,        photo.width_px(), photo.height_px(),
          photo.origin.format, photo.origin.colour, photo.read};
}

Photo in_true_colour(const Photo& photo, const MeasureOptions& options) {
  const ChartOptions& chart = options.scale.chart;
  return chart.colour ? correct_colour(photo, find_chart(photo, chart)) : photo;
}

Face locate_face(const Photo& photo, const std::optional<Face>& given, const FaceOptions& options) {
  return given ? check_face(photo, *given, options) : find_face(photo, options);
}

std::vector<Region> regions_in(const Photo& photo, const std::optional<Face>& face, const MeasureOptions& options) {
  if (options.whole) return {whole_region(photo.pixels.size())};
  for (const Region& region : options.regions) {
    if (!bounds(region, 0, photo.pixels.size()).empty()) continue;
    throw InputError(photo.file + ": region " + region.name + " lies outside the picture of " +
                     std::to_string(photo.width_px()) + " x " + std::to_string(photo.height_px()) +
                     " px; give pixels of this picture");
  }
  if (!options.regions.empty()) return options.regions;
  check_whole(photo, *face);
  return regions_from_face(*face, photo.pixels.size(), options.region);
}

Scene find_scene(const Photo& given, const MeasureOptions& options) {
  Scene scene{.photo = in_true_colour(given, options), .face = {}, .scale = {}, .surface = {}, .regions = {}};
  const Photo& photo = scene.photo;
  const bool by_face = scale_needs_face(photo, options.px_per_mm, options.scale);
  if (options.whole && by_face) {
    throw InputError(photo.file +
                     ": the whole picture is skin, so there is no eye distance to tell the scale; give --px-per-mm, "
                     "--ruler, --marker-mm or --device");
  }
  if (!options.regions_given() || by_face || options.given_face) {
    scene.face = locate_face(photo, options.given_face, options.face);
  }
  if (scene.face && options.curvature.correct) scene.surface = fit_surface(*scene.face, options.curvature);
  scene.scale = find_scale(photo, scene.face, options.px_per_mm, options.scale);
  scene.regions = regions_in(photo, scene.face, options);
  return scene;
}

Scale scale_of_after(const Photo& after, const std::optional<Face>& face, const Scale& before, double enlarged,
                     const MeasureOptions& stages) {
  ScaleOptions own = stages.scale;  // without what tells of places in the before photograph
  own.ruler = own.ticks = {};
  const bool asked =
      own.marker.side_mm > 0 || own.chart.pitch_mm > 0 || own.device.given() || own.subject_eye_distance_mm > 0;
  const bool carried = stages.px_per_mm > 0 || stages.scale.ruler.given() || stages.scale.ticks.given();
  if ((!carried || asked) && (face || !scale_needs_face(after, 0, own))) return find_scale(after, face, 0, own);
  return {.px_per_mm = before.px_per_mm * enlarged,
          .relative_uncertainty = before.relative_uncertainty,
          .source = "alignment",
          .reading_uncertainty = before.reading_uncertainty};
}

HeadPose pose_of(const std::optional<Face>& face) { return face ? head_pose(*face) : HeadPose{}; }

cv::Rect bounds_with_margin(const Photo& photo, const Region& region, const Scale& scale) {
  constexpr double kMarginMm = 1;
  return bounds(region, cvCeil(scale.px(kMarginMm)), {photo.width_px(), photo.height_px()});
}

cv::Rect bounds_of_all(const Photo& photo, const Scene& scene) {
  cv::Rect roi;
  for (const Region& region : scene.regions) roi |= bounds_with_margin(photo, region, scene.scale);
  return roi;
}

std::optional<Affine> align_coarsely(const Photo& before, const Photo& after, const Scene& scene,
                                     const std::optional<Face>& face_after) {
  if (before.sha256 == after.sha256) return Affine::eye();
  if (scene.face && face_after) return align_faces(*scene.face, *face_after);
  return align_features(before, after, bounds_of_all(before, scene), scene.scale);
}

std::string alignment_fault(const Alignment& alignment, const AlignOptions& options) {
  std::ostringstream fault;
  fault.precision(2);
  if (alignment.overlap < options.min_overlap) {
    fault << "only " << 100 * alignment.overlap << " % of the region's skin is found in both photographs";
  } else if (alignment.correlation < options.min_correlation) {
    fault << "the skins do not match (correlation " << alignment.correlation << "): other skin, light or focus";
  } else if (alignment.residual_mm > options.max_residual_mm) {
    fault << "the alignment is uncertain (" << alignment.residual_mm << " mm)";
  }
  return fault.str();
}

}  // namespace porevis
