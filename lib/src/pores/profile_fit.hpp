// SPDX-License-Identifier: Apache-2.0
/// A Gaussian on a slope fitted to a dark spot, and what such a fit answers to a pore of known size seen through a
/// known blur.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis {

/// Where a spot is, and which pixels are its own.
struct SpotWindow {
  const cv::Mat& darkness;  ///< CV_32F.
  const cv::Mat& owner;     ///< CV_32S of its size, as of assign_pixels(); the cores of other spots are left out.
  int self;
  cv::Point2d centre;      ///< px.
  double sigma_px;         ///< a first guess; the window reaches twice it and 1.5 px more, its weight falls outwards.
  double largest_px;       ///< how wide a spot the window may be widened for.
  double correlation_px2;  ///< area over which the residuals hang together; widens the standard errors.
};

/// darkness = background + slope . d + amplitude * exp(-d^2 / (2 sigma^2)), d from the centre. The slope takes the
/// skin's relief, which is wider than a pore, out of its size.
struct SpotFit {
  bool converged = false;
  double background = 0;
  double amplitude = 0;
  double amplitude_se = 0;
  double sigma_px = 0;
  double log_sigma_se = 0;  ///< of a fit that converged.
  [[nodiscard]] double volume() const { return 2 * CV_PI * amplitude * sigma_px * sigma_px; }
};

/// Long and short axis of a spot, from its second moments under the fitted Gaussian.
struct SpotShape {
  double long_sigma_px = 0;
  double short_sigma_px = 0;
  double orientation_deg = 0;  ///< of the long axis, from x towards y, in (-90, 90].
};

/// Fits one spot.
class SpotFitter {
 public:
  explicit SpotFitter(const SpotWindow& window) : window_(window) { collect(); }

  /// Weighted least squares: for each width the rest is linear; the best width is sought. The window is widened for a
  /// spot that fills it, and stays so for what is asked next.
  [[nodiscard]] SpotFit fit();

  /// The same with the width held.
  [[nodiscard]] SpotFit fit_amplitude(double sigma_px) const;

  /// @return axes whose geometric mean is the fit's sigma; equal where the spot's own pixels do not tell.
  /// @see Bernstein & Jarvis 2002, doi:10.1086/338085: moments under a weight, the weight taken out.
  [[nodiscard]] SpotShape shape(const SpotFit& fit) const;

 private:
  struct Pixel {
    double x, y, darkness, weight;  // place relative to the centre
    std::size_t column, row;        // in the window
  };
  struct Trial;
  struct Falloffs;

  void collect();
  [[nodiscard]] Falloffs falloffs(double sigma_px) const;
  [[nodiscard]] Trial try_width(double sigma_px) const;
  [[nodiscard]] SpotFit told_by(const Trial& trial, double sigma_px) const;
  [[nodiscard]] SpotFit fit_within() const;

  SpotWindow window_;
  cv::Point first_, last_;
  std::vector<Pixel> pixels_;
  // What all fits share: the normal equations of background and slopes.
  cv::Matx33d inverse_;
  cv::Vec3d right_;
  double squares_ = 0, weights_ = 0;
};

/// Turns fits into what was there before the blur: a pore's profile (between a Gaussian and a disc) of every size is
/// drawn, blurred, fitted the same way, and the fit looked up.
class BlurResponse {
 public:
  /// @param blur_sigma_px  of the camera's Gaussian; a pixel's own square is added here.
  /// @param guess_px       SpotWindow::sigma_px of the fits to come.
  /// @param largest_px     full width at half maximum of the largest pore, at least 3.
  BlurResponse(double blur_sigma_px, double guess_px, double largest_px);

  /// What was there before the blur.
  struct Pore {
    double sigma_px;       ///< of the fit.
    double fwhm_px;        ///< full width at half maximum.
    double contrast_gain;  ///< peak / amplitude of the fit.
    double volume_gain;    ///< darkness over area / volume of the fit.
    double slope = 0;      ///< change of fwhm_px with sigma_px.
  };
  /// @param sigma_px  of a fit; a width of 0 is given for fits narrower than the blur.
  [[nodiscard]] Pore at(double sigma_px) const;
  /// The fit's answer to a pore of this width.
  [[nodiscard]] Pore of(double fwhm_px) const;

 private:
  [[nodiscard]] Pore between(double Pore::*key, double value) const;
  std::vector<Pore> table_;
};

}  // namespace porevis
