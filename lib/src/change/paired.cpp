// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/core.hpp>

#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kRemains = 0.35;    // of the darkness in the other photograph: below, a pore no longer stands out
constexpr double kSignificant = 3;   // spreads of the pairs' differences
constexpr double kMostCommon = 0.6;  // difference over sum: to a quarter, or fourfold
constexpr std::size_t kEnoughCommon = 20;
constexpr double kSeen = 0.85;  // of a pore's surroundings: with less, what hides the rest changes what is seen
constexpr double kApart = 2;    // sigmas between a place and another
/// A count asks for the likely pores, a change for the sure ones: what is none dilutes it. Where few are sure, the
/// surest of the likely ones serve.
constexpr double kSure = 0.75;
constexpr std::size_t kEnough = 100;

/// Darkness after / before that most pores have in common: by so much a pore may change and be there still.
double common_ratio(std::span<const Pore> before, std::span<const Pore> after) {
  std::vector<float> both;
  for (std::size_t i = 0; i < before.size(); ++i) {
    both.push_back(static_cast<float>(before[i].darkness_mm2 + after[i].darkness_mm2));
  }
  const float typical = median(both);
  std::vector<float> changes;  // difference over sum, of the darker half
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double sum = before[i].darkness_mm2 + after[i].darkness_mm2;
    if (sum >= typical && sum > 0) {
      changes.push_back(static_cast<float>((after[i].darkness_mm2 - before[i].darkness_mm2) / sum));
    }
  }
  if (changes.size() < kEnoughCommon) return 1;
  const double change = std::clamp<double>(median(changes), -kMostCommon, kMostCommon);
  return (1 + change) / (1 - change);
}

/// A pore's darkness in both photographs, mm2, the change that most have in common taken off.
struct Darkness {
  double before, after;
  Darkness(const Pore& first, const Pore& second, double ratio)
      : before(first.darkness_mm2 * std::sqrt(ratio)), after(second.darkness_mm2 / std::sqrt(ratio)) {}
};

/// Robust spread of the differences of darkness between the photographs, mm2.
double spread_of_differences(std::span<const Pore> before, std::span<const Pore> after, double ratio) {
  std::vector<float> differences(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Darkness darkness(before[i], after[i], ratio);
    differences[i] = static_cast<float>(darkness.after - darkness.before);
  }
  return median_and_spread(differences).spread;
}

/// The confidence from which pores are sure, or that of the surest kEnough.
double sure_confidence(std::span<const Spot> spots) {
  if (spots.size() <= kEnough) return 0;
  std::vector<double> confidence;
  for (const Spot& spot : spots) confidence.push_back(spot.confidence);
  const auto last = confidence.begin() + kEnough - 1;
  std::nth_element(confidence.begin(), last, confidence.end(), std::greater<>());
  return std::min(kSure, *last);
}

/// A place to measure in both photographs.
struct Place {
  Spot spot;
  bool doubtful = false;  // a pore in one photograph only: it stays if it proves to have come or gone
};

/// Places on both photographs together (the mean of what was recognized in each), so that neither chooses them; and
/// what is a pore in one photograph only, for it may have come or gone.
std::vector<Place> find_jointly(const SkinMap& before, const SkinMap& after, double blur_px, const Scale& scale,
                                const SegmentOptions& options) {
  SkinMap both;
  both.darkness = (before.darkness + after.darkness) / 2;
  both.measurable = before.measurable;
  both.sharpness.blur_sigma_px = blur_px;
  both.kinds.centre = (before.kinds.centre + after.kinds.centre) / 2;
  std::vector<Place> places;
  const std::vector<Spot> likely = find_spots(both, scale, options);
  const double sure = sure_confidence(likely);
  for (const Spot& spot : likely) {
    if (spot.confidence >= sure) places.push_back({spot});
  }
  for (const SkinMap* one : {&before, &after}) {
    const std::size_t present = places.size();
    for (const Spot& spot : find_spots(*one, scale, options)) {
      if (spot.confidence < sure) continue;
      const auto end = places.begin() + static_cast<std::ptrdiff_t>(present);
      const bool known = std::any_of(places.begin(), end, [&](const Place& other) {
        return cv::norm(other.spot.centre - spot.centre) < kApart * std::max(other.spot.sigma_px, spot.sigma_px);
      });
      if (!known) places.push_back({spot, true});
    }
  }
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return in_reading_order(a.spot, b.spot); });
  return places;
}

}  // namespace

std::vector<PorePair> measure_pairs(const SkinMap& before, const SkinMap& after, const Matching& matching,
                                    const MapGrid& after_from_before, const Scale& scale,
                                    const SegmentOptions& options) {
  const std::vector<Place> places = find_jointly(before, after, matching.blur_px, scale, options);
  std::vector<Spot> spots;
  for (const Place& place : places) spots.push_back(place.spot);
  const cv::Point origin = before.roi.tl();
  const std::array maps{before.darkness, after.darkness};
  auto tables = measure_spots(maps, before.measurable, spots, scale, matching.blur_px, origin);
  for (std::vector<Pore>& pores : tables) lay_on_skin(pores, before.surface);
  const std::vector<Pore>&first = tables[0], &second = tables[1];
  const double ratio = common_ratio(first, second), spread = spread_of_differences(first, second, ratio);

  std::vector<PorePair> pairs;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (first[i].seen < kSeen) continue;
    PorePair pair;
    pair.before = first[i];
    pair.after = second[i];
    const cv::Point2d place = after_from_before({first[i].x_px, first[i].y_px});
    pair.after.x_px = place.x;
    pair.after.y_px = place.y;

    // A pore is gone or new where most of its darkness is, and by more than the pairs differ among themselves, both as
    // it is and against the common change. What is brighter than the skin around it by as much lies under something
    // bright.
    const Darkness read(pair.before, pair.after, 1), against_others(pair.before, pair.after, ratio);
    if (std::min(read.before, read.after) < -kSignificant * spread) continue;
    const auto lacks = [&](double here, double there) {
      return there - here > kSignificant * spread && here <= kRemains * there;
    };
    pair.counts_before = !(lacks(read.before, read.after) && lacks(against_others.before, against_others.after));
    pair.counts_after = !(lacks(read.after, read.before) && lacks(against_others.after, against_others.before));
    if (pair.counts_before != pair.counts_after) {
      pair.status = pair.counts_before ? PorePair::Status::vanished : PorePair::Status::appeared;
    } else if (places[i].doubtful) {
      continue;
    }
    pair.diameter_mm = pair.counts_before && pair.counts_after
                           ? std::sqrt(pair.before.diameter_mm * pair.after.diameter_mm)
                           : (pair.counts_before ? pair.before : pair.after).diameter_mm;
    pair.id = static_cast<int>(pairs.size()) + 1;
    pair.before.id = pair.after.id = pair.id;
    pairs.push_back(pair);
  }
  return pairs;
}

}  // namespace porevis
