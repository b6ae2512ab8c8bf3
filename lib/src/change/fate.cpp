// SPDX-License-Identifier: Apache-2.0
#include "change/fate.hpp"

#include <algorithm>
#include <cmath>

#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kRemains = 0.35;     // of the darkness in the other photograph: below, a pore no longer stands out
constexpr double kSignificant = 2.5;  // standard errors of a difference
constexpr double kLeastErrorMm2 = 1e-6;
constexpr double kMostCommon = 0.6;  // difference over sum: to a quarter, or fourfold
constexpr std::size_t kEnoughCommon = 20;

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
  for (double& error : errors) error = std::max(kLeastErrorMm2, error * wider);
  return errors;
}

/// Of every place, whether its pore changed as most did, is gone (no darkness left but by chance) or new: a mixture of
/// the three whose shares follow from all places, by expectation-maximization (Dempster, Laird & Rubin 1977). So many
/// pores that are too small to prove it one by one tell together how many went. Chance is Student's t of 4 degrees:
/// of few pores much more changes than of most.
std::vector<Fate> presences(std::span<const Pore> before, std::span<const Pore> after, std::span<const double> errors,
                            double ratio) {
  constexpr int kRounds = 80;
  constexpr double kPriorPlaces = 10, kPriorShare = 0.05;  // of gone and of new ones, so that few places tell little
  const auto chance = [](double difference, double error) {
    const double widened = 1 + std::pow(difference / error, 2) / 4;
    return 1 / (widened * widened * std::sqrt(widened));
  };
  struct Likelihood {
    double stayed, gone, appeared;
  };
  std::vector<Likelihood> likelihoods;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Darkness darkness(before[i], after[i], ratio);
    likelihoods.push_back({chance(darkness.after - darkness.before, errors[i]), chance(darkness.after, errors[i]),
                           chance(darkness.before, errors[i])});
  }
  std::vector<Fate> fates(before.size());
  double gone_share = kPriorShare, new_share = kPriorShare;
  for (int round = 0; round < kRounds; ++round) {
    double gone = kPriorPlaces * kPriorShare, appeared = gone;
    for (std::size_t i = 0; i < fates.size(); ++i) {
      const auto& of = likelihoods[i];
      const double stays = (1 - gone_share - new_share) * of.stayed;
      const double goes = gone_share * of.gone, comes = new_share * of.appeared;
      const double all = stays + goes + comes;
      fates[i].in_before = 1 - comes / all;
      fates[i].in_after = 1 - goes / all;
      gone += goes / all;
      appeared += comes / all;
    }
    const double places = kPriorPlaces + static_cast<double>(fates.size());
    gone_share = gone / places;
    new_share = appeared / places;
  }
  return fates;
}

}  // namespace

std::vector<Fate> tell_fates(std::span<const Pore> before, std::span<const Pore> after) {
  const double usual = usual_mm2(before, after), ratio = common_ratio(before, after, usual);
  const std::vector<double> errors = errors_of_differences(before, after, ratio);
  std::vector<Fate> fates = presences(before, after, errors, ratio);
  for (std::size_t i = 0; i < fates.size(); ++i) {
    // A pore is gone or new where most of its darkness is, and by more than it may differ by chance, both as it is and
    // against the common change.
    const Darkness read(before[i], after[i], 1), against_others(before[i], after[i], ratio);
    const auto lacks = [&](double here, double there) {
      return there - here > kSignificant * errors[i] && here <= kRemains * there;
    };
    if (lacks(read.after, read.before) && lacks(against_others.after, against_others.before)) {
      fates[i].status = PorePair::Status::vanished;
    } else if (lacks(read.before, read.after) && lacks(against_others.before, against_others.after)) {
      fates[i].status = PorePair::Status::appeared;
    }
    // What is brighter than the skin around it by as much as pores are darker lies under shine that was not told.
    fates[i].hidden = std::min(before[i].darkness_mm2, after[i].darkness_mm2) < -usual;
  }
  return fates;
}

}  // namespace porevis
