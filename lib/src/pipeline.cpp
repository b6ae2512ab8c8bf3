// SPDX-License-Identifier: Apache-2.0
#include "porevis/pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <sstream>

#include "scene.hpp"

namespace porevis {
namespace {

/// The region's pixels whose skin does not turn too far away from the camera.
cv::Mat skin_mask(const Region& region, cv::Rect roi, const FaceSurface& surface, const MeasureOptions& options) {
  const cv::Mat mask = region_mask(region, roi);
  if (surface.empty()) return mask;
  return mask & (facing(surface, roi) >= std::cos(options.curvature.max_tilt_deg * CV_PI / 180));
}

/// A region's flattened skin, with its blur and noise.
/// @param channels  what darkness is read from.
/// @param enlarged  px of the camera / px of the map.
SkinMap flatten(const cv::Mat& linear, const cv::Mat& region, cv::Rect roi, const Scale& scale,
                const MeasureOptions& options, const cv::Vec3d& channels, double enlarged = 1) {
  SkinMap skin = normalize_skin(linear, region, roi, scale, options.skin, channels);
  recognize_marks(skin, options.skin);
  skin.sharpness = measure_sharpness(skin.darkness, skin.measurable, scale.px_per_mm);
  const DeviceProfile& device = options.scale.device;
  if (const double known_px = options.blur_sigma_px > 0 ? options.blur_sigma_px : device.blur_sigma_px; known_px > 0) {
    skin.sharpness.blur_sigma_px = known_px / enlarged;
    skin.sharpness.given = true;
  }
  mask_out_of_focus(skin, scale, options.quality.max_blur_mm);
  return skin;
}

SkinMap flatten_region(const Photo& photo, const Region& region, const Scene& scene, const MeasureOptions& options,
                       const cv::Vec3d& channels) {
  const cv::Rect roi = bounds_with_margin(photo, region, scene.scale);
  const cv::Mat mask = skin_mask(region, roi, scene.surface, options);
  SkinMap skin = flatten(linear_light(photo, roi), mask, roi, scene.scale, options, channels);
  skin.surface = scene.surface;
  skin.turned_away = 1 - skin.region_px / std::max(1, cv::countNonZero(region_mask(region, roi)));
  return skin;
}

/// Runs over regions side by side; each works on its own data, so the result is that of one after the other.
template <class Work>
void for_each_region(std::size_t count, const Work& work) {
  if (count == 1) return work(0);  // a single region leaves the threads to the stages
  cv::parallel_for_({0, static_cast<int>(count)}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) work(static_cast<std::size_t>(i));
  });
}

std::vector<SkinMap> flatten_regions(const Scene& scene, const MeasureOptions& options) {
  std::vector<SkinMap> skins(scene.regions.size());
  for_each_region(skins.size(), [&](std::size_t i) {
    skins[i] = flatten_region(scene.photo, scene.regions[i], scene, options, kGreen);
  });
  return skins;
}

/// Blur of the photograph for one region: its own where it has enough skin to tell, else that of the photograph.
double blur_of(const SkinMap& skin, const CaptureQuality& quality) {
  if (!std::isnan(skin.sharpness.blur_sigma_px)) return skin.sharpness.blur_sigma_px;
  return std::isnan(quality.blur_sigma_px) ? 0 : quality.blur_sigma_px;
}

/// Area of a polygon, px2.
double area_px(const Polygon& outline) {
  double twice = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) twice += outline[i].cross(outline[(i + 1) % outline.size()]);
  return std::abs(twice) / 2;
}

/// The region's corners where they lie in the after photograph.
Polygon carry_over(const Polygon& outline, const MapGrid& after_from_before) {
  Polygon carried;
  for (const cv::Point2d& corner : outline) carried.push_back(after_from_before(corner));
  return carried;
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

/// What the photographs' scales say of themselves and, beside the alignment, of each other.
std::vector<std::string> notes_on_scales(const Comparison& result) {
  std::vector<std::string> notes;
  for (const std::string& note : result.before.scale.notes) notes.push_back("before: " + note);
  for (const std::string& note : result.after.scale.notes) notes.push_back("after: " + note);
  if (result.after.scale.source == "alignment") return notes;
  double magnification = 0, aligned = 0;  // of the regions' outlines, mean of their logarithms
  for (const ComparedRegion& region : result.regions) {
    const double before = area_px(region.region.outline), after = area_px(region.outline_after);
    if (region.change.empty() || !(before > 0 && after > 0)) continue;
    magnification += std::log(after / before) / 2;
    ++aligned;
  }
  if (aligned == 0) return notes;
  const std::string fault =
      scale_disagreement(result.before.scale, result.after.scale, std::exp(magnification / aligned));
  if (!fault.empty()) notes.push_back(fault);
  return notes;
}

/// Adds a photograph's faults to the comparison's reasons.
void report(const char* which, const CaptureQuality& quality, std::vector<std::string>& reasons) {
  for (const std::string& reason : quality.reasons) reasons.push_back(std::string(which) + ": " + reason);
}

}  // namespace

std::vector<Region> find_regions(const Photo& photo, const MeasureOptions& options) {
  check(options);
  if (options.regions_given()) return regions_in(photo, std::nullopt, options);
  return regions_in(photo, locate_face(photo, options.given_face, options.face), options);
}

std::vector<SkinMap> map_skin(const Photo& photo, const MeasureOptions& options) {
  check(options);
  const Scene scene = find_scene(photo, options);
  return flatten_regions(scene, options);
}

Measurement measure_photo(const Photo& photo, const MeasureOptions& options) {
  check(options);
  // The photograph in true colour, where the skin is, and how large a millimetre of it.
  const Scene scene = find_scene(photo, options);
  const std::size_t count = scene.regions.size();

  // How dark each point is against the pore-free skin around it.
  const std::vector<SkinMap> skins = flatten_regions(scene, options);

  // Whether the photograph is fit to measure.
  Measurement result{
      record(photo), scene.scale, check_capture(skins, scene.scale, options.quality, pose_of(scene.face)), options, {}};

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

Comparison compare_photos(const Photo& first, const Photo& second, const CompareOptions& options) {
  check(options);
  const MeasureOptions& stages = options.measure;
  Comparison result;
  result.options = options;
  result.before.photo = record(first);
  result.after.photo = record(second);
  const auto refuse = [&result](std::string reason) {
    result.comparable = false;
    result.reasons.push_back(std::move(reason));
    return result;
  };

  // The photographs in true colour, where the skin is, and how large a millimetre of it; regions and scale are those of
  // the before photograph.
  const Scene scene = find_scene(first, stages);
  const Photo &before = scene.photo, after = in_true_colour(second, stages);
  const Scale& scale = result.before.scale = scene.scale;
  const std::size_t count = scene.regions.size();
  std::optional<Face> face_after;
  if (scene.face) face_after = locate_face(after, options.given_face_after, stages.face);

  // How the after photograph lies on the before photograph, coarsely.
  const bool same = before.sha256 == after.sha256;
  const std::optional<Affine> coarse = align_coarsely(before, after, scene, face_after);
  if (!coarse) return refuse(explain_no_alignment(before, after, bounds_of_all(before, scene), scale));
  const double enlarged = magnification(*coarse);
  result.after.scale = scale_of_after(after, face_after, scale, enlarged, stages);
  result.reasons = check_geometry(*coarse, options.comparability);
  if (!result.reasons.empty()) {  // not to be gone on with: the same skin would not lie under the same pixels
    result.comparable = false;
    return result;
  }

  // Both skins on the before photograph's pixels, the light taken out; darkness of what all files keep, luma.
  std::vector<SkinMap> skins_before(count), skins_after(count);
  result.regions.resize(count);
  for_each_region(count, [&](std::size_t i) {
    ComparedRegion& region = result.regions[i];
    region.region = scene.regions[i];
    skins_before[i] = flatten_region(before, region.region, scene, stages, kLuma);
    region.alignment = same ? unmoved(skins_before[i])
                            : align_region(skins_before[i], after, *coarse, scale, stages.skin, options.align);
    region.alignment.grid = thin_map(region.alignment.after_from_before, skins_before[i].roi.tl(), scale.px(1));
    region.outline_after = carry_over(region.region.outline, region.alignment.grid);
    skins_after[i] =
        flatten(resample_linear(after, region.alignment.after_from_before),
                skin_mask(region.region, skins_before[i].roi, scene.surface, stages) & region.alignment.aligned,
                skins_before[i].roi, scale, stages, kLuma, enlarged);
    skins_after[i].surface = skins_before[i].surface;
    skins_after[i].turned_away = skins_before[i].turned_away;
  });

  // Whether the photographs are fit, each by itself and for each other.
  result.before.quality = check_capture(skins_before, scale, stages.quality, pose_of(scene.face));
  result.after.quality = check_capture(skins_after, scale, stages.quality, pose_of(face_after));
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
    const MatchedSkins matching = matched_skins(region.matching, scale);
    region.before = summarize_pairs(region.region.name, region.pores, matching, Visit::before, skins_before[i], scale);
    region.after = summarize_pairs(region.region.name, region.pores, matching, Visit::after, skins_after[i], scale);
    region.expected_false = expected_false(region.pores);
    region.colour_share = colour_share(region.pores);
    region.change = estimate_change(region.pores, matching, skins_before[i].roi.tl(), scale, options.estimate);
    if (const auto known = options.smallest_detectable_change.find(region.region.name);
        known != options.smallest_detectable_change.end()) {
      region.smallest_detectable_change = known->second;
    }
    region.verdict = skin_check.other_light.empty() ? judge(region.change.front(), region.smallest_detectable_change)
                                                    : Verdict{"not comparable", skin_check.other_light};
  });

  // What to mind, and what was compared at all.
  append(skin_check.notes, result.reasons);
  append(notes_on_scales(result), result.reasons);
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
