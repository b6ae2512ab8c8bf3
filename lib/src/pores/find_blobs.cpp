// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "pores/outline.hpp"
#include "porevis/pores/segment.hpp"
#include "robust.hpp"
#include "skin/spectrum.hpp"

namespace porevis {
namespace {

constexpr double kScaleStep = 1.4142135623730951;
constexpr double kFwhm = 2.3548200450309493;  // full width at half maximum of a Gaussian / its sigma
constexpr double kFinestSigma = 0.8;          // px: below, the Laplacian answers to single pixels

struct Candidate {
  int x, y;
  float response;
  double sigma;
  double significance;
  double roundness;
};

/// Blob response of dark spots, scale-normalized (Lindeberg 1998, eq. 16): half the peak darkness for a Gaussian spot
/// of this sigma.
cv::Mat blob_response(const cv::Mat& smooth, double sigma) {
  cv::Mat laplacian;
  cv::Laplacian(smooth, laplacian, CV_32F, 1, -sigma * sigma);
  return laplacian;
}

/// Standard deviation of white noise a pixel (Immerkaer 1996, doi:10.1006/cviu.1996.0060), by the median instead of the
/// mean.
double white_noise(const cv::Mat& darkness, const cv::Mat& bare) {
  const cv::Mat kernel = (cv::Mat1f(3, 3) << 1, -2, 1, -2, 4, -2, 1, -2, 1);
  cv::Mat response;
  cv::filter2D(darkness, response, CV_32F, kernel);
  return median_and_spread(response, bare).spread / 6;
}

/// How often a spot of this significance is a pore: of those on default phantoms, 62 % at 3.85, 90 % at 4.45, nearly
/// all above 5 (logistic through the first two).
double confidence_of(double significance) { return 1 / (1 + std::exp(-(0.5 + 2.83 * (significance - 3.85)))); }

/// Smaller / larger curvature of the darkness at a pixel.
double roundness_at(const cv::Mat& smooth, int x, int y) {
  const auto at = [&](int dx, int dy) { return static_cast<double>(smooth.at<float>(y + dy, x + dx)); };
  const double xx = at(1, 0) + at(-1, 0) - 2 * at(0, 0);
  const double yy = at(0, 1) + at(0, -1) - 2 * at(0, 0);
  const double xy = (at(1, 1) + at(-1, -1) - at(1, -1) - at(-1, 1)) / 4;
  const double mean = (xx + yy) / 2, spread = std::hypot((xx - yy) / 2, xy);
  return mean - spread < 0 ? std::max(0.0, (mean + spread) / (mean - spread)) : 0;
}

bool is_maximum(const cv::Mat& response, int x, int y) {
  const float value = response.at<float>(y, x);
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      // Of two equal neighbours the first in reading order wins.
      const float other = response.at<float>(y + dy, x + dx);
      if (other > value || (other == value && (dy < 0 || (dy == 0 && dx < 0)))) return false;
    }
  }
  return true;
}

/// Spots looked up by place.
class Neighbourhood {
 public:
  Neighbourhood(cv::Size size, double reach)
      : cell_(std::max(1.0, reach)),
        columns_(static_cast<int>(size.width / cell_) + 1),
        rows_(static_cast<int>(size.height / cell_) + 1),
        cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

  void add(const Candidate& c) { cell(column(c.x), row(c.y)).push_back(c); }

  /// Whether an earlier spot already covers this one: their centres lie within the larger one's radius.
  [[nodiscard]] bool covered(const Candidate& c) {
    for (int r = std::max(0, row(c.y) - 1); r <= std::min(rows_ - 1, row(c.y) + 1); ++r) {
      for (int k = std::max(0, column(c.x) - 1); k <= std::min(columns_ - 1, column(c.x) + 1); ++k) {
        for (const Candidate& other : cell(k, r)) {
          const double radius = 0.5 * kFwhm * std::max(other.sigma, c.sigma);
          if (std::hypot(c.x - other.x, c.y - other.y) < radius) return true;
        }
      }
    }
    return false;
  }

 private:
  [[nodiscard]] int column(int x) const { return static_cast<int>(x / cell_); }
  [[nodiscard]] int row(int y) const { return static_cast<int>(y / cell_); }
  std::vector<Candidate>& cell(int k, int r) { return cells_[static_cast<std::size_t>(r) * columns_ + k]; }

  double cell_;
  int columns_, rows_;
  std::vector<std::vector<Candidate>> cells_;
};

}  // namespace

std::vector<Spot> find_blobs(const cv::Mat& darkness, const cv::Mat& measurable, const Scale& scale,
                             const SegmentOptions& options) {
  check(options);
  CV_Assert(darkness.type() == CV_32F && measurable.type() == CV_8U && darkness.size() == measurable.size());

  // Candidates: local maxima of the blob response at every scale.
  const double sigma_low = std::max(kFinestSigma, scale.px(options.min_diameter_mm) / kFwhm);
  const double sigma_high = std::max(sigma_low, scale.px(options.max_diameter_mm) / kFwhm);
  const cv::Mat bare = bare_skin(darkness, measurable, scale.px_per_mm);  // what texture and noise alone respond
  const double noise = white_noise(darkness, bare);
  std::vector<Candidate> candidates;
  cv::Mat smooth = darkness;
  double reached = 0;
  for (double sigma = sigma_low; sigma <= sigma_high * 1.001; sigma *= kScaleStep) {
    const double step = std::sqrt(sigma * sigma - reached * reached);
    cv::Mat next;
    cv::GaussianBlur(smooth, next, {}, step, step, cv::BORDER_REPLICATE);
    smooth = next;
    reached = sigma;
    const cv::Mat response = blob_response(smooth, sigma);
    const double spread = median_and_spread(response, bare).spread;
    // White noise of 1 responds with 1 / (sqrt(2 pi) sigma); among 10^5 places it reaches five times that once at most.
    const double chance = 5 * noise / (std::sqrt(2 * CV_PI) * sigma);
    const double threshold = std::max({options.min_contrast / 2, options.min_significance * spread, chance});
    for (int y = 1; y + 1 < response.rows; ++y) {
      const auto* row = response.ptr<float>(y);
      const auto* skin = measurable.ptr<uchar>(y);
      for (int x = 1; x + 1 < response.cols; ++x) {
        if (!(row[x] >= threshold) || !skin[x] || !is_maximum(response, x, y)) continue;
        const double roundness = roundness_at(smooth, x, y);
        if (roundness < options.min_roundness) continue;
        candidates.push_back({x, y, row[x], sigma, row[x] / std::max(spread, 1e-9), roundness});
      }
    }
  }

  // One spot a place: the strongest first, what it covers dropped.
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.response, a.y, a.x, a.sigma) < std::tuple(-b.response, b.y, b.x, b.sigma);
  });
  Neighbourhood kept(darkness.size(), kFwhm * sigma_high);
  std::vector<Spot> spots;
  cv::Mat light;
  cv::GaussianBlur(darkness, light, {}, 0.6, 0.6, cv::BORDER_REPLICATE);
  for (const Candidate& c : candidates) {
    if (kept.covered(c)) continue;
    kept.add(c);

    // A pore is closed: its darkness falls to half on every side, within about its own width.
    const Outline outline = trace_outline(light, cv::Point2d(c.x, c.y), 0, 2.5 * c.sigma + 1.5);
    if (outline.peak < options.min_contrast || outline.open > 0.25) continue;
    Spot spot;
    spot.centre = outline.centre;
    spot.recognized = spot.centre;
    spot.sigma_px = std::sqrt(std::max(4 * outline.area_px2 / (CV_PI * kFwhm * kFwhm) - 0.36, 0.25));
    spot.confidence = confidence_of(c.significance);
    if (spot.confidence < options.min_confidence) continue;
    spots.push_back(spot);
  }
  std::sort(spots.begin(), spots.end(), in_reading_order);
  return spots;
}

}  // namespace porevis
