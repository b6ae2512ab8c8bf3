// SPDX-License-Identifier: Apache-2.0
#include "porevis/phantom/phantom.hpp"

#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "tables.hpp"

namespace porevis::python {

using namespace pybind11::literals;
using namespace porevis::phantom;

namespace {

Table skin_pore_table(const std::vector<SkinPore>& pores) {
  return make_table<Table>(pores,  //
                           Column{"id", [](const SkinPore& p) { return p.id; }},
                           Column{"x_mm", [](const SkinPore& p) { return p.x_mm; }},
                           Column{"y_mm", [](const SkinPore& p) { return p.y_mm; }},
                           Column{"diameter_mm", [](const SkinPore& p) { return p.diameter_mm; }},
                           Column{"contrast", [](const SkinPore& p) { return p.contrast; }},
                           Column{"darkness_mm2", [](const SkinPore& p) { return p.darkness_mm2(); }},
                           Column{"elongation", [](const SkinPore& p) { return p.elongation; }},
                           Column{"orientation_deg", [](const SkinPore& p) { return p.orientation_deg; }});
}

Table true_pore_table(const std::vector<TruePore>& pores) {
  return make_table<Table>(pores,  //
                           Column{"id", [](const TruePore& p) { return p.id; }},
                           Column{"x_px", [](const TruePore& p) { return p.x_px; }},
                           Column{"y_px", [](const TruePore& p) { return p.y_px; }},
                           Column{"diameter_mm", [](const TruePore& p) { return p.diameter_mm; }},
                           Column{"contrast", [](const TruePore& p) { return p.contrast; }},
                           Column{"blurred_contrast", [](const TruePore& p) { return p.blurred_contrast; }},
                           Column{"darkness_mm2", [](const TruePore& p) { return p.darkness_mm2; }},
                           Column{"elongation", [](const TruePore& p) { return p.elongation; }},
                           Column{"orientation_deg", [](const TruePore& p) { return p.orientation_deg; }});
}

}  // namespace

void bind_phantom(py::module_& module) {
  bind_options<SkinDescription>(module, "SkinDescription", "What a skin is like.");
  bind_options<ChangeDescription>(module, "ChangeDescription", "How a skin changes between two visits.");
  bind_options<ShotDescription>(module, "ShotDescription", "How a skin is photographed.");

  py::class_<Confuser>(module, "Confuser", "Anything on the skin that is no pore.")
      .def_readonly("kind", &Confuser::kind, "`freckle`, `mole`, `papule`, `hair` or `needle_mark`.")
      .def_readonly("path", &Confuser::path, "mm; one point, or the line of a hair.")
      .def_readonly("size_mm", &Confuser::size_mm, "Diameter, or width of a hair.")
      .def_readonly("strength", &Confuser::strength, "Optical density, amount of pigment or blood, or height.");

  py::class_<TrueConfuser>(module, "TrueConfuser", "A confuser as a photograph should show it.")
      .def_readonly("kind", &TrueConfuser::kind, "`freckle`, `mole`, `papule`, `hair` or `needle_mark`.")
      .def_readonly("path_px", &TrueConfuser::path_px, "One point, or the line of a hair.")
      .def_readonly("size_px", &TrueConfuser::size_px, "Diameter, or width of a hair.");

  py::class_<Skin>(module, "Skin", "A skin with everything on it.")
      .def_readonly("description", &Skin::description)
      .def_readonly("seed", &Skin::seed)
      .def_property_readonly(
          "pores", [](const Skin& skin) { return skin_pore_table(skin.pores); },
          "A Table; places in mm from the skin's top-left corner.")
      .def_readonly("confusers", &Skin::confusers)
      .def_property_readonly("visibility", &Skin::visibility, "The true visibility.");

  py::class_<Shot>(module, "Shot", "A photograph of a skin with its truth.")
      .def_readonly("photo", &Shot::photo)
      .def_readonly("px_per_mm", &Shot::px_per_mm)
      .def_property_readonly(
          "pores", [](const Shot& shot) { return true_pore_table(shot.pores); },
          "A Table of the pores in the picture, as it should show them.")
      .def_readonly("confusers", &Shot::confusers);

  module.def("make_skin", &make_skin, "description"_a = SkinDescription{}, "seed"_a = 1,
             py::call_guard<py::gil_scoped_release>(), "Makes a skin; the same for the same description and seed.");
  module.def("change_skin", &change_skin, "skin"_a, "change"_a, py::call_guard<py::gil_scoped_release>(),
             "The same skin after a change; pores keep their ids, new ones get new ids.");
  module.def("photograph", &photograph, "skin"_a, "shot"_a = ShotDescription{},
             py::call_guard<py::gil_scoped_release>(), "Photographs a skin.");
}

}  // namespace porevis::python
