// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "porevis/pores/measures.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis::python {

void bind_pores(py::module_& module) {
  bind_options<SegmentOptions>(module, "SegmentOptions", "Which spots count as pores.");

  py::class_<DiameterSummary>(module, "DiameterSummary", "Diameters of a region, mm; 0 where there is no pore.")
      .def_readonly("mean", &DiameterSummary::mean)
      .def_readonly("median", &DiameterSummary::median)
      .def_readonly("p90", &DiameterSummary::p90, "Nine of ten pores are smaller.");

  py::class_<RegionSummary>(module, "RegionSummary", "The figures of one region.")
      .def_property_readonly("name", [](const RegionSummary& summary) { return text(summary.name); })
      .def_readonly("area_mm2", &RegionSummary::area_mm2, "Measurable area.")
      .def_readonly("pore_count", &RegionSummary::pore_count)
      .def_readonly("density_per_cm2", &RegionSummary::density_per_cm2)
      .def_readonly("area_fraction", &RegionSummary::area_fraction, "Pore area / measurable area, 0 to 1.")
      .def_readonly("visibility", &RegionSummary::visibility, "Sum of darkness_mm2 / measurable area.")
      .def_readonly("contrast_mean", &RegionSummary::contrast_mean)
      .def_readonly("diameter_mm", &RegionSummary::diameter_mm);
}

}  // namespace porevis::python
