// SPDX-License-Identifier: Apache-2.0
// Regions of the face, placed as lib/data/regions.json draws them.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "photo/head_model.hpp"
#include "photo/landmarks.hpp"
#include "photo/region_data.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using nlohmann::json;

/// A corner of a region: `way` of the way from landmark a to b, moved by eye distances in the face's own directions.
struct Corner {
  int a;
  int b;
  double way = 0;
  cv::Vec3d move;  ///< to the subject's left, down, back; drawn on the subject's right
};

enum class Side { right, left, both };

/// One entry of the file; of side `each` two of them.
struct Shape {
  std::string name;
  std::vector<std::string> sets;
  Side side;
  double turn_deg = 0;
  std::vector<Corner> ridge;
  std::vector<Corner> outline;
};

Corner read_corner(const json& item) {
  if (item.is_number()) return {item, item, 0, {}};
  const json& place = item.at(0);
  Corner corner = place.is_array() ? Corner{place.at(0), place.at(1), place.at(2), {}} : Corner{place, place, 0, {}};
  for (std::size_t i = 1; i < item.size(); ++i) corner.move[static_cast<int>(i) - 1] = item.at(i);
  return corner;
}

std::vector<Corner> read_corners(const json& list) {
  std::vector<Corner> corners;
  for (const json& item : list) corners.push_back(read_corner(item));
  return corners;
}

std::vector<Shape> read_shapes(const json& list) {
  std::vector<Shape> shapes;
  for (const json& item : list) {
    Shape shape{item.at("name"),
                item.value("sets", std::vector<std::string>()),
                Side::both,
                item.value("turn_deg", 0.0),
                read_corners(item.value("ridge", json::array())),
                read_corners(item.at("outline"))};
    if (item.at("side") == "both") {
      shapes.push_back(shape);
      continue;
    }
    for (const auto& [side, ending] : {std::pair(Side::left, "_left"), std::pair(Side::right, "_right")}) {
      shapes.push_back(shape);
      shapes.back().side = side;
      shapes.back().name += ending;
    }
  }
  return shapes;
}

struct Atlas {
  std::vector<Shape> skin;
  std::vector<Shape> no_skin;
};

const Atlas& atlas() {
  static const Atlas read = [] {
    const json file = json::parse(region_data_bytes, region_data_bytes + region_data_size);
    return Atlas{read_shapes(file.at("skin")), read_shapes(file.at("no_skin"))};
  }();
  return read;
}

/// The landmark on the other side of the face.
int mirrored(int landmark) {
  struct Group {
    int last;
    int sum;  // of a landmark and its mirror image
  };
  // jaw, brows, bridge (on the axis), base of the nose, eyes' upper and lower lids by turns, lips
  for (const Group group : {Group{16, 16},
                            {26, 43},
                            {30, 0},
                            {35, 66},
                            {39, 81},
                            {41, 87},
                            {45, 81},
                            {47, 87},
                            {54, 102},
                            {59, 114},
                            {64, 124},
                            {67, 132}}) {
    if (landmark <= group.last) return group.sum == 0 ? landmark : group.sum - landmark;
  }
  return landmark;
}

Corner mirrored(const Corner& c) { return {mirrored(c.a), mirrored(c.b), c.way, {-c.move[0], c.move[1], c.move[2]}}; }

/// A face's landmarks and its own directions as they lie in the picture, each one eye distance long.
struct Frame {
  const Face& face;
  cv::Point2d left, down, back;
  double yaw_deg;  // above 0 the nose points to the picture's right, so that the subject's left is the far side

  [[nodiscard]] cv::Point2d place(const Corner& c) const {
    return (1 - c.way) * face.landmarks[c.a] + c.way * face.landmarks[c.b] + c.move[0] * left + c.move[1] * down +
           c.move[2] * back;
  }
};

Frame frame_of(const Face& face) {
  const HeadFit fit = fit_head(face);
  const cv::Matx33d& turn = fit.rotation;
  const cv::Point2d left = left_eye(face) - right_eye(face);  // foreshortened as it is seen
  const double eye_distance = cv::norm(left) / std::max(0.2, std::hypot(turn(0, 0), turn(1, 0)));
  return {face, left, eye_distance * cv::Point2d(turn(0, 1), turn(1, 1)),
          eye_distance * cv::Point2d(turn(0, 2), turn(1, 2)), std::atan2(-turn(0, 2), turn(2, 2)) * 180 / CV_PI};
}

/// What of a polygon lies where inside(corner) >= 0, a linear function (Sutherland and Hodgman 1974,
/// doi:10.1145/360767.360802).
template <class Inside>
Polygon cut(const Polygon& polygon, Inside inside) {
  Polygon out;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const cv::Point2d& p = polygon[i];
    const cv::Point2d& q = polygon[(i + 1) % polygon.size()];
    const double p_in = inside(p);
    const double q_in = inside(q);
    if (p_in >= 0) out.push_back(p);
    if ((p_in >= 0) != (q_in >= 0)) out.push_back(p + p_in / (p_in - q_in) * (q - p));
  }
  return out;
}

Polygon cut_to(const Polygon& polygon, cv::Size picture) {
  Polygon out = cut(polygon, [](const auto& p) { return p.x + 0.5; });
  out = cut(out, [](const auto& p) { return p.y + 0.5; });
  out = cut(out, [&](const auto& p) { return picture.width - 0.5 - p.x; });
  return cut(out, [&](const auto& p) { return picture.height - 0.5 - p.y; });
}

cv::Rect2d box(const Polygon& polygon) {
  const auto [left, right] =
      std::minmax_element(polygon.begin(), polygon.end(), [](const auto& p, const auto& q) { return p.x < q.x; });
  const auto [top, bottom] =
      std::minmax_element(polygon.begin(), polygon.end(), [](const auto& p, const auto& q) { return p.y < q.y; });
  return {cv::Point2d(left->x, top->y), cv::Point2d(right->x, bottom->y)};
}

/// How much of a shape is left on the far side of a turned head: 0 none, 1 all.
double visible_share(const Shape& shape, double yaw_deg, double max_tilt_deg) {
  const double left_deg = max_tilt_deg - std::abs(yaw_deg);
  if (left_deg >= shape.turn_deg) return 1;
  if (shape.side != Side::both || !shape.ridge.empty()) return 0;
  return std::max(0.0, left_deg / shape.turn_deg);
}

/// The outline in the picture, without what the head's turn hides.
Polygon place(const Shape& shape, const Frame& frame, double max_tilt_deg) {
  const bool left_is_far = frame.yaw_deg > 0;
  const double share = visible_share(shape, frame.yaw_deg, max_tilt_deg);
  if (shape.side != Side::both) {
    if (share == 0 && (shape.side == Side::left) == left_is_far) return {};
    Polygon polygon;
    for (const Corner& c : shape.outline) polygon.push_back(frame.place(shape.side == Side::left ? mirrored(c) : c));
    return polygon;
  }
  // From one end on the middle down the near half and up the far half.
  Polygon polygon, far;
  for (const Corner& c : shape.outline) polygon.push_back(frame.place(left_is_far ? c : mirrored(c)));
  const cv::Point2d first = polygon.front(), last = polygon.back();
  if (share == 0 && !shape.ridge.empty()) {
    for (auto c = shape.ridge.rbegin(); c != shape.ridge.rend(); ++c) polygon.push_back(frame.place(*c));
    return polygon;
  }
  for (auto c = std::next(shape.outline.rbegin()); c != std::prev(shape.outline.rend()); ++c) {
    polygon.push_back(frame.place(left_is_far ? mirrored(*c) : *c));
    far.push_back(polygon.back());
  }
  if (share == 1) return polygon;
  // The far half is cut along the middle, at its share of the half's width.
  const cv::Point2d middle = last - first;
  const auto beyond = [&](const cv::Point2d& p) { return (left_is_far ? -1 : 1) * middle.cross(p - first); };
  double width = 0;
  for (const cv::Point2d& p : far) width = std::max(width, beyond(p));
  return cut(polygon, [&](const cv::Point2d& p) { return share * width - beyond(p); });
}

}  // namespace

std::vector<Region> regions_from_face(const Face& face, cv::Size picture, const RegionOptions& options) {
  check(options);
  const Frame frame = frame_of(face);
  constexpr double kAnyTilt = 180;
  std::vector<Polygon> no_skin;
  for (const Shape& part : atlas().no_skin) {
    const Polygon polygon = cut_to(place(part, frame, kAnyTilt), picture);
    if (polygon.size() >= 3) no_skin.push_back(polygon);
  }
  std::vector<Region> regions;
  bool known = false;
  for (const Shape& shape : atlas().skin) {
    if (std::ranges::find(shape.sets, options.set) == shape.sets.end()) continue;
    known = true;
    Region region{
        .name = shape.name, .outline = cut_to(place(shape, frame, options.max_tilt_deg), picture), .keep_out = {}};
    if (region.outline.size() < 3) continue;
    for (const Polygon& part : no_skin) {
      if (!(box(part) & box(region.outline)).empty()) region.keep_out.push_back(part);
    }
    regions.push_back(std::move(region));
  }
  if (!known) throw ParameterError("set = " + options.set + " is no set of regions: give main or fine");
  return regions;
}

}  // namespace porevis
