// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "random.hpp"

namespace porevis::phantom {

/// Random places of discs that touch but do not overlap.
class Places {
 public:
  /// @param largest_mm  diameter of the largest disc there will be.
  Places(cv::Size2d area_mm, double largest_mm);

  /// A free place for a disc, which is then taken; nothing where there is hardly any room.
  [[nodiscard]] std::optional<cv::Point2d> find(Random& random, double diameter_mm);

  /// Takes a place.
  void take(cv::Point2d centre, double diameter_mm);

 private:
  struct Disc {
    cv::Point2d centre;
    double diameter_mm;
  };
  [[nodiscard]] bool is_free(cv::Point2d centre, double diameter_mm) const;
  [[nodiscard]] cv::Point cell(cv::Point2d place) const;

  cv::Size2d area_mm_;
  double cell_mm_;
  int columns_;
  int rows_;
  std::vector<std::vector<Disc>> cells_;
};

}  // namespace porevis::phantom
