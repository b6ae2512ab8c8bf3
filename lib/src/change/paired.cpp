// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/paired.hpp"

#include <algorithm>
#include <cmath>

namespace porevis {
namespace {

constexpr double kStandsOut =
    0.6;  // of the contrast asked of a new pore: a place found jointly need not be found twice
constexpr double kSignificant = 3;  // spreads of the pairs' differences

/// Robust spread of the differences of darkness between the photographs, mm2.
double spread_of_differences(std::span<const Pore> before, std::span<const Pore> after) {
  std::vector<double> differences(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) differences[i] = after[i].darkness_mm2 - before[i].darkness_mm2;
  const auto median = [&] {
    const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
    std::nth_element(differences.begin(), middle, differences.end());
    return *middle;
  };
  if (differences.empty()) return 0;
  const double centre = median();
  for (double& d : differences) d = std::abs(d - centre);
  return 1.4826 * median();
}

}  // namespace

std::vector<PorePair> measure_pairs(const SkinMap& before, const SkinMap& after, const Matching& matching,
                                    const cv::Mat& after_from_before, const Scale& scale,
                                    const SegmentOptions& options) {
  // Detected on the mean of both, so that neither photograph chooses the places.
  const cv::Mat joint = (before.darkness + after.darkness) / 2;
  const std::vector<Spot> spots = find_spots(joint, before.measurable, scale, options);
  const cv::Point origin = before.roi.tl();
  const std::vector<Pore> first = measure_spots(before.darkness, spots, scale, matching.blur_px, origin);
  const std::vector<Pore> second = measure_spots(after.darkness, spots, scale, matching.blur_px, origin);
  const double spread = spread_of_differences(first, second);

  std::vector<PorePair> pairs(spots.size());
  for (std::size_t i = 0; i < spots.size(); ++i) {
    PorePair& pair = pairs[i];
    pair.id = first[i].id;
    pair.before = first[i];
    pair.after = second[i];
    const auto place = after_from_before.at<cv::Vec2f>(
        std::clamp(static_cast<int>(std::lround(spots[i].centre.y)), 0, after_from_before.rows - 1),
        std::clamp(static_cast<int>(std::lround(spots[i].centre.x)), 0, after_from_before.cols - 1));
    pair.after.x_px = place[0];
    pair.after.y_px = place[1];

    // A pore is gone or new where its darkness differs by more than the pairs do among themselves and one of the two no
    // longer stands out.
    const double limit = kStandsOut * options.min_contrast;
    const bool differs = std::abs(pair.after.darkness_mm2 - pair.before.darkness_mm2) > kSignificant * spread;
    pair.counts_before = pair.before.contrast >= limit || !differs;
    pair.counts_after = pair.after.contrast >= limit || !differs;
    if (pair.counts_before != pair.counts_after) {
      pair.status = pair.counts_before ? PorePair::Status::vanished : PorePair::Status::appeared;
    }
  }
  return pairs;
}

}  // namespace porevis
