// SPDX-License-Identifier: Apache-2.0
#include "phantom/field.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "random.hpp"

namespace porevis::phantom {
namespace {

int whole(double x) { return static_cast<int>(std::floor(x)); }

std::array<double, 4> cubic_b_spline(double t) {
  const double s = 1 - t;
  return {s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6};
}

}  // namespace

double lattice_uniform(std::uint64_t base, int column, int row) {
  const std::uint64_t place =
      static_cast<std::uint64_t>(static_cast<std::uint32_t>(column)) << 32 | static_cast<std::uint32_t>(row);
  return static_cast<double>(mix(base ^ mix(place)) >> 11) * 0x1.0p-53;
}

SmoothField::SmoothField(std::uint64_t seed, std::string_view name, double spacing_mm, const cv::Rect2d& area)
    : per_mm_(1 / spacing_mm),
      left_(whole(area.x * per_mm_) - 1),
      top_(whole(area.y * per_mm_) - 1),
      columns_(whole(area.br().x * per_mm_) + 4 - left_) {
  const std::uint64_t base = Random(seed, name).bits();
  const int rows = whole(area.br().y * per_mm_) + 4 - top_;
  // A uniform number has variance 1/12; the squares of the spline's weights sum to (151/315)^2 on average.
  const double scale = std::sqrt(12.0) * 315 / 151;
  lattice_.reserve(static_cast<std::size_t>(columns_) * rows);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns_; ++column)
      lattice_.push_back(scale * (lattice_uniform(base, left_ + column, top_ + row) - 0.5));
}

double SmoothField::operator()(double x_mm, double y_mm) const {
  const double x = x_mm * per_mm_;
  const double y = y_mm * per_mm_;
  const int column = whole(x);
  const int row = whole(y);
  const auto across = cubic_b_spline(x - column);
  const auto down = cubic_b_spline(y - row);
  double sum = 0;
  for (int j = 0; j < 4; ++j) {
    const double* l = &lattice_[static_cast<std::size_t>(row - 1 + j - top_) * columns_ + (column - 1 - left_)];
    sum += down[j] * (across[0] * l[0] + across[1] * l[1] + across[2] * l[2] + across[3] * l[3]);
  }
  return sum;
}

CellField::CellField(std::uint64_t seed, std::string_view name, double spacing_mm, const cv::Rect2d& area)
    : spacing_mm_(spacing_mm),
      left_(whole(area.x / spacing_mm) - 2),
      top_(whole(area.y / spacing_mm) - 2),
      columns_(whole(area.br().x / spacing_mm) + 4 - left_) {
  Random random(seed, name);
  const std::uint64_t base_x = random.bits();
  const std::uint64_t base_y = random.bits();
  const int rows = whole(area.br().y / spacing_mm) + 4 - top_;
  points_.reserve(static_cast<std::size_t>(columns_) * rows);
  for (int row = top_; row < top_ + rows; ++row)
    for (int column = left_; column < left_ + columns_; ++column)
      points_.emplace_back(column + lattice_uniform(base_x, column, row), row + lattice_uniform(base_y, column, row));
}

double CellField::edge_distance_mm(double x_mm, double y_mm) const {
  const cv::Point2d place(x_mm / spacing_mm_, y_mm / spacing_mm_);
  const int column = whole(place.x) - left_;
  const int row = whole(place.y) - top_;
  std::array<cv::Point2d, 25> to;
  std::size_t nearest = 0;
  for (int j = -2; j <= 2; ++j)
    for (int i = -2; i <= 2; ++i) {
      const std::size_t n = static_cast<std::size_t>((j + 2) * 5 + i + 2);
      to[n] = points_[static_cast<std::size_t>(row + j) * columns_ + (column + i)] - place;
      if (to[n].dot(to[n]) < to[nearest].dot(to[nearest])) nearest = n;
    }
  // The bisector of the nearest point and another is (squared distance - least) / (2 * their distance) away. Fractions
  // are compared crosswise: this is the phantom's innermost loop.
  const double least = to[nearest].dot(to[nearest]);
  double numerator = 1;
  double denominator = 0;
  for (std::size_t n = 0; n < to.size(); ++n) {
    if (n == nearest) continue;
    const cv::Point2d between = to[n] - to[nearest];
    const double farther = to[n].dot(to[n]) - least;
    if (farther * farther * denominator >= numerator * between.dot(between)) continue;
    numerator = farther * farther;
    denominator = between.dot(between);
  }
  const double distance = std::sqrt(numerator / denominator) / 2;
  return distance * spacing_mm_;
}

}  // namespace porevis::phantom
