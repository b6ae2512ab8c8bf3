// SPDX-License-Identifier: Apache-2.0
#include "change/search.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "peak.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kDetailMm = 0.06;    // sigma of the smoothing before relief is cut off
constexpr double kStrongest = 0.995;  // share of pixels below what a spot may weigh: not one mole for all
constexpr double kCoarsePxPerMm = 3, kFinePxPerMm = 6;
constexpr double kSigmaPx = 0.9;       // of the spots: as wide as a step of turn or scale moves them
constexpr double kSurroundings = 5;    // times that
constexpr double kMostPixels = 1.2e5;  // of both pictures; larger ones are searched more coarsely
constexpr double kMostTurnDeg = 10.5, kMostLogScale = 0.16;
constexpr double kTurnStepDeg = 1.5, kLogScaleStep = 0.02;
constexpr double kFiner = 4;        // steps of the second search for one of the first
constexpr double kDistinct = 1.55;  // times the best of another turn or shift; other skin reaches 1.46 (260 pairs)
constexpr double kFarSteps = 6, kFarMm = 1.5;  // from which a turn or scale, or a shift, is another one

/// Dark spots on even ground: what is fainter than relief cut off, mean zero.
cv::Mat spots(const cv::Mat& darkness, double px_per_mm, double to_px_per_mm) {
  cv::Mat smooth, result, around;
  cv::GaussianBlur(darkness, smooth, {}, kDetailMm * px_per_mm);
  const cv::Mat all(smooth.size(), CV_8U, cv::Scalar(255));
  const Robust usual = median_and_spread(smooth, all);
  smooth = cv::max(smooth - (usual.centre + usual.spread), 0);
  std::vector<float> values(smooth.begin<float>(), smooth.end<float>());
  const auto strongest =
      values.begin() + static_cast<std::ptrdiff_t>(kStrongest * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), strongest, values.end());
  const double shrink = std::min(1.0, to_px_per_mm / px_per_mm);
  cv::GaussianBlur(cv::min(smooth, *strongest), smooth, {}, kSigmaPx / shrink);
  cv::resize(smooth, result, {}, shrink, shrink, cv::INTER_AREA);
  cv::GaussianBlur(result, around, {}, kSurroundings * kSigmaPx);
  return result - around;
}

struct Trial {
  double turn_deg = 0, log_scale = 0;
  cv::Point2d shift;
  double stands_out = 0;  // peak of the correlation, in its standard deviations over all shifts
};

/// The first picture turned and scaled about its middle.
cv::Matx23d about_middle(cv::Size size, double turn_deg, double log_scale) {
  const cv::Point2f middle((static_cast<float>(size.width) - 1) / 2, (static_cast<float>(size.height) - 1) / 2);
  return cv::getRotationMatrix2D(middle, turn_deg, std::exp(log_scale));
}

/// Correlation with the second picture at every shift; its peak.
Trial try_out(const cv::Mat& first, const cv::Mat& second_transform, double turn_deg, double log_scale) {
  const cv::Size padded = second_transform.size();
  cv::Mat picture = cv::Mat::zeros(padded, CV_32F), part = picture({{}, first.size()}), correlation;
  cv::warpAffine(first, part, about_middle(first.size(), turn_deg, log_scale), part.size());
  cv::dft(picture, picture, 0, first.rows);
  cv::mulSpectrums(second_transform, picture, correlation, 0, true);
  cv::dft(correlation, correlation, cv::DFT_INVERSE | cv::DFT_REAL_OUTPUT | cv::DFT_SCALE);
  double peak = 0;
  cv::Point at;
  cv::minMaxLoc(correlation, nullptr, &peak, nullptr, &at);
  cv::Scalar mean, deviation;
  cv::meanStdDev(correlation, mean, deviation);
  const auto value = [&](int x, int y) {
    return double(correlation.at<float>((y + padded.height) % padded.height, (x + padded.width) % padded.width));
  };
  const cv::Point2d exact(at.x + peak_of_parabola(value(at.x - 1, at.y), peak, value(at.x + 1, at.y)),
                          at.y + peak_of_parabola(value(at.x, at.y - 1), peak, value(at.x, at.y + 1)));
  const auto wrapped = [](double shift, int side) { return shift > side / 2.0 ? shift - side : shift; };
  return {turn_deg,
          log_scale,
          {wrapped(exact.x, padded.width), wrapped(exact.y, padded.height)},
          peak / std::max(deviation[0], 1e-12)};
}

/// Every turn and scale within the given steps of these.
std::vector<Trial> try_all(const cv::Mat& first, const cv::Mat& second, const Trial& middle, int turns, int scales,
                           double finer) {
  const cv::Size padded(cv::getOptimalDFTSize(first.cols + second.cols),
                        cv::getOptimalDFTSize(first.rows + second.rows));
  cv::Mat transform = cv::Mat::zeros(padded, CV_32F);
  second.copyTo(transform({{}, second.size()}));
  cv::dft(transform, transform, 0, second.rows);
  std::vector<Trial> trials(static_cast<std::size_t>((2 * turns + 1) * (2 * scales + 1)));
  cv::parallel_for_({0, static_cast<int>(trials.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) {
      const double turn = (i % (2 * turns + 1) - turns) * kTurnStepDeg / finer;
      const double scale = (i / (2 * turns + 1) - scales) * kLogScaleStep / finer;
      trials[static_cast<std::size_t>(i)] = try_out(first, transform, middle.turn_deg + turn, middle.log_scale + scale);
    }
  });
  return trials;
}

bool fainter(const Trial& a, const Trial& b) { return a.stands_out < b.stands_out; }

}  // namespace

std::optional<cv::Matx23d> search_motion(const cv::Mat& first, const cv::Mat& second, double px_per_mm) {
  CV_Assert(first.type() == CV_32F && second.type() == CV_32F);
  const double area_mm2 = static_cast<double>(first.total() + second.total()) / (px_per_mm * px_per_mm);
  const double coarse = std::min({px_per_mm, kCoarsePxPerMm, std::sqrt(kMostPixels / area_mm2)});
  const double fine = std::min({px_per_mm, kFinePxPerMm, std::sqrt(2 * kMostPixels / area_mm2)});
  if (std::min({first.rows, first.cols, second.rows, second.cols}) * coarse / px_per_mm < 16) return std::nullopt;

  cv::Mat from = spots(first, px_per_mm, coarse), to = spots(second, px_per_mm, coarse);
  const std::vector<Trial> trials =
      try_all(from, to, {}, cvRound(kMostTurnDeg / kTurnStepDeg), cvRound(kMostLogScale / kLogScaleStep), 1);
  Trial best = *std::max_element(trials.begin(), trials.end(), fainter);
  double other = 1e-12;
  for (const Trial& trial : trials) {
    const double steps = std::max(std::abs(trial.turn_deg - best.turn_deg) / kTurnStepDeg,
                                  std::abs(trial.log_scale - best.log_scale) / kLogScaleStep);
    if (steps >= kFarSteps || cv::norm(trial.shift - best.shift) > kFarMm * coarse)
      other = std::max(other, trial.stands_out);
  }
  if (!(best.stands_out > kDistinct * other)) return std::nullopt;

  // Finer, round the best.
  from = spots(first, px_per_mm, fine);
  to = spots(second, px_per_mm, fine);
  const std::vector<Trial> finer = try_all(from, to, best, cvRound(kFiner), cvRound(kFiner), kFiner);
  best = *std::max_element(finer.begin(), finer.end(), fainter);
  cv::Matx23d map = about_middle(from.size(), best.turn_deg, best.log_scale);
  map(0, 2) += best.shift.x;
  map(1, 2) += best.shift.y;

  // To the pictures' own pixels: (p + 1/2) * shrink - 1/2.
  const double shrink = static_cast<double>(from.cols) / first.cols;
  for (int row = 0; row < 2; ++row) {
    map(row, 2) += (map(row, 0) + map(row, 1)) * (shrink - 1) / 2 - (shrink - 1) / 2;
    map(row, 2) /= shrink;
  }
  return map;
}

}  // namespace porevis
