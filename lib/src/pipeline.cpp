// SPDX-License-Identifier: Apache-2.0
#include "porevis/pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <optional>
#include <sstream>

namespace porevis {
namespace {

/// Where the skin is in a photograph, and how large a millimetre of it.
struct Scene {
  std::optional<Face> face;
  Scale scale;
  FaceSurface surface;  // empty where there is no face, or its curvature is not asked for
  std::vector<Region> regions;
};

Face locate_face(const Photo& photo, const std::optional<Face>& given, const FaceOptions& options) {
  return given ? *given : find_face(photo, options);
}

Scene find_scene(const Photo& photo, const MeasureOptions& options) {
  Scene scene;
  const cv::Size picture(photo.width_px(), photo.height_px());
  if (options.whole && options.px_per_mm == 0) {
    throw InputError(photo.file +
                     ": the whole picture is skin, so there is no eye distance to tell the scale; give --px-per-mm");
  }
  const bool regions_given = options.whole || !options.regions.empty();
  if (!regions_given || options.px_per_mm == 0 || options.given_face) {
    scene.face = locate_face(photo, options.given_face, options.face);
  }
  if (scene.face && options.curvature.correct) scene.surface = fit_surface(*scene.face, options.curvature);
  scene.scale = options.px_per_mm > 0 ? scale_given(options.px_per_mm) : scale_from_face(*scene.face, options.scale);
  scene.regions = options.regions;
  if (options.whole) scene.regions = {whole_region(picture)};
  if (!regions_given) scene.regions = regions_from_face(*scene.face, picture);
  return scene;
}

HeadPose pose_of(const std::optional<Face>& face, const Photo& photo) {
  return face ? head_pose(*face, photo.pixels.size()) : HeadPose{};
}

cv::Rect bounds_with_margin(const Photo& photo, const Region& region, const Scale& scale) {
  constexpr double kMarginMm = 1;
  return bounds(region, cvCeil(scale.px(kMarginMm)), {photo.width_px(), photo.height_px()});
}

cv::Rect bounds_of_all(const Photo& photo, const Scene& scene) {
  cv::Rect roi;
  for (const Region& region : scene.regions) roi |= bounds_with_margin(photo, region, scene.scale);
  return roi;
}

/// The region's pixels whose skin does not turn too far away from the camera.
cv::Mat skin_mask(const Region& region, cv::Rect roi, const FaceSurface& surface, const MeasureOptions& options) {
  const cv::Mat mask = region_mask(region, roi);
  if (surface.empty()) return mask;
  return mask & (facing(surface, roi) >= std::cos(options.curvature.max_tilt_deg * CV_PI / 180));
}

/// A region's flattened skin, with its blur and noise.
/// @param enlarged  px of the camera / px of the map.
SkinMap flatten(const cv::Mat& linear, const cv::Mat& region, cv::Rect roi, const Scale& scale,
                const MeasureOptions& options, double enlarged = 1) {
  SkinMap skin = normalize_skin(linear, region, roi, scale, options.skin);
  recognize_marks(skin, options.skin);
  skin.sharpness = measure_sharpness(skin.darkness, skin.measurable, scale.px_per_mm);
  if (options.blur_sigma_px > 0) {
    skin.sharpness.blur_sigma_px = options.blur_sigma_px / enlarged;
    skin.sharpness.given = true;
  }
  mask_out_of_focus(skin, scale, options.quality.max_blur_mm);
  return skin;
}

SkinMap flatten_region(const Photo& photo, const Region& region, const Scene& scene, const MeasureOptions& options) {
  const cv::Rect roi = bounds_with_margin(photo, region, scene.scale);
  const cv::Mat mask = skin_mask(region, roi, scene.surface, options);
  SkinMap skin = flatten(linear_light(photo, roi), mask, roi, scene.scale, options);
  skin.surface = scene.surface;
  skin.turned_away = 1 - skin.region_px / std::max(1, cv::countNonZero(region_mask(region, roi)));
  return skin;
}

PhotoRecord record(const Photo& photo) { return {photo.file, photo.sha256, photo.width_px(), photo.height_px()}; }

/// Runs over regions side by side; each works on its own data, so the result is that of one after the other.
template <class Work>
void for_each_region(std::size_t count, const Work& work) {
  if (count == 1) return work(0);  // a single region leaves the threads to the stages
  cv::parallel_for_({0, static_cast<int>(count)}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) work(static_cast<std::size_t>(i));
  });
}

std::vector<SkinMap> flatten_regions(const Photo& photo, const Scene& scene, const MeasureOptions& options) {
  std::vector<SkinMap> skins(scene.regions.size());
  for_each_region(skins.size(),
                  [&](std::size_t i) { skins[i] = flatten_region(photo, scene.regions[i], scene, options); });
  return skins;
}

/// Blur of the photograph for one region: its own where it has enough skin to tell, else that of the photograph.
double blur_of(const SkinMap& skin, const CaptureQuality& quality) {
  if (!std::isnan(skin.sharpness.blur_sigma_px)) return skin.sharpness.blur_sigma_px;
  return std::isnan(quality.blur_sigma_px) ? 0 : quality.blur_sigma_px;
}

/// The whole picture's motion: by the faces where there are faces, else by the skin's features.
std::optional<Affine> align_coarsely(const Photo& before, const Photo& after, const Scene& scene,
                                     const std::optional<Face>& face_after) {
  if (before.sha256 == after.sha256) return Affine::eye();
  if (scene.face && face_after) return align_faces(*scene.face, *face_after);
  return align_features(before, after, bounds_of_all(before, scene), scene.scale);
}

/// The region's corners where they lie in the after photograph.
Polygon carry_over(const Polygon& outline, const MapGrid& after_from_before) {
  Polygon carried;
  for (const cv::Point2d& corner : outline) carried.push_back(after_from_before(corner));
  return carried;
}

/// Why a region's two skins cannot be taken for the same; empty where they can.
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

/// Why too little of a region is left once both photographs' masks are laid on it; empty where enough is.
std::string coverage_fault(const SkinMap& matched, const ComparabilityOptions& options) {
  const double share = matched.region_px > 0 ? matched.measurable_px() / matched.region_px : 0;
  if (share >= options.min_measurable) return {};
  std::ostringstream fault;
  fault << "only " << std::lround(100 * share) << " % of the region's skin can be measured in both photographs";
  return fault.str();
}

void append(const std::vector<std::string>& more, std::vector<std::string>& reasons) {
  reasons.insert(reasons.end(), more.begin(), more.end());
}

/// Adds a photograph's faults to the comparison's reasons.
void report(const char* which, const CaptureQuality& quality, std::vector<std::string>& reasons) {
  for (const std::string& reason : quality.reasons) reasons.push_back(std::string(which) + ": " + reason);
}

}  // namespace

std::vector<SkinMap> map_skin(const Photo& photo, const MeasureOptions& options) {
  check(options);
  return flatten_regions(photo, find_scene(photo, options), options);
}

Measurement measure_photo(const Photo& photo, const MeasureOptions& options) {
  check(options);
  // Where the skin is, and how large a millimetre of it.
  const Scene scene = find_scene(photo, options);
  const std::size_t count = scene.regions.size();

  // How dark each point is against the pore-free skin around it.
  const std::vector<SkinMap> skins = flatten_regions(photo, scene, options);

  // Whether the photograph is fit to measure.
  Measurement result{record(photo),
                     scene.scale,
                     check_capture(skins, scene.scale, options.quality, pose_of(scene.face, photo)),
                     options,
                     {}};

  // The pores of each region, and its figures.
  result.regions.resize(count);
  for_each_region(count, [&](std::size_t i) {
    auto [pores, labels] = segment_pores(skins[i], scene.scale, blur_of(skins[i], result.quality), options.segment);
    RegionSummary summary = summarize(scene.regions[i].name, pores, skins[i], scene.scale);
    result.regions[i] = {scene.regions[i],  std::move(summary),  std::move(pores), skins[i].roi,
                         std::move(labels), skins[i].measurable, skins[i].pigment};
  });
  return result;
}

Comparison compare_photos(const Photo& before, const Photo& after, const CompareOptions& options) {
  check(options);
  const MeasureOptions& stages = options.measure;
  Comparison result;
  result.options = options;
  result.before.photo = record(before);
  result.after.photo = record(after);
  const auto refuse = [&result](std::string reason) {
    result.comparable = false;
    result.reasons.push_back(std::move(reason));
    return result;
  };

  // Where the skin is, and how large a millimetre of it; regions and scale are those of the before photograph.
  const Scene scene = find_scene(before, stages);
  const Scale& scale = result.before.scale = scene.scale;
  const std::size_t count = scene.regions.size();
  std::optional<Face> face_after;
  if (scene.face) face_after = locate_face(after, options.given_face_after, stages.face);

  // How the after photograph lies on the before photograph, coarsely.
  const bool same = before.sha256 == after.sha256;
  const std::optional<Affine> coarse = align_coarsely(before, after, scene, face_after);
  if (!coarse) return refuse(explain_no_alignment(before, after, bounds_of_all(before, scene), scale));
  const double enlarged = magnification(*coarse);
  result.after.scale = face_after && stages.px_per_mm == 0
                           ? scale_from_face(*face_after, stages.scale)
                           : Scale{scale.px_per_mm * enlarged, scale.relative_uncertainty, "alignment"};
  result.reasons = check_geometry(*coarse, options.comparability);
  if (!result.reasons.empty()) {  // not to be gone on with: the same skin would not lie under the same pixels
    result.comparable = false;
    return result;
  }

  // Both skins on the before photograph's pixels, the light taken out.
  std::vector<SkinMap> skins_before(count), skins_after(count);
  result.regions.resize(count);
  for_each_region(count, [&](std::size_t i) {
    ComparedRegion& region = result.regions[i];
    region.region = scene.regions[i];
    skins_before[i] = flatten_region(before, region.region, scene, stages);
    region.alignment = same ? unmoved(skins_before[i])
                            : align_region(skins_before[i], after, *coarse, scale, stages.skin, options.align);
    region.alignment.grid = thin_map(region.alignment.after_from_before, skins_before[i].roi.tl(), scale.px(1));
    region.outline_after = carry_over(region.region.outline, region.alignment.grid);
    skins_after[i] =
        flatten(resample_linear(after, region.alignment.after_from_before),
                skin_mask(region.region, skins_before[i].roi, scene.surface, stages) & region.alignment.aligned,
                skins_before[i].roi, scale, stages, enlarged);
    skins_after[i].surface = skins_before[i].surface;
    skins_after[i].turned_away = skins_before[i].turned_away;
  });

  // Whether the photographs are fit, each by itself and for each other.
  result.before.quality = check_capture(skins_before, scale, stages.quality, pose_of(scene.face, before));
  result.after.quality = check_capture(skins_after, scale, stages.quality, pose_of(face_after, after));
  result.after.quality.blur_sigma_px *= enlarged;
  report("before", result.before.quality, result.reasons);
  report("after", result.after.quality, result.reasons);
  append(check_pose(result.before.quality.pose, result.after.quality.pose, options.comparability), result.reasons);
  append(check_focus(result.before.quality.blur_sigma_px, result.after.quality.blur_sigma_px / enlarged, scale,
                     options.comparability),
         result.reasons);

  // One blur, one mask; whether the skins are fit for each other.
  std::vector<std::string> faults(count);
  for_each_region(count, [&](std::size_t i) {
    ComparedRegion& region = result.regions[i];
    faults[i] = alignment_fault(region.alignment, options.align);
    if (!faults[i].empty()) return;
    region.matching = match_skins(skins_before[i], skins_after[i], scale, stages.skin.background_mm);
    faults[i] = coverage_fault(skins_before[i], options.comparability);
  });
  std::vector<MatchedRegion> matched;
  for (std::size_t i = 0; i < count; ++i) {
    if (faults[i].empty()) matched.push_back({skins_before[i], skins_after[i], result.regions[i].matching});
  }
  const SkinCheck skin_check = check_skin(matched, options.comparability);
  append(skin_check.faults, result.reasons);
  if (!result.reasons.empty() && !options.accept_quality) {
    result.comparable = false;
    result.regions.clear();
    return result;
  }

  // Pores found once on both, measured at the same places; change with its interval and verdict.
  for_each_region(count, [&](std::size_t i) {
    ComparedRegion& region = result.regions[i];
    if (!faults[i].empty()) {
      region.verdict = {"not comparable", faults[i]};
      return;
    }
    region.pores =
        measure_pairs(skins_before[i], skins_after[i], region.matching, region.alignment.grid, scale, stages.segment);
    const MatchedBlur blur = matched_blur(region.matching, scale);
    region.before = summarize_pairs(region.region.name, region.pores, blur, Visit::before, skins_before[i], scale);
    region.after = summarize_pairs(region.region.name, region.pores, blur, Visit::after, skins_after[i], scale);
    region.change = estimate_change(region.pores, blur, skins_before[i].roi.tl(), scale, options.estimate);
    if (const auto known = options.smallest_detectable_change.find(region.region.name);
        known != options.smallest_detectable_change.end()) {
      region.smallest_detectable_change = known->second;
    }
    region.verdict = judge(region.change.front(), region.smallest_detectable_change);
  });

  // What was compared at all.
  append(skin_check.notes, result.reasons);
  if (same) result.reasons.emplace_back("both photographs are the same file: there is no change to find");
  double compared_px = 0, region_px = 0;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < count; ++i) {
    ComparedRegion& region = result.regions[i];
    region.before.name = region.after.name = region.region.name;
    region.alignment.after_from_before.release();
    region.alignment.aligned.release();
    region_px += skins_before[i].region_px;
    if (region.change.empty()) {
      result.reasons.push_back(region.region.name + ": " + region.verdict.reason);
      continue;
    }
    compared_px += region.alignment.overlap * skins_before[i].region_px;
    residuals.push_back(region.alignment.residual_mm);
  }
  result.overlap = region_px > 0 ? compared_px / region_px : 0;
  result.comparable = !residuals.empty();
  if (!residuals.empty()) {
    std::sort(residuals.begin(), residuals.end());
    result.residual_mm = residuals[residuals.size() / 2];
  }
  return result;
}

const char* version() { return POREVIS_VERSION; }

}  // namespace porevis
