// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/core/utility.hpp>

#include "pores/profile_fit.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

constexpr double kSmallestPx = 2;  // across: below, blur and pixels leave no size to tell
constexpr double kFwhm = 2.3548200450309493;
constexpr double kUsualDiameterMm = 0.22, kLargestDiameterMm = 1;
constexpr double kLeastLogSe = 0.04;  // no profile is quite the one assumed
constexpr double kMostElongated = 4;
constexpr double kVaguest = 0.5;  // standard error of a size relative to it from which it is no size
constexpr int kNobody = -1;       // owner of pixels that cannot be measured
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double aperture_px(double sigma_px) { return 2.5 * sigma_px + 1; }
double core_px(double sigma_px) { return 2 * sigma_px + 0.5; }

/// Which spot each pixel belongs to: 1 + the index of the nearest spot that reaches it, 0 for skin between them,
/// kNobody where nothing can be measured.
cv::Mat assign_pixels(const cv::Mat& measurable, std::span<const Spot> spots, double (*radius_px)(double sigma_px)) {
  cv::Mat owner = cv::Mat::zeros(measurable.size(), CV_32S);
  cv::Mat distance(measurable.size(), CV_32F, cv::Scalar(2));
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const double radius = radius_px(spots[i].sigma_px);
    const cv::Point2d c = spots[i].centre;
    for (int y = std::max(0, cvCeil(c.y - radius)); y <= std::min(owner.rows - 1, cvFloor(c.y + radius)); ++y) {
      for (int x = std::max(0, cvCeil(c.x - radius)); x <= std::min(owner.cols - 1, cvFloor(c.x + radius)); ++x) {
        const auto d = static_cast<float>(std::hypot(x - c.x, y - c.y) / radius);
        if (d > 1 || d >= distance.at<float>(y, x)) continue;
        distance.at<float>(y, x) = d;
        owner.at<int>(y, x) = static_cast<int>(i) + 1;
      }
    }
  }
  owner.setTo(kNobody, ~measurable);
  return owner;
}

/// The skin's darkness around a spot: the mean of a ring, other spots left out. Not the median: skin's relief is
/// skewed, and the mean is what the aperture holds of it too.
double surroundings(const cv::Mat& darkness, const cv::Mat& owner, const Spot& spot) {
  const double inner = aperture_px(spot.sigma_px);
  const double outer = inner + std::max(3.0, 2 * spot.sigma_px);
  const cv::Point2d c = spot.centre;
  double sum = 0;
  int count = 0;
  for (int y = std::max(0, cvCeil(c.y - outer)); y <= std::min(darkness.rows - 1, cvFloor(c.y + outer)); ++y) {
    for (int x = std::max(0, cvCeil(c.x - outer)); x <= std::min(darkness.cols - 1, cvFloor(c.x + outer)); ++x) {
      if (owner.at<int>(y, x) != 0 || std::hypot(x - c.x, y - c.y) > outer) continue;
      sum += darkness.at<float>(y, x);
      ++count;
    }
  }
  return count < 8 ? 0 : sum / count;  // crowded on all sides: the flattened skin's own level
}

/// Darkness summed over the spot's own pixels, px2.
double integrate(const cv::Mat& darkness, const cv::Mat& owner, const Spot& spot, int index, double surrounding) {
  const double radius = aperture_px(spot.sigma_px);
  const cv::Point2d c = spot.centre;
  double sum = 0;
  for (int y = std::max(0, cvCeil(c.y - radius)); y <= std::min(darkness.rows - 1, cvFloor(c.y + radius)); ++y) {
    for (int x = std::max(0, cvCeil(c.x - radius)); x <= std::min(darkness.cols - 1, cvFloor(c.x + radius)); ++x) {
      if (owner.at<int>(y, x) == index + 1) sum += darkness.at<float>(y, x) - surrounding;
    }
  }
  return sum;
}

/// Width before the blur and the standard error of its logarithm; no width where nothing tells it.
struct Width {
  double fwhm_px = 0;
  double log_se = std::numeric_limits<double>::infinity();
};

Width width_of(const SpotFit& fit, const BlurResponse& response) {
  if (!fit.converged) return {};
  const BlurResponse::Pore pore = response.at(fit.sigma_px);
  if (pore.fwhm_px < 0.5) return {};
  return {pore.fwhm_px, std::hypot(pore.slope * fit.sigma_px / pore.fwhm_px * fit.log_sigma_se, kLeastLogSe)};
}

}  // namespace

std::vector<std::vector<Pore>> measure_spots(std::span<const cv::Mat> maps, const cv::Mat& measurable,
                                             std::span<const Spot> spots, const Scale& scale, double blur_sigma_px,
                                             cv::Point origin) {
  for (const cv::Mat& darkness : maps) {
    CV_Assert(darkness.type() == CV_32F && measurable.type() == CV_8U && measurable.size() == darkness.size());
  }
  const cv::Mat owner = assign_pixels(measurable, spots, aperture_px), core = assign_pixels(measurable, spots, core_px);
  // All fits begin alike, so that one table of answers serves them.
  const double guess_px = std::hypot(scale.px(kUsualDiameterMm) / kFwhm, blur_sigma_px);
  const double largest_px = std::hypot(scale.px(kLargestDiameterMm) / kFwhm, blur_sigma_px);
  const BlurResponse response(blur_sigma_px, guess_px, std::max(3.0, scale.px(kLargestDiameterMm)));
  // What is left of a fit is skin's texture, which the blur makes hang together.
  const double correlation_px2 = 4 * std::numbers::pi * (blur_sigma_px * blur_sigma_px + 1.0 / 12);
  const auto count = static_cast<int>(spots.size());
  std::vector<std::vector<Pore>> tables(maps.size(), std::vector<Pore>(spots.size()));
  cv::parallel_for_({0, static_cast<int>(maps.size()) * count}, [&](const cv::Range& range) {
    for (int task = range.start; task < range.end; ++task) {
      const int i = task % count;
      const cv::Mat& darkness = maps[static_cast<std::size_t>(task / count)];
      const Spot& spot = spots[static_cast<std::size_t>(i)];
      Pore& pore = tables[static_cast<std::size_t>(task / count)][static_cast<std::size_t>(i)];
      pore.id = i + 1;
      pore.confidence = spot.confidence;

      pore.x_px = origin.x + spot.centre.x;
      pore.y_px = origin.y + spot.centre.y;

      // How wide.
      SpotWindow window{darkness, core, i + 1, spot.centre, guess_px, largest_px, correlation_px2};
      const SpotFit fit = fit_spot(window);
      const Width width = width_of(fit, response);

      // How dark: the peak at that width; the sum over a wide aperture, which asks nothing of the profile. Relative to
      // the skin around; the map's zero is the wider surroundings' light.
      const BlurResponse::Pore seen =
          width.fwhm_px > 0 ? response.of(width.fwhm_px) : response.of(scale.px(kUsualDiameterMm));
      const SpotFit depth = fit_amplitude(window, seen.sigma_px);
      const double peak = depth.amplitude / (1 - depth.background) * seen.contrast_gain;
      const double around = surroundings(darkness, owner, spot);
      const double px2 = scale.px_per_mm * scale.px_per_mm;
      pore.darkness_mm2 = integrate(darkness, owner, spot, i, around) / (1 - around) / px2;
      const double area_px2 = 2 * std::numbers::pi * seen.sigma_px * seen.sigma_px;
      pore.darkness_se_mm2 = depth.amplitude_se * area_px2 / px2;

      pore.diameter_mm = pore.diameter_se_mm = pore.area_mm2 = pore.contrast = pore.elongation = pore.orientation_deg =
          kNone;
      if (!(width.fwhm_px >= kSmallestPx) || width.log_se > kVaguest) continue;
      pore.diameter_mm = scale.mm(width.fwhm_px);
      pore.diameter_se_mm = pore.diameter_mm * width.log_se;
      pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
      pore.contrast = std::clamp(peak, 0.0, 1.0);
      if (depth.amplitude <= 0) continue;
      const SpotShape shape = measure_shape(window, depth);
      const double long_px = response.at(shape.long_sigma_px).fwhm_px;
      const double short_px = response.at(shape.short_sigma_px).fwhm_px;
      pore.elongation = std::clamp(long_px / std::max(short_px, 1e-9), 1.0, kMostElongated);
      pore.orientation_deg = shape.orientation_deg;
    }
  });
  return tables;
}

std::vector<Pore> measure_spots(const cv::Mat& darkness, const cv::Mat& measurable, std::span<const Spot> spots,
                                const Scale& scale, double blur_sigma_px, cv::Point origin) {
  return measure_spots(std::span(&darkness, 1), measurable, spots, scale, blur_sigma_px, origin).front();
}

std::vector<Pore> segment_pores(const SkinMap& skin, const Scale& scale, double blur_sigma_px,
                                const SegmentOptions& options) {
  const std::vector<Spot> spots = find_spots(skin, scale, options);
  return measure_spots(skin.darkness, skin.measurable, spots, scale, blur_sigma_px, skin.roi.tl());
}

}  // namespace porevis
