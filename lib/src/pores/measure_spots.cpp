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

constexpr double kSmallestPx = 2;     // across: below, blur and pixels leave no size to tell
constexpr double kLeastLogSe = 0.04;  // no profile is quite the one assumed
constexpr double kMostElongated = 4;
constexpr double kVaguest = 0.5;  // standard error of a size relative to it from which it is no size
constexpr int kNobody = -1;       // owner of pixels that cannot be measured
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Which spot each pixel belongs to: 1 + the index of the nearest spot that reaches it, 0 for skin between them,
/// kNobody where nothing can be measured.
cv::Mat assign_pixels(const cv::Mat& measurable, std::span<const Spot> spots) {
  cv::Mat owner = cv::Mat::zeros(measurable.size(), CV_32S);
  cv::Mat distance(measurable.size(), CV_32F, cv::Scalar(2));
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const double radius = 2 * spots[i].sigma_px + 0.5;
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

/// Width before the blur and the standard error of its logarithm; no width where nothing tells it.
struct Width {
  double fwhm_px = 0;
  double log_se = std::numeric_limits<double>::infinity();
};

/// Two tellings of one width, each by its precision.
Width join(const Width& a, const Width& b) {
  if (!(a.fwhm_px > 0) || std::isinf(a.log_se)) return b;
  if (!(b.fwhm_px > 0) || std::isinf(b.log_se)) return a;
  const double weight_a = 1 / (a.log_se * a.log_se), weight_b = 1 / (b.log_se * b.log_se);
  const double log_width = (weight_a * std::log(a.fwhm_px) + weight_b * std::log(b.fwhm_px)) / (weight_a + weight_b);
  return {std::exp(log_width), 1 / std::sqrt(weight_a + weight_b)};
}

Width width_of(const SpotFit& fit, const BlurResponse& response) {
  if (!fit.converged) return {};
  const double sigma = std::sqrt(fit.long_sigma_px * fit.short_sigma_px);
  const BlurResponse::Pore pore = response.at(sigma);
  if (pore.fwhm_px < 0.5) return {};
  return {pore.fwhm_px, std::hypot(pore.slope * sigma / pore.fwhm_px * fit.log_size_se, kLeastLogSe)};
}

}  // namespace

std::vector<Pore> measure_spots(const cv::Mat& darkness, const cv::Mat& measurable, std::span<const Spot> spots,
                                const Scale& scale, double blur_sigma_px, cv::Point origin) {
  CV_Assert(darkness.type() == CV_32F && measurable.type() == CV_8U && measurable.size() == darkness.size());
  const cv::Mat owner = assign_pixels(measurable, spots);
  const BlurResponse response(blur_sigma_px);
  // What is left of a fit is skin's texture, which the blur makes hang together.
  const double correlation_px2 = 4 * std::numbers::pi * (blur_sigma_px * blur_sigma_px + 1.0 / 12);
  std::vector<Pore> pores(spots.size());
  cv::parallel_for_({0, static_cast<int>(spots.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      const Spot& spot = spots[static_cast<std::size_t>(i)];
      Pore& pore = pores[static_cast<std::size_t>(i)];
      pore.id = i + 1;
      pore.confidence = spot.confidence;

      // How wide: the spot's own fit, joined with what was recognized.
      const SpotFit shape = fit_spot(darkness, owner, i + 1, spot.centre, spot.sigma_px, correlation_px2);
      const Width recognized{scale.px(spot.diameter_mm), spot.log_se > 0 ? spot.log_se : Width{}.log_se};
      const Width width = join(width_of(shape, response), recognized);
      pore.x_px = origin.x + shape.centre.x;
      pore.y_px = origin.y + shape.centre.y;

      // How dark, at that width. Darkness is relative to the skin around; the map's zero is the wider surroundings'
      // light.
      const BlurResponse::Pore seen = width.fwhm_px > 0 ? response.of(width.fwhm_px) : response.at(spot.sigma_px);
      const SpotFit depth = fit_amplitude(darkness, owner, i + 1, shape.centre, seen.sigma_px, correlation_px2);
      const double mm2 = seen.volume_gain / (1 - depth.background) / (scale.px_per_mm * scale.px_per_mm);
      pore.darkness_mm2 = depth.volume() * mm2;
      const double area_px2 = 2 * std::numbers::pi * seen.sigma_px * seen.sigma_px;
      const double width_se = std::isinf(width.log_se) ? 0 : 2 * width.log_se * depth.volume();
      pore.darkness_se_mm2 = std::hypot(depth.amplitude_se * area_px2, width_se) * mm2;

      pore.diameter_mm = pore.diameter_se_mm = pore.area_mm2 = pore.contrast = pore.elongation = pore.orientation_deg =
          kNone;
      if (!(width.fwhm_px >= kSmallestPx) || width.log_se > kVaguest) continue;
      pore.diameter_mm = scale.mm(width.fwhm_px);
      pore.diameter_se_mm = pore.diameter_mm * width.log_se;
      pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
      pore.contrast = std::clamp(depth.amplitude / (1 - depth.background) * seen.contrast_gain, 0.0, 1.0);
      if (!shape.converged) continue;
      const double long_px = response.at(shape.long_sigma_px).fwhm_px,
                   short_px = response.at(shape.short_sigma_px).fwhm_px;
      pore.elongation = std::clamp(long_px / std::max(short_px, 1e-9), 1.0, kMostElongated);
      pore.orientation_deg = shape.orientation_deg;
    }
  });
  return pores;
}

std::vector<Pore> segment_pores(const SkinMap& skin, const Scale& scale, double blur_sigma_px,
                                const SegmentOptions& options) {
  const std::vector<Spot> spots = find_spots(skin, scale, options);
  return measure_spots(skin.darkness, skin.measurable, spots, scale, blur_sigma_px, skin.roi.tl());
}

}  // namespace porevis
