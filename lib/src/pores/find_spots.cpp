// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <tuple>
#include <utility>

#include "peak.hpp"
#include "pores/outline.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

constexpr double kFwhm = 2.3548200450309493;
constexpr double kTraceSmoothing = 0.6;    // px, so that an outline is not one pixel's noise
constexpr double kClimbing = 0.5;          // of a usual pore's sigma: smooth enough for one summit a pore
constexpr double kUsualDiameterMm = 0.22;  // a first guess; the fit finds each pore's own
constexpr double kEnoughSkin = 0.2;        // share of a pore beside a hair or glint that must be measurable

/// A peak between the points of a map.
cv::Point2d refine(const cv::Mat& map, int x, int y) {
  const auto at = [&](int column, int row) {
    return static_cast<double>(map.at<float>(std::clamp(row, 0, map.rows - 1), std::clamp(column, 0, map.cols - 1)));
  };
  return {x + peak_of_parabola(at(x - 1, y), at(x, y), at(x + 1, y)),
          y + peak_of_parabola(at(x, y - 1), at(x, y), at(x, y + 1))};
}

/// The darkest place near a start: uphill on the smoothed darkness, then between its points. The start, on the coarser
/// working scale, no longer matters.
cv::Point2d climb(const cv::Mat& smooth, cv::Point2d start) {
  constexpr int kSteps = 4;
  cv::Point at(std::clamp(cvRound(start.x), 0, smooth.cols - 1), std::clamp(cvRound(start.y), 0, smooth.rows - 1));
  for (int step = 0; step < kSteps; ++step) {
    cv::Point highest = at;
    for (int y = std::max(0, at.y - 1); y <= std::min(smooth.rows - 1, at.y + 1); ++y) {
      for (int x = std::max(0, at.x - 1); x <= std::min(smooth.cols - 1, at.x + 1); ++x) {
        if (smooth.at<float>(y, x) > smooth.at<float>(highest)) highest = {x, y};
      }
    }
    if (highest == at) return refine(smooth, at.x, at.y);
    at = highest;
  }
  return start;  // a slope, not a spot of its own
}

/// Share of the pixels around a place that can be measured.
double measurable_share(const cv::Mat& measurable, cv::Point2d centre, double radius_px) {
  const int reach = std::max(1, cvRound(radius_px));
  const cv::Rect around = cv::Rect(cvRound(centre.x) - reach, cvRound(centre.y) - reach, 2 * reach + 1, 2 * reach + 1) &
                          cv::Rect({}, measurable.size());
  return around.empty() ? 0 : cv::countNonZero(measurable(around)) / static_cast<double>(around.area());
}

}  // namespace

bool in_reading_order(const Spot& a, const Spot& b) {
  return std::tuple(std::lround(a.centre.y), std::lround(a.centre.x)) <
         std::tuple(std::lround(b.centre.y), std::lround(b.centre.x));
}

std::vector<Spot> find_spots(const SkinMap& skin, const Scale& scale, const SegmentOptions& options) {
  check(options);
  if (options.classical) return find_blobs(skin.darkness, skin.measurable, scale, options);

  const cv::Mat& centre = skin.kinds.centre;
  const double step_x = static_cast<double>(skin.darkness.cols) / centre.cols;  // px of the map per working px
  const double step_y = static_cast<double>(skin.darkness.rows) / centre.rows;
  const auto least = static_cast<float>(options.min_confidence);
  const double blur = std::isnan(skin.sharpness.blur_sigma_px) ? 0 : skin.sharpness.blur_sigma_px;
  const double usual_sigma = std::hypot(scale.px(kUsualDiameterMm) / kFwhm, blur);
  cv::Mat light, smooth;
  const std::array<std::pair<cv::Mat*, double>, 2> blurs{
      {{&light, kTraceSmoothing}, {&smooth, kClimbing * usual_sigma}}};
  cv::parallel_for_({0, 2}, [&](const cv::Range& range) {  // OpenCV blurs on one core
    for (int i = range.start; i < range.end; ++i) {
      const auto [map, sigma] = blurs[static_cast<std::size_t>(i)];
      cv::GaussianBlur(skin.darkness, *map, {}, sigma, 0, cv::BORDER_REPLICATE);
    }
  });
  std::vector<Spot> spots;
  for (int y = 0; y < centre.rows; ++y) {
    for (int x = 0; x < centre.cols; ++x) {
      if (!(centre.at<float>(y, x) >= least) || !is_peak(centre, x, y)) continue;
      const cv::Point2d peak = refine(centre, x, y);
      Spot spot;
      spot.recognized = {(peak.x + 0.5) * step_x - 0.5, (peak.y + 0.5) * step_y - 0.5};
      if (measurable_share(skin.measurable, spot.recognized, usual_sigma) < kEnoughSkin) continue;
      spot.confidence = centre.at<float>(y, x);
      spots.push_back(spot);
    }
  }
  cv::parallel_for_({0, static_cast<int>(spots.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      Spot& spot = spots[static_cast<std::size_t>(i)];
      spot.centre = climb(smooth, spot.recognized);
      const Outline outline = trace_outline(light, spot.centre, 0, 2.5 * usual_sigma + 1.5);
      spot.sigma_px = std::clamp(std::sqrt(4 * outline.area_px2 / CV_PI) / kFwhm, 0.6 * usual_sigma, 3 * usual_sigma);
    }
  });
  std::sort(spots.begin(), spots.end(), in_reading_order);
  return spots;
}

}  // namespace porevis
