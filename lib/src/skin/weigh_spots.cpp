// SPDX-License-Identifier: Apache-2.0
#include "skin/weigh_spots.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>

#include "peak.hpp"

namespace porevis {
namespace {

// lib/model/train.py fits and prints these: on skins it did not learn from, the odds of a spot, and the spread of the
// share of pores among a skin's spots (a beta distribution).
constexpr float kCounts = 0.05F;  // probability from which a spot counts
constexpr double kUsualShare = 0.409, kUsualSpots = 5.91;
constexpr double kOffset = 0.071, kOfSpot = 0.765, kOfShare = 0.576;  // of log odds
/// Below, nothing becomes a pore; above, nothing surer.
constexpr float kLeast = 0.001F, kMost = 0.99999F;

double log_odds(double probability) { return std::log(probability / (1 - probability)); }

/// Share of the spots that are pores, as the spots' probabilities have it; of few spots near the usual one.
double share_of_pores(const cv::Mat& centre, const cv::Mat& inside) {
  double pores = kUsualShare * kUsualSpots, spots = kUsualSpots;
  for (int y = 0; y < centre.rows; ++y) {
    const auto* probability = centre.ptr<float>(y);
    const auto* within = inside.ptr<uchar>(y);
    for (int x = 0; x < centre.cols; ++x) {
      if (!(probability[x] >= kCounts) || within[x] == 0 || !is_peak(centre, x, y)) continue;
      pores += probability[x];
      ++spots;
    }
  }
  return pores / spots;
}

}  // namespace

void weigh_spots(cv::Mat& centre, const cv::Mat& inside) {
  CV_Assert(centre.type() == CV_32F && inside.type() == CV_8U && inside.size() == centre.size());
  const double base = kOffset + kOfShare * log_odds(share_of_pores(centre, inside));
  cv::parallel_for_({0, centre.rows}, [&](const cv::Range& rows) {
    for (int y = rows.start; y < rows.end; ++y) {
      auto* probability = centre.ptr<float>(y);
      for (int x = 0; x < centre.cols; ++x) {
        if (!(probability[x] >= kLeast)) continue;
        const double odds = std::exp(base + kOfSpot * log_odds(std::min(probability[x], kMost)));
        probability[x] = static_cast<float>(odds / (1 + odds));
      }
    }
  });
}

}  // namespace porevis
