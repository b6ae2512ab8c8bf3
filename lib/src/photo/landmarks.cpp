// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/landmarks.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <vector>

#include "photo/file.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using nlohmann::json;
using Points = std::vector<cv::Point2d>;

constexpr std::uintmax_t max_file_bytes = 4 << 20;
constexpr int max_depth = 8;
constexpr const char* kCounts = "give 68 (iBUG) or 468 or 478 (MediaPipe) points of one face";

/// Of each of the 68 landmarks the point of MediaPipe's face mesh there, or the two between which it lies.
constexpr std::array<std::array<int, 2>, 68> kMesh{{
    {127, 234}, {93, 93},   {132, 132}, {58, 58},   {172, 172}, {136, 150}, {149, 149}, {148, 148}, {152, 152},  // jaw
    {377, 377}, {378, 378}, {365, 379}, {397, 397}, {288, 288}, {361, 361}, {323, 323}, {356, 454}, {70, 70},
    {63, 63},   {105, 105}, {66, 66},   {107, 107},                                                          // brows
    {336, 336}, {296, 296}, {334, 334}, {293, 293}, {300, 300}, {168, 6},   {197, 195}, {5, 5},     {4, 4},  // bridge
    {64, 98},   {97, 97},   {2, 2},     {326, 326}, {294, 327},              // base of the nose
    {33, 33},   {160, 160}, {158, 158}, {133, 133}, {153, 153}, {144, 144},  // eyes
    {362, 362}, {385, 385}, {387, 387}, {263, 263}, {373, 373}, {380, 380}, {61, 61},   {39, 39},   {37, 37},
    {0, 0},     {267, 267}, {269, 269}, {291, 291},  // lips
    {321, 321}, {314, 314}, {17, 17},   {84, 84},   {91, 91},   {78, 78},   {82, 82},   {13, 13},   {312, 312},
    {308, 308}, {317, 317}, {14, 14},   {87, 87},
}};

/// Reads a landmarks file; `file` is what messages call it.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] Points read(const Bytes& bytes, cv::Size picture) const {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && (text[start] == '{' || text[start] == '[')) {
      return in_px(points_of(parse(text)), picture);
    }
    return read_pts(text);
  }

  [[noreturn]] void refuse(const std::string& wrong, const std::string& mend) const {
    throw InputError(file_ + ": " + wrong + "; " + mend);
  }

 private:
  [[nodiscard]] Points read_pts(std::string_view text) const {
    std::istringstream in{std::string(text)};
    const auto broken = [&] { refuse("no landmarks file", "give iBUG's .pts or JSON"); };
    Points points;
    std::size_t count = 0;
    for (std::string word; in >> word && word != "{";) {
      if (word == "n_points:" && !(in >> count)) broken();
    }
    if (!in || count == 0 || count > 1000) broken();
    for (cv::Point2d point; points.size() < count && in >> point.x >> point.y;) {
      points.push_back(point - cv::Point2d(1, 1));
    }
    std::string end;
    in.clear();
    if (points.size() < count || !(in >> end) || end != "}") {
      refuse("it announces " + std::to_string(count) + " points and does not hold them",
             "write one pair a line, then }");
    }
    return points;
  }

  [[nodiscard]] json parse(std::string_view text) const {
    try {
      return json::parse(text, [this](int depth, json::parse_event_t, const json&) {
        if (depth > max_depth) refuse("is nested too deeply", kCounts);
        return true;
      });
    } catch (const json::exception&) {
      refuse("no JSON", "write it as the documentation shows");
    }
  }

  [[nodiscard]] Points points_of(const json& value) const {
    if (value.is_object()) {
      for (const char* key : {"landmarks", "face_landmarks", "faceLandmarks", "points"}) {
        if (const auto found = value.find(key); found != value.end()) return points_of(*found);
      }
      refuse("none of the keys landmarks, face_landmarks, faceLandmarks, points", kCounts);
    }
    if (!value.is_array() || value.empty()) refuse("no list of points", kCounts);
    if (!is_point(value.front())) {  // a list of faces
      if (value.size() > 1) refuse(std::to_string(value.size()) + " faces or lists", "give the points of one face");
      return points_of(value.front());
    }
    Points points;
    for (const json& item : value) {
      if (!is_point(item)) refuse("point " + std::to_string(points.size() + 1) + " is no [x, y]", "correct it");
      points.push_back(item.is_array() ? cv::Point2d(item[0], item[1]) : cv::Point2d(item.at("x"), item.at("y")));
    }
    return points;
  }

  [[nodiscard]] static bool is_point(const json& item) {
    if (item.is_object()) {
      const auto x = item.find("x"), y = item.find("y");
      return x != item.end() && y != item.end() && x->is_number() && y->is_number();
    }
    return item.is_array() && item.size() >= 2 && item.size() <= 3 &&
           std::ranges::all_of(item, [](const json& number) { return number.is_number(); });
  }

  [[nodiscard]] static Points in_px(Points points, cv::Size picture) {
    const auto share = [](const cv::Point2d& p) { return std::max(std::abs(p.x - 0.5), std::abs(p.y - 0.5)) <= 1; };
    if (!std::ranges::all_of(points, share)) return points;
    for (cv::Point2d& p : points) p = {p.x * picture.width - 0.5, p.y * picture.height - 0.5};
    return points;
  }

  std::string file_;
};

}  // namespace

Face face_from_landmarks(std::span<const cv::Point2d> points) {
  Face face;
  if (points.size() == face.landmarks.size()) {
    std::ranges::copy(points, face.landmarks.begin());
  } else if (points.size() == 468 || points.size() == 478) {
    for (std::size_t i = 0; i < kMesh.size(); ++i) {
      face.landmarks[i] =
          (points[static_cast<std::size_t>(kMesh[i][0])] + points[static_cast<std::size_t>(kMesh[i][1])]) / 2;
    }
  } else {
    throw InputError("landmarks: " + std::to_string(points.size()) + " points; " + kCounts);
  }
  cv::Point2d low = face.landmarks[0], high = low;
  for (const cv::Point2d& p : face.landmarks) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) throw InputError("landmarks: a point is not finite; correct it");
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  face.box = {low, high};
  return face;
}

Face read_landmarks(const std::filesystem::path& path, cv::Size picture) {
  const Reader reader(path.string());
  const Points points = reader.read(read_file(path, max_file_bytes), picture);
  try {
    const Face face = face_from_landmarks(points);
    if ((face.box & cv::Rect2d({}, cv::Size2d(picture))).empty()) {
      reader.refuse("its landmarks lie outside the picture of " + std::to_string(picture.width) + " x " +
                        std::to_string(picture.height) + " px",
                    "give those of this picture");
    }
    return face;
  } catch (const InputError& problem) {
    const std::string said = problem.what();
    const std::string_view general = "landmarks: ";
    if (!said.starts_with(general)) throw;
    throw InputError(path.string() + ": " + said.substr(general.size()));
  }
}

}  // namespace porevis
