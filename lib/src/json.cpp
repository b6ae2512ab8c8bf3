// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <type_traits>

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
    } else if constexpr (std::is_same_v<T, std::string>) {
      json[f.name] = std::filesystem::path(value).filename().string();
    } else {
      json[f.name] = value;
    }
  };
  std::apply([&](const auto&... f) { (add(f), ...); }, Options::fields());
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
  return {
      {"px_per_mm", scale.px_per_mm}, {"relative_uncertainty", scale.relative_uncertainty}, {"source", scale.source}};
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
            {"roll_deg", quality.pose.roll_deg}}}};
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
          {"smallest_detectable_change", region.smallest_detectable_change},
          {"alignment",
           {{"residual_mm", region.alignment.residual_mm},
            {"residual_p90_mm", region.alignment.residual_p90_mm},
            {"overlap", region.alignment.overlap},
            {"correlation", region.alignment.correlation}}},
          {"matching",
           {{"blur_before_px", region.matching.blur_before_px},
            {"blur_after_px", region.matching.blur_after_px},
            {"blur_px", region.matching.blur_px},
            {"likeness", region.matching.likeness},
            {"detail_ratio", region.matching.detail_ratio},
            {"shine_difference", region.matching.shine_difference}}}};
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
               {"options", record(measurement.options)},
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
               {"options", record(comparison.options)},
               {"regions", regions}});
}

}  // namespace porevis
