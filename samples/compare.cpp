// SPDX-License-Identifier: Apache-2.0
// Compares two photographs of the same face: compare BEFORE AFTER, or for skin alone: compare BEFORE AFTER PX_PER_MM
#include <cstdlib>
#include <iostream>
#include <porevis/porevis.hpp>

int main(int argc, char** argv) try {
  if (argc < 3) throw porevis::InputError("give two photographs");
  const porevis::Photo before = porevis::read_photo(argv[1]);
  const porevis::Photo after = porevis::read_photo(argv[2]);

  porevis::CompareOptions options;
  if (argc > 3) {
    options.measure.px_per_mm = std::atof(argv[3]);
    options.measure.whole = true;
  }
  const porevis::Comparison comparison = porevis::compare_photos(before, after, options);

  for (const std::string& reason : comparison.reasons) std::cout << reason << '\n';
  for (const porevis::ComparedRegion& region : comparison.regions) {
    std::cout << region.region.name << ": " << region.verdict.verdict << '\n';
    for (const porevis::Change& change : region.change) {
      std::cout << "  " << change.measure << ' ' << 100 * change.relative << " %, 95 % interval "
                << 100 * change.ci95[0] << " to " << 100 * change.ci95[1] << " %\n";
    }
  }
  return comparison.comparable ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const porevis::Error& error) {
  std::cerr << "error: " << error.what() << '\n';
  return 2;
}
