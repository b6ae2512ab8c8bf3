// SPDX-License-Identifier: Apache-2.0
/// How long a comparison takes. The true change is checked before anything is timed.
#include <benchmark/benchmark.h>

#include <cmath>

#include "porevis/porevis.hpp"

namespace {

using namespace porevis;

/// Skin whose pores shrank by 15 % in diameter, darker and turned. Argument: width of the skin, mm, at 20 px/mm; a side
/// of 173 mm makes 12 megapixels.
void compare_whole(benchmark::State& state) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = static_cast<double>(state.range(0));
  phantom::ChangeDescription change;
  change.diameter_factor = 0.85;
  phantom::ShotDescription later;
  later.exposure = 0.7;
  later.rotation_deg = 3;
  later.seed = 2;
  const phantom::Skin skin = phantom::make_skin(description, 1);
  const phantom::Skin changed = phantom::change_skin(skin, change);
  const phantom::Shot before = phantom::photograph(skin, {});
  const phantom::Shot after = phantom::photograph(changed, later);

  CompareOptions options;
  options.measure.px_per_mm = before.px_per_mm;
  options.measure.whole = true;
  const Comparison comparison = compare_photos(before.photo, after.photo, options);
  const double truth = changed.visibility() / skin.visibility() - 1;
  if (!comparison.comparable || std::abs(comparison.regions[0].change[0].relative - truth) > 0.1) {
    return state.SkipWithError("the change found is not the true one");
  }
  for (auto _ : state) benchmark::DoNotOptimize(compare_photos(before.photo, after.photo, options));
  state.counters["change_%"] = 100 * comparison.regions[0].change[0].relative;
  state.counters["truth_%"] = 100 * truth;
}
BENCHMARK(compare_whole)->Arg(35)->Arg(173)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
