// SPDX-License-Identifier: Apache-2.0
/// Summaries list their figures once: from that list come what is measured, the outputs and the Python attributes.
#pragma once

#include <tuple>

namespace porevis {

struct RegionView;

/// One figure of a summary: its name in the outputs, its place, its meaning, and what measures it in a region.
template <class Summary, class T>
struct Figure {
  const char* name;
  T Summary::*member;
  const char* help;
  T (*measure)(const RegionView& region);  ///< none where the figure is part of another.
};

template <class Summary, class T>
constexpr Figure<Summary, T> figure(const char* name, T Summary::*member, const char* help,
                                    T (*measure)(const RegionView& region) = nullptr) {
  return {name, member, help, measure};
}

/// A struct that lists its figures.
template <class T>
concept SummaryStruct = requires {
  T::figures();
};

}  // namespace porevis
