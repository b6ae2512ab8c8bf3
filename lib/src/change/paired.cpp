// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/core.hpp>

#include "change/fate.hpp"

namespace porevis {
namespace {

constexpr double kSeen = 0.85;        // of a pore's surroundings: with less, what hides the rest changes what is seen
constexpr double kUsualNoise = 0.01;  // of darkness
constexpr double kSameMm = 0.12;      // between what both and one photograph show of one pore
/// A count asks for the likely pores, a change for the sure ones: what is none dilutes it. Where few are sure, the
/// surest of the likely ones serve.
constexpr double kSure = 0.75;
constexpr std::size_t kEnough = 100;

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

/// Whether one of the places is this spot's.
/// @param by_row  sorted by the row they were recognized in.
bool known(std::span<const Place> by_row, const Spot& spot, double reach_px) {
  const double row = spot.recognized.y;
  auto place = std::lower_bound(by_row.begin(), by_row.end(), row - reach_px,
                                [](const Place& one, double least) { return one.spot.recognized.y < least; });
  for (; place != by_row.end() && place->spot.recognized.y <= row + reach_px; ++place) {
    if (cv::norm(place->spot.recognized - spot.recognized) < reach_px) return true;
  }
  return false;
}

/// Variance of what a photograph shows that skin does not have. Less than usual may be smoothed away or compressed, and
/// tells no truer.
double noise_variance(const SkinMap& skin) { return std::pow(std::fmax(kUsualNoise, skin.sharpness.noise), 2); }

/// Places on both photographs together, so that neither chooses them: of the mean of both, each the less the noisier it
/// is. Noise looks like pores where it chooses them, dark and narrow; so weighed, both gain as much by it. And what is
/// a pore in one photograph only, for it may have come or gone. All of these are measured, proven to have or
/// not: chance makes as many in either, and to keep the proven alone would leave out the small ones that went.
std::vector<Place> find_jointly(const SkinMap& before, const SkinMap& after, double blur_px, const Scale& scale,
                                const SegmentOptions& options) {
  const double of_after = noise_variance(before) / (noise_variance(before) + noise_variance(after));
  const auto mean = [&](const cv::Mat& first, const cv::Mat& second) -> cv::Mat {
    return (1 - of_after) * first + of_after * second;
  };
  SkinMap both;
  both.darkness = mean(before.darkness, after.darkness);
  both.measurable = before.measurable;
  both.sharpness.blur_sigma_px = blur_px;
  both.kinds.centre = mean(before.kinds.centre, after.kinds.centre);
  std::vector<Place> places;
  const std::vector<Spot> likely = find_spots(both, scale, options);
  const double sure = sure_confidence(likely);
  for (const Spot& spot : likely) {
    if (spot.confidence >= sure) places.push_back({spot});
  }
  for (const SkinMap* one : {&before, &after}) {
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.spot.recognized.y < b.spot.recognized.y; });
    std::vector<Place> alone;
    for (const Spot& spot : find_spots(*one, scale, options)) {
      if (spot.confidence >= sure && !known(places, spot, scale.px(kSameMm))) alone.push_back({spot, false});
    }
    places.insert(places.end(), alone.begin(), alone.end());
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
  const std::array colour{before.colour_doubt, after.colour_doubt};
  auto tables = measure_spots(maps, before.measurable, spots, scale, matching.blur_px, origin, colour);
  for (std::vector<Pore>& pores : tables) lay_on_skin(pores, before.surface);
  const std::vector<Pore>&first = tables[0], &second = tables[1];
  const std::vector<Fate> fates = tell_fates(first, second);

  std::vector<PorePair> pairs;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    if (first[i].seen < kSeen || fates[i].hidden) continue;
    PorePair pair;
    pair.jointly = places[i].jointly;
    pair.status = fates[i].status;
    pair.before = first[i];
    pair.after = second[i];
    pair.before.presence = fates[i].in_before;
    pair.after.presence = fates[i].in_after;
    const cv::Point2d place = after_from_before({first[i].x_px, first[i].y_px});
    pair.after.x_px = place.x;
    pair.after.y_px = place.y;
    pair.diameter_mm = pair.status == PorePair::Status::vanished ? pair.before.diameter_mm
                       : pair.status == PorePair::Status::appeared
                           ? pair.after.diameter_mm
                           : std::sqrt(pair.before.diameter_mm * pair.after.diameter_mm);
    pair.id = static_cast<int>(pairs.size()) + 1;
    pair.before.id = pair.after.id = pair.id;
    pairs.push_back(pair);
  }
  return pairs;
}

}  // namespace porevis
