// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "photo/file.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using nlohmann::json;

constexpr std::uintmax_t max_file_bytes = 16 << 20;
constexpr std::size_t max_corners = 100'000;
constexpr int max_depth = 5;  // file, regions, region, keep_out, polygon, corner

/// Reads a regions file; `where` names the file, and the region once it is known.
class Reader {
 public:
  Reader(std::string file, cv::Size picture) : where_(file + ": "), file_(std::move(file)), picture_(picture) {}

  std::vector<Region> read(const Bytes& bytes) {
    const json root = parse(bytes);
    expect_keys(root, {"regions"});
    const json& list = member(root, "regions");
    if (!list.is_array() || list.empty()) refuse("`regions` is no list of at least one region", "add a region");
    std::vector<Region> regions;
    for (const json& item : list) {
      where_ = file_ + ": region " + std::to_string(regions.size() + 1) + ": ";
      regions.push_back(read_region(item));
      const auto same = [&](const Region& other) { return other.name == regions.back().name; };
      if (std::any_of(regions.begin(), std::prev(regions.end()), same)) {
        refuse("the name is used twice", "give each region a name of its own");
      }
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
    where_ = file_ + ": region " + region.name + ": ";
    region.outline = read_polygon(member(item, "outline"));
    if (const auto found = item.find("keep_out"); found != item.end()) {
      if (!found->is_array()) refuse("`keep_out` is no list of polygons", "write [[[x, y], ...], ...]");
      for (const json& polygon : *found) region.keep_out.push_back(read_polygon(polygon));
    }
    return region;
  }

  [[nodiscard]] std::string read_name(const json& value) const {
    const auto allowed = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    const std::string name = value.is_string() ? value.get<std::string>() : "";
    if (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), allowed)) {
      refuse("`name` is not one of 1 to 64 letters, digits, _ and -", "rename it");
    }
    return name;
  }

  [[nodiscard]] Polygon read_polygon(const json& value) {
    if (!value.is_array() || value.size() < 3) {
      refuse("a polygon has fewer than three corners", "write [[x, y], [x, y], [x, y], ...]");
    }
    corners_ += value.size();
    if (corners_ > max_corners) {
      refuse("the file has more than " + std::to_string(max_corners) + " corners", "simplify the polygons");
    }
    Polygon polygon;
    for (const json& item : value) polygon.push_back(read_corner(item, polygon.size() + 1));
    double twice_area = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) twice_area += polygon[i].cross(polygon[(i + 1) % polygon.size()]);
    if (std::abs(twice_area) < 2) refuse("a polygon has no area", "give corners that are not in one line");
    return polygon;
  }

  [[nodiscard]] cv::Point2d read_corner(const json& item, std::size_t number) const {
    const std::string name = "corner " + std::to_string(number);
    if (!item.is_array() || item.size() != 2 || !item[0].is_number() || !item[1].is_number()) {
      refuse(name + " is no pair of numbers", "write [x, y]");
    }
    const cv::Point2d corner(item[0].get<double>(), item[1].get<double>());
    // Whether corners count from pixel centres or from pixel edges, these lie in the picture.
    if (corner.x >= -0.5 && corner.y >= -0.5 && corner.x <= picture_.width && corner.y <= picture_.height) {
      return corner;
    }
    std::ostringstream text;
    text << name << " (" << corner.x << ", " << corner.y << ") lies outside the picture of " << picture_.width << " x "
         << picture_.height << " px";
    refuse(text.str(), "give pixels of this picture");
  }

  std::string where_;
  std::string file_;
  cv::Size picture_;
  std::size_t corners_ = 0;
};

}  // namespace

std::vector<Region> regions_from_file(const std::filesystem::path& path, cv::Size picture) {
  return Reader(path.string(), picture).read(read_file(path, max_file_bytes));
}

}  // namespace porevis
