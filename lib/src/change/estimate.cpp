// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <sstream>

#include "change/size_factor.hpp"
#include "random.hpp"

namespace porevis {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr double kLeastConfidence = 0.5;  // taken of any place, so that no doubtful one weighs more than twice
/// Of the pores told to have come or gone, so many more may have: skin as dark stayed where they were.
constexpr double kUncounted = 1;
constexpr double kBlocksAlike = 1.2;  // neighbouring blocks share light and relief: drawn ones vary less than skins
constexpr double kColourSe = 0.1;     // of what was told to be shine or blood: its standard error
/// Of the logarithm of a change of size: its standard error, since real profiles are steeper or wider than the one that
/// turns concentration into size. As those of another generator's pores are (Gaussians, steep walls, wide wings).
constexpr double kProfileSe = 0.08;
/// Both visits are summed in one aperture, as wide as pores of both sizes together: of a larger pore it holds less, by
/// this power of the change of size. For the profile that the fits assume; 0 for steep walls, a third for Gaussians,
/// hence its standard error, of the correction.
constexpr double kBeyondAperture = 0.1, kBeyondApertureSe = 1.5;
/// Of a change of size without one of darkness: its standard error, so that the interval reaches to none.
constexpr double kNotBorneOutSe = 0.6;
constexpr double kFewestSized = 20;  // pores of known size that may tell by how much all are larger
/// Darkness integrated over a pore's area / (its peak x its area), of the profile 2^-((2 r / FWHM)^2.6) that the fits
/// assume.
constexpr double kVolume = 1.2247;

bool matched(const PorePair& pair) { return pair.jointly && pair.status == PorePair::Status::matched; }

bool enters(const PorePair& pair, Measure::Over over) { return over == Measure::Over::places || matched(pair); }

/// Darkness in the after photograph had all places been pores. What is none does not change, so that a change is read
/// in those places that are: as many as their confidence has it. Without bias over many places (Horvitz & Thompson
/// 1952, doi:10.1080/01621459.1952.10483446).
double undiluted_mm2(const PorePair& pair, double before_mm2, double after_mm2) {
  return before_mm2 + (after_mm2 - before_mm2) / std::max(kLeastConfidence, pair.before.confidence);
}

/// Darkness of the pore that is there: where it went or has yet to come, what is dark is skin.
double shown_mm2(const Pore& pore) { return pore.presence * pore.darkness_mm2; }

/// A pair's pore in one visit, its size that of the pair: what size alone tells of one photograph does not enter.
/// @param beyond  darkness / what the aperture holds of it, against the other visit.
Pore at_common_size(const PorePair& pair, Visit visit, double size_factor = 1, double beyond = 1) {
  const Pore &before = pair.before, &after = pair.after;
  const bool first = visit == Visit::before;
  Pore pore = first ? before : after;
  pore.diameter_mm = pair.diameter_mm * size_factor;
  pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
  const double here_mm2 = first ? before.darkness_mm2 : undiluted_mm2(pair, before.darkness_mm2, after.darkness_mm2);
  const double shown = first ? shown_mm2(before) : undiluted_mm2(pair, shown_mm2(before), shown_mm2(after));
  pore.contrast = beyond * here_mm2 / (kVolume * pore.area_mm2);
  pore.darkness_mm2 = beyond * shown;
  return pore;
}

/// Of the logarithm of a change of size, as much as a change of visibility goes with: pores that look narrower and are
/// as dark in all are likelier ones whose blur was wrongly told, as where noise was smoothed away between them.
double borne_out(double size, double visibility) {
  const double of_darkness = std::isnan(visibility) ? 0 : std::log(std::max(0.01, 1 + visibility)) / 2;
  const auto [least, most] = std::minmax({0.0, of_darkness});
  return std::clamp(size, least, most);
}

/// What is summed over the pores of a piece of skin.
struct Sums {
  explicit Sums(std::size_t measures) : before(measures), after(measures) {}
  std::vector<double> before, after;  // of each measure's terms
  Concentration core_before, core_after;
  double sized = 0;

  void add(const PorePair& pair, double blur) {
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
    blur *= std::sqrt(pair.before.area_factor);  // on the skin
    for (auto [sum, pore] : {std::pair(&core_before, &pair.before), std::pair(&core_after, &pair.after)}) {
      sum->add(pore->darkness_mm2, pore->core_darkness_mm2, pore->core_sigma_mm, pair.diameter_mm, blur,
               pore->aperture_mm);
    }
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

  /// after / before of the size of all.
  [[nodiscard]] double grown() const {
    return sized < kFewestSized ? kNaN : core_after.factor() / core_before.factor();
  }

  /// after / before of what darkness is to be multiplied by for what lies beyond the apertures.
  [[nodiscard]] double beyond() const {
    const double size = std::log(grown());
    if (std::isnan(size) || !(before.front() > 0)) return 1;
    return std::exp(kBeyondAperture * borne_out(size, after.front() / before.front() - 1));
  }

  /// after / before - 1 of each measure. Area and, for matched pores, number are the same in both photographs: only the
  /// sums of the terms remain.
  [[nodiscard]] std::vector<double> changes() const {
    const double larger = grown(), more = beyond();
    std::vector<double> result;
    for (std::size_t m = 0; m < before.size(); ++m) {
      const Measure& measure = measures()[m];
      const double size = measure.size_power == 0 ? 1 : std::pow(larger, measure.size_power);
      const double held = measure.of == Measure::Of::darkness ? more : 1;
      result.push_back(before[m] > 0 ? after[m] / before[m] * size * held - 1 : kNaN);
    }
    return result;
  }
};

Sums sums_of(std::span<const PorePair> pairs, const MatchedSkins& skins) {
  Sums sums(measures().size());
  for (const PorePair& pair : pairs) sums.add(pair, skins.sigma_mm);
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

/// Relative error of the change of size that an error of squared blur makes, in the after photograph or in both. Where
/// pores as sharp as these could not have been seen through so much blur, that of a part of it, scaled up.
double felt(std::span<const PorePair> pairs, const MatchedSkins& skins, double error_mm2, bool in_both) {
  const std::array<double, 2> read = size_factors(pairs, skins);
  for (double part = 1; part > 0.05; part /= 2) {
    const double softer_mm = std::sqrt(skins.sigma_mm * skins.sigma_mm + part * error_mm2);
    const std::array<double, 2> softer = size_factors(pairs, {softer_mm});
    const double change = softer[1] / read[1] / (in_both ? softer[0] / read[0] : 1) - 1;
    if (!std::isnan(change)) return std::abs(change) / part;
  }
  return 0;
}

/// Logarithm of the change of size; 0 where none is told.
double change_of_size(std::span<const PorePair> pairs, const MatchedSkins& skins) {
  const std::array<double, 2> read = size_factors(pairs, skins);
  const double change = std::log(read[1] / read[0]);
  return std::isnan(change) ? 0 : change;
}

/// Standard error of the logarithm of the change of size that comes from how well the skins' blur was matched, from how
/// well it is known (the softer both are, the less of a change of size is seen), and from the pores' profile.
double size_se(std::span<const PorePair> pairs, const MatchedSkins& skins, double visibility) {
  const double size = change_of_size(pairs, skins);
  return std::hypot(
      std::hypot(felt(pairs, skins, skins.difference_se_mm2, false), felt(pairs, skins, skins.se_mm2, true)),
      kProfileSe * size, kNotBorneOutSe * (size - borne_out(size, visibility)));
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

/// Of all darkness at the places, after / before - 1: of visibility, if what looks gone were pores still.
double change_as_seen(std::span<const PorePair> pairs, double beyond) {
  double before = 0, after = 0;
  for (const PorePair& pair : pairs) {
    before += pair.before.darkness_mm2;
    after += undiluted_mm2(pair, pair.before.darkness_mm2, pair.after.darkness_mm2);
  }
  return before > 0 ? after / before * beyond - 1 : 0;
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

std::array<double, 2> size_factors(std::span<const PorePair> pairs, const MatchedSkins& skins) {
  const Sums sums = sums_of(pairs, skins);
  if (sums.sized < kFewestSized) return {kNaN, kNaN};
  return {sums.core_before.factor(), sums.core_after.factor()};
}

std::vector<Change> estimate_change(std::span<const PorePair> pairs, const MatchedSkins& skins, cv::Point origin,
                                    const Scale& scale, const EstimateOptions& options) {
  check(options);
  const double block_px = scale.px(options.block_mm);
  const std::size_t count = measures().size();
  std::map<std::pair<int, int>, Sums> by_block;
  Sums total(count);
  for (const PorePair& pair : pairs) {
    const std::pair place(static_cast<int>((pair.before.y_px - origin.y) / block_px),
                          static_cast<int>((pair.before.x_px - origin.x) / block_px));
    by_block.try_emplace(place, count).first->second.add(pair, skins.sigma_mm);
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
      Sums sum(count);
      for (std::size_t b = 0; b < blocks.size(); ++b) sum += blocks[random.below(blocks.size())];
      const std::vector<double> changes = sum.changes();
      for (std::size_t m = 0; m < count; ++m) drawn[m].push_back(changes[m]);
    }
  }
  const std::vector<double> relative = total.changes();
  const double visibility = relative.front();
  const double of_sizes = size_se(pairs, skins, visibility), beyond = total.beyond();
  const double no_pores = expected_false(pairs);
  const double of_colour = 1.96 * kColourSe * colour_share(pairs);
  const double of_light = std::hypot(of_colour, of_tone(skins, visibility));
  // Of pores that came or went: where darkness is summed, those that look it and did not; in a count, those unseen.
  const double of_doubtful = std::isnan(visibility) ? 0 : std::abs(visibility - change_as_seen(pairs, beyond));
  const double of_unseen = kUncounted * std::abs(change_of_number(pairs));
  std::vector<Change> changes;
  for (std::size_t m = 0; m < count; ++m) {
    const Measure& measure = measures()[m];
    const double of_size = 1.96 * of_sizes * std::abs(measure.size_power) * (1 + relative[m]);
    const double of_dilution = no_pores * std::abs(relative[m]);
    const bool of_places = measure.over == Measure::Over::places;
    const double of_fates = !of_places ? 0 : measure.of == Measure::Of::darkness ? of_doubtful : of_unseen;
    const double of_apertures =
        measure.of == Measure::Of::darkness ? 1.96 * kBeyondApertureSe * std::log(beyond) * (1 + relative[m]) : 0;
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
  const double told = size_factors(pairs, skins)[first ? 0 : 1];
  const double factor = std::isnan(told) ? 1 : told, beyond = first ? 1 : sums.beyond();
  const auto pores = [&](Measure::Over over) {
    std::vector<Pore> chosen;
    for (const PorePair& pair : pairs) {
      if (!enters(pair, over)) continue;
      chosen.push_back(at_common_size(pair, visit, factor, beyond));
      chosen.back().x_px = pair.before.x_px;  // both skins lie on the before photograph's pixels
      chosen.back().y_px = pair.before.y_px;
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
