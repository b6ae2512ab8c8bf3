// SPDX-License-Identifier: Apache-2.0
#include "bind.hpp"
#include "options.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis::python {

void bind_skin(py::module_& module) {
  bind_options<SkinOptions>(module, "SkinOptions", "How the light is taken out and what is left out.");
}

}  // namespace porevis::python
