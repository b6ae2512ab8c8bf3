// SPDX-License-Identifier: Apache-2.0
/// Change of each measure with a 95 % interval from a bootstrap over blocks of skin, and the verdict that follows.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "porevis/change/paired.hpp"
#include "porevis/options.hpp"
#include "porevis/pores/measures.hpp"

namespace porevis {

/// How the interval is made.
struct EstimateOptions {
  double block_mm = 2.5;  ///< side of the blocks of skin that are drawn with replacement.
  int resamples = 2000;
  int min_blocks = 8;  ///< with fewer blocks that hold pores there is no honest interval.
  double systematic =
      0.008;  ///< what alignment and matching leave of an unchanged skin (benchmarks/accuracy/change.py).
  std::uint64_t seed = 20240229;

  static constexpr auto fields() {
    using O = EstimateOptions;
    return std::tuple{
        field("block_mm", &O::block_mm, 0.5, 20, "side of the blocks drawn with replacement, mm"),
        field("resamples", &O::resamples, 200, 100000, "bootstrap resamples"),
        field("min_blocks", &O::min_blocks, 2, 1000, "fewest blocks with pores for an interval"),
        field("systematic", &O::systematic, 0, 0.5, "half-width added in quadrature for alignment and matching"),
        field("seed", &O::seed, 0, 1.8e19, "seed of the resampling"),
    };
  }
};

/// after / before - 1 of one measure.
struct Change {
  std::string measure;
  double relative = 0;               ///< NaN where before is 0.
  std::array<double, 2> ci95{0, 0};  ///< NaN where too little skin or too few pores.
};

/// What matching made of two skins, and how far it is to be trusted.
struct MatchedSkins {
  double sigma_mm = 0;           ///< blur of both, a pixel's own included.
  double difference_se_mm2 = 0;  ///< standard error of the difference of their squares: how well they were matched.
  double se_mm2 = 0;             ///< standard error of sigma_mm^2.
  double detail = 0;             ///< logarithm of Matching::detail_ratio.
  double detail_se = 0;          ///< its standard error.
};
[[nodiscard]] MatchedSkins matched_skins(const Matching& matching, const Scale& scale);

/// Share of the darkness measured that is expected to lie in what is no pore, 0 to 0.5: by the pores' confidence.
[[nodiscard]] double expected_false(std::span<const PorePair> pairs);

/// What was told to be shine and blood that one photograph has more of, as a share of the pores' darkness. Colour tells
/// it, though not exactly, least where compression took the colours; what is amiss all pores have in common.
[[nodiscard]] double colour_share(std::span<const PorePair> pairs);

/// The changes of all measures of a region, in the order of measures(). What is no pore does not change, and is left
/// out as far as confidence and the change itself tell it; the interval allows for as much of it again as confidence
/// has it, either way; also for what colour told badly (colour_share()), for a tone curve that the skin between the
/// pores shows, for blur not matched well, and for what the pores' profile makes of a change of size. Darkness counts
/// as far as its pore is there (Pore::presence): where one went, skin is left. The interval of visibility allows for
/// that being pores still, those of density and area for as many more that came or went unseen.
/// @param origin  the region's top-left pixel, from where the blocks are laid out.
/// @see Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13 (percentile) and 8.6 (blocks).
[[nodiscard]] std::vector<Change> estimate_change(std::span<const PorePair> pairs, const MatchedSkins& skins,
                                                  cv::Point origin, const Scale& scale,
                                                  const EstimateOptions& options = {});

enum class Visit { before, after };

/// The figures of one visit from the joint measurement; what is counted follows Measure::Over. Sizes are those of the
/// pairs, each visit's with half of their change to its side; darkness after is corrected for what is no pore, so that
/// the visits differ by the changes of estimate_change().
/// @param skin   the visit's, after match_skins().
[[nodiscard]] RegionSummary summarize_pairs(std::string name, std::span<const PorePair> pairs,
                                            const MatchedSkins& skins, Visit visit, const SkinMap& skin,
                                            const Scale& scale);

/// What a change of visibility amounts to.
struct Verdict {
  std::string verdict;  ///< `decreased`, `increased`, `no detectable change` or `not comparable`.
  std::string reason;   ///< one line.
};

/// The verdict on a region from its change of visibility.
/// @param smallest_detectable  of a change by which repeated photographs of unchanged skin differ at most, 19 times in
///                             20 (1.96 sqrt(2) SEM), relative; NaN: not known.
[[nodiscard]] Verdict judge(const Change& visibility,
                            double smallest_detectable = std::numeric_limits<double>::quiet_NaN());

}  // namespace porevis
