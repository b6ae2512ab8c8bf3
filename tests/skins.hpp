// SPDX-License-Identifier: Apache-2.0
/// Small skins with known truth for the tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

#include "porevis/phantom/phantom.hpp"
#include "porevis/pipeline.hpp"

namespace porevis {

/// Linear light of even skin with round Gaussian pores; (R, G, B) = (0.5, 0.3, 0.2) where there is no pore.
struct GaussianPore {
  cv::Point2d centre;
  double fwhm_px;
  double contrast;
};

inline cv::Mat gaussian_skin(cv::Size size, const std::vector<GaussianPore>& pores) {
  cv::Mat linear(size, CV_32FC3, cv::Scalar(0.5, 0.3, 0.2));
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      double light = 1;
      for (const GaussianPore& pore : pores) {
        const double r = 2 * cv::norm(cv::Point2d(x, y) - pore.centre) / pore.fwhm_px;
        light *= 1 - pore.contrast * std::exp2(-r * r);
      }
      linear.at<cv::Vec3f>(y, x) *= static_cast<float>(light);
    }
  }
  return linear;
}

inline cv::Mat all_of(cv::Size size) { return {size, CV_8U, cv::Scalar(255)}; }

inline Scale given(double px_per_mm) { return {px_per_mm, 0, "given"}; }

/// Agreement of pores with the truth of a photograph. A pore fainter than `visible` after blur need not be found, and
/// is no mistake where it is.
struct Agreement {
  int found = 0, missed = 0, wrong = 0;
  [[nodiscard]] double f1() const { return 2.0 * found / std::max(1, 2 * found + missed + wrong); }
};

inline Agreement agreement(const std::vector<Pore>& pores, const phantom::Shot& shot, double visible = 0.06) {
  struct Pair {
    bool faint;
    double distance;
    std::size_t pore, truth;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < pores.size(); ++i) {
    for (std::size_t k = 0; k < shot.pores.size(); ++k) {
      const auto& truth = shot.pores[k];
      const double distance = std::hypot(pores[i].x_px - truth.x_px, pores[i].y_px - truth.y_px);
      const double allowed = std::max(3.0, truth.diameter_mm * shot.px_per_mm / 2);
      if (distance <= allowed) pairs.push_back({truth.blurred_contrast < visible, distance, i, k});
    }
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return std::tie(a.faint, a.distance) < std::tie(b.faint, b.distance); });
  std::vector<bool> pore_used(pores.size()), truth_used(shot.pores.size());
  Agreement result;
  for (const Pair& pair : pairs) {
    if (pore_used[pair.pore] || truth_used[pair.truth]) continue;
    pore_used[pair.pore] = truth_used[pair.truth] = true;
    if (!pair.faint) ++result.found;
  }
  result.wrong = static_cast<int>(std::count(pore_used.begin(), pore_used.end(), false));
  for (std::size_t k = 0; k < shot.pores.size(); ++k) {
    if (shot.pores[k].blurred_contrast >= visible && !truth_used[k]) ++result.missed;
  }
  return result;
}

/// Options for a photograph that is all skin, at a known scale.
inline MeasureOptions whole_picture(double px_per_mm) {
  MeasureOptions options;
  options.whole = true;
  options.px_per_mm = px_per_mm;
  return options;
}

}  // namespace porevis
