// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "porevis/change/align.hpp"
#include "porevis/change/comparability.hpp"
#include "porevis/change/estimate.hpp"
#include "porevis/change/match.hpp"

namespace porevis::python {

void bind_change(py::module_& module) {
  bind_options<AlignOptions>(module, "AlignOptions", "How skin may move between two photographs.");
  bind_options<ComparabilityOptions>(module, "ComparabilityOptions", "From where on two photographs are not compared.");
  bind_options<EstimateOptions>(module, "EstimateOptions", "How the interval is made.");

  py::class_<Alignment>(module, "Alignment", "How well a region of the two photographs was aligned.")
      .def_readonly("residual_mm", &Alignment::residual_mm, "Median forward-backward error.")
      .def_readonly("residual_p90_mm", &Alignment::residual_p90_mm, "Nine in ten places have less.")
      .def(
          "to_after",
          [](const Alignment& alignment, const py::array_t<double, py::array::c_style | py::array::forcecast>& places) {
            if (places.ndim() != 2 || places.shape(1) != 2) {
              throw ParameterError("places has another shape than (n, 2): give x and y of each place, px");
            }
            py::array_t<double> found({places.shape(0), places.shape(1)});
            const auto from = places.unchecked<2>();
            auto to = found.mutable_unchecked<2>();
            for (py::ssize_t i = 0; i < from.shape(0); ++i) {
              const cv::Point2d place = alignment.grid({from(i, 0), from(i, 1)});
              to(i, 0) = place.x;
              to(i, 1) = place.y;
            }
            return found;
          },
          py::arg("places"), "Where places (n, 2) of the before photograph lie in the after photograph, px.")
      .def_readonly("overlap", &Alignment::overlap, "Share of the measurable skin that is aligned, 0 to 1.")
      .def_readonly("correlation", &Alignment::correlation, "Of the two skins once aligned, -1 to 1.");

  py::class_<Matching>(module, "Matching", "How two aligned skins were brought to one blur.")
      .def_readonly("blur_before_px", &Matching::blur_before_px, "Sigma before matching, px of the before photograph.")
      .def_readonly("blur_after_px", &Matching::blur_after_px, "Likewise, of the after photograph.")
      .def_readonly("blur_px", &Matching::blur_px, "Sigma of both afterwards.")
      .def_readonly("blur_difference_se_px2", &Matching::blur_difference_se_px2,
                    "Standard error of blur_after_px ** 2 - blur_before_px ** 2.")
      .def_readonly("blur_se_px2", &Matching::blur_se_px2, "Standard error of blur_px ** 2.")
      .def_readonly("likeness", &Matching::likeness,
                    "Share of the skin's coarse detail between the pores that both have in common, 0 to 1.")
      .def_readonly("detail_ratio", &Matching::detail_ratio,
                    "Strength of that detail, after / before, had both one blur.")
      .def_readonly("shine_difference", &Matching::shine_difference,
                    "Robust spread of the shine that one has more of, in units of the skin's own light.");

  py::class_<Change>(module, "Change", "after / before - 1 of one measure.")
      .def_readonly("measure", &Change::measure)
      .def_readonly("relative", &Change::relative, "NaN where before is 0.")
      .def_property_readonly(
          "ci95", [](const Change& change) { return std::pair(change.ci95[0], change.ci95[1]); },
          "95 % interval (low, high); NaN where too little skin or too few pores.")
      .def("__repr__", [](const Change& change) {
        return py::str("Change({}: {:+.1%}, 95 % interval {:+.1%} to {:+.1%})")
            .format(change.measure, change.relative, change.ci95[0], change.ci95[1]);
      });
}

}  // namespace porevis::python
