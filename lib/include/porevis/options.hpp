// SPDX-License-Identifier: Apache-2.0
/// Options are plain structs. Each lists its fields once, with range and meaning; from that list come the range check,
/// the record of options in every output, the reader of parameter files and the Python attributes.
#pragma once

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>

#include "porevis/error.hpp"

namespace porevis {

/// One field of an options struct: its name, place, allowed range (numbers only) and meaning with unit.
template <class Options, class T>
struct Field {
  using Owner = Options;
  using Type = T;
  const char* name;
  T Options::*member;
  double low;
  double high;
  const char* help;
};

/// A number between `low` and `high`, both allowed.
template <class Options, class T>
constexpr Field<Options, T> field(const char* name, T Options::*member, double low, double high, const char* help) {
  return {name, member, low, high, help};
}

/// A switch, a text, a path, or the nested options of a stage. Of a path (std::filesystem::path) only the file name
/// goes into outputs: the rest tells of the machine.
template <class Options, class T>
constexpr Field<Options, T> field(const char* name, T Options::*member, const char* help) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {name, member, -infinity, infinity, help};
}

/// A struct that lists its fields.
template <class T>
concept OptionsStruct = requires {
  T::fields();
};

/// Checks every field, nested options included.
/// @throws ParameterError  a number is out of its range or not finite.
template <OptionsStruct Options>
void check(const Options& options) {
  const auto check_one = [&](const auto& f) {
    using T = typename std::remove_cvref_t<decltype(f)>::Type;
    if constexpr (OptionsStruct<T>) {
      check(options.*f.member);
    } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
      const auto value = static_cast<double>(options.*f.member);
      if (std::isfinite(value) && value >= f.low && value <= f.high) return;
      std::ostringstream message;
      message << f.name << " = " << value << " is out of range: give " << f.low << " to " << f.high << " (" << f.help
              << ")";
      throw ParameterError(message.str());
    }
  };
  std::apply([&](const auto&... f) { (check_one(f), ...); }, Options::fields());
}

}  // namespace porevis
