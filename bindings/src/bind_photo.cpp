// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "porevis/photo/codec.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/edge.hpp"
#include "porevis/photo/photo.hpp"
#include "porevis/photo/region.hpp"
#include "porevis/photo/scale.hpp"

namespace porevis::python {

using namespace pybind11::literals;

void bind_photo(py::module_& module) {
  bind_options<ReadOptions>(module, "ReadOptions", "How much a photograph file may ask for.");
  bind_options<FaceOptions>(module, "FaceOptions",
                            "Where to find the landmark model, how large a photograph is searched.");
  bind_options<CurvatureOptions>(module, "CurvatureOptions", "What is made of the face's curvature.");
  bind_options<ScaleOptions>(module, "ScaleOptions", "The eye distance, where nothing better is known.");

  py::class_<Photo>(module, "Photo", "An upright photograph, sRGB-encoded; from read_photo() or an array.")
      .def_property_readonly(
          "pixels", [](const py::object& self) { return view_picture(self.cast<const Photo&>().pixels, self); },
          "(H, W, 3) uint8 or uint16; red, green, blue; shared with the photograph, read-only.")
      .def_property_readonly(
          "file", [](const Photo& photo) { return text(photo.file); }, "File name without its folder.")
      .def_readonly("sha256", &Photo::sha256, "Of the file's bytes, or of the pixels where there was no file.")
      .def_property_readonly("width_px", &Photo::width_px)
      .def_property_readonly("height_px", &Photo::height_px)
      .def("__repr__", [](const Photo& photo) {
        return py::str("Photo({!r}, {} x {} px)").format(text(photo.file), photo.width_px(), photo.height_px());
      });

  py::class_<Scale>(module, "Scale", "Pixels per millimetre on the skin.")
      .def_readonly("px_per_mm", &Scale::px_per_mm)
      .def_readonly("relative_uncertainty", &Scale::relative_uncertainty, "One standard deviation / value.")
      .def_readonly("source", &Scale::source, "`given` or `eye distance`.");

  py::class_<Face>(module, "Face", "A face: 68 landmarks in the order of iBUG 300-W.")
      .def(py::init([](const std::vector<cv::Point2d>& points) {
             Face face;
             if (points.size() != face.landmarks.size()) throw InputError("landmarks: give 68 points (iBUG 300-W)");
             std::copy(points.begin(), points.end(), face.landmarks.begin());
             return face;
           }),
           "landmarks"_a, "68 points (x, y), px.")
      .def_property_readonly(
          "landmarks",
          [](const Face& face) { return std::vector<cv::Point2d>(face.landmarks.begin(), face.landmarks.end()); },
          "68 points (x, y), px of the photograph.");
  module.def("find_face", &find_face, "photo"_a, "options"_a = FaceOptions{}, py::call_guard<py::gil_scoped_release>(),
             "Finds the one face of a photograph.");

  py::class_<Region>(module, "Region", "A named part of the skin; corners (x, y) in px of the photograph.")
      .def(py::init([](std::string name, Polygon outline, std::vector<Polygon> keep_out) {
             return Region{std::move(name), std::move(outline), std::move(keep_out)};
           }),
           "name"_a, "outline"_a, "keep_out"_a = std::vector<Polygon>{},
           "outline: at least three corners; keep_out: polygons inside it that are no skin.")
      .def_readwrite("name", &Region::name)
      .def_readwrite("outline", &Region::outline)
      .def_readwrite("keep_out", &Region::keep_out)
      .def("__repr__", [](const Region& region) {
        return py::str("Region({!r}, {} corners)").format(text(region.name), region.outline.size());
      });
  module.def(
      "regions_from_face",
      [](const Face& face, const Photo& photo) { return regions_from_face(face, photo.pixels.size()); }, "face"_a,
      "photo"_a, "Regions of a face, from its landmarks.");

  module.def("read_photo", &read_photo, "path"_a, "options"_a = ReadOptions{}, py::call_guard<py::gil_scoped_release>(),
             "Reads a JPEG, PNG or TIFF (8 or 16 bits, grey, colour or with alpha) and turns it upright.");
  module.def(
      "photo_from_array",
      [](const py::array& array, std::string name) {
        cv::Mat pixels = borrow_picture(array);
        const py::gil_scoped_release others_go_on;
        return photo_from_pixels(std::move(pixels), std::move(name));
      },
      "array"_a, "name"_a = "array", py::keep_alive<0, 1>(),
      "A photograph that borrows the array's memory: (H, W, 3) uint8 or uint16, C-contiguous; red, green, blue; "
      "sRGB-encoded. Do not change the array while the photograph is in use.");
  module.def(
      "regions_from_file",
      [](const std::filesystem::path& path, const Photo& photo) {
        return regions_from_file(path, photo.pixels.size());
      },
      "path"_a, "photo"_a, "Regions of a photograph from a polygon file.");
  py::class_<EdgeBlur>(module, "EdgeBlur", "The blur that a straight edge shows.")
      .def_readonly("blur_sigma_px", &EdgeBlur::blur_sigma_px,
                    "Of the Gaussian that describes the camera's blur, px; a pixel's own square is not part of it.")
      .def_readonly("uncertainty_px", &EdgeBlur::uncertainty_px, "One standard deviation of blur_sigma_px.")
      .def_readonly("angle_deg", &EdgeBlur::angle_deg, "Direction of the edge, from x towards y, in (-90, 90].");
  module.def("measure_edge_blur", &measure_edge_blur, "photo"_a, py::call_guard<py::gil_scoped_release>(),
             "Measures blur on one straight edge 2 to 20 degrees off the pixel rows or columns.");
  module.def("preload_face_model", &preload_face_model, "options"_a = FaceOptions{},
             "Starts loading the landmark model in the background.");
  module.def(
      "save_png",
      [](const std::filesystem::path& path, const py::array& rgb) {
        const cv::Mat picture = borrow_picture(rgb, Channels::colour_or_grey);
        const py::gil_scoped_release others_go_on;
        write_file(path, encode_png(picture));
      },
      "path"_a, "rgb"_a, "Writes (H, W, 3) or (H, W) uint8 or uint16 as PNG, without any metadata.");
  module.def(
      "save_jpeg",
      [](const std::filesystem::path& path, const py::array& rgb, int quality) {
        const cv::Mat picture = borrow_picture(rgb);
        if (picture.depth() != CV_8U) throw InputError("array of type uint16: a JPEG holds 8 bits, give uint8");
        const py::gil_scoped_release others_go_on;
        write_file(path, encode_jpeg(picture, quality));
      },
      "path"_a, "rgb"_a, "quality"_a, "Writes (H, W, 3) uint8 as JPEG, without any metadata; quality 1 to 100.");
}

}  // namespace porevis::python
