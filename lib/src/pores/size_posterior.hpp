// SPDX-License-Identifier: Apache-2.0
/// Sizes of pores from fits that blur and noise make vague: each fit read in the light of all others of the region.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "pores/profile_fit.hpp"

namespace porevis {

/// Size of one pore before the blur.
struct PoreSize {
  double fwhm_px = 0;
  double log_se = std::numeric_limits<double>::infinity();  ///< standard error of its logarithm.
  double gained = 0;  ///< share of the usual sizes' variance that the fit took away: 0 it tells nothing, 1 all.
};

/// Diameters of a region's pores are log-normal; mean and spread follow from the fits themselves (empirical Bayes by
/// expectation maximization). A pore's size is then its posterior mean: without it, pores chosen for looking large
/// enough would look too large on average.
/// @see Efron 2010, Large-Scale Inference, ch. 1, doi:10.1017/CBO9780511761362.
class SizePosterior {
 public:
  /// @param usual_px  the size believed where there are few fits, px.
  SizePosterior(const BlurResponse& response, std::span<const SpotFit> fits, double usual_px, double largest_px);

  /// @return no size (0) for a fit that did not converge.
  [[nodiscard]] PoreSize size(const SpotFit& fit) const;

 private:
  struct Moments {
    double mean, variance;
  };
  [[nodiscard]] Moments posterior(const SpotFit& fit) const;

  struct Node {
    double log_fwhm, log_sigma;  // a pore of this size is fitted by this sigma
  };
  std::vector<Node> nodes_;
  double mean_, variance_;  // of the logarithm of the region's diameters
};

}  // namespace porevis
