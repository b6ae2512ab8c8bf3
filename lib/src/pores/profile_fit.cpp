// SPDX-License-Identifier: Apache-2.0
#include "pores/profile_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "pores/assign_pixels.hpp"

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

double reach_of(const SpotWindow& window) { return 2 * window.sigma_px + 1.5; }

/// A Gaussian along one axis of a window, at each of its columns or rows. Each step outwards from the middle multiplies
/// by a ratio that itself shrinks by the same factor every time.
std::vector<double> falloff(int first, int last, double centre, double sigma_px) {
  std::vector<double> values(static_cast<std::size_t>(std::max(0, last - first + 1)));
  if (values.empty()) return values;
  const double precision = 1 / (sigma_px * sigma_px), shrink = std::exp(-precision);
  const int middle = std::clamp(cvRound(centre), first, last);
  const double off = middle - centre;
  const double peak = std::exp(-0.5 * precision * off * off);
  const auto walk = [&](int step, int end) {
    double value = peak, ratio = std::exp(-precision * (0.5 + step * off));
    for (int at = middle;; at += step) {
      values[static_cast<std::size_t>(at - first)] = value;
      if (at == end) break;
      value *= ratio;
      ratio *= shrink;
    }
  };
  walk(1, last);
  walk(-1, first);
  return values;
}

}  // namespace

/// A Gaussian over a plane is the product of two along its axes, so that few exponentials serve many pixels.
struct SpotFitter::Falloffs {
  std::vector<double> columns, rows;
  [[nodiscard]] double at(const Pixel& pixel) const { return columns[pixel.column] * rows[pixel.row]; }
};

/// The fit of one width, and its weighted sum of squares.
struct SpotFitter::Trial {
  double cost = 0;
  double amplitude = 0;
  double background = 0;
  double amplitude_variance = 0;  // in units of the residuals' variance
};

SpotFitter::Falloffs SpotFitter::falloffs(double sigma_px) const {
  return {falloff(first_.x, last_.x, window_.centre.x, sigma_px),
          falloff(first_.y, last_.y, window_.centre.y, sigma_px)};
}

void SpotFitter::collect() {
  const double reach = reach_of(window_);
  const cv::Point2d c = window_.centre;
  first_ = {std::max(0, cvCeil(c.x - reach)), std::max(0, cvCeil(c.y - reach))};
  last_ = {std::min(window_.darkness.cols - 1, cvFloor(c.x + reach)),
           std::min(window_.darkness.rows - 1, cvFloor(c.y + reach))};
  const Falloffs weight = falloffs(reach / (1.6 * std::numbers::sqrt2));
  pixels_.clear();
  cv::Matx33d normal = 1e-9 * cv::Matx33d::eye();  // where few pixels are left, nothing, not anything
  right_ = {};
  squares_ = 0;
  for (int y = first_.y; y <= last_.y; ++y) {
    const auto* darkness = window_.darkness.ptr<float>(y);
    const auto* owner = window_.owner.ptr<int>(y);
    for (int x = first_.x; x <= last_.x; ++x) {
      const double dx = x - c.x, dy = y - c.y;
      const bool of_another = owner[x] > 0 && owner[x] != window_.self;
      if (dx * dx + dy * dy > reach * reach || of_another || owner[x] == kNobody) continue;
      Pixel pixel{
          dx, dy, darkness[x], 0, static_cast<std::size_t>(x - first_.x), static_cast<std::size_t>(y - first_.y)};
      pixel.weight = weight.at(pixel);
      pixels_.push_back(pixel);
      const cv::Vec3d row(1, dx, dy);
      normal += pixel.weight * row * row.t();
      right_ += pixel.weight * pixel.darkness * row;
      squares_ += pixel.weight * pixel.darkness * pixel.darkness;
    }
  }
  inverse_ = normal.inv();
  weights_ = normal(0, 0);
}

/// Background and slopes are eliminated first (Schur's complement); the amplitude is left.
SpotFitter::Trial SpotFitter::try_width(double sigma_px) const {
  const Falloffs gaussian = falloffs(sigma_px);
  double self = 1e-9, with_darkness = 0, with_1 = 0, with_x = 0, with_y = 0;
  for (const Pixel& pixel : pixels_) {
    const double value = gaussian.at(pixel), weighted = pixel.weight * value;
    self += weighted * value;
    with_darkness += weighted * pixel.darkness;
    with_1 += weighted;
    with_x += weighted * pixel.x;
    with_y += weighted * pixel.y;
  }
  const cv::Vec3d mixed(with_1, with_x, with_y), eliminated = inverse_ * mixed;
  const double left = std::max(self - mixed.dot(eliminated), 1e-12);
  Trial trial;
  trial.amplitude = (with_darkness - eliminated.dot(right_)) / left;
  const cv::Vec3d rest = inverse_ * (right_ - trial.amplitude * mixed);
  trial.background = rest[0];
  trial.cost = std::max(0.0, squares_ - trial.amplitude * with_darkness - rest.dot(right_));
  trial.amplitude_variance = 1 / left;
  return trial;
}

SpotFit SpotFitter::told_by(const Trial& trial, double sigma_px) const {
  // Variance of the residuals, widened by how far they hang together.
  const double variance = kUnweighted * trial.cost / weights_ * std::max(1.0, window_.correlation_px2);
  SpotFit fit;
  fit.amplitude = trial.amplitude;
  fit.background = trial.background;
  fit.sigma_px = sigma_px;
  fit.amplitude_se = std::sqrt(std::max(0.0, trial.amplitude_variance * variance));
  fit.log_sigma_se = std::sqrt(variance);  // times what the curvature of the costs tells
  return fit;
}

SpotFit SpotFitter::fit_within() const {
  std::vector<Trial> trials;
  std::vector<double> widths;
  for (double sigma = kNarrowest; sigma <= std::max(0.8 * reach_of(window_), 1.2); sigma *= kWidthStep) {
    widths.push_back(sigma);
    trials.push_back(try_width(sigma));
    if (trials.back().amplitude <= 0) trials.back().cost = std::numeric_limits<double>::infinity();
  }
  const auto best =
      std::min_element(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) { return a.cost < b.cost; });
  const auto i = static_cast<std::size_t>(best - trials.begin());
  SpotFit fit = told_by(*best, widths[i]);
  if (pixels_.size() < 12 || i == 0 || i + 1 == trials.size()) return fit;
  const double before = trials[i - 1].cost, behind = trials[i + 1].cost;
  const double curvature = before - 2 * best->cost + behind;
  if (!std::isfinite(curvature) || curvature <= 0) return fit;

  // A parabola through the three costs, over the logarithm of the width; its curvature tells the width's variance.
  const double step = std::log(kWidthStep);
  const double sigma = widths[i] * std::exp(step * (before - behind) / (2 * curvature));
  fit = told_by(try_width(sigma), sigma);
  fit.converged = fit.amplitude > 0;
  fit.log_sigma_se *= std::sqrt(2 / curvature) * step;
  return fit;
}

SpotFit SpotFitter::fit_amplitude(double sigma_px) const { return told_by(try_width(sigma_px), sigma_px); }

SpotFit SpotFitter::fit() {
  SpotFit fit = fit_within();
  while ((!fit.converged || fit.sigma_px > kFills * reach_of(window_)) && window_.sigma_px < window_.largest_px) {
    window_.sigma_px *= kWiden;
    collect();
    fit = fit_within();
  }
  return fit;
}

SpotShape SpotFitter::shape(const SpotFit& fit) const {
  SpotShape shape{fit.sigma_px, fit.sigma_px, 0};
  const double s2 = fit.sigma_px * fit.sigma_px;
  const Falloffs gaussian = falloffs(fit.sigma_px);
  double sum = 0, xx = 0, xy = 0, yy = 0;
  for (const Pixel& pixel : pixels_) {
    const double value = (pixel.darkness - fit.background) * gaussian.at(pixel);
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
    const SpotFit fit = SpotFitter({map, nobody, 1, cv::Point2d(half, half), guess_px / unit, largest, 1}).fit();
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
