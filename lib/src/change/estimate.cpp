// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <sstream>

#include "change/concentration.hpp"
#include "change/dilution.hpp"
#include "random.hpp"

namespace porevis {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Of the pores told to have come or gone, so many more may have: skin as dark stayed where they were.
constexpr double kUncounted = 1;
constexpr double kBlocksAlike = 1.2;  // neighbouring blocks share light and relief: drawn ones vary less than skins
constexpr double kColourSe = 0.1;     // of what was told to be shine or blood: its standard error
/// Of the logarithm of a change of size: its standard error. As another generator's pores have it (Gaussians, steep
/// walls, wide wings, the last of which the flattening takes for skin in part).
constexpr double kProfileSe = 0.08;
constexpr double kBeyondSe = 0.3;  // of what lies beyond the apertures: standard error of its change
/// Of a change of size without one of darkness: its standard error, so that the interval reaches to none.
constexpr double kNotBorneOutSe = 0.6;
constexpr double kFewestSized = 20;                   // pores of known size that may tell by how much all are larger
constexpr double kLeastPower = 0.05, kMostGrown = 1;  // of a change of size that is told, and its logarithm
/// Darkness integrated over a pore's area / (its peak x its area), of the profile 2^-((2 r / FWHM)^2.6) that the fits
/// assume.
constexpr double kVolume = 1.2247;

bool matched(const PorePair& pair) { return pair.jointly && pair.status == PorePair::Status::matched; }

bool enters(const PorePair& pair, Measure::Over over) { return over == Measure::Over::places || matched(pair); }

/// Darkness of the pore that is there: where it went or has yet to come, what is dark is skin.
double shown_mm2(const Pore& pore) { return pore.presence * pore.darkness_mm2; }

/// A pair's pore in one visit, its size that of the pair: what size alone tells of one photograph does not enter.
Pore at_common_size(const PorePair& pair, Visit visit) {
  Pore pore = visit == Visit::before ? pair.before : pair.after;
  pore.diameter_mm = pair.diameter_mm;
  pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
  pore.contrast = pore.darkness_mm2 / (kVolume * pore.area_mm2);
  pore.darkness_mm2 = shown_mm2(pore);
  return pore;
}

/// Of the logarithm of a change of size, as much as a change of darkness goes with: pores that look narrower and are
/// as dark in all are likelier ones whose blur was wrongly told, as where noise was smoothed away between them.
/// @param ratio  of darkness, after / before.
/// @param power  of a change of size by which darkness would change.
double borne_out(double size, double ratio, double power) {
  const double of_darkness = std::isnan(ratio) ? 0 : std::log(std::max(0.01, ratio)) / power;
  const auto [least, most] = std::minmax({0.0, of_darkness});
  return std::clamp(size, least, most);
}

/// What is summed over the pores of a piece of skin.
struct Sums {
  /// @param blur     of both photographs, sigma^2.
  /// @param diluted  dilution() of all pieces.
  Sums(double blur, double diluted)
      : before(measures().size()), after(measures().size()), blur_mm2(blur), no_pores(diluted) {}
  std::vector<double> before, after;  // of each measure's terms
  Concentration core_before, core_after;
  double sized = 0;
  double blur_mm2, no_pores;

  void add(const PorePair& pair) {
    const Pore first = at_common_size(pair, Visit::before), second = at_common_size(pair, Visit::after);
    for (std::size_t m = 0; m < before.size(); ++m) {
      const Measure& measure = measures()[m];
      if (!enters(pair, measure.over)) continue;
      const auto term = [&](const Pore& pore) {
        const double value = measure.term(pore);
        return std::isnan(value) ? 0 : value;
      };
      before[m] += term(first);
      after[m] += term(second);
    }
    if (!matched(pair) || std::isnan(pair.diameter_mm)) return;
    core_before.add(pair.before);
    core_after.add(pair.after);
    ++sized;
  }

  Sums& operator+=(const Sums& other) {
    for (std::size_t m = 0; m < before.size(); ++m) {
      before[m] += other.before[m];
      after[m] += other.after[m];
    }
    core_before += other.core_before;
    core_after += other.core_after;
    sized += other.sized;
    return *this;
  }

  /// Of both photographs.
  [[nodiscard]] Concentration core() const {
    Concentration both = core_before;
    return both += core_after;
  }

  /// after / before of the size of all; NaN where the pores do not tell.
  [[nodiscard]] double grown() const {
    const double power = core().power(blur_mm2);
    if (sized < kFewestSized || !(power > kLeastPower)) return kNaN;
    const double change = -std::log(core_after.value() / core_before.value()) / power / (1 - no_pores);
    return std::abs(change) < kMostGrown ? std::exp(change) : kNaN;
  }

  /// after / before of darkness in the apertures, had all places been pores.
  [[nodiscard]] double darkness(std::size_t measure) const {
    return before[measure] > 0 ? undiluted(after[measure] / before[measure], no_pores) : kNaN;
  }

  /// after / before of what darkness is to be multiplied by for what lies beyond the apertures. One is laid for both
  /// visits: of a larger pore it holds less.
  /// @param off  error of the logarithm of the change of size.
  /// @see Stetson 1990, doi:10.1086/132719: curves of growth.
  [[nodiscard]] double beyond(double off = 0) const {
    const double size = std::log(grown()) + off;
    if (std::isnan(size)) return 1;
    const double power = core().beyond(blur_mm2);
    return std::exp(power * borne_out(size, darkness(0), 2 - power));
  }

  /// after / before - 1 of each measure. Area and, for matched pores, number are the same in both photographs: only the
  /// sums of the terms remain.
  [[nodiscard]] std::vector<double> changes() const {
    const double larger = grown(), more = beyond();
    std::vector<double> result;
    for (std::size_t m = 0; m < before.size(); ++m) {
      const Measure& measure = measures()[m];
      const double size = measure.size_power == 0 ? 1 : std::pow(larger, measure.size_power);
      const bool dark = measure.of == Measure::Of::darkness;
      const double ratio = dark ? darkness(m) * more : before[m] > 0 ? after[m] / before[m] : kNaN;
      result.push_back(ratio * size - 1);
    }
    return result;
  }
};

Sums sums_of(std::span<const PorePair> pairs, const MatchedSkins& skins) {
  Sums sums(skins.sigma_mm * skins.sigma_mm, dilution(pairs));
  for (const PorePair& pair : pairs) sums.add(pair);
  return sums;
}

/// 97.5 % quantile of Student's t (Cornish-Fisher expansion, Abramowitz & Stegun 26.7.5).
double student_t975(double freedom) {
  constexpr double z = 1.959963984540054;
  const double g1 = (std::pow(z, 3) + z) / 4;
  const double g2 = (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / 96;
  const double g3 = (3 * std::pow(z, 7) + 19 * std::pow(z, 5) + 17 * std::pow(z, 3) - 15 * z) / 384;
  return z + g1 / freedom + g2 / (freedom * freedom) + g3 / std::pow(freedom, 3);
}

/// 95 % interval from resampled changes. The percentile interval of few blocks is too short; it is widened to Student's
/// t with their number of freedoms.
/// @param systematic  half-width added in quadrature.
std::array<double, 2> interval(std::vector<double> drawn, double relative, double blocks, double systematic) {
  std::erase_if(drawn, [](double value) { return std::isnan(value); });
  if (std::isnan(relative) || drawn.size() < 100) return {kNaN, kNaN};
  std::sort(drawn.begin(), drawn.end());
  const double widen = kBlocksAlike * student_t975(blocks - 1) / 1.959963984540054 * std::sqrt(blocks / (blocks - 1));
  const auto at = [&](double q) { return drawn[static_cast<std::size_t>(q * static_cast<double>(drawn.size() - 1))]; };
  return {relative - std::hypot(widen * std::max(0.0, relative - at(0.025)), systematic),
          relative + std::hypot(widen * std::max(0.0, at(0.975) - relative), systematic)};
}

/// Standard error of the logarithm of the change of size that comes from how well the skins' blur was matched, from how
/// well it is known (the softer both are, the less of a change of size is seen), and from the pores' profile.
double size_se(const Sums& sums, const MatchedSkins& skins, double visibility) {
  const double told = std::log(sums.grown());
  if (std::isnan(told)) return 0;
  const double pore_mm2 = sums.core().pore_mm2(sums.blur_mm2);
  return std::hypot(std::hypot(skins.difference_se_mm2 / 2, told * skins.se_mm2) / pore_mm2, kProfileSe * told,
                    kNotBorneOutSe * (told - borne_out(told, 1 + visibility, 2)));
}

/// By how much all darkness may have changed through another tone curve: as much as the skin between the pores did,
/// beyond what of the pores' own change may lie there. Nothing where chance may have made it.
double of_tone(const MatchedSkins& skins, double visibility) {
  constexpr double kOfPores = 0.25;  // of a change of the pores, that of the skin between them at most: faint ones
  constexpr double kChance = 2;      // standard errors, below which it is nothing; certain from one more on
  const double of_pores = std::isnan(visibility) ? 0 : kOfPores * std::log(std::max(0.1, 1 + visibility));
  const auto [least, most] = std::minmax({0.0, of_pores});
  const double tone = std::abs(skins.detail - std::clamp(skins.detail, least, most)) / (1 - kOfPores);
  const double se = skins.detail_se / (1 - kOfPores);
  if (!(se > 0)) return 0;
  return std::clamp(tone / se - kChance, 0.0, 1.0) * (tone + 1.96 * se);
}

/// Of all darkness at the places, after / before: of visibility, if what looks gone were pores still.
double as_seen(std::span<const PorePair> pairs) {
  double before = 0, after = 0;
  for (const PorePair& pair : pairs) {
    before += pair.before.darkness_mm2;
    after += pair.after.darkness_mm2;
  }
  return before > 0 ? after / before : 1;
}

/// Of the pores there are, after / before - 1.
double change_of_number(std::span<const PorePair> pairs) {
  double before = 0, after = 0;
  for (const PorePair& pair : pairs) {
    before += pair.before.presence;
    after += pair.after.presence;
  }
  return before > 0 ? after / before - 1 : 0;
}

}  // namespace

double expected_false(std::span<const PorePair> pairs) {
  double all = 0, no_pores = 0;
  for (const PorePair& pair : pairs) {
    const double darkness = std::max(0.0, pair.before.darkness_mm2);
    all += darkness;
    no_pores += (1 - pair.before.confidence) * darkness;
  }
  return all > 0 ? std::min(0.5, no_pores / all) : 0;
}

double colour_share(std::span<const PorePair> pairs) {
  double all = 0, told = 0;
  for (const PorePair& pair : pairs) {
    all += pair.before.darkness_mm2;
    told += std::abs(pair.before.colour_mm2) + std::abs(pair.after.colour_mm2);
  }
  return all > 0 ? told / all : 0;
}

MatchedSkins matched_skins(const Matching& matching, const Scale& scale) {
  return {scale.mm(std::sqrt(matching.blur_px * matching.blur_px + 1.0 / 12)),
          matching.blur_difference_se_px2 / (scale.px_per_mm * scale.px_per_mm),
          matching.blur_se_px2 / (scale.px_per_mm * scale.px_per_mm), std::log(matching.detail_ratio),
          matching.detail_se};
}

std::vector<Change> estimate_change(std::span<const PorePair> pairs, const MatchedSkins& skins, cv::Point origin,
                                    const Scale& scale, const EstimateOptions& options) {
  check(options);
  const double block_px = scale.px(options.block_mm);
  const std::size_t count = measures().size();
  std::map<std::pair<int, int>, Sums> by_block;
  const double no_pores = dilution(pairs);
  const Sums none(skins.sigma_mm * skins.sigma_mm, no_pores);
  Sums total = none;
  for (const PorePair& pair : pairs) {
    const std::pair place(static_cast<int>((pair.before.y_px - origin.y) / block_px),
                          static_cast<int>((pair.before.x_px - origin.x) / block_px));
    by_block.try_emplace(place, none).first->second.add(pair);
  }
  std::vector<Sums> blocks;
  for (const auto& [place, sums] : by_block) {
    total += sums;
    blocks.push_back(sums);
  }

  // Blocks drawn with replacement; every measure from the same draws.
  std::vector<std::vector<double>> drawn(count);
  if (blocks.size() >= static_cast<std::size_t>(options.min_blocks)) {
    Random random(options.seed, "blocks");
    for (int i = 0; i < options.resamples; ++i) {
      Sums sum = none;
      for (std::size_t b = 0; b < blocks.size(); ++b) sum += blocks[random.below(blocks.size())];
      const std::vector<double> changes = sum.changes();
      for (std::size_t m = 0; m < count; ++m) drawn[m].push_back(changes[m]);
    }
  }
  const std::vector<double> relative = total.changes();
  const double visibility = relative.front();
  const double of_sizes = size_se(total, skins, visibility), beyond = total.beyond();
  const double of_colour = 1.96 * kColourSe * colour_share(pairs);
  const double of_light = std::hypot(of_colour, of_tone(skins, visibility));
  const auto beyond_if = [&](double off) { return std::abs(total.beyond(off) / beyond - 1); };
  const double of_beyond = std::hypot(1.96 * kBeyondSe * std::log(beyond),
                                      std::max(beyond_if(1.96 * of_sizes), beyond_if(-1.96 * of_sizes)));
  // Of pores that came or went: where darkness is summed, those that look it and did not; in a count, those unseen.
  const double of_doubtful =
      std::isnan(visibility) ? 0 : std::abs(1 + visibility - undiluted(as_seen(pairs), no_pores) * beyond);
  const double of_unseen = kUncounted * std::abs(change_of_number(pairs));
  std::vector<Change> changes;
  for (std::size_t m = 0; m < count; ++m) {
    const Measure& measure = measures()[m];
    const double of_size = 1.96 * of_sizes * std::abs(measure.size_power) * (1 + relative[m]);
    const bool dark = measure.of == Measure::Of::darkness;
    const double of_dilution = 1.96 * kDilutionSe * expected_false(pairs) * std::abs(relative[m]);
    const bool of_places = measure.over == Measure::Over::places;
    const double of_fates = !of_places ? 0 : dark ? of_doubtful : of_unseen;
    const double of_apertures = dark ? of_beyond * (1 + relative[m]) : 0;
    const auto ci95 = interval(std::move(drawn[m]), relative[m], static_cast<double>(blocks.size()),
                               std::hypot(std::hypot(options.systematic, of_light), std::hypot(of_size, of_dilution),
                                          std::hypot(of_fates, of_apertures)));
    changes.push_back({std::string(measure.name), relative[m], ci95});
  }
  return changes;
}

RegionSummary summarize_pairs(std::string name, std::span<const PorePair> pairs, const MatchedSkins& skins, Visit visit,
                              const SkinMap& skin, const Scale& scale) {
  const Sums sums = sums_of(pairs, skins);
  const bool first = visit == Visit::before;
  const double grown = sums.grown();
  const double factor = std::isnan(grown) ? 1 : std::pow(grown, first ? -0.5 : 0.5);
  const double beyond = first ? 1 : sums.beyond();
  // What is no pore changes as the pores do, so that the visits differ by what these do.
  const auto darkness = [&](double before, double after) {
    return first ? before : beyond * (before + (after - before) / (1 - sums.no_pores));
  };
  const auto pores = [&](Measure::Over over) {
    std::vector<Pore> chosen;
    for (const PorePair& pair : pairs) {
      if (!enters(pair, over)) continue;
      const Pore before = at_common_size(pair, Visit::before), after = at_common_size(pair, Visit::after);
      Pore& pore = chosen.emplace_back(first ? before : after);
      pore.darkness_mm2 = darkness(before.darkness_mm2, after.darkness_mm2);
      pore.contrast = darkness(before.contrast, after.contrast) / (factor * factor);
      pore.diameter_mm *= factor;
      pore.area_mm2 *= factor * factor;
      pore.x_px = before.x_px;  // both skins lie on the before photograph's pixels
      pore.y_px = before.y_px;
    }
    return chosen;
  };
  const std::vector<Pore> places = pores(Measure::Over::places), matches = pores(Measure::Over::matched);
  return summarize(std::move(name), {places, matches}, skin, scale);
}

Verdict judge(const Change& visibility, double smallest_detectable) {
  if (std::isnan(visibility.relative)) return {"not comparable", "no pores found in this region in either photograph"};
  if (std::isnan(visibility.ci95[0])) {
    return {"not comparable", "too few patches of skin with pores for an interval: photograph a larger area"};
  }
  if (visibility.ci95[0] <= -1) {
    return {
        "not comparable",
        "pores too few or too faint, or light too unlike, for a figure in this region: photograph closer, both in one "
        "light"};
  }
  std::ostringstream reason;
  reason.precision(1);
  reason << std::fixed << "the 95 % interval of the change of visibility, " << 100 * visibility.ci95[0] << " to "
         << 100 * visibility.ci95[1] << " %, ";
  const bool holds_zero = visibility.ci95[0] <= 0 && visibility.ci95[1] >= 0;
  if (!holds_zero && std::abs(visibility.relative) < smallest_detectable) {
    reason << "lies beside zero, but the change is smaller than what repeated photographs show without one, "
           << 100 * smallest_detectable << " %";
    return {"no detectable change", reason.str()};
  }
  if (visibility.ci95[1] < 0) return {"decreased", reason.str() + "lies below zero"};
  if (visibility.ci95[0] > 0) return {"increased", reason.str() + "lies above zero"};
  return {"no detectable change", reason.str() + "holds zero"};
}

}  // namespace porevis
