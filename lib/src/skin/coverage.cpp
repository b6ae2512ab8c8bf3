// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "porevis/skin/skin_map.hpp"

namespace porevis {

std::string lack_of_skin(const Coverage& coverage) {
  constexpr double kEnough = 0.5;
  if (coverage.measurable >= kEnough) return {};
  struct Loss {
    double share;
    const char* what;
    const char* mend;
  };
  const std::array losses{
      Loss{coverage.clipped, "clipped", "expose less"},
      Loss{coverage.dark, "too dark to read", "use more light, or check the region"},
      Loss{coverage.shine, "shine", "blot the skin or polarise the light"},
      Loss{coverage.spots, "moles, brows or shadow", "check the region and the light"},
      Loss{coverage.hair, "hair", "keep hair away, or check the region"},
      Loss{coverage.needle_marks, "fresh needle marks", "wait until the skin has calmed"},
      Loss{coverage.blurred, "out of focus", "focus on this region"},
  };
  const Loss& largest = *std::ranges::max_element(losses, {}, &Loss::share);
  const auto percent = [](double share) { return std::to_string(std::lround(100 * share)) + " %"; };
  std::string note = "only " + percent(coverage.measurable) + " of its skin can be measured";
  if (largest.share > 0) note += " (" + percent(largest.share) + " " + largest.what + "): " + largest.mend;
  return note;
}

}  // namespace porevis
