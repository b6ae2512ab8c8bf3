// SPDX-License-Identifier: Apache-2.0
#include "phantom/confusers.hpp"

#include <cmath>
#include <numbers>

namespace porevis::phantom {
namespace {

/// Sizes (mm) and strengths a kind of round spot has; sizes spread evenly in their logarithm.
struct Spot {
  const char* kind;
  double size_low;
  double size_high;
  double strength_low;
  double strength_high;
};

constexpr Spot kFreckle{"freckle", 0.5, 2, 0.08, 0.3};
constexpr Spot kMole{"mole", 1.5, 4, 0.5, 1.2};
constexpr Spot kPapule{"papule", 1, 3, 0.1, 0.25};
constexpr Spot kNeedleMark{"needle_mark", 0.1, 0.3, 0.4, 1};

double log_uniform(Random& random, double low, double high) {
  return low * std::exp(random.uniform() * std::log(high / low));
}

cv::Point2d anywhere(Random& random, const SkinDescription& d) {
  const double x = random.uniform(0, d.width_mm);
  return {x, random.uniform(0, d.height_mm)};
}

std::size_t count(Random& random, const SkinDescription& d, double per_cm2) {
  return poisson(random, per_cm2 * d.width_mm * d.height_mm / 100);
}

void add_spots(std::vector<Confuser>& confusers, const Spot& spot, const SkinDescription& d, double per_cm2,
               std::uint64_t seed, std::string_view stream) {
  Random random(seed, stream);
  for (auto n = count(random, d, per_cm2); n > 0; --n) {
    const cv::Point2d centre = anywhere(random, d);
    const double size = log_uniform(random, spot.size_low, spot.size_high);
    confusers.push_back({spot.kind, {centre}, size, log_uniform(random, spot.strength_low, spot.strength_high)});
  }
}

/// A line of 3 to 15 mm that bends one way.
Confuser draw_hair(Random& random, const SkinDescription& d) {
  constexpr double step_mm = 0.2;
  Confuser hair{"hair", {anywhere(random, d)}, random.uniform(0.03, 0.08), random.uniform(0.6, 1.5)};
  double direction = random.uniform(0, 2 * std::numbers::pi);
  const double turn = 0.08 * random.normal() * step_mm;
  const double length_mm = log_uniform(random, 3, 15);
  for (double at = 0; at < length_mm; at += step_mm) {
    hair.path.push_back(hair.path.back() + step_mm * cv::Point2d(std::cos(direction), std::sin(direction)));
    direction += turn;
  }
  return hair;
}

}  // namespace

std::size_t poisson(Random& random, double mean) {
  std::size_t events = 0;
  for (double time = -std::log(1 - random.uniform()); time < mean; time -= std::log(1 - random.uniform())) ++events;
  return events;
}

std::vector<Confuser> make_confusers(const SkinDescription& d, std::uint64_t seed) {
  std::vector<Confuser> confusers;
  add_spots(confusers, kFreckle, d, d.freckles_per_cm2, seed, "freckles");
  add_spots(confusers, kMole, d, d.moles_per_cm2, seed, "moles");
  add_spots(confusers, kPapule, d, d.papules_per_cm2, seed, "papules");
  Random random(seed, "hairs");
  for (auto n = count(random, d, d.hairs_per_cm2); n > 0; --n) confusers.push_back(draw_hair(random, d));
  add_needle_marks(confusers, d, d.needle_marks_per_cm2, seed, "needle marks");
  return confusers;
}

void add_needle_marks(std::vector<Confuser>& confusers, const SkinDescription& d, double per_cm2, std::uint64_t seed,
                      std::string_view stream) {
  add_spots(confusers, kNeedleMark, d, per_cm2, seed, stream);
}

}  // namespace porevis::phantom
