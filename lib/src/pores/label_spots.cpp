// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <opencv2/core/utility.hpp>

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

cv::Mat label_owned(const SkinMap& skin, const cv::Mat& owner, std::span<const Spot> spots) {
  cv::Mat labels(owner.size(), CV_32S);
  const cv::Mat& probability = skin.kinds.pore;
  const std::vector<Place> columns = places(owner.cols, probability.cols), rows = places(owner.rows, probability.rows);
  cv::parallel_for_({0, owner.rows}, [&](const cv::Range& range) {
    for (int y = range.start; y < range.end; ++y) {
      const auto* belongs = owner.ptr<int>(y);
      auto* label = labels.ptr<int>(y);
      const Place& row = rows[static_cast<std::size_t>(y)];
      const auto* above = probability.ptr<float>(row.low);
      const auto* below = probability.ptr<float>(row.high);
      for (int x = 0; x < owner.cols; ++x) {
        label[x] = 0;
        if (belongs[x] == 0 || belongs[x] == kNobody) continue;
        const Place& column = columns[static_cast<std::size_t>(x)];
        const float left = above[column.low] + row.share * (below[column.low] - above[column.low]);
        const float right = above[column.high] + row.share * (below[column.high] - above[column.high]);
        if (left + column.share * (right - left) >= kLeastProbability) label[x] = std::abs(belongs[x]);
      }
    }
  });
  for (std::size_t i = 0; i < spots.size(); ++i) {  // the smallest are less than a pixel of the coarse map
    labels.at<int>(std::clamp(cvRound(spots[i].centre.y), 0, labels.rows - 1),
                   std::clamp(cvRound(spots[i].centre.x), 0, labels.cols - 1)) = static_cast<int>(i) + 1;
  }
  return labels;
}

cv::Mat label_spots(const SkinMap& skin, std::span<const Spot> spots) {
  return label_owned(skin, assign_pixels(skin.measurable, spots), spots);
}

}  // namespace porevis
