// SPDX-License-Identifier: Apache-2.0
/// Named random streams that are the same on every machine: std:: distributions are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace porevis {

/// SplitMix64 (Steele et al. 2014, doi:10.1145/2660193.2660195). Also mixes a counter into a random number.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// A stream of its own for each seed and name, so that asking for more of one thing moves nothing else.
class Random {
 public:
  constexpr Random(std::uint64_t seed, std::string_view name) : state_(mix(seed)) {
    for (const char c : name) state_ = mix(state_ ^ static_cast<unsigned char>(c));
  }

  constexpr std::uint64_t bits() { return mix(state_++); }

  /// In [0, 1).
  constexpr double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// A whole number in [0, n).
  constexpr std::uint64_t below(std::uint64_t n) {
    return static_cast<std::uint64_t>(uniform() * static_cast<double>(n));
  }

  /// Standard normal (Box and Muller 1958).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

}  // namespace porevis
