// SPDX-License-Identifier: Apache-2.0
#include "pores/size_posterior.hpp"

#include <algorithm>
#include <cmath>

namespace porevis {
namespace {

constexpr double kNodeStep = 0.06;     // of the logarithm of the diameter
constexpr double kSmallestPx = 0.3;    // narrower pores all look like the blur
constexpr double kUsualSpread = 0.35;  // of the logarithm of the diameters of one face's pores
constexpr double kUsualWeight = 4;     // pores that the usual size and spread count for
constexpr double kLeastSpread = 0.08;
constexpr double kLeastLogSe = 0.04;  // no profile is quite the one assumed
constexpr std::size_t kEnoughFits = 1000;
constexpr int kRounds = 12;

}  // namespace

SizePosterior::SizePosterior(const BlurResponse& response, std::span<const SpotFit> fits, double usual_px,
                             double largest_px)
    : mean_(std::log(usual_px)), variance_(kUsualSpread * kUsualSpread) {
  for (double log_fwhm = std::log(kSmallestPx); log_fwhm < std::log(largest_px); log_fwhm += kNodeStep) {
    nodes_.push_back({log_fwhm, std::log(response.of(std::exp(log_fwhm)).sigma_px)});
  }
  const double usual = mean_, usual_variance = variance_;
  const std::size_t step = fits.size() / kEnoughFits + 1;
  for (int round = 0; round < kRounds; ++round) {
    double weight = kUsualWeight, sum = kUsualWeight * usual;
    std::vector<Moments> all;
    for (std::size_t i = 0; i < fits.size(); i += step) {
      if (!fits[i].converged) continue;
      all.push_back(posterior(fits[i]));
      sum += all.back().mean;
      ++weight;
    }
    mean_ = sum / weight;
    double squares = kUsualWeight * (usual_variance + (usual - mean_) * (usual - mean_));
    for (const Moments& one : all) squares += one.variance + (one.mean - mean_) * (one.mean - mean_);
    variance_ = std::max(kLeastSpread * kLeastSpread, squares / weight);
  }
}

SizePosterior::Moments SizePosterior::posterior(const SpotFit& fit) const {
  const double log_sigma = std::log(fit.sigma_px), se = std::hypot(fit.log_sigma_se, kLeastLogSe);
  double weights = 0, sum = 0, squares = 0;
  for (const Node& node : nodes_) {
    const double miss = (log_sigma - node.log_sigma) / se, unusual = node.log_fwhm - mean_;
    const double weight = std::exp(-0.5 * (miss * miss + unusual * unusual / variance_));
    weights += weight;
    sum += weight * node.log_fwhm;
    squares += weight * node.log_fwhm * node.log_fwhm;
  }
  if (weights < 1e-300) return {mean_, variance_};  // nothing like it was ever drawn
  const double mean = sum / weights;
  return {mean, std::max(kNodeStep * kNodeStep / 12, squares / weights - mean * mean)};
}

PoreSize SizePosterior::size(const SpotFit& fit) const {
  if (!fit.converged) return {};
  const Moments moments = posterior(fit);
  return {std::exp(moments.mean), std::sqrt(moments.variance), 1 - moments.variance / variance_};
}

}  // namespace porevis
