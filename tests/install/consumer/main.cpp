// SPDX-License-Identifier: Apache-2.0
// Measures a synthetic skin with the installed library: headers, library and what it stands on are all there.
#include <porevis/porevis.hpp>
#include <string_view>

int main(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]) != porevis::version()) return 1;
  porevis::phantom::SkinDescription description;
  description.width_mm = description.height_mm = 8;
  const auto shot = porevis::phantom::photograph(porevis::phantom::make_skin(description, 1), {});
  porevis::MeasureOptions options;
  options.px_per_mm = shot.px_per_mm;
  options.whole = true;
  const porevis::Measurement measurement = porevis::measure_photo(shot.photo, options);
  return measurement.regions.size() == 1 && !measurement.regions[0].pores.empty() ? 0 : 2;
}
