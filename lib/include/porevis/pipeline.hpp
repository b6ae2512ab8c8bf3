// SPDX-License-Identifier: Apache-2.0
/// The method: measure one photograph, compare two.
#pragma once

#include <limits>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "porevis/change/align.hpp"
#include "porevis/change/comparability.hpp"
#include "porevis/change/estimate.hpp"
#include "porevis/change/match.hpp"
#include "porevis/change/paired.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/face.hpp"
#include "porevis/photo/photo.hpp"
#include "porevis/photo/region.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/pores/measures.hpp"
#include "porevis/pores/segment.hpp"
#include "porevis/skin/focus.hpp"
#include "porevis/skin/quality.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// Everything that can be set for one photograph.
struct MeasureOptions {
  double px_per_mm = 0;            ///< 0: from another source, see ScaleOptions.
  double blur_sigma_px = 0;        ///< the camera's blur, from measure_edge_blur(); 0: estimated from the skin.
  bool whole = false;              ///< the whole picture is skin; one region named `whole`.
  std::vector<Region> regions;     ///< empty: from the face (unless whole).
  std::optional<Face> given_face;  ///< landmarks known, from read_landmarks(); empty: the face is searched.
  FaceOptions face;
  RegionOptions region;
  ScaleOptions scale;
  CurvatureOptions curvature;
  QualityOptions quality;
  SkinOptions skin;
  SegmentOptions segment;

  /// Whether no face is needed to tell where the skin is.
  [[nodiscard]] bool regions_given() const { return whole || !regions.empty(); }

  static constexpr auto fields() {
    using O = MeasureOptions;
    return std::tuple{
        field("px_per_mm", &O::px_per_mm, 0, 500, "scale, px/mm; 0: from another source"),
        field("blur_sigma_px", &O::blur_sigma_px, 0, 20, "the camera's blur, sigma in px; 0: estimated from the skin"),
        field("whole", &O::whole, "the whole picture is skin"),
        field("face", &O::face, "the search for the face"),
        field("region", &O::region, "the regions of the face"),
        field("scale", &O::scale, "the other sources of the scale"),
        field("curvature", &O::curvature, "how the skin of a face turns away from the camera"),
        field("quality", &O::quality, "the capture check"),
        field("skin", &O::skin, "taking out the light"),
        field("segment", &O::segment, "finding pores"),
    };
  }
};

/// The pores and figures of one region.
struct MeasuredRegion {
  Region region;
  RegionSummary summary;
  std::vector<Pore> pores;
  cv::Rect roi;        ///< where the maps lie in the photograph, px.
  cv::Mat labels;      ///< CV_32S over the roi: the id of the pore that each pixel shows, as photographed; 0 for skin.
  cv::Mat measurable;  ///< CV_8U over the roi: 255 where skin was measured.
  Pigment pigment;     ///< melanin and haemoglobin, at SkinMap::working_px_per_mm.
};

/// What a photograph was and how it was read: the record that every output carries.
struct PhotoRecord {
  std::string file;  ///< name without folder.
  std::string sha256;
  int width_px = 0;
  int height_px = 0;
  std::string format{};  ///< of the file; empty for an array.
  std::string colour{};  ///< what its numbers were taken for; empty for an array.
  ReadOptions read{};    ///< stands among the options of an output.
};

/// What measure_photo() gives.
struct Measurement {
  PhotoRecord photo;
  Scale scale;
  CaptureQuality quality;
  MeasureOptions options;
  std::vector<MeasuredRegion> regions;
};

/// Everything that can be set for a comparison.
struct CompareOptions {
  MeasureOptions measure;  ///< regions, given_face, px_per_mm, ruler and ticks are those of the before photograph.
  std::optional<Face> given_face_after;  ///< landmarks of the after photograph; empty: the face is searched.
  AlignOptions align;
  ComparabilityOptions comparability;
  EstimateOptions estimate;
  bool accept_quality = false;  ///< go on with photographs that are not fit.
  /// Of each region, what a change of visibility must exceed to count: from repeated photographs; relative.
  std::map<std::string, double> smallest_detectable_change;

  static constexpr auto fields() {
    using O = CompareOptions;
    return std::tuple{
        field("measure", &O::measure, "each photograph by itself"),
        field("align", &O::align, "bringing the after photograph onto the before photograph"),
        field("comparability", &O::comparability, "whether the photographs may be compared"),
        field("estimate", &O::estimate, "change and interval"),
        field("accept_quality", &O::accept_quality, "go on with photographs that are not fit"),
    };
  }
};

/// One region before and after.
struct ComparedRegion {
  Region region;          ///< in the before photograph.
  Polygon outline_after;  ///< the same skin in the after photograph, px; empty where it could not be aligned.
  Alignment alignment;    ///< without its maps.
  Matching matching;
  RegionSummary before;
  RegionSummary after;
  std::vector<Change> change;  ///< visibility, diameter, density, area_fraction, contrast; empty where not comparable.
  std::vector<PorePair> pores;
  double expected_false = 0;                                                     ///< see expected_false().
  double colour_share = 0;                                                       ///< see colour_share().
  double smallest_detectable_change = std::numeric_limits<double>::quiet_NaN();  ///< NaN where not known.
  Verdict verdict;
};

/// One of the two photographs of a comparison.
struct ComparedPhoto {
  PhotoRecord photo;
  Scale scale;
  CaptureQuality quality;
};

/// What compare_photos() gives.
struct Comparison {
  ComparedPhoto before;
  ComparedPhoto after;
  bool comparable = true;            ///< false: no region was compared; reasons tell why.
  std::vector<std::string> reasons;  ///< why not, or what to mind; one line each.
  double residual_mm = 0;            ///< median forward-backward error of the alignment over the compared regions.
  double overlap = 0;                ///< share of the regions' measurable skin seen in both, 0..1.
  CompareOptions options;
  std::vector<ComparedRegion> regions;
};

/// The regions that measure_photo() measures: those given, or those of the face.
/// @throws  as measure_photo().
[[nodiscard]] std::vector<Region> find_regions(const Photo& photo, const MeasureOptions& options = {});

/// The flattened skin of a photograph, one map a region: the first half of measure_photo(), for those who go on by
/// themselves. @throws  as measure_photo().
[[nodiscard]] std::vector<SkinMap> map_skin(const Photo& photo, const MeasureOptions& options = {});

/// Measures the pores of a photograph, region by region.
/// @throws InputError      no face, no scale; ParameterError: an option is out of its range.
[[nodiscard]] Measurement measure_photo(const Photo& photo, const MeasureOptions& options = {});

/// Measures how the pores of the same skin changed between two photographs.
/// Photographs not fit to compare give a Comparison with comparable = false and the reasons, not an exception.
/// @throws InputError      no face, no scale; ParameterError: an option is out of its range.
[[nodiscard]] Comparison compare_photos(const Photo& before, const Photo& after, const CompareOptions& options = {});

/// The result as JSON, schema porevis.measurement/1 or porevis.comparison/1.
[[nodiscard]] std::string to_json(const Measurement& measurement);
[[nodiscard]] std::string to_json(const Comparison& comparison);

/// The version of porevis.
[[nodiscard]] const char* version();

}  // namespace porevis
