// SPDX-License-Identifier: Apache-2.0
#include "pores/profile_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace porevis {
namespace {

constexpr double kFwhm = 2.3548200450309493;
constexpr int kParameters = 7;  // background, amplitude, x, y, and the Cholesky factor of the inverse covariance
using Vector = Eigen::Matrix<double, kParameters, 1>;
using Matrix = Eigen::Matrix<double, kParameters, kParameters>;

/// p of a pore's profile 2^-((2 r / FWHM)^(2 p)): 1 a Gaussian, larger a disc with steep walls.
constexpr double kProfile = 1.3;

struct Pixel {
  double x, y, darkness;
};

/// The model's value, and its derivatives with respect to the parameters.
double model(const Vector& p, const Pixel& pixel, Vector* slope = nullptr) {
  const double l11 = std::exp(p[4]), l21 = p[5], l22 = std::exp(p[6]);
  const double dx = pixel.x - p[2], dy = pixel.y - p[3];
  const double u = l11 * dx + l21 * dy, v = l22 * dy;
  const double bell = std::exp(-0.5 * (u * u + v * v));
  const double g = p[1] * bell;
  if (slope) *slope << 1, bell, g * u * l11, g * (u * l21 + v * l22), -g * u * l11 * dx, -g * u * dy, -g * v * l22 * dy;
  return p[0] + g;
}

double sum_of_squares(const Vector& p, const std::vector<Pixel>& pixels) {
  double sum = 0;
  for (const Pixel& pixel : pixels) {
    const double rest = model(p, pixel) - pixel.darkness;
    sum += rest * rest;
  }
  return sum;
}

/// The pixels of a window that are the spot's own or skin's; places relative to the centre.
std::vector<Pixel> window(const cv::Mat& darkness, const cv::Mat& owner, int self, cv::Point2d centre,
                          double sigma_px) {
  std::vector<Pixel> pixels;
  const double reach = 2.5 * sigma_px + 2;
  for (int y = std::max(0, cvCeil(centre.y - reach)); y <= std::min(darkness.rows - 1, cvFloor(centre.y + reach));
       ++y) {
    for (int x = std::max(0, cvCeil(centre.x - reach)); x <= std::min(darkness.cols - 1, cvFloor(centre.x + reach));
         ++x) {
      const double dx = x - centre.x, dy = y - centre.y;
      const int belongs = owner.at<int>(y, x);
      if (dx * dx + dy * dy > reach * reach || (belongs != 0 && belongs != self)) continue;
      pixels.push_back({dx, dy, darkness.at<float>(y, x)});
    }
  }
  return pixels;
}

}  // namespace

SpotFit fit_amplitude(const cv::Mat& darkness, const cv::Mat& owner, int self, cv::Point2d centre, double sigma_px,
                      double correlation_px2) {
  SpotFit fit;
  fit.centre = centre;
  fit.long_sigma_px = fit.short_sigma_px = sigma_px;
  const std::vector<Pixel> pixels = window(darkness, owner, self, centre, sigma_px);
  double n = 0, g1 = 0, g2 = 0, d1 = 0, gd = 0, d2 = 0;
  for (const Pixel& pixel : pixels) {
    const double bell = std::exp(-(pixel.x * pixel.x + pixel.y * pixel.y) / (2 * sigma_px * sigma_px));
    n += 1;
    g1 += bell;
    g2 += bell * bell;
    d1 += pixel.darkness;
    gd += bell * pixel.darkness;
    d2 += pixel.darkness * pixel.darkness;
  }
  const double determinant = n * g2 - g1 * g1;
  if (pixels.size() < 6 || determinant < 1e-9 * n * g2) return fit;
  fit.amplitude = (n * gd - g1 * d1) / determinant;
  fit.background = (d1 - fit.amplitude * g1) / n;
  const double rest = std::max(0.0, d2 - fit.amplitude * gd - fit.background * d1);
  fit.amplitude_se = std::sqrt(rest / (n - 2) * std::max(1.0, correlation_px2) * n / determinant);
  return fit;
}

SpotFit fit_spot(const cv::Mat& darkness, const cv::Mat& owner, int self, cv::Point2d centre, double sigma_px,
                 double correlation_px2) {
  SpotFit fit = fit_amplitude(darkness, owner, self, centre, sigma_px, correlation_px2);
  const std::vector<Pixel> pixels = window(darkness, owner, self, centre, sigma_px);
  if (pixels.size() < 2 * kParameters || fit.amplitude <= 0) return fit;

  // Levenberg and Marquardt's steps (Press et al., Numerical Recipes, ch. 15.5).
  const double widest = 2 * sigma_px + 0.5, narrowest = 0.35;
  Vector p;
  p << fit.background, fit.amplitude, 0, 0, -std::log(sigma_px), 0, -std::log(sigma_px);
  double cost = sum_of_squares(p, pixels), damping = 1e-2;
  Matrix normal;
  for (int step = 0; step < 30; ++step) {
    normal.setZero();
    Vector gradient = Vector::Zero(), slope;
    for (const Pixel& pixel : pixels) {
      const double rest = model(p, pixel, &slope) - pixel.darkness;
      normal.selfadjointView<Eigen::Lower>().rankUpdate(slope);
      gradient += rest * slope;
    }
    normal = normal.selfadjointView<Eigen::Lower>();
    bool better = false;
    double gained = 0;
    while (!better && damping < 1e8) {
      Matrix damped = normal;
      damped.diagonal() *= 1 + damping;
      damped.diagonal().array() += 1e-12;
      const Vector trial = p - damped.ldlt().solve(gradient);
      const bool sane = std::exp(-trial[4]) < 2 * widest && std::exp(-trial[6]) < 2 * widest &&
                        std::hypot(trial[2], trial[3]) < sigma_px + 1;
      const double trial_cost = sane ? sum_of_squares(trial, pixels) : cost;
      better = sane && trial_cost < cost;
      if (better) {
        gained = cost - trial_cost;
        p = trial;
        cost = trial_cost;
      }
      damping = better ? std::max(1e-9, damping / 5) : damping * 5;
    }
    if (!better || gained < 1e-4 * cost) break;
  }

  // Axes of the inverse covariance L L^T.
  const double l11 = std::exp(p[4]), l21 = p[5], l22 = std::exp(p[6]);
  const double xx = l11 * l11, xy = l11 * l21, yy = l21 * l21 + l22 * l22;
  const double mean = (xx + yy) / 2, spread = std::hypot((xx - yy) / 2, xy);
  if (p[1] <= 0 || mean - spread <= 0) return fit;
  fit.background = p[0];
  fit.amplitude = p[1];
  fit.centre = centre + cv::Point2d(p[2], p[3]);
  fit.long_sigma_px = 1 / std::sqrt(mean - spread);
  fit.short_sigma_px = 1 / std::sqrt(mean + spread);
  // The long axis lies where the inverse covariance is smallest.
  fit.orientation_deg = 90 / std::numbers::pi * std::atan2(-2 * xy, yy - xx);
  fit.converged = fit.long_sigma_px < widest && fit.short_sigma_px > narrowest;

  const double variance = cost / static_cast<double>(pixels.size() - kParameters) * std::max(1.0, correlation_px2);
  const Matrix covariance = normal.ldlt().solve(Matrix::Identity()) * variance;
  fit.amplitude_se = std::sqrt(std::max(0.0, covariance(1, 1)));
  // log size = -(p4 + p6) / 2; log volume = log amplitude - p4 - p6.
  const double axes = covariance(4, 4) + covariance(6, 6) + 2 * covariance(4, 6);
  fit.log_size_se = 0.5 * std::sqrt(std::max(0.0, axes));
  fit.log_volume_se = std::sqrt(
      std::max(0.0, axes + covariance(1, 1) / (p[1] * p[1]) - 2 * (covariance(1, 4) + covariance(1, 6)) / p[1]));
  return fit;
}

BlurResponse::BlurResponse(double blur_sigma_px) {
  constexpr int kOver = 5;  // samples a pixel along an axis; the middle one lies on the pixel's centre
  constexpr double kStep = 1.15;
  const double total = std::sqrt(blur_sigma_px * blur_sigma_px + 1.0 / 12);
  for (double fwhm = 0.5; fwhm < 80; fwhm *= kStep) {
    // A large pore is drawn at half, a third, ... of its size: pixels are small against it anyway.
    const double unit = std::max(1.0, fwhm / 10);
    const double width = fwhm / unit, blur = total / unit;
    const double guess = std::sqrt(width * width / (kFwhm * kFwhm) + blur * blur);
    const int half = cvCeil(2.5 * guess + 2 + 3 * blur);
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
    const SpotFit fit = fit_spot(map, cv::Mat::zeros(map.size(), CV_32S), 1, cv::Point2d(half, half), guess, 1);
    if (!fit.converged) continue;
    const double sigma = unit * std::sqrt(fit.long_sigma_px * fit.short_sigma_px);
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
