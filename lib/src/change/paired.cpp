// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kRemains = 0.35;   // of the darkness in the other photograph: below, a pore no longer stands out
constexpr double kSignificant = 3;  // spreads of the pairs' differences

/// Robust spread of the differences of darkness between the photographs, mm2.
double spread_of_differences(std::span<const Pore> before, std::span<const Pore> after) {
  std::vector<float> differences(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    differences[i] = static_cast<float>(after[i].darkness_mm2 - before[i].darkness_mm2);
  }
  return median_and_spread(differences).spread;
}

/// Places on both photographs together (the mean of what was recognized in each), so that neither chooses them; and,
/// where half a pore's darkness is too little to be seen there, places of their difference: pores that came or went.
/// Skin that did not change leaves little trace in it; what is left of light and noise is kept out by asking twice as
/// much of such a place.
std::vector<Spot> find_jointly(const SkinMap& before, const SkinMap& after, double blur_px, const Scale& scale,
                               const SegmentOptions& options) {
  SkinMap both;
  both.darkness = (before.darkness + after.darkness) / 2;
  both.measurable = before.measurable;
  both.sharpness.blur_sigma_px = blur_px;
  both.kinds.centre = (before.kinds.centre + after.kinds.centre) / 2;
  std::vector<Spot> spots = find_spots(both, scale, options);
  SegmentOptions strict = options;
  strict.min_contrast = std::min(1.0, 2 * options.min_contrast);
  strict.min_significance = std::min(100.0, 2 * options.min_significance);
  cv::Mat difference;
  cv::absdiff(cv::max(before.darkness, 0), cv::max(after.darkness, 0), difference);
  const std::size_t present = spots.size();
  for (const Spot& spot : find_blobs(difference, before.measurable, scale, strict)) {
    const auto end = spots.begin() + static_cast<std::ptrdiff_t>(present);
    const bool known = std::any_of(spots.begin(), end, [&](const Spot& other) {
      return cv::norm(other.centre - spot.centre) < 2.5 * std::max(other.sigma_px, spot.sigma_px);
    });
    if (!known) spots.push_back(spot);
  }
  std::sort(spots.begin(), spots.end(), in_reading_order);
  return spots;
}

}  // namespace

std::vector<PorePair> measure_pairs(const SkinMap& before, const SkinMap& after, const Matching& matching,
                                    const cv::Mat& after_from_before, const Scale& scale,
                                    const SegmentOptions& options) {
  const std::vector<Spot> spots = find_jointly(before, after, matching.blur_px, scale, options);
  const cv::Point origin = before.roi.tl();
  const std::array maps{before.darkness, after.darkness};
  const auto tables = measure_spots(maps, before.measurable, spots, scale, matching.blur_px, origin);
  const std::vector<Pore>&first = tables[0], &second = tables[1];
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

    // A pore is gone or new where most of its darkness is, and by more than the pairs differ among themselves.
    const double first_mm2 = pair.before.darkness_mm2, second_mm2 = pair.after.darkness_mm2;
    const bool differs = std::abs(second_mm2 - first_mm2) > kSignificant * spread;
    pair.counts_before = !differs || first_mm2 > kRemains * second_mm2;
    pair.counts_after = !differs || second_mm2 > kRemains * first_mm2;
    if (pair.counts_before != pair.counts_after) {
      pair.status = pair.counts_before ? PorePair::Status::vanished : PorePair::Status::appeared;
    }
  }
  return pairs;
}

}  // namespace porevis
