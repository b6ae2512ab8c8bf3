// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "porevis/pipeline.hpp"

namespace porevis {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  for (const auto& item : json.items()) names.push_back(item.key());
  return names;
}

/// Paths of all leaves of the options, read independently of the writer.
template <OptionsStruct Options>
void expect_recorded(const Options& options, const Json& json) {
  const auto expect_one = [&](const auto& f) {
    ASSERT_TRUE(json.contains(f.name)) << f.name;
    const auto& value = options.*f.member;
    using T = std::remove_cvref_t<decltype(value)>;
    if constexpr (OptionsStruct<T>) {
      expect_recorded(value, json.at(f.name));
    } else {
      EXPECT_EQ(json.at(f.name).template get<T>(), value) << f.name;
    }
  };
  std::apply([&](const auto&... f) { (expect_one(f), ...); }, Options::fields());
}

Measurement measurement() {
  Measurement m;
  m.photo = {"face.jpg", std::string(64, 'a'), 30, 20};
  m.scale = {20, 0.06, "eye distance"};
  m.quality.reasons = {"too dark"};
  m.regions.resize(1);
  RegionSummary& summary = m.regions[0].summary;
  summary.name = "nose";
  summary.visibility = 0.25;
  summary.diameter_mm = {1, 2, 3, {{0.5, 10}, {0.25, 20}}};
  summary.density_curve = {{0, 30}, {0.5, 10}};
  summary.nearest_neighbour_mm = {0.5, std::nan("")};
  return m;
}

Comparison comparison() {
  Comparison c;
  c.before.photo.file = "a.jpg";
  c.after.photo.file = "b.jpg";
  c.residual_mm = 0.01;
  c.overlap = 0.9;
  c.regions.resize(1);
  ComparedRegion& region = c.regions[0];
  region.region.name = "chin";
  region.change = {{.measure = "visibility", .relative = -0.25, .ci95 = {-0.5, -0.125}},
                   {.measure = "diameter", .relative = std::nan(""), .ci95 = {std::nan(""), 0}}};
  for (const auto status : {PorePair::Status::matched, PorePair::Status::matched, PorePair::Status::appeared}) {
    region.pores.emplace_back().status = status;
  }
  region.verdict = {"decreased", "the interval lies below 0"};
  return c;
}

TEST(JsonTest, MeasurementHasTheAgreedNames) {
  const Json json = Json::parse(to_json(measurement()));
  EXPECT_THAT(keys(json), ElementsAre("schema", "version", "photo", "scale", "quality", "options", "regions"));
  EXPECT_EQ(json["schema"], "porevis.measurement/1");
  EXPECT_EQ(json["version"], version());
  EXPECT_THAT(keys(json["photo"]), ElementsAre("file", "sha256", "width_px", "height_px"));
  EXPECT_THAT(keys(json["scale"]), ElementsAre("px_per_mm", "relative_uncertainty", "source"));
  EXPECT_THAT(keys(json["quality"]),
              ElementsAre("fit", "reasons", "blur_sigma_px", "noise", "clipped_fraction", "glare_fraction", "pose"));
  EXPECT_EQ(json["quality"]["reasons"], Json({"too dark"}));
  const Json& summary = json["regions"].at(0);
  EXPECT_THAT(keys(summary),
              ElementsAre("name", "area_mm2", "pore_count", "density_per_cm2", "area_fraction", "visibility",
                          "contrast_mean", "diameter_mm", "elongation_mean", "density_curve", "nearest_neighbour_mm",
                          "roughness", "coverage", "curvature", "melanin_index", "redness"));
  EXPECT_EQ(summary["visibility"], 0.25);
  EXPECT_EQ(summary["diameter_mm"].dump(),
            R"({"mean":1.0,"median":2.0,"p90":3.0,"size_distribution":[)"
            R"({"diameter_mm":0.5,"density_per_cm2":10.0},{"diameter_mm":0.25,"density_per_cm2":20.0}]})");
  EXPECT_EQ(summary["density_curve"].dump(), R"([{"diameter_contrast_mm":0.0,"density_per_cm2":30.0},)"
                                             R"({"diameter_contrast_mm":0.5,"density_per_cm2":10.0}])");
  EXPECT_EQ(summary["nearest_neighbour_mm"].dump(), R"({"median":0.5,"clark_evans":null})");
}

TEST(JsonTest, ComparisonHasTheAgreedNames) {
  const Json json = Json::parse(to_json(comparison()));
  EXPECT_EQ(json["schema"], "porevis.comparison/1");
  EXPECT_EQ(json["comparable"], true);
  EXPECT_EQ(json["before"]["photo"]["file"], "a.jpg");
  EXPECT_EQ(json["after"]["photo"]["file"], "b.jpg");
  EXPECT_THAT(keys(json["before"]), ElementsAre("photo", "scale", "quality"));
  EXPECT_EQ(json["alignment"]["residual_mm"], 0.01);
  EXPECT_EQ(json["alignment"]["overlap"], 0.9);
  const Json& region = json["regions"].at(0);
  EXPECT_EQ(region["name"], "chin");
  EXPECT_EQ(region["change"]["visibility"]["relative"], -0.25);
  EXPECT_EQ(region["change"]["visibility"]["ci95"], Json({-0.5, -0.125}));
  EXPECT_EQ(region["pores"], Json({{"matched", 2}, {"vanished", 0}, {"appeared", 1}}));
  EXPECT_EQ(region["verdict"], "decreased");
  EXPECT_EQ(region["reason"], "the interval lies below 0");
}

TEST(JsonTest, NumbersThatAreNotFiniteBecomeNull) {
  Measurement m = measurement();
  m.quality.blur_sigma_px = std::nan("");
  m.quality.noise = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(Json::parse(to_json(m))["quality"]["blur_sigma_px"].is_null());
  EXPECT_TRUE(Json::parse(to_json(m))["quality"]["noise"].is_null());
  const Json region = Json::parse(to_json(comparison()))["regions"].at(0);
  EXPECT_TRUE(region["change"]["diameter"]["relative"].is_null());
  EXPECT_TRUE(region["change"]["diameter"]["ci95"].at(0).is_null());
  EXPECT_EQ(region["change"]["diameter"]["ci95"].at(1), 0);
}

TEST(JsonTest, EveryOptionIsRecorded) {
  Comparison c = comparison();
  c.options.measure.segment.min_contrast = 0.0625;
  c.options.estimate.seed = 18446744073709551615ULL;
  c.options.accept_quality = true;
  expect_recorded(c.options, Json::parse(to_json(c))["options"]);
}

TEST(JsonTest, OfAPathOnlyTheFileNameIsRecorded) {
  Measurement m = measurement();
  m.options.face.model = "/home/somebody/models/landmarks.dat";
  EXPECT_EQ(Json::parse(to_json(m))["options"]["face"]["model"], "landmarks.dat");
}

TEST(JsonTest, FileNamesMayHoldAnyBytes) {
  Measurement m = measurement();
  m.photo.file = "caf\xe9 \"1\"\n.jpg";
  EXPECT_EQ(Json::parse(to_json(m))["photo"]["file"], "caf\xEF\xBF\xBD \"1\"\n.jpg");
}

}  // namespace
}  // namespace porevis
