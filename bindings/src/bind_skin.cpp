// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include <array>

#include "arrays.hpp"
#include "bind.hpp"
#include "figures.hpp"
#include "options.hpp"
#include "porevis/skin/quality.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis::python {

void bind_skin(py::module_& module) {
  bind_options<SkinOptions>(module, "SkinOptions", "How the light is taken out and what is left out.");
  bind_options<QualityOptions>(module, "QualityOptions", "From where on a photograph is not fit.");

  py::class_<HeadPose>(module, "HeadPose", "How a head is turned; NaN where no face was looked for.")
      .def_readonly("yaw_deg", &HeadPose::yaw_deg, "Above 0 the nose points to the picture's right.")
      .def_readonly("pitch_deg", &HeadPose::pitch_deg, "Above 0 it points down.")
      .def_readonly("roll_deg", &HeadPose::roll_deg, "Above 0 the head is tilted clockwise.")
      .def_readonly("view", &HeadPose::view, "The subject's side towards the camera: front, left or right; or empty.");
  py::class_<CaptureQuality>(module, "CaptureQuality", "What the capture check found.")
      .def_readonly("fit", &CaptureQuality::fit, "False: reasons tell why and what to do.")
      .def_readonly("reasons", &CaptureQuality::reasons, "One line each; empty where fit.")
      .def_readonly("blur_sigma_px", &CaptureQuality::blur_sigma_px, "Of the Gaussian that describes the blur, px.")
      .def_readonly("noise", &CaptureQuality::noise, "Standard deviation of a pixel's linear green light / its level.")
      .def_readonly("clipped_fraction", &CaptureQuality::clipped_fraction, "Share of clipped skin, 0 to 1.")
      .def_readonly("glare_fraction", &CaptureQuality::glare_fraction, "Share of shining skin, 0 to 1.")
      .def_readonly("pose", &CaptureQuality::pose);

  bind_summary<Coverage>(module, "Coverage", "What became of a region's skin: shares of its pixels, 0 to 1.");

  const auto map = [](auto member) {
    return [member](const py::object& self) { return view_picture(self.cast<const SkinMap&>().*member, self); };
  };
  py::class_<SkinMap>(module, "SkinMap", "The flattened skin of one region; its maps are read-only views.")
      .def_property_readonly(
          "roi",
          [](const SkinMap& skin) {
            return std::array{skin.roi.x, skin.roi.y, skin.roi.width, skin.roi.height};
          },
          "Place in the photograph: x, y, width, height, px.")
      .def_property_readonly("darkness", map(&SkinMap::darkness),
                             "(H, W) float32; 1 - green light / that of the pore-free skin around.")
      .def_property_readonly("measurable", map(&SkinMap::measurable), "(H, W) uint8; 255 where skin can be measured.")
      .def_property_readonly("glare", map(&SkinMap::glare), "(H, W) uint8; 255 where skin shines.")
      .def_property_readonly(
          "kinds",
          [](const py::object& self) {
            const Kinds& kinds = self.cast<const SkinMap&>().kinds;
            py::typing::Dict<py::str, py::array> maps;
            maps["pore"] = view_picture(kinds.pore, self);
            maps["centre"] = view_picture(kinds.centre, self);
            maps["hair"] = view_picture(kinds.hair, self);
            maps["pigment"] = view_picture(kinds.pigment, self);
            maps["papule"] = view_picture(kinds.papule, self);
            maps["needle_mark"] = view_picture(kinds.needle_mark, self);
            return maps;
          },
          "What lies on the skin: probabilities (h, w) float32 at 12 px/mm.")
      .def_property_readonly(
          "facing", [](const SkinMap& skin) { return own_picture(facing(skin.surface, skin.roi)); },
          "(H, W) float32; cosine of the angle by which the skin turns away from the camera; 1 where no face is known.")
      .def_property_readonly("coverage", [](const SkinMap& skin) { return skin.coverage; })
      .def_property_readonly("density", map(&SkinMap::density),
                             "(h, w, 3) float32 at 12 px/mm; red, green, blue optical density over the skin around.");
}

}  // namespace porevis::python
