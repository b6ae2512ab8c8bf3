// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

#include "random.hpp"

namespace porevis {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sums of one measure over the pores of one block of skin.
struct BlockSums {
  double before = 0;
  double after = 0;
};

bool enters(const PorePair& pair, Measure::Over over, bool counts_here) {
  switch (over) {
    case Measure::Over::places:
      return true;
    case Measure::Over::visible:
      return counts_here;
    case Measure::Over::matched:
      return pair.counts_before && pair.counts_after;
  }
  return false;
}

/// The pairs with what both photographs tell: of a pore that is in both, a size that only one of them tells is dropped.
std::vector<PorePair> in_common(std::span<const PorePair> pairs) {
  std::vector<PorePair> common(pairs.begin(), pairs.end());
  for (PorePair& pair : common) {
    if (!pair.counts_before || !pair.counts_after) continue;
    for (auto value : {&Pore::diameter_mm, &Pore::area_mm2, &Pore::contrast, &Pore::elongation}) {
      if (std::isnan(pair.before.*value + pair.after.*value)) pair.before.*value = pair.after.*value = kNaN;
    }
  }
  return common;
}

/// 97.5 % quantile of Student's t (Cornish-Fisher expansion, Abramowitz & Stegun 26.7.5).
double student_t975(double freedom) {
  constexpr double z = 1.959963984540054;
  const double g1 = (std::pow(z, 3) + z) / 4;
  const double g2 = (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / 96;
  const double g3 = (3 * std::pow(z, 7) + 19 * std::pow(z, 5) + 17 * std::pow(z, 3) - 15 * z) / 384;
  return z + g1 / freedom + g2 / (freedom * freedom) + g3 / std::pow(freedom, 3);
}

/// 95 % interval of sum(after) / sum(before) - 1 from blocks drawn with replacement. The percentile interval of few
/// blocks is too short; it is widened to Student's t with their number of freedoms.
std::array<double, 2> bootstrap(const std::vector<BlockSums>& blocks, double relative, const EstimateOptions& options,
                                std::string_view stream) {
  Random random(options.seed, stream);
  std::vector<double> drawn(static_cast<std::size_t>(options.resamples));
  for (double& value : drawn) {
    BlockSums sum;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const BlockSums& block = blocks[random.below(blocks.size())];
      sum.before += block.before;
      sum.after += block.after;
    }
    value = sum.before > 0 ? sum.after / sum.before - 1 : relative;
  }
  std::sort(drawn.begin(), drawn.end());
  const auto n = static_cast<double>(blocks.size());
  const double widen = student_t975(n - 1) / 1.959963984540054 * std::sqrt(n / (n - 1));
  const auto at = [&](double q) { return drawn[static_cast<std::size_t>(q * static_cast<double>(drawn.size() - 1))]; };
  const double low = relative - std::hypot(widen * (relative - at(0.025)), options.systematic);
  const double high = relative + std::hypot(widen * (at(0.975) - relative), options.systematic);
  const auto undiluted = [&](double change, bool outwards) {
    return outwards ? change / (1 - options.dilution) : change;
  };
  return {undiluted(low, low < 0), undiluted(high, high > 0)};
}

}  // namespace

std::vector<Change> estimate_change(std::span<const PorePair> pairs, cv::Point origin, const Scale& scale,
                                    const EstimateOptions& options) {
  check(options);
  const double block_px = scale.px(options.block_mm);
  const std::vector<PorePair> common = in_common(pairs);
  std::vector<Change> changes;
  for (const Measure& measure : measures()) {
    // Area and, for matched pores, number are the same in both photographs: only the sums of the terms remain.
    std::map<std::pair<int, int>, BlockSums> by_block;
    BlockSums total;
    for (const PorePair& pair : common) {
      BlockSums& block = by_block[{static_cast<int>((pair.before.y_px - origin.y) / block_px),
                                   static_cast<int>((pair.before.x_px - origin.x) / block_px)}];
      const auto term = [&](const Pore& pore, bool counts) {
        const double value = enters(pair, measure.over, counts) ? measure.term(pore) : 0;
        return std::isnan(value) ? 0 : value;
      };
      const double before = term(pair.before, pair.counts_before);
      const double after = term(pair.after, pair.counts_after);
      block.before += before;
      block.after += after;
      total.before += before;
      total.after += after;
    }
    Change change{std::string(measure.name), kNaN, {kNaN, kNaN}};
    if (total.before > 0) change.relative = total.after / total.before - 1;
    if (total.before > 0 && by_block.size() >= static_cast<std::size_t>(options.min_blocks)) {
      std::vector<BlockSums> blocks;
      for (const auto& [place, sums] : by_block) blocks.push_back(sums);
      change.ci95 = bootstrap(blocks, change.relative, options, measure.name);
    }
    changes.push_back(change);
  }
  return changes;
}

RegionSummary summarize_pairs(std::string name, std::span<const PorePair> pairs, Visit visit, const SkinMap& skin,
                              const Scale& scale) {
  const std::vector<PorePair> common = in_common(pairs);
  const auto pores = [&](Measure::Over over) {
    std::vector<Pore> chosen;
    for (const PorePair& pair : common) {
      const bool counts = visit == Visit::before ? pair.counts_before : pair.counts_after;
      if (!enters(pair, over, counts)) continue;
      chosen.push_back(visit == Visit::before ? pair.before : pair.after);
      chosen.back().x_px = pair.before.x_px;  // both skins lie on the before photograph's pixels
      chosen.back().y_px = pair.before.y_px;
    }
    return chosen;
  };
  const std::array<std::vector<Pore>, 3> sets{pores(Measure::Over::places), pores(Measure::Over::visible),
                                              pores(Measure::Over::matched)};
  return summarize(std::move(name), {sets[0], sets[1], sets[2]}, skin, scale);
}

Verdict judge(const Change& visibility) {
  if (std::isnan(visibility.relative)) return {"not comparable", "no pores found in this region in either photograph"};
  if (std::isnan(visibility.ci95[0])) {
    return {"not comparable", "too few patches of skin with pores for an interval: photograph a larger area"};
  }
  std::ostringstream reason;
  reason.precision(1);
  reason << std::fixed << "the 95 % interval of the change of visibility, " << 100 * visibility.ci95[0] << " to "
         << 100 * visibility.ci95[1] << " %, ";
  if (visibility.ci95[1] < 0) return {"decreased", reason.str() + "lies below zero"};
  if (visibility.ci95[0] > 0) return {"increased", reason.str() + "lies above zero"};
  return {"no detectable change", reason.str() + "holds zero"};
}

}  // namespace porevis
