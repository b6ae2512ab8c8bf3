// SPDX-License-Identifier: Apache-2.0
/// Random fields over the endless plane of the skin: the same wherever and in whatever order they are asked for.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string_view>
#include <vector>

namespace porevis::phantom {

/// A smooth random field of mean 0 and standard deviation 1: cubic B-splines over a lattice of random numbers.
class SmoothField {
 public:
  /// @param seed, name  which field.
  /// @param spacing_mm  of the lattice; structures are about twice as large.
  /// @param area        where it will be asked for, mm.
  SmoothField(std::uint64_t seed, std::string_view name, double spacing_mm, const cv::Rect2d& area);

  [[nodiscard]] double operator()(double x_mm, double y_mm) const;

 private:
  double per_mm_;
  int left_;
  int top_;
  int columns_;
  std::vector<double> lattice_;
};

/// Polygonal cells: the edges of the Voronoi diagram of jittered points (Worley 1996, doi:10.1145/237170.237267).
class CellField {
 public:
  /// @param spacing_mm  of neighbouring cells.
  /// @param area        where it will be asked for, mm.
  CellField(std::uint64_t seed, std::string_view name, double spacing_mm, const cv::Rect2d& area);

  /// Distance to the nearest edge between cells, mm.
  [[nodiscard]] double edge_distance_mm(double x_mm, double y_mm) const;

 private:
  double spacing_mm_;
  int left_;
  int top_;
  int columns_;
  std::vector<cv::Point2d> points_;
};

/// A random number in [0, 1) of a place of a lattice.
[[nodiscard]] double lattice_uniform(std::uint64_t base, int column, int row);

}  // namespace porevis::phantom
