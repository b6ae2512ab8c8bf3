// SPDX-License-Identifier: Apache-2.0
#include "phantom/marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

#include "phantom/optics.hpp"
#include "random.hpp"

namespace porevis::phantom {
namespace {

constexpr int kCellPx = 64;
/// Profiles are followed down to 2^-20 of their peak.
constexpr double kHalvings = 20;

/// Squared distance from the centre, in half widths at half maximum, where a profile of this sharpness ends.
double profile_end(double sharpness) { return std::pow(kHalvings, 1 / sharpness); }

double profile(double squared_half_widths, double sharpness) {
  return std::exp2(-std::pow(squared_half_widths, sharpness));
}

cv::Vec4f absorb(double amount, const Rgb& absorption, double shine = 1) {
  return {static_cast<float>(std::exp(-amount * absorption[0])), static_cast<float>(std::exp(-amount * absorption[1])),
          static_cast<float>(std::exp(-amount * absorption[2])), static_cast<float>(shine)};
}

/// A pore: a hole, so no shine comes from it either.
struct PoreInk {
  explicit PoreInk(const SkinPore& p)
      : pore(p),
        end(profile_end(p.profile_sharpness)),
        along(std::cos(p.orientation_deg * std::numbers::pi / 180),
              std::sin(p.orientation_deg * std::numbers::pi / 180)),
        long_half(p.diameter_mm / 2 * std::sqrt(p.elongation)),
        short_half(p.diameter_mm / 2 / std::sqrt(p.elongation)) {}

  [[nodiscard]] double reach_mm() const { return long_half * std::sqrt(end); }

  [[nodiscard]] cv::Vec4f operator()(cv::Point2d place) const {
    const cv::Point2d from = place - cv::Point2d(pore.x_mm, pore.y_mm);
    const double u = from.dot(along) / long_half;
    const double v = from.cross(along) / short_half;
    const double q = u * u + v * v;
    if (q > end) return cv::Vec4f::all(1);
    const double light = 1 - pore.contrast * profile(q, pore.profile_sharpness);
    const double density = std::log(light);
    const auto green = static_cast<float>(light);
    return {static_cast<float>(std::exp(pore.optical_density_red * density)), green,
            static_cast<float>(std::exp(pore.optical_density_blue * density)), green};
  }

  const SkinPore& pore;
  double end;
  cv::Point2d along;
  double long_half;
  double short_half;
};

/// A freckle or mole: melanin with an uneven outline.
struct PigmentInk {
  PigmentInk(const Confuser& c, std::uint64_t seed)
      : spot(c), sharpness(c.kind == "mole" ? 2.5 : 1.2), end(profile_end(sharpness)) {
    Random random(seed, "outline");
    for (double& phase : phases) phase = random.uniform(0, 2 * std::numbers::pi);
  }

  [[nodiscard]] double reach_mm() const { return 1.3 * spot.size_mm / 2 * std::sqrt(end); }

  [[nodiscard]] cv::Vec4f operator()(cv::Point2d place) const {
    const cv::Point2d from = place - spot.path[0];
    const double angle = std::atan2(from.y, from.x);
    const double outline = 1 + 0.15 * std::sin(2 * angle + phases[0]) + 0.08 * std::sin(3 * angle + phases[1]) +
                           0.05 * std::sin(5 * angle + phases[2]);
    const double half = spot.size_mm / 2 * outline;
    return absorb(spot.strength * profile(from.dot(from) / (half * half), sharpness), kMelanin);
  }

  const Confuser& spot;
  double sharpness;
  double end;
  std::array<double, 3> phases{};
};

/// A papule: a red dome, bright towards the light and dark away from it.
struct PapuleInk {
  [[nodiscard]] double reach_mm() const { return spot.size_mm / 2 * std::sqrt(profile_end(1)); }

  [[nodiscard]] cv::Vec4f operator()(cv::Point2d place) const {
    const cv::Point2d from = (place - spot.path[0]) / (spot.size_mm / 2);
    const double dome = profile(from.dot(from), 1);
    // The side of a Gaussian dome is steepest at 0.85 half widths: there the shading is the papule's strength.
    constexpr double steepest = 0.714;
    const double shading = 1 + spot.strength * 2 * std::numbers::ln2 * dome * from.dot(to_light) / steepest;
    return absorb(1.5 * spot.strength * dome, kHaemoglobin).mul(absorb(-std::log(shading), kShadow));
  }

  const Confuser& spot;
  cv::Point2d to_light;
};

/// A fresh needle mark: blood, with a faint halo.
struct NeedleInk {
  static constexpr double kHaloMm = 1;

  [[nodiscard]] double reach_mm() const { return std::max(kHaloMm, spot.size_mm) / 2 * std::sqrt(kHalvings); }

  [[nodiscard]] cv::Vec4f operator()(cv::Point2d place) const {
    const cv::Point2d from = place - spot.path[0];
    const double r2 = 4 * from.dot(from);
    const double core = profile(r2 / (spot.size_mm * spot.size_mm), 1.5);
    const double halo = profile(r2 / (kHaloMm * kHaloMm), 1);
    return absorb(spot.strength * (core + 0.12 * halo), kHaemoglobin);
  }

  const Confuser& spot;
};

/// A hair: a line over everything. Its ink is a function of the squared distance from the line.
struct HairInk {
  [[nodiscard]] double reach_mm() const { return spot.size_mm / 2 * std::sqrt(profile_end(2)); }

  [[nodiscard]] cv::Vec4f operator()(double squared_mm) const {
    const double dark = spot.strength * profile(4 * squared_mm / (spot.size_mm * spot.size_mm), 2);
    return absorb(dark, kHair, std::exp(-dark));
  }

  const Confuser& spot;
};

/// Calls back with the ink of a confuser.
template <class Use>
auto with_ink(const Confuser& confuser, std::uint64_t seed, cv::Point2d to_light, const Use& use) {
  if (confuser.kind == "papule") return use(PapuleInk{confuser, to_light});
  if (confuser.kind == "needle_mark") return use(NeedleInk{confuser});
  if (confuser.kind == "hair") return use(HairInk{confuser});
  return use(PigmentInk(confuser, seed));
}

/// The samples inside a part of the picture.
cv::Rect samples_in(const Samples& samples, const cv::Rect2d& part_px) {
  const auto at = [&](double px, int start) { return (px + 0.5 - start) * samples.per_px; };
  const cv::Point2d low(at(part_px.x, samples.pixels.x), at(part_px.y, samples.pixels.y));
  const cv::Point2d high(at(part_px.br().x, samples.pixels.x), at(part_px.br().y, samples.pixels.y));
  const cv::Point first(cvFloor(low.x), cvFloor(low.y));
  return cv::Rect(first, cv::Point(cvCeil(high.x), cvCeil(high.y))) & cv::Rect({}, samples.factors.size());
}

cv::Rect2d grown(const cv::Point2d& a, const cv::Point2d& b, double by) {
  const cv::Point2d more(by, by);
  return {cv::Point2d(std::min(a.x, b.x), std::min(a.y, b.y)) - more,
          cv::Point2d(std::max(a.x, b.x), std::max(a.y, b.y)) + more};
}

template <class Ink>
void draw_ink(Samples& samples, const cv::Rect& where, const Ink& ink) {
  for (int row = where.y; row < where.br().y; ++row)
    for (int column = where.x; column < where.br().x; ++column)
      samples.factors(row, column) = samples.factors(row, column).mul(ink(samples.places(row, column)));
}

/// A hair is as dark where two of its pieces meet as elsewhere: first the distance from the nearest, then the ink.
void draw_ink(Samples& samples, const cv::Rect& where, const HairInk& ink, const Camera& camera) {
  const std::vector<cv::Point2d>& path = ink.spot.path;
  const double reach = ink.reach_mm();
  const auto beyond = static_cast<float>(reach * reach);
  cv::Mat1f nearest(where.size(), beyond);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const cv::Point2d line = path[i] - path[i - 1];
    const cv::Rect piece =
        where & samples_in(samples, grown(camera.picture_from_skin(path[i - 1]), camera.picture_from_skin(path[i]),
                                          reach * camera.px_per_mm() * camera.stretch() + 1));
    for (int row = piece.y; row < piece.br().y; ++row)
      for (int column = piece.x; column < piece.br().x; ++column) {
        const cv::Point2d from = samples.places(row, column) - path[i - 1];
        const cv::Point2d away = from - std::clamp(from.dot(line) / line.dot(line), 0.0, 1.0) * line;
        float& least = nearest(row - where.y, column - where.x);
        least = std::min(least, static_cast<float>(away.dot(away)));
      }
  }
  for (int row = where.y; row < where.br().y; ++row)
    for (int column = where.x; column < where.br().x; ++column) {
      const float squared = nearest(row - where.y, column - where.x);
      if (squared < beyond) samples.factors(row, column) = samples.factors(row, column).mul(ink(squared));
    }
}

}  // namespace

Marks::Marks(const Skin& skin, const Camera& camera, cv::Point2d to_light)
    : skin_(skin),
      camera_(camera),
      to_light_(to_light),
      narrowest_px_(std::numeric_limits<double>::infinity()),
      cells_size_((camera.size().width + kCellPx - 1) / kCellPx, (camera.size().height + kCellPx - 1) / kCellPx),
      cells_(static_cast<std::size_t>(cells_size_.area())) {
  const auto add = [&](const std::vector<cv::Point2d>& path, double reach_mm, double width_mm) {
    const double reach = reach_mm * camera.px_per_mm() * camera.stretch() + 1;
    cv::Rect2d bounds;
    for (const cv::Point2d& mm : path) {
      const cv::Point2d px = camera.picture_from_skin(mm);
      bounds |= grown(px, px, reach);
    }
    narrowest_px_ = std::min(narrowest_px_, width_mm * camera.px_per_mm());
    bounds_px_.push_back(bounds);
    sort_into_cells(static_cast<int>(bounds_px_.size()) - 1);
  };
  for (const SkinPore& pore : skin.pores) {
    const PoreInk ink(pore);
    add({{pore.x_mm, pore.y_mm}}, ink.reach_mm(), 2 * ink.short_half);
  }
  for (const Confuser& confuser : skin.confusers)
    with_ink(confuser, 0, to_light, [&](const auto& ink) { add(confuser.path, ink.reach_mm(), confuser.size_mm); });
}

cv::Rect Marks::cells_of(const cv::Rect2d& px) const {
  const auto cell = [](double at, int count) {
    return std::clamp(static_cast<int>(std::clamp(at / kCellPx, -1.0, count + 0.0)), 0, count - 1);
  };
  const cv::Point first(cell(px.x, cells_size_.width), cell(px.y, cells_size_.height));
  const cv::Point last(cell(px.br().x, cells_size_.width), cell(px.br().y, cells_size_.height));
  return {first, last + cv::Point(1, 1)};
}

void Marks::sort_into_cells(int index) {
  const cv::Rect2d& bounds = bounds_px_[static_cast<std::size_t>(index)];
  const cv::Size2d picture = camera_.size();
  // What is rendered round the picture for the blur belongs to the outermost cells.
  constexpr double margin = 128;
  if ((bounds & cv::Rect2d(-margin, -margin, picture.width + 2 * margin, picture.height + 2 * margin)).empty()) return;
  const cv::Rect cells = cells_of(bounds);
  for (int row = cells.y; row < cells.br().y; ++row)
    for (int column = cells.x; column < cells.br().x; ++column)
      cells_[static_cast<std::size_t>(row) * cells_size_.width + column].push_back(index);
}

std::vector<int> Marks::near(const cv::Rect& pixels) const {
  std::vector<int> found;
  const cv::Rect cells = cells_of(pixels);
  for (int row = cells.y; row < cells.br().y; ++row)
    for (int column = cells.x; column < cells.br().x; ++column) {
      const auto& cell = cells_[static_cast<std::size_t>(row) * cells_size_.width + column];
      found.insert(found.end(), cell.begin(), cell.end());
    }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void Marks::draw(Samples& samples) const {
  for (const int index : near(samples.pixels)) {
    const auto i = static_cast<std::size_t>(index);
    const cv::Rect where = samples_in(samples, bounds_px_[i]);
    if (where.empty()) continue;
    if (i < skin_.pores.size()) {
      draw_ink(samples, where, PoreInk(skin_.pores[i]));
      continue;
    }
    const std::size_t confuser = i - skin_.pores.size();
    with_ink(skin_.confusers[confuser], mix(skin_.seed) + confuser, to_light_, [&](const auto& ink) {
      if constexpr (std::is_same_v<std::decay_t<decltype(ink)>, HairInk>)
        draw_ink(samples, where, ink, camera_);
      else
        draw_ink(samples, where, ink);
    });
  }
}

}  // namespace porevis::phantom
