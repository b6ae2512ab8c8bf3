// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <sstream>

#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

constexpr std::size_t kMaxCorners = 100'000;
constexpr std::uint64_t kMaxComparisons = 300'000'000;  ///< of edges: under a second.
constexpr double kTouchPx = 1e-6;                       ///< nearer than this, a corner lies on an edge.

struct Edge {
  cv::Point2d from, to;
  std::array<double, 2> low, high;  ///< x and y.
  std::size_t corner;               ///< at which it begins.
};

/// Finds where a polygon crosses itself.
class CrossingSearch {
 public:
  explicit CrossingSearch(const Polygon& polygon) {
    // Corners given twice make edges without direction, which touch but never cross.
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      if (polygon[i] != polygon[(i + 1) % polygon.size()]) corners_.push_back(polygon[i]);
    }
    for (std::size_t i = 0; i < corners_.size(); ++i) {
      const cv::Point2d& p = corners_[i];
      const cv::Point2d& q = corners_[(i + 1) % corners_.size()];
      edges_.push_back({p, q, {std::min(p.x, q.x), std::min(p.y, q.y)}, {std::max(p.x, q.x), std::max(p.y, q.y)}, i});
    }
  }

  /// Whether the search ends in a reasonable time, however the polygon was made. Call it before crossing().
  [[nodiscard]] bool feasible() {
    const std::array pairs{pairs_along(0), pairs_along(1)};
    axis_ = pairs[1] < pairs[0] ? 1 : 0;
    return pairs[axis_] <= kMaxComparisons;
  }

  /// The first crossing found.
  [[nodiscard]] std::optional<cv::Point2d> crossing() {
    sort_along(axis_);
    const std::size_t across = 1 - axis_;
    for (auto e = edges_.begin(); e != edges_.end(); ++e) {
      for (auto f = std::next(e); f != edges_.end() && f->low[axis_] <= e->high[axis_]; ++f) {
        if (f->low[across] > e->high[across] || e->low[across] > f->high[across]) continue;
        if (const auto place = crossing_of(*e, *f)) return place;
      }
    }
    return {};
  }

 private:
  void sort_along(std::size_t axis) {
    std::ranges::sort(edges_, {}, [axis](const Edge& edge) { return edge.low[axis]; });
  }

  /// Pairs of edges that overlap along an axis.
  [[nodiscard]] std::uint64_t pairs_along(std::size_t axis) {
    sort_along(axis);
    std::uint64_t pairs = 0;
    for (auto e = edges_.begin(); e != edges_.end(); ++e) {
      const auto end = std::ranges::upper_bound(std::next(e), edges_.end(), e->high[axis], {},
                                                [axis](const Edge& edge) { return edge.low[axis]; });
      pairs += static_cast<std::uint64_t>(end - std::next(e));
    }
    return pairs;
  }

  /// On which side of an edge a point lies: 1, -1, or 0 on its line.
  [[nodiscard]] static int side(const Edge& edge, const cv::Point2d& point) {
    const cv::Point2d along = edge.to - edge.from;
    const double distance = along.cross(point - edge.from) / std::hypot(along.x, along.y);
    return distance > kTouchPx ? 1 : distance < -kTouchPx ? -1 : 0;
  }

  [[nodiscard]] std::optional<cv::Point2d> crossing_of(const Edge& e, const Edge& f) const {
    const int f_from = side(e, f.from);
    const int f_to = side(e, f.to);
    const int e_from = side(f, e.from);
    const int e_to = side(f, e.to);
    if (f_from * f_to < 0 && e_from * e_to < 0) {
      const cv::Point2d along = e.to - e.from;
      const double from = along.cross(f.from - e.from);
      const double to = along.cross(f.to - e.from);
      return f.from + from / (from - to) * (f.to - f.from);
    }
    if (f_from == 0 && e_from * e_to < 0 && crosses_at(e, f.corner)) return f.from;
    if (e_from == 0 && f_from * f_to < 0 && crosses_at(f, e.corner)) return e.from;
    return {};
  }

  /// Whether a corner that lies on an edge's line has its two neighbours on different sides of it.
  [[nodiscard]] bool crosses_at(const Edge& edge, std::size_t corner) const {
    const std::size_t n = corners_.size();
    return side(edge, corners_[(corner + n - 1) % n]) * side(edge, corners_[(corner + 1) % n]) < 0;
  }

  Polygon corners_;
  std::vector<Edge> edges_;
  std::size_t axis_ = 0;
};

class Check {
 public:
  Check(const std::string& where, cv::Size picture) : file_(where + ": "), where_(file_), picture_(picture) {}

  void regions(std::span<const Region> regions) {
    std::set<std::string> names;
    for (const Region& region : regions) {
      where_ = file_ + "region " + std::to_string(names.size() + 1) + ": ";
      name(region.name);
      where_ = file_ + "region " + region.name + ": ";
      if (!names.insert(region.name).second) refuse("the name is used twice", "give each region a name of its own");
      polygon(region.outline);
      for (const Polygon& hole : region.keep_out) polygon(hole);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& wrong, const std::string& mend) const {
    throw InputError(where_ + wrong + "; " + mend);
  }

  void name(const std::string& text) const {
    const auto allowed = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    if (!text.empty() && text.size() <= 64 && std::ranges::all_of(text, allowed)) return;
    refuse("its name is not one of 1 to 64 letters (a to z), digits, _ and -", "rename it");
  }

  void polygon(const Polygon& polygon) {
    if (polygon.size() < 3) refuse("a polygon has fewer than three corners", "give at least three");
    corners_ += polygon.size();
    if (corners_ > kMaxCorners) {
      refuse("the file has more than " + std::to_string(kMaxCorners) + " corners", "simplify the polygons");
    }
    for (std::size_t i = 0; i < polygon.size(); ++i) corner(polygon[i], i + 1);
    double twice_area = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) twice_area += polygon[i].cross(polygon[(i + 1) % polygon.size()]);
    CrossingSearch search(polygon);
    if (!search.feasible()) refuse("a polygon is too intricate to check", "simplify it");
    if (const auto place = search.crossing()) {
      refuse("a polygon crosses itself at " + shown(*place), "give its corners in their order along the border");
    }
    if (std::abs(twice_area) < 2) refuse("a polygon has no area", "give corners that are not in one line");
  }

  void corner(const cv::Point2d& corner, std::size_t number) const {
    // Whether corners count from pixel centres or from pixel edges, these lie in the picture; NaN does not.
    if (corner.x >= -0.5 && corner.y >= -0.5 && corner.x <= picture_.width && corner.y <= picture_.height) return;
    refuse("corner " + std::to_string(number) + ' ' + shown(corner) + " lies outside the picture of " +
               std::to_string(picture_.width) + " x " + std::to_string(picture_.height) + " px",
           "give pixels of this picture");
  }

  [[nodiscard]] static std::string shown(const cv::Point2d& point) {
    std::ostringstream text;
    text << '(' << point.x << ", " << point.y << ')';
    return text.str();
  }

  std::string file_;
  std::string where_;
  cv::Size picture_;
  std::size_t corners_ = 0;
};

}  // namespace

void check_regions(std::span<const Region> regions, cv::Size picture, const std::string& where) {
  Check(where, picture).regions(regions);
}

}  // namespace porevis
