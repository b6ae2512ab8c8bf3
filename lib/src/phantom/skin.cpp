// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <sstream>
#include <string_view>
#include <utility>

#include "phantom/confusers.hpp"
#include "phantom/places.hpp"
#include "porevis/phantom/phantom.hpp"
#include "random.hpp"

namespace porevis::phantom {
namespace {

/// The outline at half peak is not where a pore ends: neighbours keep this much more than its long axis.
constexpr double kRoom = 1.15;
/// Pores darker than this are not drawn, and no change may lead there.
constexpr double kDarkest = 0.9;
constexpr double kBlackest = 0.98;

double room_mm(const SkinPore& pore) { return kRoom * pore.diameter_mm * std::sqrt(pore.elongation); }

/// Standard normal without the rare tails beyond 3.
double tame_normal(Random& random) {
  double z = random.normal();
  while (std::abs(z) > 3) z = random.normal();
  return z;
}

/// To (-90, 90].
double axis_deg(double degrees) { return degrees - 180 * std::ceil((degrees - 90) / 180); }

SkinPore draw_pore(const SkinDescription& d, Random& random) {
  const double size = tame_normal(random);
  const double dark = 0.3 * size + std::sqrt(1 - 0.3 * 0.3) * tame_normal(random);  // larger pores are darker
  SkinPore pore;
  pore.diameter_mm = std::clamp(d.diameter_mm * std::exp(d.diameter_spread * size), std::min(0.05, 0.5 * d.diameter_mm),
                                std::max(1.5, 2 * d.diameter_mm));
  pore.contrast = std::min(d.contrast * std::exp(d.contrast_spread * dark), std::max(kDarkest, d.contrast));
  pore.elongation = 1 + (d.elongation - 1) * random.uniform(0.5, 1.5);
  pore.orientation_deg = axis_deg(d.orientation_deg + 25 * tame_normal(random));
  pore.profile_sharpness = d.profile_sharpness * random.uniform(0.85, 1.15);
  pore.optical_density_blue = 1.13 * (1 + 0.08 * tame_normal(random));
  pore.optical_density_red = 0.72 * (1 + 0.08 * tame_normal(random));
  return pore;
}

/// Adds pores where there is room between those there are.
void add_pores(Skin& skin, std::size_t count, std::string_view stream) {
  if (count == 0) return;
  const SkinDescription& d = skin.description;
  Random properties(skin.seed, stream);
  Random places_random(properties.bits(), "places");
  std::vector<SkinPore> added(count);
  double largest = 0;
  for (SkinPore& pore : added) largest = std::max(largest, room_mm(pore = draw_pore(d, properties)));
  for (const SkinPore& pore : skin.pores) largest = std::max(largest, room_mm(pore));
  Places places({d.width_mm, d.height_mm}, largest);
  for (const SkinPore& pore : skin.pores) places.take({pore.x_mm, pore.y_mm}, room_mm(pore));
  for (SkinPore& pore : added) {
    const auto place = places.find(places_random, room_mm(pore));
    if (!place)
      throw ParameterError("pores_per_cm2, diameter_mm or new_fraction leave no room for " +
                           std::to_string(skin.pores.size() + 1) + " pores: give fewer or smaller ones");
    pore.id = skin.next_id++;
    pore.x_mm = place->x;
    pore.y_mm = place->y;
    skin.pores.push_back(pore);
  }
}

double area_mm2(const SkinDescription& d) { return d.width_mm * d.height_mm; }

}  // namespace

double SkinPore::darkness_mm2() const {
  return contrast * std::numbers::pi / 4 * diameter_mm * diameter_mm * std::tgamma(1 + 1 / profile_sharpness) /
         std::pow(std::numbers::ln2, 1 / profile_sharpness);
}

double Skin::visibility() const {
  const double darkness = std::accumulate(pores.begin(), pores.end(), 0.0,
                                          [](double sum, const SkinPore& pore) { return sum + pore.darkness_mm2(); });
  return darkness / area_mm2(description);
}

Skin make_skin(const SkinDescription& description, std::uint64_t seed) {
  check(description);
  Skin skin;
  skin.description = description;
  skin.seed = seed;
  skin.redness = description.redness;
  Random random(seed, "pore count");
  add_pores(skin, poisson(random, description.pores_per_cm2 * area_mm2(description) / 100), "pores");
  skin.confusers = make_confusers(description, seed);
  return skin;
}

Skin change_skin(const Skin& skin, const ChangeDescription& change) {
  check(change);
  Skin after = skin;
  ++after.changes;
  const std::string stream = "change " + std::to_string(after.changes) + " ";

  Random random(skin.seed, stream + "vanished");
  const auto count = skin.pores.size();
  const auto vanished = static_cast<std::size_t>(std::lround(change.vanished_fraction * static_cast<double>(count)));
  for (std::size_t i = 0; i < vanished; ++i) std::swap(after.pores[i], after.pores[i + random.below(count - i)]);
  after.pores.erase(after.pores.begin(), after.pores.begin() + static_cast<std::ptrdiff_t>(vanished));
  std::sort(after.pores.begin(), after.pores.end(), [](const auto& a, const auto& b) { return a.id < b.id; });

  for (SkinPore& pore : after.pores) {
    pore.diameter_mm *= change.diameter_factor;
    pore.contrast *= change.contrast_factor;
    if (pore.contrast <= kBlackest) continue;
    std::ostringstream message;
    message << "contrast_factor = " << change.contrast_factor << " would make a pore darker than black: give at most "
            << kBlackest / (pore.contrast / change.contrast_factor) << " for this skin";
    throw ParameterError(message.str());
  }
  add_pores(after, static_cast<std::size_t>(std::lround(change.new_fraction * static_cast<double>(count))),
            stream + "pores");

  after.redness += change.redness;
  add_needle_marks(after.confusers, skin.description, change.needle_marks_per_cm2, skin.seed, stream + "needle marks");
  return after;
}

}  // namespace porevis::phantom
