// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include <array>

#include "arrays.hpp"
#include "bind.hpp"
#include "figures.hpp"
#include "options.hpp"
#include "porevis/error.hpp"
#include "porevis/skin/hair_layer.hpp"
#include "porevis/skin/pore_snr.hpp"
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

  using Floats = py::array_t<float, py::array::c_style | py::array::forcecast>;
  using Bools = py::array_t<bool, py::array::c_style | py::array::forcecast>;
  module.def(
      "hair_layer",
      [](const Floats& density, const Bools& hair) {
        if (density.ndim() != 3 || density.shape(2) != 3 || hair.ndim() != 2 || hair.shape(0) != density.shape(0) ||
            hair.shape(1) != density.shape(1)) {
          throw InputError("density must be (h, w, 3) and hair (h, w): give SkinMap.density and a mask of its size");
        }
        const int rows = static_cast<int>(hair.shape(0)), columns = static_cast<int>(hair.shape(1));
        const cv::Mat colours(rows, columns, CV_32FC3, const_cast<float*>(density.data()));
        const cv::Mat mask(rows, columns, CV_8U, const_cast<bool*>(hair.data()));
        cv::Mat layer;
        {
          const py::gil_scoped_release free;
          layer = hair_layer(colours, mask);
        }
        return own_picture(layer);
      },
      py::arg("density"), py::arg("hair"),
      "What hairs add to the optical density of the skin they lie on.\n\n"
      "density: (h, w, 3) float32 at 12 px/mm, SkinMap.density. hair: (h, w) bool, True where a hair lies, as\n"
      "SkinMap.kinds[\"hair\"] > 0.3. Returns (h, w, 3) float32, 0 or more; 0 away from hairs. Raises InputError for\n"
      "other shapes, or where the density is not finite.");
  module.def(
      "pore_snr",
      [](const Floats& density) {
        if (density.ndim() != 3 || density.shape(2) != 3) {
          throw InputError("density must be (h, w, 3): give SkinMap.density");
        }
        const cv::Mat colours(static_cast<int>(density.shape(0)), static_cast<int>(density.shape(1)), CV_32FC3,
                              const_cast<float*>(density.data()));
        cv::Mat snr;
        {
          const py::gil_scoped_release free;
          snr = pore_snr(colours);
        }
        return own_picture(snr);
      },
      py::arg("density"),
      "How far a pore of usual size would stand out at each place from the texture of the skin around: a matched\n"
      "filter that knows the skin's own spectrum.\n\n"
      "density: (h, w, 3) float32 at 12 px/mm, SkinMap.density. Returns (h, w) float32, in standard deviations, dark\n"
      "above 0; 0 where nothing is known. Raises InputError for other shapes, or where the density is not finite.");
}

}  // namespace porevis::python
