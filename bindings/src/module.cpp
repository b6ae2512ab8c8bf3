// SPDX-License-Identifier: Apache-2.0
#include "bind.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The compiled part of porevis; use it through the package porevis.";
  porevis::python::bind_errors(module);
  porevis::python::bind_photo(module);
  porevis::python::bind_skin(module);
  porevis::python::bind_pores(module);
  porevis::python::bind_change(module);
  porevis::python::bind_pipeline(module);
  porevis::python::bind_normalize(module);
  porevis::python::bind_phantom(module);
}
