// SPDX-License-Identifier: Apache-2.0
// Regions of the face, placed as lib/data/regions.json draws them.
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "photo/average_head.hpp"
#include "photo/head_on_face.hpp"
#include "photo/region_data.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using nlohmann::json;

/// A corner of a region as seen from the front: `way` of the way from landmark a to b, then moved by eye distances.
struct Corner {
  int a;
  int b;
  double way = 0;
  cv::Point2d move;  ///< to the subject's left, down; drawn on the subject's right
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
  if (item.size() > 1) corner.move.x = item.at(1);
  if (item.size() > 2) corner.move.y = item.at(2);
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

Corner mirrored(const Corner& c) { return {mirrored(c.a), mirrored(c.b), c.way, {-c.move.x, c.move.y}}; }

/// A face and the average head laid on it.
class Frame {
 public:
  explicit Frame(const Face& face)
      : landmarks_(face.landmarks),
        head_(lay_head(face, CurvatureOptions{}.camera_mm)),
        yaw_deg_(head_pose(face).yaw_deg) {}

  /// Above 0 the nose points to the picture's right, so that the subject's left is the far side.
  [[nodiscard]] double yaw_deg() const { return yaw_deg_; }

  /// A corner is drawn on the average head as seen from the front, carried with its surface, and moved by as much as
  /// the face's landmarks lie beside the head's.
  [[nodiscard]] cv::Point2d place(const Corner& c) const {
    const auto between = [&c](const cv::Point2d& of_a, const cv::Point2d& of_b) {
      return (1 - c.way) * of_a + c.way * of_b;
    };
    const cv::Point2d from_front = between(landmark_from_front(c.a), landmark_from_front(c.b));
    const cv::Point2d moved = picture(from_front + kEyesApart * c.move);
    const cv::Point2d on_skin = moved + between(off(c.a, c.b), off(c.b, c.a));
    if (is_jaw(c.a) == is_jaw(c.b)) return on_skin;
    // Faces differ in width: never nearer to the outline, in the picture, than half as far as from the front; on the
    // far side, where the outline hides skin, no nearer than as far.
    const auto& [jaw, partner] = std::minmax(c.a, c.b);
    const cv::Point2d& root = landmarks_[partner];
    const cv::Point2d flat = between(landmarks_[c.a], landmarks_[c.b]) + moved - picture(from_front);
    const double reach = cv::norm(on_skin - root), most = cv::norm(flat - root);
    if (hides_skin(jaw)) return reach < most ? on_skin : flat;
    return root + std::min(1.0, (most + cv::norm(landmarks_[jaw] - root)) / 2 / reach) * (on_skin - root);
  }

 private:
  static constexpr double kFrontDeg = 5, kTurnedDeg = 15;  // between them the outline counts less and less

  static bool is_jaw(int landmark) { return landmark <= 16; }

  /// The outline of a turned head's far side.
  [[nodiscard]] bool hides_skin(int jaw) const {
    constexpr int kChin = 8;
    return std::abs(yaw_deg_) > kFrontDeg && (jaw - kChin) * yaw_deg_ > 0;
  }

  [[nodiscard]] cv::Point2d picture(const cv::Point2d& from_front) const {
    return head_.picture(head_.before_camera(on_head(from_front.x, from_front.y)));
  }

  [[nodiscard]] cv::Point2d beside(int landmark) const {
    return landmarks_[landmark] - picture(landmark_from_front(landmark));
  }

  /// How far a landmark lies beside the head's. The jaw's are the face's outline, which on a turned head is elsewhere
  /// on the skin: there its partner's serves for it.
  [[nodiscard]] cv::Point2d off(int landmark, int partner) const {
    if (!is_jaw(landmark)) return beside(landmark);
    const double turned = std::clamp((std::abs(yaw_deg_) - kFrontDeg) / (kTurnedDeg - kFrontDeg), 0.0, 1.0);
    return (1 - turned) * beside(landmark) + turned * beside(partner);
  }

  std::array<cv::Point2d, 68> landmarks_;
  HeadOnFace head_;
  double yaw_deg_;
};

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
  const bool left_is_far = frame.yaw_deg() > 0;
  const double share = visible_share(shape, frame.yaw_deg(), max_tilt_deg);
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
  const Frame frame(face);
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
