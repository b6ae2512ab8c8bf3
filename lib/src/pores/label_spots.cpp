// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include "pores/assign_pixels.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

/// Probability from which a pixel counts as a pore's: where the labels agree best (Dice) with synthetic skin held out
/// of the training.
constexpr float kLeastProbability = 0.25F;

/// Where points of one axis of the fine map lie between those of a coarse one.
struct Place {
  int low, high;
  float share;  // of the higher one
};

std::vector<Place> places(int fine, int coarse) {
  std::vector<Place> result;
  for (int i = 0; i < fine; ++i) {
    const double at = std::clamp((i + 0.5) * coarse / fine - 0.5, 0.0, coarse - 1.0);
    const int low = cvFloor(at);
    result.push_back({low, std::min(low + 1, coarse - 1), static_cast<float>(at - low)});
  }
  return result;
}

}  // namespace

cv::Mat label_spots(const SkinMap& skin, std::span<const Spot> spots) {
  cv::Mat labels = assign_pixels(skin.measurable, spots);
  const cv::Mat& probability = skin.kinds.pore;
  const std::vector<Place> columns = places(labels.cols, probability.cols),
                           rows = places(labels.rows, probability.rows);
  for (int y = 0; y < labels.rows; ++y) {
    auto* label = labels.ptr<int>(y);
    const Place& row = rows[static_cast<std::size_t>(y)];
    const auto* above = probability.ptr<float>(row.low);
    const auto* below = probability.ptr<float>(row.high);
    for (int x = 0; x < labels.cols; ++x) {
      if (label[x] == 0) continue;
      const Place& column = columns[static_cast<std::size_t>(x)];
      const float left = above[column.low] + row.share * (below[column.low] - above[column.low]);
      const float right = above[column.high] + row.share * (below[column.high] - above[column.high]);
      const bool inside = left + column.share * (right - left) >= kLeastProbability;
      label[x] = inside && label[x] != kNobody ? std::abs(label[x]) : 0;
    }
  }
  for (std::size_t i = 0; i < spots.size(); ++i) {  // the smallest are less than a pixel of the coarse map
    labels.at<int>(std::clamp(cvRound(spots[i].centre.y), 0, labels.rows - 1),
                   std::clamp(cvRound(spots[i].centre.x), 0, labels.cols - 1)) = static_cast<int>(i) + 1;
  }
  return labels;
}

}  // namespace porevis
