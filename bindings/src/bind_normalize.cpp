// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "porevis/normalize.hpp"

namespace porevis::python {

using namespace pybind11::literals;

namespace {

using Rows = std::array<std::array<double, 3>, 2>;

Rows rows_of(const Affine& map) { return {{{map(0, 0), map(0, 1), map(0, 2)}, {map(1, 0), map(1, 1), map(1, 2)}}}; }

}  // namespace

void bind_normalize(py::module_& module) {
  bind_options<PictureOptions>(module, "PictureOptions", "What the normalized picture is like.");
  bind_options<NormalizeOptions>(module, "NormalizeOptions", "Everything that can be set for a normalized photograph.");

  py::class_<Flattening>(module, "Flattening", "How the light was taken out.")
      .def_readonly("level", &Flattening::level, "Linear red light that all skin was brought to, 0 to 1.")
      .def_readonly("gain_low", &Flattening::gain_low, "Least factor on the light, over the skin.")
      .def_readonly("gain_high", &Flattening::gain_high, "Largest factor on the light, over the skin.")
      .def_readonly("skin_fraction", &Flattening::skin_fraction, "Share of the picture whose own light was read.")
      .def_readonly("clipped_fraction", &Flattening::clipped_fraction,
                    "Share of the picture's pixels that the factor made too bright to hold.");

  py::class_<NormalizedLike>(module, "NormalizedLike", "The baseline on whose frame a photograph was laid.")
      .def_readonly("photo", &NormalizedLike::photo)
      .def_readonly("scale", &NormalizedLike::scale)
      .def_property_readonly(
          "normalized_from_photo", [](const NormalizedLike& like) { return rows_of(like.normalized_from_photo); },
          "Of the baseline: two rows of three, px; pixel centres at whole numbers.")
      .def(
          "photo_from_normalized",
          [](const NormalizedLike& like, cv::Point2d place) { return like.photo_from_normalized(place); }, "place"_a,
          "Where a place (x, y) of the picture lies in the other photograph, px.")
      .def_readonly("alignment", &NormalizedLike::alignment);

  py::class_<Normalization>(module, "Normalization",
                            "What normalize_photo() gives; attributes as in normalization.json.")
      .def_readonly("photo", &Normalization::photo)
      .def_readonly("scale", &Normalization::scale, "Of the photograph.")
      .def_readonly("px_per_mm", &Normalization::px_per_mm, "Of the picture.")
      .def_property_readonly(
          "pixels", [](const py::object& self) { return view_picture(self.cast<const Normalization&>().pixels, self); },
          "(H, W, 3) uint16, sRGB; geometry and colour, the light as it was; 0 outside the photograph. Read-only.")
      .def_property_readonly(
          "flattened",
          [](const py::object& self) { return view_picture(self.cast<const Normalization&>().flattened, self); },
          "(H, W, 3) uint16, sRGB; the same with the broad light taken out. Read-only.")
      .def_property_readonly(
          "normalized_from_photo",
          [](const Normalization& normalization) { return rows_of(normalization.normalized_from_photo); },
          "Two rows of three, px; pixel centres at whole numbers. With a baseline only about: `like` has the dense "
          "map.")
      .def_readonly("like", &Normalization::like, "The baseline; None without one.")
      .def_property_readonly(
          "colour_gains",
          [](const Normalization& normalization) {
            const cv::Vec3d& gains = normalization.colour_gains;
            return std::array{gains[0], gains[1], gains[2]};
          },
          "Factors on linear red, green, blue.")
      .def_readonly("flattening", &Normalization::flattening)
      .def_readonly("outside_fraction", &Normalization::outside_fraction,
                    "Share of the picture that lies outside the photograph.")
      .def_readonly("comparable", &Normalization::comparable,
                    "False: cannot be laid on the baseline, there are no pictures; reasons tell why.")
      .def_readonly("reasons", &Normalization::reasons, "Why not, or what to mind; one line each.")
      .def_readonly("options", &Normalization::options)
      .def("to_json", py::overload_cast<const Normalization&>(&to_json), "The record as text.")
      .def(
          "to_dict",
          [](const Normalization& normalization) {
            return py::dict(py::module_::import("json").attr("loads")(to_json(normalization)));
          },
          "The record as a dict, as in normalization.json.");

  module.def("normalize_photo", py::overload_cast<const Photo&, const NormalizeOptions&>(&normalize_photo), "photo"_a,
             "options"_a = NormalizeOptions{}, py::call_guard<py::gil_scoped_release>(), "Normalizes a photograph.");
  module.def("normalize_photo",
             py::overload_cast<const Photo&, const Photo&, const NormalizeOptions&>(&normalize_photo), "photo"_a,
             "baseline"_a, "options"_a = NormalizeOptions{}, py::call_guard<py::gil_scoped_release>(),
             "Normalizes a photograph onto the frame of a baseline.");
}

}  // namespace porevis::python
