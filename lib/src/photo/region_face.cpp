// SPDX-License-Identifier: Apache-2.0
// Regions of the face as a table: a new region is one entry.
#include <algorithm>
#include <iterator>

#include "photo/landmarks.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

/// A corner of a region: `t` of the way from landmark a to b, moved by (dx, dy) eye distances along and across the line
/// through the eyes. Everything is written for the side on the viewer's left, the subject's right: +x is towards the
/// nose.
struct Corner {
  int a;
  int b;
  double t;
  double dx = 0;
  double dy = 0;
};

enum class Side {
  right,  ///< the subject's right: as written
  left,   ///< the subject's left: mirrored
  both,   ///< as written, then mirrored back to the start
};

struct Shape {
  const char* name;
  Side side;
  std::vector<Corner> corners;
};

const std::vector<Corner> cheek = {
    {36, 36, 0, -0.02, 0.22},   {41, 41, 0, 0, 0.22},     {40, 40, 0, 0, 0.22},
    {39, 31, 0.42, -0.04, 0},   {31, 31, 0, -0.13, -0.1}, {48, 48, 0, -0.14, -0.08},
    {3, 48, 0.35, 0.04, -0.02}, {2, 31, 0.18, 0, 0},      {1, 31, 0.16, 0, 0},
};

const std::vector<Shape> skin = {
    {"forehead",
     Side::both,
     {{21, 22, 0.5, 0, -0.66},
      {20, 20, 0, 0, -0.6},
      {19, 19, 0, 0, -0.5},
      {18, 19, 0.5, 0, -0.38},
      {18, 19, 0.5, 0, -0.23},
      {19, 19, 0, 0, -0.23},
      {20, 20, 0, 0, -0.23},
      {21, 21, 0, 0.04, -0.21},
      {21, 22, 0.5, 0, -0.08}}},
    {"nose",
     Side::both,
     {{27, 27, 0, 0, -0.04},
      {27, 39, 0.35, 0, 0},
      {28, 28, 0, -0.15, 0},
      {29, 29, 0, -0.19, 0},
      {31, 31, 0, -0.01, -0.14},
      {31, 31, 0, 0, -0.08},
      {32, 32, 0, 0, -0.13},
      {33, 33, 0, 0, -0.1}}},
    {"cheek_left", Side::left, cheek},
    {"cheek_right", Side::right, cheek},
    {"chin",
     Side::both,
     {{57, 57, 0, 0, 0.1}, {58, 58, 0, 0, 0.09}, {59, 6, 0.45, -0.02, 0}, {6, 58, 0.25}, {7, 57, 0.2}, {8, 57, 0.17}}},
};

const std::vector<Corner> eye = {{36, 36, 0, -0.14, 0},   {37, 37, 0, -0.02, -0.14}, {38, 38, 0, 0.02, -0.14},
                                 {39, 39, 0, 0.08, 0},    {40, 40, 0, 0.02, 0.15},   {41, 41, 0, -0.04, 0.17},
                                 {36, 36, 0, -0.12, 0.13}};

// The model puts a brow's landmarks anywhere between its upper edge and its middle.
const std::vector<Corner> brow = {{17, 17, 0, -0.05, -0.12}, {18, 18, 0, 0, -0.19},    {19, 19, 0, 0, -0.2},
                                  {20, 20, 0, 0, -0.2},      {21, 21, 0, 0.08, -0.17}, {21, 21, 0, 0.08, 0.1},
                                  {20, 20, 0, 0, 0.18},      {19, 19, 0, 0, 0.18},     {17, 17, 0, -0.05, 0.08}};

const std::vector<Corner> nostril = {{31, 31, 0, 0, -0.08}, {32, 32, 0, 0, -0.12}, {32, 33, 0.6, 0, -0.1},
                                     {32, 33, 0.5},         {32, 32, 0, 0, 0.03},  {31, 31, 0, -0.02, 0.03}};

const std::vector<Shape> no_skin = {
    {"eye", Side::right, eye},
    {"eye", Side::left, eye},
    {"brow", Side::right, brow},
    {"brow", Side::left, brow},
    {"nostril", Side::right, nostril},
    {"nostril", Side::left, nostril},
    {"lips",
     Side::both,
     {{51, 51, 0, 0, -0.04},
      {50, 50, 0, 0, -0.05},
      {49, 49, 0, -0.02, -0.05},
      {48, 48, 0, -0.07, 0},
      {59, 59, 0, -0.04, 0.05},
      {58, 58, 0, 0, 0.06},
      {57, 57, 0, 0, 0.06}}},
};

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

Corner mirrored(const Corner& c) { return {mirrored(c.a), mirrored(c.b), c.t, -c.dx, c.dy}; }

Polygon place(const Shape& shape, const Face& face) {
  const cv::Point2d along = left_eye(face) - right_eye(face);  // as long as the eye distance
  const cv::Point2d across(-along.y, along.x);
  Polygon polygon;
  const auto add = [&](const Corner& c) {
    polygon.push_back((1 - c.t) * face.landmarks[c.a] + c.t * face.landmarks[c.b] + c.dx * along + c.dy * across);
  };
  for (const Corner& c : shape.corners) add(shape.side == Side::left ? mirrored(c) : c);
  if (shape.side == Side::both) {
    // The first and the last corner lie on the axis.
    for (auto c = std::next(shape.corners.rbegin()); c != std::prev(shape.corners.rend()); ++c) add(mirrored(*c));
  }
  return polygon;
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

}  // namespace

std::vector<Region> regions_from_face(const Face& face, cv::Size picture) {
  std::vector<Region> regions;
  for (const Shape& shape : skin) {
    Region region{.name = shape.name, .outline = cut_to(place(shape, face), picture), .keep_out = {}};
    if (region.outline.size() < 3) continue;
    for (const Shape& part : no_skin) {
      const Polygon polygon = cut_to(place(part, face), picture);
      if (polygon.size() >= 3 && !(box(polygon) & box(region.outline)).empty()) region.keep_out.push_back(polygon);
    }
    regions.push_back(std::move(region));
  }
  return regions;
}

}  // namespace porevis
