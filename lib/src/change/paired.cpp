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

constexpr double kRemains = 0.35;     // of the darkness in the other photograph: below, a pore no longer stands out
constexpr double kSignificant = 2.5;  // standard errors of a difference
constexpr double kLeastErrorMm2 = 1e-6;
constexpr double kMostCommon = 0.6;  // difference over sum: to a quarter, or fourfold
constexpr std::size_t kEnoughCommon = 20;
constexpr double kSeen = 0.85;    // of a pore's surroundings: with less, what hides the rest changes what is seen
constexpr double kSameMm = 0.12;  // between what both and one photograph show of one pore
/// A count asks for the likely pores, a change for the sure ones: what is none dilutes it. Where few are sure, the
/// surest of the likely ones serve.
constexpr double kSure = 0.75;
constexpr std::size_t kEnough = 100;

/// Median of the pores' darkness, mm2, each where it is darker: also where half of them are gone.
double usual_mm2(std::span<const Pore> before, std::span<const Pore> after) {
  std::vector<double> darker;
  for (std::size_t i = 0; i < before.size(); ++i) {
    darker.push_back(std::max(before[i].darkness_mm2, after[i].darkness_mm2));
  }
  return darker.empty() ? 0 : median(darker);
}

/// Darkness after / before that most pores have in common: by so much a pore may change and be there still.
double common_ratio(std::span<const Pore> before, std::span<const Pore> after, double usual) {
  std::vector<double> changes;  // difference over sum, of the darker half
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double sum = before[i].darkness_mm2 + after[i].darkness_mm2;
    if (sum > 0 && sum >= 2 * usual) changes.push_back((after[i].darkness_mm2 - before[i].darkness_mm2) / sum);
  }
  if (changes.size() < kEnoughCommon) return 1;
  const double change = std::clamp(median(changes), -kMostCommon, kMostCommon);
  return (1 + change) / (1 - change);
}

/// A pore's darkness in both photographs, mm2, the change that most have in common taken off.
struct Darkness {
  double before, after;
  Darkness(const Pore& first, const Pore& second, double ratio)
      : before(first.darkness_mm2 * std::sqrt(ratio)), after(second.darkness_mm2 / std::sqrt(ratio)) {}
};

/// Standard errors of the differences of darkness, mm2: in proportion to those of the two measurements, and as wide as
/// the differences scatter.
std::vector<double> errors_of_differences(std::span<const Pore> before, std::span<const Pore> after, double ratio) {
  std::vector<double> errors(before.size());
  std::vector<float> scatter(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Darkness darkness(before[i], after[i], ratio);
    errors[i] = std::max(kLeastErrorMm2, std::hypot(before[i].darkness_se_mm2, after[i].darkness_se_mm2));
    scatter[i] = static_cast<float>((darkness.after - darkness.before) / errors[i]);
  }
  const double wider = median_and_spread(scatter).spread;
  for (double& error : errors) error *= wider;
  return errors;
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
  bool jointly = true;  // found on both together; else in one alone
};

/// Places on both photographs together (the mean of what was recognized in each), so that neither chooses them; and
/// what is a pore in one photograph only, for it may have come or gone. All of these are measured, proven to have or
/// not: chance makes as many in either, and to keep the proven alone would leave out the small ones that went.
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
        return cv::norm(other.spot.recognized - spot.recognized) < scale.px(kSameMm);
      });
      if (!known) places.push_back({spot, false});
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
  const double usual = usual_mm2(first, second), ratio = common_ratio(first, second, usual);
  const std::vector<double> errors = errors_of_differences(first, second, ratio);

  std::vector<PorePair> pairs;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    if (first[i].seen < kSeen) continue;
    // What is brighter than the skin around it by as much as pores are darker lies under shine that was not told.
    if (std::min(first[i].darkness_mm2, second[i].darkness_mm2) < -usual) continue;
    PorePair pair;
    pair.jointly = places[i].jointly;
    pair.before = first[i];
    pair.after = second[i];
    const cv::Point2d place = after_from_before({first[i].x_px, first[i].y_px});
    pair.after.x_px = place.x;
    pair.after.y_px = place.y;

    // A pore is gone or new where most of its darkness is, and by more than it may differ by chance, both as it is and
    // against the common change.
    const Darkness read(pair.before, pair.after, 1), against_others(pair.before, pair.after, ratio);
    const auto lacks = [&](double here, double there) {
      return there - here > kSignificant * errors[i] && here <= kRemains * there;
    };
    pair.counts_before = !(lacks(read.before, read.after) && lacks(against_others.before, against_others.after));
    pair.counts_after = !(lacks(read.after, read.before) && lacks(against_others.after, against_others.before));
    if (pair.counts_before != pair.counts_after) {
      pair.status = pair.counts_before ? PorePair::Status::vanished : PorePair::Status::appeared;
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
