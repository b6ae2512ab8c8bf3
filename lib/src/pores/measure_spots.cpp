// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pores/outline.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

constexpr double kFwhm = 2.3548200450309493;
constexpr double kTraceSmoothing = 0.6;  // px, so that an outline is not one pixel's noise; taken out with the blur

double aperture_px(const Spot& spot) { return 2.5 * spot.sigma_px + 1; }

/// Which spot each pixel belongs to: 1 + the index of the nearest spot in whose aperture it lies, 0 for skin between
/// them.
cv::Mat assign_pixels(cv::Size size, std::span<const Spot> spots) {
  cv::Mat owner = cv::Mat::zeros(size, CV_32S);
  cv::Mat distance(size, CV_32F, cv::Scalar(2));
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const double radius = aperture_px(spots[i]);
    const cv::Point2d c = spots[i].centre;
    for (int y = std::max(0, cvCeil(c.y - radius)); y <= std::min(size.height - 1, cvFloor(c.y + radius)); ++y) {
      for (int x = std::max(0, cvCeil(c.x - radius)); x <= std::min(size.width - 1, cvFloor(c.x + radius)); ++x) {
        const auto d = static_cast<float>(std::hypot(x - c.x, y - c.y) / radius);
        if (d > 1 || d >= distance.at<float>(y, x)) continue;
        distance.at<float>(y, x) = d;
        owner.at<int>(y, x) = static_cast<int>(i) + 1;
      }
    }
  }
  return owner;
}

/// The skin's darkness around a spot: the mean of a ring, other spots left out. Not the median: skin's relief is
/// skewed, and the mean is what the aperture holds of it too.
double surroundings(const cv::Mat& darkness, const cv::Mat& owner, const Spot& spot) {
  const double inner = aperture_px(spot);
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
  const double radius = aperture_px(spot);
  const cv::Point2d c = spot.centre;
  double sum = 0;
  for (int y = std::max(0, cvCeil(c.y - radius)); y <= std::min(darkness.rows - 1, cvFloor(c.y + radius)); ++y) {
    for (int x = std::max(0, cvCeil(c.x - radius)); x <= std::min(darkness.cols - 1, cvFloor(c.x + radius)); ++x) {
      if (owner.at<int>(y, x) == index + 1) sum += darkness.at<float>(y, x) - surrounding;
    }
  }
  return sum;
}

}  // namespace

std::vector<Pore> measure_spots(const cv::Mat& darkness, std::span<const Spot> spots, const Scale& scale,
                                double blur_sigma_px, cv::Point origin) {
  CV_Assert(darkness.type() == CV_32F);
  const cv::Mat owner = assign_pixels(darkness.size(), spots);
  cv::Mat smooth;
  cv::GaussianBlur(darkness, smooth, {}, kTraceSmoothing, kTraceSmoothing, cv::BORDER_REPLICATE);

  // Blur widens a Gaussian's second moment by its own (in quadrature) and lowers its peak by the ratio of the areas.
  const double blur_fwhm2 = kFwhm * kFwhm * (blur_sigma_px * blur_sigma_px + kTraceSmoothing * kTraceSmoothing);
  std::vector<Pore> pores(spots.size());
  cv::parallel_for_({0, static_cast<int>(spots.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      const Spot& spot = spots[static_cast<std::size_t>(i)];
      const double around = surroundings(darkness, owner, spot);
      const Outline outline = trace_outline(smooth, spot.centre, around, 2.5 * spot.sigma_px + 1.5);
      const double seen2 = outline.long_axis_px * outline.short_axis_px;  // px2, product of the full axes
      const double long2 = std::max(outline.long_axis_px * outline.long_axis_px - blur_fwhm2, 0.25);
      const double short2 = std::max(outline.short_axis_px * outline.short_axis_px - blur_fwhm2, 0.25);
      const double true2 = std::sqrt(long2 * short2);

      Pore& pore = pores[static_cast<std::size_t>(i)];
      pore.id = i + 1;
      pore.x_px = origin.x + spot.centre.x;
      pore.y_px = origin.y + spot.centre.y;
      pore.diameter_mm = scale.mm(std::sqrt(true2));
      pore.area_mm2 = std::numbers::pi / 4 * pore.diameter_mm * pore.diameter_mm;
      pore.contrast = std::min(1.0, outline.peak * std::min(seen2 / true2, 3.0));
      pore.darkness_mm2 = integrate(darkness, owner, spot, i, around) / (scale.px_per_mm * scale.px_per_mm);
      pore.elongation = std::sqrt(long2 / short2);
      pore.orientation_deg = outline.orientation_deg;
      pore.confidence = spot.confidence;
    }
  });
  return pores;
}

std::vector<Pore> segment_pores(const SkinMap& skin, const Scale& scale, double blur_sigma_px,
                                const SegmentOptions& options) {
  const std::vector<Spot> spots = find_spots(skin.darkness, skin.measurable, scale, options);
  return measure_spots(skin.darkness, spots, scale, blur_sigma_px, skin.roi.tl());
}

}  // namespace porevis
