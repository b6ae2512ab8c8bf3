// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

std::vector<CurvePoint> measure::density_curve(const RegionView& region) {
  std::vector<CurvePoint> curve;
  for (const double threshold : {0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.16, 0.24}) {
    const auto reaches = [threshold](const Pore& pore) {
      return threshold == 0 || pore.diameter_mm * pore.contrast >= threshold;  // no size (NaN) reaches nothing above 0
    };
    double count = 0;
    for (const Pore& pore : region.pores.places) count += reaches(pore) ? pore.presence : 0;
    curve.push_back({threshold, per_cm2(count, region)});
  }
  return curve;
}

}  // namespace porevis
