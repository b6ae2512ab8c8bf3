// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <type_traits>

#include "porevis/normalize.hpp"
#include "porevis/pipeline.hpp"

namespace porevis {
namespace {

using Json = nlohmann::ordered_json;

/// The record of options, nested as they are. Of a path only the file name: the rest tells of the machine.
template <OptionsStruct Options>
Json record(const Options& options) {
  Json json = Json::object();
  const auto add = [&](const auto& f) {
    const auto& value = options.*f.member;
    using T = std::remove_cvref_t<decltype(value)>;
    if constexpr (OptionsStruct<T>) {
      json[f.name] = record(value);
    } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
      json[f.name] = value.filename().string();
    } else {
      json[f.name] = value;
    }
  };
  std::apply([&](const auto&... f) { (add(f), ...); }, Options::fields());
  return json;
}

/// All options that a result follows from: how the photograph was read, and how it was measured or compared.
template <OptionsStruct Options>
Json record(const ReadOptions& read, const Options& options) {
  Json json = {{"read", record(read)}};
  json.update(record(options));
  return json;
}

Json record(const PhotoRecord& photo) {
  Json json = {
      {"file", photo.file}, {"sha256", photo.sha256}, {"width_px", photo.width_px}, {"height_px", photo.height_px}};
  if (!photo.format.empty()) json["format"] = photo.format;
  if (!photo.colour.empty()) json["colour"] = photo.colour;
  return json;
}

Json record(const Scale& scale) {
  const auto brief = [](const Scale& s) {
    return Json{{"px_per_mm", s.px_per_mm},
                {"relative_uncertainty", s.relative_uncertainty},
                {"source", s.source},
                {"reading_uncertainty", s.reading_uncertainty}};
  };
  Json json = brief(scale);
  json["others"] = Json::array();
  for (const Scale& other : scale.others) json["others"].push_back(brief(other));
  json["notes"] = scale.notes;
  return json;
}

Json record(const CaptureQuality& quality) {
  return {{"fit", quality.fit},
          {"reasons", quality.reasons},
          {"blur_sigma_px", quality.blur_sigma_px},
          {"noise", quality.noise},
          {"clipped_fraction", quality.clipped_fraction},
          {"glare_fraction", quality.glare_fraction},
          {"pose",
           {{"yaw_deg", quality.pose.yaw_deg},
            {"pitch_deg", quality.pose.pitch_deg},
            {"roll_deg", quality.pose.roll_deg},
            {"view", quality.pose.view}}}};
}

/// A figure: a number, a text, a list of figures, or figures by name.
template <class T>
Json figures(const T& value) {
  if constexpr (SummaryStruct<T>) {
    Json json = Json::object();
    std::apply([&](const auto&... f) { ((json[f.name] = figures(value.*f.member)), ...); }, T::figures());
    return json;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return value;
  } else {
    Json list = Json::array();
    for (const auto& item : value) list.push_back(figures(item));
    return list;
  }
}

Json record(const RegionSummary& summary) {
  Json json = {{"name", summary.name}};
  json.update(figures(summary));
  return json;
}

Json record(const ComparedPhoto& photo) {
  return {{"photo", record(photo.photo)}, {"scale", record(photo.scale)}, {"quality", record(photo.quality)}};
}

Json record(const Alignment& alignment) {
  return {{"residual_mm", alignment.residual_mm},
          {"residual_p90_mm", alignment.residual_p90_mm},
          {"overlap", alignment.overlap},
          {"correlation", alignment.correlation}};
}

Json record(const ComparedRegion& region) {
  Json change = Json::object();
  for (const Change& c : region.change) change[c.measure] = {{"relative", c.relative}, {"ci95", c.ci95}};
  const auto count = [&](PorePair::Status status) {
    return std::ranges::count(region.pores, status, &PorePair::status);
  };
  return {{"name", region.region.name},
          {"before", record(region.before)},
          {"after", record(region.after)},
          {"change", change},
          {"pores",
           {{"matched", count(PorePair::Status::matched)},
            {"vanished", count(PorePair::Status::vanished)},
            {"appeared", count(PorePair::Status::appeared)}}},
          {"verdict", region.verdict.verdict},
          {"reason", region.verdict.reason},
          {"expected_false", region.expected_false},
          {"colour_share", region.colour_share},
          {"smallest_detectable_change", region.smallest_detectable_change},
          {"alignment", record(region.alignment)},
          {"matching",
           {{"blur_before_px", region.matching.blur_before_px},
            {"blur_after_px", region.matching.blur_after_px},
            {"blur_px", region.matching.blur_px},
            {"likeness", region.matching.likeness},
            {"detail_ratio", region.matching.detail_ratio},
            {"shine_difference", region.matching.shine_difference}}}};
}

Json record(const Affine& map) { return {{map(0, 0), map(0, 1), map(0, 2)}, {map(1, 0), map(1, 1), map(1, 2)}}; }

Json record(const cv::Vec3d& values) { return {values[0], values[1], values[2]}; }

Json record(cv::Point2d place) { return {place.x, place.y}; }

Json record(const MapGrid& grid) {
  Json x = Json::array(), y = Json::array();
  for (int r = 0; r < grid.nodes.rows; ++r) {
    Json row_x = Json::array(), row_y = Json::array();
    for (int c = 0; c < grid.nodes.cols; ++c) {
      row_x.push_back(grid.nodes.at<cv::Vec2f>(r, c)[0]);
      row_y.push_back(grid.nodes.at<cv::Vec2f>(r, c)[1]);
    }
    x.push_back(row_x);
    y.push_back(row_y);
  }
  return {{"origin", record(grid.origin)}, {"step", record(grid.step)}, {"x", x}, {"y", y}};
}

Json record(const NormalizedLike& like) {
  return {{"photo", record(like.photo)},
          {"scale", record(like.scale)},
          {"normalized_from_photo", record(like.normalized_from_photo)},
          {"alignment", record(like.alignment)}};
}

/// Numbers that are not finite become null; bytes of a file name that are no UTF-8 become U+FFFD.
std::string text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string to_json(const Measurement& measurement) {
  Json regions = Json::array();
  for (const MeasuredRegion& region : measurement.regions) regions.push_back(record(region.summary));
  return text({{"schema", "porevis.measurement/1"},
               {"version", version()},
               {"photo", record(measurement.photo)},
               {"scale", record(measurement.scale)},
               {"quality", record(measurement.quality)},
               {"options", record(measurement.photo.read, measurement.options)},
               {"regions", regions}});
}

std::string to_json(const Comparison& comparison) {
  Json regions = Json::array();
  for (const ComparedRegion& region : comparison.regions) regions.push_back(record(region));
  return text({{"schema", "porevis.comparison/1"},
               {"version", version()},
               {"comparable", comparison.comparable},
               {"reasons", comparison.reasons},
               {"before", record(comparison.before)},
               {"after", record(comparison.after)},
               {"alignment", {{"residual_mm", comparison.residual_mm}, {"overlap", comparison.overlap}}},
               {"options", record(comparison.before.photo.read, comparison.options)},
               {"regions", regions}});
}

std::string to_json(const Normalization& normalization) {
  // Four nodes are an affine map, which normalized_from_photo tells already.
  const bool dense = normalization.like && normalization.like->photo_from_normalized.nodes.total() > 4;
  const Flattening& flattening = normalization.flattening;
  return text(
      {{"schema", "porevis.normalization/1"},
       {"version", version()},
       {"comparable", normalization.comparable},
       {"reasons", normalization.reasons},
       {"photo", record(normalization.photo)},
       {"scale", record(normalization.scale)},
       {"like", normalization.like ? record(*normalization.like) : Json()},
       {"picture",
        {{"width_px", normalization.pixels.cols},
         {"height_px", normalization.pixels.rows},
         {"px_per_mm", normalization.px_per_mm},
         {"bits", 16},
         {"colour", "sRGB"},
         {"outside_fraction", normalization.outside_fraction}}},
       {"geometry",
        {{"resampling", "once, Lanczos of three lobes, in linear light"},
         {"normalized_from_photo", record(normalization.normalized_from_photo)},
         {"exact", !dense},
         {"photo_from_normalized", dense ? record(normalization.like->photo_from_normalized) : Json()}}},
       {"colour",
        {{"matched", normalization.options.picture.match_colour}, {"gains", record(normalization.colour_gains)}}},
       {"flattening",
        {{"light_mm", normalization.options.picture.light_mm},
         {"level", flattening.level},
         {"gain", {flattening.gain_low, flattening.gain_high}},
         {"skin_fraction", flattening.skin_fraction},
         {"clipped_fraction", flattening.clipped_fraction}}},
       {"options", record(normalization.options)}});
}

}  // namespace porevis
