// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/ruler.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "photo/target.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

void check_points(const Photo& photo, const RulerOptions& ruler) {
  check(ruler);
  for (const cv::Point2d p : {cv::Point2d(ruler.x1_px, ruler.y1_px), {ruler.x2_px, ruler.y2_px}}) {
    if (p.x <= photo.width_px() - 1 && p.y <= photo.height_px() - 1) continue;
    throw InputError(photo.file + ": a point of the ruler lies outside its " + std::to_string(photo.width_px()) +
                     " x " + std::to_string(photo.height_px()) + " px; give X1,Y1,X2,Y2 inside, then the length in mm");
  }
  if (std::hypot(ruler.x2_px - ruler.x1_px, ruler.y2_px - ruler.y1_px) < 2) {
    throw InputError(photo.file + ": both points of the ruler lie on one place; give two points far apart");
  }
}

/// Light along a line, averaged over a few pixels across it, its slow changes taken out; a value every kStep px.
constexpr double kStep = 0.5;

std::vector<double> light_along(const Photo& photo, cv::Point2d from, cv::Point2d to) {
  constexpr int kAcross = 2;  // px to either side
  const LightAround around =
      light_around(photo, std::vector<cv::Point2f>{cv::Point2f(from), cv::Point2f(to)}, kAcross + 2);
  const double length = cv::norm(to - from);
  const cv::Point2d along = (to - from) / length, across(-along.y, along.x);
  const int count = cvFloor(length / kStep) + 1;
  cv::Mat places(2 * kAcross + 1, count, CV_32FC2), light;
  for (int a = -kAcross; a <= kAcross; ++a) {
    for (int i = 0; i < count; ++i) {
      places.at<cv::Vec2f>(a + kAcross, i) =
          cv::Point2f(from - around.corner + i * kStep * along + static_cast<double>(a) * across);
    }
  }
  cv::remap(around.light, light, places, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::reduce(light, light, 0, cv::REDUCE_AVG, CV_64F);
  cv::Mat powers(count, 3, CV_64F), trend;
  for (int i = 0; i < count; ++i) {
    const double u = 2.0 * i / (count - 1) - 1;
    powers.at<double>(i, 0) = 1, powers.at<double>(i, 1) = u, powers.at<double>(i, 2) = u * u;
  }
  const cv::Mat column = light.t();
  cv::solve(powers, column, trend, cv::DECOMP_SVD);
  const cv::Mat flat = column - powers * trend;
  return flat;
}

/// Waves a px of the strongest wave, of those of which at least six go into the line.
double strongest_wave(const std::vector<double>& light, double& clearness) {
  const auto count = static_cast<int>(light.size());
  const int padded = cv::getOptimalDFTSize(4 * count);
  cv::Mat wave = cv::Mat::zeros(1, padded, CV_64F), spectrum;
  for (int i = 0; i < count; ++i) {
    wave.at<double>(i) = light[i] * (0.5 - 0.5 * std::cos(2 * CV_PI * (i + 0.5) / count));
  }
  cv::dft(wave, spectrum, cv::DFT_COMPLEX_OUTPUT);
  const int first = cvCeil(6.0 * padded / count), last = cvFloor(padded * kStep / 2.5);  // to 2.5 px a wave
  std::vector<double> power;
  for (int i = first; i <= last; ++i) power.push_back(std::norm(spectrum.at<std::complex<double>>(i)));
  const auto best = std::max_element(power.begin(), power.end());
  const double frequency = (first + static_cast<double>(best - power.begin())) / (padded * kStep);
  const double peak = *best;
  std::nth_element(power.begin(), power.begin() + power.size() / 2, power.end());
  clearness = peak / std::max(power[power.size() / 2], 1e-30);
  return frequency;
}

}  // namespace

LengthPx distance_of_points(const Photo& photo, const RulerOptions& ruler) {
  check_points(photo, ruler);
  constexpr double kByHandPx = 0.5;
  return {.px = std::hypot(ruler.x2_px - ruler.x1_px, ruler.y2_px - ruler.y1_px),
          .uncertainty_px = kByHandPx * std::sqrt(2.0)};
}

LengthPx period_of_ticks(const Photo& photo, const RulerOptions& ticks) {
  check_points(photo, ticks);
  const auto refuse = [&](const char* fault) -> LengthPx {
    throw InputError(
        photo.file + ": the ruler's ticks " + fault +
        "; give X1,Y1,X2,Y2 of a line that crosses six or more ticks of one kind, then their spacing in mm");
  };
  const std::vector<double> light = light_along(photo, {ticks.x1_px, ticks.y1_px}, {ticks.x2_px, ticks.y2_px});
  if (static_cast<double>(light.size()) < 6 * 2.5 / kStep + 8) return refuse("are too few on so short a line");
  double clearness = 0;  // a ruler's is 1e5 and more, that of skin 1e3
  const double frequency = strongest_wave(light, clearness);
  if (clearness < 3000) return refuse("are not clear");

  // Phase of that wave along the line, in windows of four periods: a straight line where the ticks are even; its slope
  // is what the frequency lacks, its bend is perspective.
  const double period = 1 / (frequency * kStep);  // values
  const auto half = static_cast<int>(std::lround(2 * period));
  std::vector<double> places, phases;
  for (double middle = half; middle + half < static_cast<double>(light.size()); middle += period) {
    std::complex<double> sum;
    const auto centre = static_cast<int>(std::lround(middle));
    for (int i = -half; i <= half; ++i) {
      const double weight = 0.5 + 0.5 * std::cos(CV_PI * i / (half + 1));
      sum += weight * light[centre + i] * std::polar(1.0, -2 * CV_PI * (centre + i) / period);
    }
    double phase = std::arg(sum);
    if (!phases.empty()) phase += 2 * CV_PI * std::round((phases.back() - phase) / (2 * CV_PI));
    places.push_back(2 * middle / (static_cast<double>(light.size()) - 1) - 1);  // -1 to 1
    phases.push_back(phase);
  }
  const auto count = static_cast<int>(places.size());
  if (count < 3) return refuse("are too few on so short a line");
  const int terms = count < 6 ? 2 : 3;
  cv::Mat powers(count, terms, CV_64F), fitted;
  for (int i = 0; i < count; ++i) {
    for (int k = 0; k < terms; ++k) powers.at<double>(i, k) = std::pow(places[i], k);
  }
  const cv::Mat column(phases, true);
  cv::solve(powers, column, fitted, cv::DECOMP_SVD);
  const double scatter = cv::norm(column - powers * fitted) / std::sqrt(std::max(1, count - terms));
  if (scatter > 0.3) return refuse("are not evenly spaced");
  const double length_px = (static_cast<double>(light.size()) - 1) * kStep;
  const double exact = frequency + fitted.at<double>(1) / (CV_PI * length_px);
  // Windows overlap by three quarters; a slope over -1 to 1 has the variance 3 scatter^2 / n.
  constexpr double kLeastScatter = 0.02;  // of a printed ruler, radians
  const double slope = std::max(scatter, kLeastScatter) * std::sqrt(3.0 * 4 / count);
  return {.px = 1 / exact, .uncertainty_px = slope / (CV_PI * length_px) / (exact * exact)};
}

}  // namespace porevis
