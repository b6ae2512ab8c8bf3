// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/focus.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr double kFinePx = 0.8, kOctave = 2;  // sigma of the finest detail looked at, working px; bands an octave wide
constexpr double kAroundMm = 1.5;             // sigma over which energies are averaged

/// Squared frequency (radians / px) at which the difference of Gaussians of sigma and twice sigma is strongest.
double squared_frequency(double sigma) { return 2 * std::log(kOctave * kOctave) / (3 * sigma * sigma); }

/// Mean energy of a band of detail round each point. The band is cut out twice: once leaves so much of coarser detail
/// in it that strong blur would pass for weak.
cv::Mat energy(const cv::Mat& map, const cv::Mat& weight, double sigma) {
  cv::Mat band = map.clone();
  for (int pass = 0; pass < 2; ++pass) {
    cv::Mat fine, coarse;
    cv::GaussianBlur(band, fine, {}, sigma);
    cv::GaussianBlur(band, coarse, {}, kOctave * sigma);
    band = fine - coarse;
  }
  return masked_blur(band.mul(band), weight, kAroundMm * kWorkingPxPerMm);
}

/// The value that three quarters of the masked ones do not reach: that of the sharp part, even where it is the smaller.
double upper_quartile(const cv::Mat& values, const cv::Mat& mask) {
  std::vector<float> inside;
  for (int y = 0; y < values.rows; ++y) {
    for (int x = 0; x < values.cols; ++x) {
      if (mask.at<uchar>(y, x)) inside.push_back(values.at<float>(y, x));
    }
  }
  if (inside.empty()) return 0;
  const auto place = inside.begin() + static_cast<std::ptrdiff_t>(inside.size() * 3 / 4);
  std::nth_element(inside.begin(), place, inside.end());
  return *place;
}

}  // namespace

void mask_out_of_focus(SkinMap& skin, const Scale& scale, double max_blur_mm) {
  const double limit = max_blur_mm * skin.working_px_per_mm;
  const double blur = scale.mm(skin.sharpness.blur_sigma_px) * skin.working_px_per_mm;
  if (!(blur < limit))
    return;  // the region as a whole is out of focus, or too small to tell: the capture check says so
  cv::Mat green, measurable, weight;
  cv::extractChannel(skin.density, green, 1);
  green = cv::max(cv::min(green, 0.3F), -0.3F);  // so that a hair or glint does not speak for its surroundings
  cv::resize(skin.measurable, measurable, green.size(), 0, 0, cv::INTER_NEAREST);
  measurable.convertTo(weight, CV_32F, 1 / 255.0);
  const cv::Mat ratio = energy(green, weight, kFinePx) / cv::max(energy(green, weight, kOctave * kFinePx), 1e-9F);
  const double usual = upper_quartile(ratio, measurable);

  // A blur of sigma leaves exp(-sigma^2 k^2) of the energy at frequency k.
  const double loss =
      (limit * limit - blur * blur) * (squared_frequency(kFinePx) - squared_frequency(kOctave * kFinePx));
  const cv::Mat blurred = (ratio < usual * std::exp(-loss)) & measurable;
  const int left_out = cv::countNonZero(blurred);
  if (left_out == 0) return;
  skin.coverage.blurred = skin.coverage.measurable * left_out / std::max(1, cv::countNonZero(measurable));
  skin.coverage.measurable -= skin.coverage.blurred;
  cv::Mat full;
  cv::resize(blurred, full, skin.measurable.size(), 0, 0, cv::INTER_NEAREST);
  skin.measurable.setTo(0, full);
  skin.darkness.setTo(0, full);
}

}  // namespace porevis
