// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>

#include "photo/file.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using nlohmann::json;

constexpr std::uintmax_t max_file_bytes = 16 << 20;
constexpr int max_depth = 5;  // file, regions, region, keep_out, polygon, corner

/// Reads what the file says; check_regions() tells whether it makes sense.
class Reader {
 public:
  explicit Reader(std::string file) : where_(file + ": "), file_(std::move(file)) {}

  std::vector<Region> read(const Bytes& bytes) {
    const json root = parse(bytes);
    expect_keys(root, {"regions"});
    const json& list = member(root, "regions");
    if (!list.is_array() || list.empty()) refuse("`regions` is no list of at least one region", "add a region");
    std::vector<Region> regions;
    for (const json& item : list) {
      where_ = file_ + ": region " + std::to_string(regions.size() + 1) + ": ";
      regions.push_back(read_region(item));
    }
    return regions;
  }

 private:
  [[noreturn]] void refuse(const std::string& wrong, const std::string& mend) const {
    throw InputError(where_ + wrong + "; " + mend);
  }

  [[nodiscard]] json parse(const Bytes& bytes) const {
    try {
      return json::parse(bytes.begin(), bytes.end(), [this](int depth, json::parse_event_t, const json&) {
        if (depth > max_depth + 1) refuse("is nested too deeply", "write it as the documentation shows");
        return true;
      });
    } catch (const json::exception& problem) {
      const std::string_view text = problem.what();  // "[json.exception.parse_error.101] parse error at line 1, ..."
      refuse("no JSON: " + std::string(text.substr(std::min(text.find("] ") + 2, text.size()))), "correct it there");
    }
  }

  void expect_keys(const json& object, std::initializer_list<std::string_view> allowed) const {
    if (!object.is_object()) refuse("no object in braces", "write it as the documentation shows");
    for (const auto& [key, value] : object.items()) {
      if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
        refuse("unknown key `" + key + '`', "correct or remove it");
      }
    }
  }

  [[nodiscard]] const json& member(const json& object, const char* key) const {
    const auto found = object.find(key);
    if (found == object.end()) refuse(std::string("`") + key + "` is missing", "add it");
    return *found;
  }

  Region read_region(const json& item) {
    expect_keys(item, {"name", "outline", "keep_out"});
    Region region{.name = read_name(member(item, "name")), .outline = {}, .keep_out = {}};
    region.outline = read_polygon(member(item, "outline"));
    if (const auto found = item.find("keep_out"); found != item.end()) {
      if (!found->is_array()) refuse("`keep_out` is no list of polygons", "write [[[x, y], ...], ...]");
      for (const json& polygon : *found) region.keep_out.push_back(read_polygon(polygon));
    }
    return region;
  }

  [[nodiscard]] std::string read_name(const json& value) const {
    if (!value.is_string()) refuse("`name` is no text", "write it in quotation marks");
    return value.get<std::string>();
  }

  [[nodiscard]] Polygon read_polygon(const json& value) const {
    if (!value.is_array()) refuse("a polygon is no list of corners", "write [[x, y], [x, y], [x, y], ...]");
    Polygon polygon;
    for (const json& corner : value) {
      if (!corner.is_array() || corner.size() != 2 || !corner[0].is_number() || !corner[1].is_number()) {
        refuse("corner " + std::to_string(polygon.size() + 1) + " is no pair of numbers", "write [x, y]");
      }
      polygon.emplace_back(corner[0].get<double>(), corner[1].get<double>());
    }
    return polygon;
  }

  std::string where_;
  std::string file_;
};

}  // namespace

std::vector<Region> regions_from_file(const std::filesystem::path& path, cv::Size picture) {
  std::vector<Region> regions = Reader(path.string()).read(read_file(path, max_file_bytes));
  check_regions(regions, picture, path.string());
  return regions;
}

}  // namespace porevis
