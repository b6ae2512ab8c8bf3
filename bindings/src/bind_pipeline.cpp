// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "arrays.hpp"
#include "bind.hpp"
#include "figures.hpp"
#include "options.hpp"
#include "porevis/overlay.hpp"
#include "porevis/pipeline.hpp"
#include "tables.hpp"

namespace porevis::python {

using namespace pybind11::literals;

namespace {

struct PoreRow {
  const std::string& region;
  const Pore& pore;
};

struct PairRow {
  const std::string& region;
  const PorePair& pair;
};

PoreTable pore_table(const std::vector<PoreRow>& rows) {
  return make_table<PoreTable>(rows,  //
                               Column{"region", [](const PoreRow& r) { return r.region; }},
                               Column{"id", [](const PoreRow& r) { return r.pore.id; }},
                               Column{"x_px", [](const PoreRow& r) { return r.pore.x_px; }},
                               Column{"y_px", [](const PoreRow& r) { return r.pore.y_px; }},
                               Column{"diameter_mm", [](const PoreRow& r) { return r.pore.diameter_mm; }},
                               Column{"area_mm2", [](const PoreRow& r) { return r.pore.area_mm2; }},
                               Column{"contrast", [](const PoreRow& r) { return r.pore.contrast; }},
                               Column{"darkness_mm2", [](const PoreRow& r) { return r.pore.darkness_mm2; }},
                               Column{"elongation", [](const PoreRow& r) { return r.pore.elongation; }},
                               Column{"orientation_deg", [](const PoreRow& r) { return r.pore.orientation_deg; }},
                               Column{"confidence", [](const PoreRow& r) { return r.pore.confidence; }},
                               Column{"diameter_se_mm", [](const PoreRow& r) { return r.pore.diameter_se_mm; }},
                               Column{"darkness_se_mm2", [](const PoreRow& r) { return r.pore.darkness_se_mm2; }});
}

const char* status_name(PorePair::Status status) {
  return status == PorePair::Status::matched    ? "matched"
         : status == PorePair::Status::vanished ? "vanished"
                                                : "appeared";
}

PairTable pair_table(const std::vector<PairRow>& rows) {
  return make_table<PairTable>(
      rows,  //
      Column{"region", [](const PairRow& r) { return r.region; }},
      Column{"id", [](const PairRow& r) { return r.pair.id; }},
      Column{"status", [](const PairRow& r) { return status_name(r.pair.status); }},
      Column{"x_before_px", [](const PairRow& r) { return r.pair.before.x_px; }},
      Column{"y_before_px", [](const PairRow& r) { return r.pair.before.y_px; }},
      Column{"x_after_px", [](const PairRow& r) { return r.pair.after.x_px; }},
      Column{"y_after_px", [](const PairRow& r) { return r.pair.after.y_px; }},
      Column{"diameter_before_mm", [](const PairRow& r) { return r.pair.before.diameter_mm; }},
      Column{"diameter_after_mm", [](const PairRow& r) { return r.pair.after.diameter_mm; }},
      Column{"contrast_before", [](const PairRow& r) { return r.pair.before.contrast; }},
      Column{"contrast_after", [](const PairRow& r) { return r.pair.after.contrast; }},
      Column{"darkness_before_mm2", [](const PairRow& r) { return r.pair.before.darkness_mm2; }},
      Column{"darkness_after_mm2", [](const PairRow& r) { return r.pair.after.darkness_mm2; }},
      Column{"diameter_se_before_mm", [](const PairRow& r) { return r.pair.before.diameter_se_mm; }},
      Column{"diameter_se_after_mm", [](const PairRow& r) { return r.pair.after.diameter_se_mm; }},
      Column{"darkness_se_before_mm2", [](const PairRow& r) { return r.pair.before.darkness_se_mm2; }},
      Column{"darkness_se_after_mm2", [](const PairRow& r) { return r.pair.after.darkness_se_mm2; }});
}

template <class Row, class Result>
std::vector<Row> rows_of(const Result& region) {
  std::vector<Row> rows;
  for (const auto& pore : region.pores) rows.push_back({region.region.name, pore});
  return rows;
}

template <class Row, class Result>
std::vector<Row> all_rows(const Result& result) {
  std::vector<Row> rows;
  for (const auto& region : result.regions)
    for (const auto& pore : region.pores) rows.push_back({region.region.name, pore});
  return rows;
}

template <class Result>
py::dict parsed_json(const Result& result) {
  return py::module_::import("json").attr("loads")(to_json(result));
}

auto without_gil(const auto& work) {
  const py::gil_scoped_release others_go_on;
  return work();
}

/// The alignment of all regions together.
struct OverallAlignment {
  double residual_mm;
  double overlap;
};

void bind_measurement(py::module_& module) {
  py::class_<PhotoRecord>(module, "PhotoRecord", "What a photograph was.")
      .def_property_readonly(
          "file", [](const PhotoRecord& photo) { return text(photo.file); }, "File name without its folder.")
      .def_readonly("sha256", &PhotoRecord::sha256)
      .def_readonly("read", &PhotoRecord::read, "The options that the file was read with.")
      .def_readonly("width_px", &PhotoRecord::width_px)
      .def_readonly("height_px", &PhotoRecord::height_px)
      .def_readonly("format", &PhotoRecord::format, "Of the file; empty for an array.")
      .def_readonly("colour", &PhotoRecord::colour, "What its numbers were taken for; empty for an array.");

  py::class_<MeasuredRegion> region_class(module, "MeasuredRegion", "The pores and figures of one region.");
  def_figures<RegionSummary, MeasuredRegion>(
      region_class, [](const MeasuredRegion& region) -> const RegionSummary& { return region.summary; });
  region_class.def_readonly("region", &MeasuredRegion::region)
      .def_property_readonly("name", [](const MeasuredRegion& region) { return text(region.region.name); })
      .def_property_readonly(
          "melanin",
          [](const py::object& self) { return view_picture(self.cast<const MeasuredRegion&>().pigment.melanin, self); },
          "(h, w) float32 at 12 px/mm; optical density in green over the region's median.")
      .def_property_readonly(
          "haemoglobin",
          [](const py::object& self) {
            return view_picture(self.cast<const MeasuredRegion&>().pigment.haemoglobin, self);
          },
          "(h, w) float32 at 12 px/mm; optical density in green over the region's median.")
      .def_property_readonly(
          "roi",
          [](const MeasuredRegion& region) {
            return std::array{region.roi.x, region.roi.y, region.roi.width, region.roi.height};
          },
          "Where `labels` lies in the photograph: x, y, width, height, px.")
      .def_property_readonly(
          "labels",
          [](const py::object& self) { return view_picture(self.cast<const MeasuredRegion&>().labels, self); },
          "(H, W) int32; the id of the pore that each pixel shows, as photographed; 0 for skin.")
      .def_property_readonly(
          "measurable",
          [](const py::object& self) { return view_picture(self.cast<const MeasuredRegion&>().measurable, self); },
          "(H, W) uint8, placed as `labels`; 255 where skin was measured.")
      .def_property_readonly(
          "pores", [](const MeasuredRegion& region) { return pore_table(rows_of<PoreRow>(region)); },
          "The region's pores: a PoreTable with the columns of pores.csv.");

  py::class_<Measurement>(module, "Measurement", "What measure_photo() gives; attributes as in measurement.json.")
      .def_readonly("photo", &Measurement::photo)
      .def_readonly("scale", &Measurement::scale)
      .def_readonly("quality", &Measurement::quality)
      .def_readonly("options", &Measurement::options)
      .def_readonly("regions", &Measurement::regions)
      .def_property_readonly(
          "pores", [](const Measurement& measurement) { return pore_table(all_rows<PoreRow>(measurement)); },
          "The pores of all regions: a PoreTable with the columns of pores.csv.")
      .def("to_json", py::overload_cast<const Measurement&>(&to_json), "The text of measurement.json.")
      .def("to_dict", &parsed_json<Measurement>, "The content of measurement.json.");
}

void bind_comparison(py::module_& module) {
  py::class_<ComparedPhoto>(module, "ComparedPhoto", "One of the two photographs of a comparison.")
      .def_readonly("photo", &ComparedPhoto::photo)
      .def_readonly("scale", &ComparedPhoto::scale)
      .def_readonly("quality", &ComparedPhoto::quality);

  py::class_<OverallAlignment>(module, "OverallAlignment", "How well the two photographs were aligned.")
      .def_readonly("residual_mm", &OverallAlignment::residual_mm, "Median forward-backward error.")
      .def_readonly("overlap", &OverallAlignment::overlap, "Share of the measurable skin seen in both, 0 to 1.");

  py::class_<ComparedRegion>(module, "ComparedRegion", "One region before and after.")
      .def_readonly("region", &ComparedRegion::region, "In the before photograph.")
      .def_readonly("outline_after", &ComparedRegion::outline_after, "The same skin in the after photograph, px.")
      .def_property_readonly("name", [](const ComparedRegion& region) { return text(region.region.name); })
      .def_readonly("alignment", &ComparedRegion::alignment)
      .def_readonly("matching", &ComparedRegion::matching)
      .def_readonly("before", &ComparedRegion::before)
      .def_readonly("after", &ComparedRegion::after)
      .def_property_readonly(
          "change",
          [](const ComparedRegion& region) {
            py::typing::Dict<py::str, Change> changes;
            for (const Change& change : region.change) changes[py::str(change.measure)] = change;
            return changes;
          },
          "Changes by measure; empty where not comparable.")
      .def_property_readonly(
          "pores", [](const ComparedRegion& region) { return pair_table(rows_of<PairRow>(region)); },
          "The region's pores: a PairTable with the columns of compare's pores.csv.")
      .def_readonly("expected_false", &ComparedRegion::expected_false,
                    "Share of the darkness measured that is expected to lie in what is no pore, by the pores' "
                    "confidence, 0 to 0.5; changes are corrected for it.")
      .def_readonly("colour_share", &ComparedRegion::colour_share,
                    "What was told to be shine and blood that one photograph has more of, as a share of the pores' "
                    "darkness; a tenth of it enters the intervals as a standard error.")
      .def_readonly("smallest_detectable_change", &ComparedRegion::smallest_detectable_change,
                    "Of visibility, relative; NaN where not known.")
      .def_property_readonly("verdict", [](const ComparedRegion& region) { return region.verdict.verdict; })
      .def_property_readonly("reason", [](const ComparedRegion& region) { return region.verdict.reason; });

  py::class_<Comparison>(module, "Comparison", "What compare_photos() gives; attributes as in comparison.json.")
      .def_readonly("before", &Comparison::before)
      .def_readonly("after", &Comparison::after)
      .def_readonly("comparable", &Comparison::comparable, "False: no region was compared; reasons tell why.")
      .def_readonly("reasons", &Comparison::reasons, "Why not, or what to mind; one line each.")
      .def_property_readonly("alignment",
                             [](const Comparison& comparison) {
                               return OverallAlignment{comparison.residual_mm, comparison.overlap};
                             })
      .def_readonly("options", &Comparison::options)
      .def_readonly("regions", &Comparison::regions)
      .def_property_readonly(
          "pores", [](const Comparison& comparison) { return pair_table(all_rows<PairRow>(comparison)); },
          "The pores of all regions: a PairTable with the columns of compare's pores.csv.")
      .def("to_json", py::overload_cast<const Comparison&>(&to_json), "The text of comparison.json.")
      .def("to_dict", &parsed_json<Comparison>, "The content of comparison.json.");
}

}  // namespace

void bind_pipeline(py::module_& module) {
  bind_options<MeasureOptions>(module, "MeasureOptions", "Everything that can be set for one photograph.")
      .def_readwrite("regions", &MeasureOptions::regions, "Regions to measure; empty: from the face (unless whole).")
      .def_readwrite("given_face", &MeasureOptions::given_face, "Landmarks known; None: the face is searched.");
  bind_options<CompareOptions>(module, "CompareOptions", "Everything that can be set for a comparison.")
      .def_readwrite("given_face_after", &CompareOptions::given_face_after,
                     "Landmarks of the after photograph; None: the face is searched.")
      .def_readwrite("smallest_detectable_change", &CompareOptions::smallest_detectable_change,
                     "By region, what a change of visibility must exceed to count, relative: from repeated "
                     "photographs. Assign a dict; changing the one read does nothing.");
  bind_measurement(module);
  bind_comparison(module);

  module.def("find_regions", &find_regions, "photo"_a, "options"_a = MeasureOptions{},
             py::call_guard<py::gil_scoped_release>(), "The regions that measure_photo() measures.");
  module.def("map_skin", &map_skin, "photo"_a, "options"_a = MeasureOptions{}, py::call_guard<py::gil_scoped_release>(),
             "The flattened skin of a photograph, one map a region.");
  module.def("measure_photo", &measure_photo, "photo"_a, "options"_a = MeasureOptions{},
             py::call_guard<py::gil_scoped_release>(), "Measures the pores of a photograph, region by region.");
  module.def("compare_photos", &compare_photos, "before"_a, "after"_a, "options"_a = CompareOptions{},
             py::call_guard<py::gil_scoped_release>(),
             "Measures how the pores of the same skin changed between two photographs.");
  module.def(
      "draw_pores",
      [](const Measurement& measurement) { return own_picture(without_gil([&] { return draw_pores(measurement); })); },
      "measurement"_a, "Where the photograph shows a pore: (H, W) uint8 of its size, 255 in a pore.");
  module.def(
      "draw_pigment",
      [](const Measurement& measurement) {
        return own_picture(without_gil([&] { return draw_pigment(measurement); }));
      },
      "measurement"_a, "Melanin and haemoglobin side by side: (H, W, 3) uint8.");
  module.def(
      "draw_regions",
      [](const Photo& photo, const std::vector<Region>& regions) {
        return own_picture(without_gil([&] { return draw_regions(photo, regions); }));
      },
      "photo"_a, "regions"_a, "The photograph with regions and their names: (H, W, 3) uint8, at most 1600 px.");
  module.def(
      "draw_overlay",
      [](const Photo& photo, const Measurement& measurement) {
        return own_picture(without_gil([&] { return draw_overlay(photo, measurement); }));
      },
      "photo"_a, "measurement"_a, "The photograph, cut to its regions, with outlines and pores: (H, W, 3) uint8.");
  module.def(
      "draw_overlay",
      [](const Photo& before, const Photo& after, const Comparison& comparison) {
        return own_picture(without_gil([&] { return draw_overlay(before, after, comparison); }));
      },
      "before"_a, "after"_a, "comparison"_a, "Before and after side by side: (H, W, 3) uint8.");
  module.def("version", &version, "The version of porevis.");
}

}  // namespace porevis::python
