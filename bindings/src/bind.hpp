// SPDX-License-Identifier: Apache-2.0
/// What module.cpp calls, a room each, in this order: a later room uses the types of the earlier ones.
#pragma once

#include <pybind11/pybind11.h>

namespace porevis::python {

void bind_errors(pybind11::module_& module);
void bind_photo(pybind11::module_& module);
void bind_skin(pybind11::module_& module);
void bind_pores(pybind11::module_& module);
void bind_change(pybind11::module_& module);
void bind_pipeline(pybind11::module_& module);
void bind_normalize(pybind11::module_& module);
void bind_phantom(pybind11::module_& module);

}  // namespace porevis::python
