// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "bind.hpp"
#include "figures.hpp"
#include "options.hpp"
#include "porevis/pores/segment.hpp"

namespace porevis::python {

void bind_pores(py::module_& module) {
  bind_options<SegmentOptions>(module, "SegmentOptions", "Which spots count as pores.");

  bind_summary<SizeBin>(module, "SizeBin", "One bin of the distribution of diameters.");
  bind_summary<CurvePoint>(module, "CurvePoint", "How dense the pores are that stand out by a threshold or more.");
  bind_summary<NeighbourSummary>(module, "NeighbourSummary",
                                 "How the pores lie to each other; NaN where there are fewer than two.");
  bind_summary<DiameterSummary>(
      module, "DiameterSummary",
      "Diameters of a region, mm; 0 where there is no pore, NaN where none is large enough to have a size.");
  bind_summary<ScaleErrors>(module, "ScaleErrors", "One standard deviation of a region's figures by the scale alone.");
  bind_summary<CurvatureSummary>(module, "CurvatureSummary", "What the face's curvature did to a region's figures.");
  bind_summary<RegionSummary>(module, "RegionSummary", "The figures of one region.")
      .def_property_readonly("name", [](const RegionSummary& summary) { return text(summary.name); });
}

}  // namespace porevis::python
