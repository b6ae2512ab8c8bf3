// SPDX-License-Identifier: Apache-2.0
#include "pores/profile_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace porevis {
namespace {

constexpr double kFwhm = 2.3548200450309493;
constexpr double kWidthStep = 1.12;           // of the widths tried
constexpr double kNarrowest = 0.5;            // px
constexpr double kFills = 0.5, kWiden = 1.5;  // a sigma of this share of the reach fills the window; then it is widened
/// The weights fall outwards, noise does not: it averages out better than they say (from repeats under white noise).
constexpr double kUnweighted = 0.55;

/// p of a pore's profile 2^-((2 r / FWHM)^(2 p)): 1 a Gaussian, larger a disc with steep walls.
constexpr double kProfile = 1.3;

struct Pixel {
  double x, y, r2, darkness, weight;
};

double reach_of(const SpotWindow& window) { return 2 * window.sigma_px + 1.5; }

/// The pixels that are the spot's own or skin's; places relative to the centre.
std::vector<Pixel> pixels_of(const SpotWindow& window) {
  std::vector<Pixel> pixels;
  const double reach = reach_of(window);
  const cv::Point2d c = window.centre;
  for (int y = std::max(0, cvCeil(c.y - reach)); y <= std::min(window.darkness.rows - 1, cvFloor(c.y + reach)); ++y) {
    for (int x = std::max(0, cvCeil(c.x - reach)); x <= std::min(window.darkness.cols - 1, cvFloor(c.x + reach)); ++x) {
      const double dx = x - c.x, dy = y - c.y, r2 = dx * dx + dy * dy;
      const int belongs = window.owner.at<int>(y, x);
      if (r2 > reach * reach || (belongs != 0 && belongs != window.self)) continue;
      const double weight = std::exp(-r2 / (2 * (reach / 1.6) * (reach / 1.6)));
      pixels.push_back({dx, dy, r2, window.darkness.at<float>(y, x), weight * weight});
    }
  }
  return pixels;
}

/// The fit of one width, and its weighted sum of squares.
struct Trial {
  double cost = 0;
  Eigen::Vector4d value = Eigen::Vector4d::Zero();  // amplitude, background, slopes
  double amplitude_variance = 0;                    // in units of the residuals' variance
};

Trial try_width(const std::vector<Pixel>& pixels, double sigma_px) {
  Eigen::Matrix4d normal = Eigen::Matrix4d::Zero();
  Eigen::Vector4d right = Eigen::Vector4d::Zero();
  double squares = 0;
  for (const Pixel& pixel : pixels) {
    const Eigen::Vector4d row(std::exp(-pixel.r2 / (2 * sigma_px * sigma_px)), 1, pixel.x, pixel.y);
    normal += pixel.weight * row * row.transpose();
    right += pixel.weight * pixel.darkness * row;
    squares += pixel.weight * pixel.darkness * pixel.darkness;
  }
  normal.diagonal().array() += 1e-9;  // where too few pixels are left, nothing rather than anything
  const Eigen::LDLT<Eigen::Matrix4d> solver(normal);
  Trial trial;
  trial.value = solver.solve(right);
  trial.cost = std::max(0.0, squares - trial.value.dot(right));
  trial.amplitude_variance = solver.solve(Eigen::Vector4d::Unit(0))[0];
  return trial;
}

SpotFit fit_from(const Trial& trial, double sigma_px, double variance) {
  SpotFit fit;
  fit.amplitude = trial.value[0];
  fit.background = trial.value[1];
  fit.sigma_px = sigma_px;
  fit.amplitude_se = std::sqrt(std::max(0.0, trial.amplitude_variance * variance));
  return fit;
}

/// Variance of the residuals, widened by how far they hang together.
double residual_variance(const Trial& trial, const std::vector<Pixel>& pixels, double correlation_px2) {
  double weights = 0;
  for (const Pixel& pixel : pixels) weights += pixel.weight;
  return kUnweighted * trial.cost / std::max(weights, 1e-9) * std::max(1.0, correlation_px2);
}

SpotFit fit_within(const SpotWindow& window) {
  const std::vector<Pixel> pixels = pixels_of(window);
  std::vector<Trial> trials;
  std::vector<double> widths;
  for (double sigma = kNarrowest; sigma <= std::max(0.8 * reach_of(window), 1.2); sigma *= kWidthStep) {
    widths.push_back(sigma);
    trials.push_back(try_width(pixels, sigma));
    if (trials.back().value[0] <= 0) trials.back().cost = std::numeric_limits<double>::infinity();
  }
  const auto best =
      std::min_element(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) { return a.cost < b.cost; });
  const auto i = static_cast<std::size_t>(best - trials.begin());
  SpotFit fit = fit_from(*best, widths[i], residual_variance(*best, pixels, window.correlation_px2));
  if (pixels.size() < 12 || i == 0 || i + 1 == trials.size()) return fit;
  const double before = trials[i - 1].cost, behind = trials[i + 1].cost;
  const double curvature = before - 2 * best->cost + behind;
  if (!std::isfinite(curvature) || curvature <= 0) return fit;

  // A parabola through the three costs, over the logarithm of the width; its curvature tells the width's variance.
  const double step = std::log(kWidthStep);
  const double sigma = widths[i] * std::exp(step * (before - behind) / (2 * curvature));
  const Trial refined = try_width(pixels, sigma);
  const double variance = residual_variance(refined, pixels, window.correlation_px2);
  fit = fit_from(refined, sigma, variance);
  fit.converged = fit.amplitude > 0;
  fit.log_sigma_se = std::sqrt(2 * variance * step * step / curvature);
  return fit;
}

}  // namespace

SpotFit fit_amplitude(const SpotWindow& window, double sigma_px) {
  const std::vector<Pixel> pixels = pixels_of(window);
  const Trial trial = try_width(pixels, sigma_px);
  return fit_from(trial, sigma_px, residual_variance(trial, pixels, window.correlation_px2));
}

SpotFit fit_spot(SpotWindow& window) {
  SpotFit fit = fit_within(window);
  while ((!fit.converged || fit.sigma_px > kFills * reach_of(window)) && window.sigma_px < window.largest_px) {
    window.sigma_px *= kWiden;
    fit = fit_within(window);
  }
  return fit;
}

SpotShape measure_shape(const SpotWindow& window, const SpotFit& fit) {
  SpotShape shape{fit.sigma_px, fit.sigma_px, 0};
  const double s2 = fit.sigma_px * fit.sigma_px;
  double sum = 0, xx = 0, xy = 0, yy = 0;
  for (const Pixel& pixel : pixels_of(window)) {
    const double value = (pixel.darkness - fit.background) * std::exp(-pixel.r2 / (2 * s2));
    sum += value;
    xx += value * pixel.x * pixel.x;
    xy += value * pixel.x * pixel.y;
    yy += value * pixel.y * pixel.y;
  }
  if (sum <= 0) return shape;
  // Eigenvalues of the weighted moments; the weight taken out: 1 / c = 1 / m - 1 / s2.
  const double mean = (xx + yy) / (2 * sum), spread = std::hypot((xx - yy) / 2, xy) / sum;
  const double wide = 1 / (mean + spread) - 1 / s2, narrow = mean > spread ? 1 / (mean - spread) - 1 / s2 : 0;
  if (wide <= 0 || narrow <= 0) return shape;
  const double ratio = std::pow(narrow / wide, 0.25);
  shape.long_sigma_px = fit.sigma_px * ratio;
  shape.short_sigma_px = fit.sigma_px / ratio;
  shape.orientation_deg = 90 / std::numbers::pi * std::atan2(2 * xy, xx - yy);
  return shape;
}

BlurResponse::BlurResponse(double blur_sigma_px, double guess_px, double largest_px) {
  constexpr int kOver = 3;  // samples a pixel along an axis; the middle one lies on the pixel's centre
  constexpr double kStep = 1.2;
  const double total = std::sqrt(blur_sigma_px * blur_sigma_px + 1.0 / 12);
  for (double fwhm = 0.5; fwhm < kStep * largest_px; fwhm *= kStep) {
    // A large pore is drawn at half, a third, ... of its size: pixels are small against it anyway.
    const double unit = std::max(1.0, fwhm / 8);
    const double width = fwhm / unit, blur = total / unit;
    const double largest = std::hypot(width / kFwhm, blur);
    const int half = cvCeil(2 * kWiden * std::max(largest, guess_px / unit) + 3 + 3 * blur);
    const int side = (2 * half + 1) * kOver;
    cv::Mat1f fine(side, side), map(2 * half + 1, 2 * half + 1);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const double r2 = (std::pow(x - side / 2, 2) + std::pow(y - side / 2, 2)) / (kOver * kOver);
        fine(y, x) = static_cast<float>(std::exp2(-std::pow(4 * r2 / (width * width), kProfile)));
      }
    }
    const double volume = cv::sum(fine)[0] / (kOver * kOver);
    cv::GaussianBlur(fine, fine, {}, kOver * blur, kOver * blur, cv::BORDER_CONSTANT);
    for (int y = 0; y < map.rows; ++y) {
      for (int x = 0; x < map.cols; ++x) map(y, x) = fine(y * kOver + kOver / 2, x * kOver + kOver / 2);
    }
    const cv::Mat nobody = cv::Mat::zeros(map.size(), CV_32S);
    SpotWindow window{map, nobody, 1, cv::Point2d(half, half), guess_px / unit, largest, 1};
    const SpotFit fit = fit_spot(window);
    if (!fit.converged) continue;
    const double sigma = unit * fit.sigma_px;
    if (!table_.empty() && sigma <= table_.back().sigma_px) continue;
    table_.push_back({sigma, fwhm, 1 / fit.amplitude, volume / fit.volume()});
  }
  CV_Assert(table_.size() > 1);
}

BlurResponse::Pore BlurResponse::between(double Pore::*key, double value) const {
  const auto above = std::upper_bound(table_.begin(), table_.end(), value,
                                      [key](double v, const Pore& pore) { return v < pore.*key; });
  const auto high = std::clamp(above, table_.begin() + 1, table_.end() - 1), low = high - 1;
  const double t = (value - (*low).*key) / ((*high).*key - (*low).*key);
  const double within = std::clamp(t, 0.0, 1.0);
  return {std::lerp(low->sigma_px, high->sigma_px, t), std::max(0.0, std::lerp(low->fwhm_px, high->fwhm_px, t)),
          std::lerp(low->contrast_gain, high->contrast_gain, within),
          std::lerp(low->volume_gain, high->volume_gain, within),
          (high->fwhm_px - low->fwhm_px) / (high->sigma_px - low->sigma_px)};
}

BlurResponse::Pore BlurResponse::at(double sigma_px) const { return between(&Pore::sigma_px, sigma_px); }

BlurResponse::Pore BlurResponse::of(double fwhm_px) const { return between(&Pore::fwhm_px, fwhm_px); }

}  // namespace porevis
