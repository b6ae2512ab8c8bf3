// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/core/utility.hpp>
#include <optional>

#include "pores/assign_pixels.hpp"
#include "pores/profile_fit.hpp"
#include "pores/size_posterior.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

constexpr double kSmallestPx = 2;  // across: below, blur and pixels leave no size to tell
constexpr double kFwhm = 2.3548200450309493;
constexpr double kUsualDiameterMm = 0.22, kLargestDiameterMm = 1;
constexpr double kMostElongated = 4;
/// Of the spot, the width whose aperture darkness is summed in: farther out lies more of the skin's texture than of the
/// pore. What the pore has there is reckoned (corrected()).
constexpr double kSummed = 0.8;
/// By this much wider and narrower apertures tell how darkness grows with them: enough for texture to cancel.
constexpr double kGrown = 1.18;
constexpr double kLeastGained = 0.3;  // of what a fit must tell of a size, else the size is that of its neighbours
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Darkness of a spot, px2.
struct Sums {
  double around = 0;  ///< the skin's darkness in a ring, other spots left out.
  double wide = 0;    ///< over the spot's own pixels, less that of the skin around.
  double core = 0;    ///< the same under a narrow Gaussian.
  double core_weights = 0;
  double growth = 0;       ///< of `wide` with the logarithm of the aperture's radius.
  double core_growth = 0;  ///< of `core` with the logarithm of its Gaussian's sigma.
  double seen = 0;         ///< share of the aperture that is not hidden.
};

/// Where the skin around a spot is looked at: from the aperture outwards.
double ring_px(double sigma_px) { return aperture_px(sigma_px) + std::max(3.0, 2 * sigma_px); }

/// What of a spot lies beyond its aperture and in the ring, taken for skin there: a Gaussian's share.
/// @see Stetson 1990, doi:10.1086/132719: aperture corrections.
Sums corrected(const Sums& sums, double aperture_sigma_px, double sigma_px) {
  const double inner2 = std::pow(aperture_px(aperture_sigma_px), 2), outer2 = std::pow(ring_px(aperture_sigma_px), 2);
  const double beyond = std::exp(-inner2 / (2 * sigma_px * sigma_px));
  const double in_ring = (beyond - std::exp(-outer2 / (2 * sigma_px * sigma_px))) / (outer2 - inner2);
  const double held = 1 - beyond - inner2 * in_ring;
  Sums result = sums;
  result.wide /= held;
  result.growth /= held;
  result.core += sums.core_weights * in_ring / std::numbers::pi * result.wide;
  return result;
}

/// Darkness within a radius, and under a Gaussian there, less that of the ring around. The ring's mean, not its median:
/// skin's relief is skewed, and the mean is what the aperture holds of it too.
class Aperture {
 public:
  /// @param scale  of all its lengths.
  Aperture(double sigma_px, double core_sigma_px, double scale)
      : radius2_(std::pow(scale * aperture_px(sigma_px), 2)),
        outer2_(std::pow(scale * ring_px(sigma_px), 2)),
        precision_(1 / (2 * std::pow(scale * core_sigma_px, 2))) {}

  void add(double r2, double darkness) {
    if (r2 > outer2_) return;
    if (r2 > radius2_) {
      ring_ += darkness;
      ++ring_px_;
      return;
    }
    const double weight = std::exp(-r2 * precision_);
    inside_ += darkness;
    ++inside_px_;
    core_ += weight * darkness;
    core_weights_ += weight;
  }
  [[nodiscard]] double outer_px() const { return std::sqrt(outer2_); }
  [[nodiscard]] bool holds(double r2) const { return r2 <= radius2_; }
  /// Crowded on all sides: the flattened skin's own level.
  [[nodiscard]] double around() const { return ring_px_ < 8 ? 0 : ring_ / ring_px_; }
  [[nodiscard]] double wide() const { return inside_ - inside_px_ * around(); }
  [[nodiscard]] double core() const { return core_ - core_weights_ * around(); }
  [[nodiscard]] double core_weights() const { return core_weights_; }
  [[nodiscard]] int pixels() const { return inside_px_; }

 private:
  double radius2_, outer2_, precision_, inside_ = 0, core_ = 0, core_weights_ = 0, ring_ = 0;
  int inside_px_ = 0, ring_px_ = 0;
};

Sums sum_darkness(const cv::Mat& darkness, const cv::Mat& owner, const Spot& spot, int index, double core_sigma_px) {
  Aperture aperture(spot.sigma_px, core_sigma_px, 1), wider(spot.sigma_px, core_sigma_px, kGrown),
      narrower(spot.sigma_px, core_sigma_px, 1 / kGrown);
  const double reach = wider.outer_px();
  const cv::Point2d c = spot.centre;
  int hidden_px = 0;
  for (int y = std::max(0, cvCeil(c.y - reach)); y <= std::min(darkness.rows - 1, cvFloor(c.y + reach)); ++y) {
    for (int x = std::max(0, cvCeil(c.x - reach)); x <= std::min(darkness.cols - 1, cvFloor(c.x + reach)); ++x) {
      const double dx = x - c.x, dy = y - c.y, r2 = dx * dx + dy * dy;
      if (r2 > reach * reach) continue;
      const int belongs = owner.at<int>(y, x);
      if (belongs == kNobody) {
        if (aperture.holds(r2)) ++hidden_px;
      } else if (belongs == 0 || std::abs(belongs) == index + 1) {
        for (Aperture* one : {&aperture, &wider, &narrower}) one->add(r2, darkness.at<float>(y, x));
      }
    }
  }
  const double seen_px = aperture.pixels(), twice = 2 * std::log(kGrown);
  return {aperture.around(),
          aperture.wide(),
          aperture.core(),
          aperture.core_weights(),
          (wider.wide() - narrower.wide()) / twice,
          (wider.core() - narrower.core()) / twice,
          seen_px / std::max(1.0, seen_px + hidden_px)};
}

/// What the fits in one map say of its spots' widths.
struct Fitted {
  explicit Fitted(std::size_t count) : fitters(count), fits(count), sizes(count) {}
  std::vector<std::optional<SpotFitter>> fitters;
  std::vector<SpotFit> fits;
  std::vector<PoreSize> sizes;
};

/// Widths by which darkness is summed: of each spot, by all maps together, each as far as it tells. Its width in one
/// map goes with that map's noise, and would let it into the sum.
struct CommonWidths {
  std::vector<double> fwhm_px;  ///< geometric mean over the maps that tell one.
  double mean_px = 0;           ///< geometric mean of fwhm_px.
  double widest = 1;            ///< by how much spots are wider in the map where they are widest, all together.
};

CommonWidths common_widths(std::span<const Fitted> fitted, std::size_t spots, double usual_px) {
  CommonWidths result{std::vector<double>(spots, usual_px), usual_px};
  double all = 0;
  std::vector<double> wider(fitted.size(), 0), told(fitted.size(), 0);
  for (std::size_t i = 0; i < spots; ++i) {
    double sum = 0, weights = 0;
    for (const Fitted& map : fitted) {
      if (!(map.sizes[i].fwhm_px > 0)) continue;
      const double weight = 1 / (map.sizes[i].log_se * map.sizes[i].log_se);
      sum += weight * std::log(map.sizes[i].fwhm_px);
      weights += weight;
    }
    if (weights > 0) result.fwhm_px[i] = std::exp(sum / weights);
    all += std::log(result.fwhm_px[i]);
    for (std::size_t m = 0; m < fitted.size(); ++m) {
      if (!(fitted[m].sizes[i].fwhm_px > 0)) continue;
      wider[m] += std::log(fitted[m].sizes[i].fwhm_px / result.fwhm_px[i]);
      ++told[m];
    }
  }
  if (spots > 0) result.mean_px = std::exp(all / static_cast<double>(spots));
  for (std::size_t m = 0; m < fitted.size(); ++m) {
    if (told[m] > 0) result.widest = std::max(result.widest, std::exp(wider[m] / told[m]));
  }
  return result;
}

/// Side by side; each task works on its own data.
template <class Work>
void for_each(std::size_t count, const Work& work) {
  cv::parallel_for_({0, static_cast<int>(count)}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) work(static_cast<std::size_t>(i));
  });
}

}  // namespace

std::vector<std::vector<Pore>> measure_owned(std::span<const cv::Mat> maps, const cv::Mat& owner,
                                             const cv::Mat& measurable, std::span<const Spot> spots, const Scale& scale,
                                             double blur_sigma_px, cv::Point origin, std::span<const cv::Mat> colour) {
  // All fits begin alike, so that one table of answers serves them.
  const double guess_px = std::hypot(scale.px(kUsualDiameterMm) / kFwhm, blur_sigma_px);
  const double largest_px = std::hypot(scale.px(kLargestDiameterMm) / kFwhm, blur_sigma_px);
  const BlurResponse response(blur_sigma_px, guess_px, std::max(3.0, scale.px(kLargestDiameterMm)));
  // What is left of a fit is skin's texture, which the blur makes hang together: a quarter of the area that blurred
  // noise would, found on phantoms of 10 to 40 px/mm, where the errors told are then those made.
  const double correlation_px2 = std::numbers::pi * (blur_sigma_px * blur_sigma_px + 1.0 / 12);

  // How wide: each spot by itself, then in the light of the others.
  std::vector<Fitted> fitted;
  for (const cv::Mat& darkness : maps) {
    Fitted& map = fitted.emplace_back(spots.size());
    for_each(spots.size(), [&](std::size_t i) {
      const SpotWindow window{darkness, owner,      static_cast<int>(i) + 1, spots[i].centre,
                              guess_px, largest_px, correlation_px2};
      map.fits[i] = map.fitters[i].emplace(window).fit();
    });
    const SizePosterior sizes(response, map.fits, scale.px(kUsualDiameterMm), scale.px(kLargestDiameterMm));
    for_each(spots.size(), [&](std::size_t i) { map.sizes[i] = sizes.size(map.fits[i]); });
  }

  // The apertures: one a spot, wide enough for all maps, so that all are asked the same.
  const CommonWidths widths = common_widths(fitted, spots.size(), scale.px(kUsualDiameterMm));
  std::vector<Spot> apertures(spots.begin(), spots.end());
  for (std::size_t i = 0; i < spots.size(); ++i) {
    apertures[i].centre = spots[i].recognized;
    apertures[i].sigma_px = kSummed * response.of(widths.widest * widths.fwhm_px[i]).sigma_px;
  }
  const double core_sigma_px = response.of(widths.mean_px).sigma_px;
  const cv::Mat aperture_owner = assign_pixels(measurable, apertures);

  std::vector<std::vector<Pore>> tables;
  const double px2 = scale.px_per_mm * scale.px_per_mm;
  for (std::size_t m = 0; m < maps.size(); ++m) {
    std::vector<Pore>& pores = tables.emplace_back(spots.size());
    for_each(spots.size(), [&](std::size_t i) {
      Pore& pore = pores[i];
      pore.id = static_cast<int>(i) + 1;
      pore.confidence = spots[i].confidence;
      pore.x_px = origin.x + spots[i].centre.x;
      pore.y_px = origin.y + spots[i].centre.y;

      // How dark: the sum over a wide aperture, which asks nothing of the profile; the peak at that width. Relative to
      // the skin around; the map's zero is the wider surroundings' light.
      const SpotFitter& fitter = *fitted[m].fitters[i];
      const PoreSize size = fitted[m].sizes[i];
      const BlurResponse::Pore seen = response.of(size.fwhm_px > 0 ? size.fwhm_px : scale.px(kUsualDiameterMm));
      const auto summed = [&](const cv::Mat& map) {
        return sum_darkness(map, aperture_owner, apertures[i], static_cast<int>(i), core_sigma_px);
      };
      const double sigma_px = response.of(widths.fwhm_px[i]).sigma_px;
      const Sums sums = corrected(summed(maps[m]), apertures[i].sigma_px, sigma_px);
      pore.darkness_mm2 = sums.wide / (1 - sums.around) / px2;
      pore.core_darkness_mm2 = sums.core / (1 - sums.around) / px2;
      pore.core_growth_mm2 = sums.core_growth / (1 - sums.around) / px2;
      pore.growth_mm2 = sums.growth / (1 - sums.around) / px2;
      pore.seen = sums.seen;
      if (m < colour.size() && !colour[m].empty()) {
        pore.colour_mm2 = summed(colour[m]).wide / px2;
      }
      pore.core_sigma_mm = scale.mm(core_sigma_px);
      const SpotFit depth = fitter.fit_amplitude(seen.sigma_px);
      const double peak = depth.amplitude / (1 - depth.background) * seen.contrast_gain;
      pore.darkness_se_mm2 = depth.amplitude_se * 2 * std::numbers::pi * seen.sigma_px * seen.sigma_px / px2;

      pore.diameter_mm = pore.diameter_se_mm = pore.area_mm2 = pore.contrast = pore.elongation = pore.orientation_deg =
          kNone;
      if (!(size.fwhm_px >= kSmallestPx) || size.gained < kLeastGained) return;
      pore.diameter_mm = scale.mm(size.fwhm_px);
      pore.diameter_se_mm = pore.diameter_mm * size.log_se;
      pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
      pore.contrast = std::clamp(peak, 0.0, 1.0);
      if (depth.amplitude <= 0) return;
      const SpotShape shape = fitter.shape(depth);
      const double long_px = response.at(shape.long_sigma_px).fwhm_px;
      const double short_px = response.at(shape.short_sigma_px).fwhm_px;
      pore.elongation = std::clamp(long_px / std::max(short_px, 1e-9), 1.0, kMostElongated);
      pore.orientation_deg = shape.orientation_deg;
    });
  }
  return tables;
}

std::vector<std::vector<Pore>> measure_spots(std::span<const cv::Mat> maps, const cv::Mat& measurable,
                                             std::span<const Spot> spots, const Scale& scale, double blur_sigma_px,
                                             cv::Point origin, std::span<const cv::Mat> colour) {
  for (const cv::Mat& darkness : maps) {
    CV_Assert(darkness.type() == CV_32F && measurable.type() == CV_8U && measurable.size() == darkness.size());
  }
  return measure_owned(maps, assign_pixels(measurable, spots), measurable, spots, scale, blur_sigma_px, origin, colour);
}

std::vector<Pore> measure_spots(const cv::Mat& darkness, const cv::Mat& measurable, std::span<const Spot> spots,
                                const Scale& scale, double blur_sigma_px, cv::Point origin) {
  return measure_spots(std::span(&darkness, 1), measurable, spots, scale, blur_sigma_px, origin).front();
}

Segmentation segment_pores(const SkinMap& skin, const Scale& scale, double blur_sigma_px,
                           const SegmentOptions& options) {
  const std::vector<Spot> spots = find_spots(skin, scale, options);
  const cv::Mat owner = assign_pixels(skin.measurable, spots);
  std::vector<Pore> pores =
      measure_owned(std::span(&skin.darkness, 1), owner, skin.measurable, spots, scale, blur_sigma_px, skin.roi.tl())
          .front();
  lay_on_skin(pores, skin.surface);
  return {std::move(pores), label_owned(skin, owner, spots)};
}

}  // namespace porevis
