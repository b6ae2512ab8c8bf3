// SPDX-License-Identifier: Apache-2.0
/// The sRGB transfer function, IEC 61966-2-1.
#pragma once

#include <algorithm>
#include <cmath>

namespace porevis {

/// Linear light of an encoded value, both in [0, 1].
inline double srgb_to_linear(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

/// Encoded value of linear light, cut to [0, 1]; not a number gives 0.
inline float linear_to_srgb(float linear) {
  if (!(linear > 0)) return 0;
  return linear <= 0.0031308F ? linear * 12.92F : std::min(1.055F * std::pow(linear, 1 / 2.4F) - 0.055F, 1.0F);
}

}  // namespace porevis
