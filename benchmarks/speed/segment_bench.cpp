// SPDX-License-Identifier: Apache-2.0
/// How long one photograph takes. Each benchmark checks its answer against the phantom's truth before it is timed.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "porevis/porevis.hpp"

namespace {

using namespace porevis;

phantom::Shot square_of_skin(double width_mm) {
  phantom::SkinDescription description;
  description.width_mm = description.height_mm = width_mm;
  return phantom::photograph(phantom::make_skin(description, 1), {});
}

MeasureOptions whole(double px_per_mm) {
  MeasureOptions options;
  options.px_per_mm = px_per_mm;
  options.whole = true;
  return options;
}

/// Share of the found pores that lie within a pore's radius (at least 3 px) of a true one.
double precision(const std::vector<Pore>& found, const phantom::Shot& shot) {
  const auto true_one = [&shot](const Pore& pore) {
    return std::ranges::any_of(shot.pores, [&](const phantom::TruePore& truth) {
      const double reach_px = std::max(3.0, truth.diameter_mm / 2 * shot.px_per_mm);
      return std::hypot(truth.x_px - pore.x_px, truth.y_px - pore.y_px) <= reach_px;
    });
  };
  return static_cast<double>(std::ranges::count_if(found, true_one)) / static_cast<double>(found.size());
}

/// Argument: width of the skin, mm, at 20 px/mm.
void measure_whole(benchmark::State& state) {
  const phantom::Shot shot = square_of_skin(static_cast<double>(state.range(0)));
  const MeasureOptions options = whole(shot.px_per_mm);
  const Measurement measurement = measure_photo(shot.photo, options);
  if (measurement.regions[0].pores.empty() || precision(measurement.regions[0].pores, shot) < 0.7) {
    return state.SkipWithError("the pores found are not the true ones");
  }
  for (auto _ : state) benchmark::DoNotOptimize(measure_photo(shot.photo, options));
  state.counters["pores"] = measurement.regions[0].summary.pore_count;
  state.counters["megapixels/s"] = benchmark::Counter(static_cast<double>(shot.photo.pixels.total()) / 1e6,
                                                      benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(measure_whole)->Arg(35)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The segmentation alone: what the network recognizes, and the pores measured. Argument: width of the skin, mm, at 20
/// px/mm.
void segment_whole(benchmark::State& state) {
  const phantom::Shot shot = square_of_skin(static_cast<double>(state.range(0)));
  const cv::Rect frame = shot.photo.frame();
  const Scale scale = scale_given(shot.px_per_mm);
  SkinMap skin =
      normalize_skin(linear_light(shot.photo, frame), region_mask(whole_region(frame.size()), frame), frame, scale);
  recognize_marks(skin);
  const std::vector<Pore> pores = segment_pores(skin, scale, 0.8).pores;
  if (pores.empty() || precision(pores, shot) < 0.7) {
    return state.SkipWithError("the pores found are not the true ones");
  }
  for (auto _ : state) {
    recognize_marks(skin);
    benchmark::DoNotOptimize(segment_pores(skin, scale, 0.8));
  }
  state.counters["pores"] = static_cast<double>(pores.size());
  state.counters["megapixels/s"] = benchmark::Counter(static_cast<double>(shot.photo.pixels.total()) / 1e6,
                                                      benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(segment_whole)->Arg(35)->Arg(158)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
