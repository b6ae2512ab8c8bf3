// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include "bind.hpp"
#include "options.hpp"
#include "porevis/skin/quality.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis::python {

void bind_skin(py::module_& module) {
  bind_options<SkinOptions>(module, "SkinOptions", "How the light is taken out and what is left out.");
  bind_options<QualityOptions>(module, "QualityOptions", "From where on a photograph is not fit.");

  py::class_<CaptureQuality>(module, "CaptureQuality", "What the capture check found.")
      .def_readonly("fit", &CaptureQuality::fit, "False: reasons tell why and what to do.")
      .def_readonly("reasons", &CaptureQuality::reasons, "One line each; empty where fit.")
      .def_readonly("blur_sigma_px", &CaptureQuality::blur_sigma_px, "Of the Gaussian that describes the blur, px.")
      .def_readonly("noise", &CaptureQuality::noise, "Standard deviation of a pixel's linear green light / its level.")
      .def_readonly("clipped_fraction", &CaptureQuality::clipped_fraction, "Share of clipped skin, 0 to 1.")
      .def_readonly("glare_fraction", &CaptureQuality::glare_fraction, "Share of shining skin, 0 to 1.");
}

}  // namespace porevis::python
