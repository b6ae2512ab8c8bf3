// SPDX-License-Identifier: Apache-2.0
/// A Gaussian fitted to a dark spot, and what such a fit answers to a pore of known size seen through a known blur.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis {

/// darkness = background + amplitude * exp(-q / 2), q the squared distance from the centre in sigmas.
struct SpotFit {
  bool converged = false;
  double background = 0;
  double amplitude = 0;
  cv::Point2d centre;          ///< px.
  double long_sigma_px = 0;    ///< along the long axis.
  double short_sigma_px = 0;   ///< across it.
  double orientation_deg = 0;  ///< of the long axis, from x towards y, in (-90, 90].
  double log_size_se = 0;      ///< standard error of log(sqrt(long * short)).
  double amplitude_se = 0;
  double log_volume_se = 0;  ///< standard error of the volume (amplitude * long * short) relative to it.
  double volume() const { return 2 * CV_PI * amplitude * long_sigma_px * short_sigma_px; }
};

/// Least squares on the pixels of a window round the centre.
/// @param darkness         CV_32F.
/// @param owner            CV_32S of its size; pixels of 0 (skin) and `self` take part.
/// @param sigma_px         a first guess; the window reaches 2.5 of it and 2 px more.
/// @param correlation_px2  area over which the residuals hang together; widens the standard errors.
[[nodiscard]] SpotFit fit_spot(const cv::Mat& darkness, const cv::Mat& owner, int self, cv::Point2d centre,
                               double sigma_px, double correlation_px2);

/// The same with centre and width held: background and amplitude alone. For spots too faint to tell more.
[[nodiscard]] SpotFit fit_amplitude(const cv::Mat& darkness, const cv::Mat& owner, int self, cv::Point2d centre,
                                    double sigma_px, double correlation_px2);

/// Turns fits into what was there before the blur: a pore's profile (between a Gaussian and a disc) of every size is
/// drawn, blurred, fitted the same way, and the fit looked up.
class BlurResponse {
 public:
  /// @param blur_sigma_px  of the camera's Gaussian; a pixel's own square is added here.
  explicit BlurResponse(double blur_sigma_px);

  /// What was there before the blur.
  struct Pore {
    double sigma_px;       ///< of the fit.
    double fwhm_px;        ///< full width at half maximum.
    double contrast_gain;  ///< peak / amplitude of the fit.
    double volume_gain;    ///< darkness over area / volume of the fit.
    double slope = 0;      ///< change of fwhm_px with sigma_px.
  };
  /// @param sigma_px  of a fit; 0 is given for widths that no pore shows under this blur.
  [[nodiscard]] Pore at(double sigma_px) const;
  /// The fit's answer to a pore of this width.
  [[nodiscard]] Pore of(double fwhm_px) const;

 private:
  [[nodiscard]] Pore between(double Pore::*key, double value) const;
  std::vector<Pore> table_;
};

}  // namespace porevis
