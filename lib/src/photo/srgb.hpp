// SPDX-License-Identifier: Apache-2.0
/// The sRGB transfer function, IEC 61966-2-1.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

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

/// The same as 16 bits, by a table: within a hundredth of a step.
inline std::uint16_t linear_to_srgb16(float linear) {
  constexpr int kNodes = 1 << 16;
  static const std::vector<float> table = [] {
    std::vector<float> values(kNodes + 2);
    for (int i = 0; i < kNodes + 2; ++i) {
      values[i] = 65535 * linear_to_srgb(static_cast<float>(i) / static_cast<float>(kNodes)) + 0.5F;
    }
    return values;
  }();
  if (!(linear > 0)) return 0;
  const float place = std::min(linear, 1.0F) * static_cast<float>(kNodes);
  const int node = static_cast<int>(place);
  const float part = place - static_cast<float>(node);
  return static_cast<std::uint16_t>(table[node] + part * (table[node + 1] - table[node]));
}

}  // namespace porevis
