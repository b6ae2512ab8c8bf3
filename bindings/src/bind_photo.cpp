// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "arrays.hpp"
#include "bind.hpp"
#include "options.hpp"
#include "porevis/photo/chart.hpp"
#include "porevis/photo/codec.hpp"
#include "porevis/photo/curvature.hpp"
#include "porevis/photo/edge.hpp"
#include "porevis/photo/landmarks.hpp"
#include "porevis/photo/marker.hpp"
#include "porevis/photo/photo.hpp"
#include "porevis/photo/region.hpp"
#include "porevis/photo/scale.hpp"

namespace porevis::python {

using namespace pybind11::literals;

void bind_photo(py::module_& module) {
  py::class_<OptionField>(module, "OptionField", "One of the options of an options class.")
      .def_readonly("name", &OptionField::name)
      .def_readonly("type", &OptionField::type,
                    "`float`, `int`, `bool`, `str`, `path`, or `options` for a nested class.")
      .def_readonly("default", &OptionField::value, "Of `options`, an object of the nested class.")
      .def_readonly("low", &OptionField::low, "Smallest number allowed; None where there is no limit.")
      .def_readonly("high", &OptionField::high, "Largest number allowed; None where there is no limit.")
      .def_readonly("help", &OptionField::help, "Meaning and unit.");
  bind_options<ReadOptions>(module, "ReadOptions", "How much a photograph file may ask for.");
  bind_options<FaceOptions>(module, "FaceOptions",
                            "Where to find the landmark model, how large a photograph is searched.");
  bind_options<RegionOptions>(module, "RegionOptions", "Which regions of the face are measured.");
  bind_options<CurvatureOptions>(module, "CurvatureOptions", "What is made of the face's curvature.");
  bind_options<RulerOptions>(module, "RulerOptions", "Two points, px of the photograph, and a length.");
  bind_options<MarkerOptions>(module, "MarkerOptions", "What markers to look for.");
  bind_options<ChartOptions>(module, "ChartOptions", "What colour chart to look for, and what for.");
  bind_options<DeviceProfile>(module, "DeviceProfile", "Camera, lens and distance.");
  bind_options<ScaleOptions>(module, "ScaleOptions", "The sources of the scale beside px_per_mm.");

  py::class_<CaptureRecord>(module, "CaptureRecord",
                            "What a file says of the capture; texts are empty, numbers nan, where it says nothing.")
      .def_readonly("format", &CaptureRecord::format, "Of the file, such as `JPEG`.")
      .def_readonly("colour", &CaptureRecord::colour,
                    "What its numbers were taken for, such as `sRGB assumed` or `ICC: Display P3`.")
      .def_readonly("captured", &CaptureRecord::captured, "Time by the camera's clock, ISO 8601.")
      .def_readonly("camera", &CaptureRecord::camera, "Maker and model.")
      .def_readonly("lens", &CaptureRecord::lens)
      .def_readonly("focal_length_mm", &CaptureRecord::focal_length_mm)
      .def_readonly("focal_length_35mm", &CaptureRecord::focal_length_35mm, "Of equal view on 36 x 24 mm, mm.")
      .def_readonly("px_per_mm", &CaptureRecord::px_per_mm, "On the skin, where the file states it (DICOM).");

  py::class_<Photo>(module, "Photo", "An upright photograph, sRGB-encoded; from read_photo() or an array.")
      .def_property_readonly(
          "pixels", [](const py::object& self) { return view_picture(self.cast<const Photo&>().pixels, self); },
          "(H, W, 3) uint8 or uint16; red, green, blue; shared with the photograph, read-only.")
      .def_property_readonly(
          "file", [](const Photo& photo) { return text(photo.file); }, "File name without its folder.")
      .def_readonly("sha256", &Photo::sha256, "Of the file's bytes, or of the pixels where there was no file.")
      .def_readonly("origin", &Photo::origin, "What the file says of the capture.")
      .def_readonly("read", &Photo::read, "The options that the file was read with.")
      .def_property_readonly("width_px", &Photo::width_px)
      .def_property_readonly("height_px", &Photo::height_px)
      .def("__repr__", [](const Photo& photo) {
        return py::str("Photo({!r}, {} x {} px)").format(text(photo.file), photo.width_px(), photo.height_px());
      });

  py::class_<Scale>(module, "Scale", "Pixels per millimetre on the skin.")
      .def_readonly("px_per_mm", &Scale::px_per_mm)
      .def_readonly("relative_uncertainty", &Scale::relative_uncertainty, "One standard deviation / value.")
      .def_readonly("source", &Scale::source,
                    "`given`, `two points`, `marker`, `ticks`, `chart`, `device`, `eye distance of the subject`, "
                    "`file`, `eye distance`, `iris`, `eye distance and iris`; `alignment` in a comparison.")
      .def_readonly("reading_uncertainty", &Scale::reading_uncertainty,
                    "The part of relative_uncertainty that comes from reading this photograph.")
      .def_readonly("others", &Scale::others, "What the other sources at hand say.")
      .def_readonly("notes", &Scale::notes, "What to mind; one line each.");

  py::class_<Marker>(module, "Marker", "A marker as it lies in a photograph.")
      .def_readonly("id", &Marker::id, "Its number in the dictionary.")
      .def_readonly("corners_px", &Marker::corners_px, "(x, y) of the black square, clockwise from its own top left.")
      .def_readonly("px_per_mm", &Marker::px_per_mm, "At its middle, its tilt taken out.")
      .def_readonly("relative_uncertainty", &Marker::relative_uncertainty,
                    "Of reading it; one standard deviation / value, without that of its side.")
      .def_readonly("tilt_deg", &Marker::tilt_deg, "Against the picture's plane.");
  py::class_<ColourChart>(module, "ColourChart", "A colour chart as it lies in a photograph.")
      .def_readonly("patches_px", &ColourChart::patches_px, "(x, y) of the 24 patches, row by row from dark skin.")
      .def_readonly("pitch_px", &ColourChart::pitch_px, "From patch to patch at the chart's middle, tilt taken out.")
      .def_readonly("relative_uncertainty", &ColourChart::relative_uncertainty,
                    "Of pitch_px; one standard deviation / value.")
      .def_readonly("tilt_deg", &ColourChart::tilt_deg, "Against the picture's plane.")
      .def_property_readonly(
          "matrix",
          [](const ColourChart& chart) {
            std::array<std::array<double, 3>, 3> rows{};
            for (int i = 0; i < 9; ++i) rows[i / 3][i % 3] = chart.matrix.val[i];
            return rows;
          },
          "Linear sRGB as it should be from linear light as photographed: rows of red, green, blue.")
      .def_readonly("residual_de", &ColourChart::residual_de, "Mean colour difference left, CIE 1976.");

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
  py::class_<Face>(module, "Face", "A face: 68 landmarks in the order of iBUG 300-W.")
      .def(py::init([](const std::vector<cv::Point2d>& points, std::string view) {
             Face face = face_from_landmarks(points);
             face.view = std::move(view);
             return face;
           }),
           "landmarks"_a, "view"_a = "",
           "landmarks: 68 (iBUG), 468 or 478 (MediaPipe) points (x, y), px; view: front, left or right, empty: told "
           "from the pose.")
      .def_property_readonly(
          "landmarks",
          [](const Face& face) { return std::vector<cv::Point2d>(face.landmarks.begin(), face.landmarks.end()); },
          "68 points (x, y), px of the photograph.")
      .def_readonly("view", &Face::view, "The subject's side towards the camera: front, left or right.");

  module.def("read_photo", &read_photo, "path"_a, "options"_a = ReadOptions{}, py::call_guard<py::gil_scoped_release>(),
             "Reads a photograph of any format, turns it upright and brings its colours to sRGB.");
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
  module.def("find_face", &find_face, "photo"_a, "options"_a = FaceOptions{}, py::call_guard<py::gil_scoped_release>(),
             "Finds and checks the one face of a photograph.");
  module.def(
      "regions_from_face",
      [](const Face& face, const Photo& photo, const RegionOptions& options) {
        return regions_from_face(face, photo.pixels.size(), options);
      },
      "face"_a, "photo"_a, "options"_a = RegionOptions{}, "Regions of a face, from its landmarks.");
  module.def(
      "read_landmarks",
      [](const std::filesystem::path& path, const Photo& photo) { return read_landmarks(path, photo.pixels.size()); },
      "path"_a, "photo"_a, "The landmarks of a photograph's face from a file.");
  module.def(
      "regions_from_mask",
      [](const py::array& mask, const std::string& name) {
        return regions_from_mask(borrow_picture(mask, Channels::colour_or_grey), name);
      },
      "mask"_a, "name"_a, "The parts of a mask, (H, W) uint8, as regions that run along the borders of its pixels.");
  module.def(
      "check_regions",
      [](const std::vector<Region>& regions, const Photo& photo, const std::string& where) {
        check_regions(regions, photo.pixels.size(), where);
      },
      "regions"_a, "photo"_a, "where"_a, py::call_guard<py::gil_scoped_release>(),
      "Refuses regions that do not make sense on a photograph; `where` names their file.");
  py::class_<EdgeBlur>(module, "EdgeBlur", "The blur that a straight edge shows.")
      .def_readonly("blur_sigma_px", &EdgeBlur::blur_sigma_px,
                    "Of the Gaussian that describes the camera's blur, px; a pixel's own square is not part of it.")
      .def_readonly("uncertainty_px", &EdgeBlur::uncertainty_px, "One standard deviation of blur_sigma_px.")
      .def_readonly("angle_deg", &EdgeBlur::angle_deg, "Direction of the edge, from x towards y, in (-90, 90].");
  module.def("measure_edge_blur", &measure_edge_blur, "photo"_a, py::call_guard<py::gil_scoped_release>(),
             "Measures blur on one straight edge 2 to 20 degrees off the pixel rows or columns.");
  module.def(
      "find_scale",
      [](const Photo& photo, double px_per_mm, const ScaleOptions& options, const FaceOptions& face) {
        const bool by_face = scale_needs_face(photo, px_per_mm, options);
        return find_scale(photo, by_face ? std::optional(find_face(photo, face)) : std::nullopt, px_per_mm, options);
      },
      "photo"_a, "px_per_mm"_a = 0.0, "options"_a = ScaleOptions{}, "face"_a = FaceOptions{},
      py::call_guard<py::gil_scoped_release>(),
      "The scale of a photograph from the best source at hand; its face is looked for only where nothing else tells.");
  module.def("find_markers", &find_markers, "photo"_a, "options"_a, py::call_guard<py::gil_scoped_release>(),
             "All markers of a dictionary, their sides fitted to hundredths of a pixel; options.side_mm > 0.");
  module.def("find_chart", &find_chart, "photo"_a, "options"_a = ChartOptions{},
             py::call_guard<py::gil_scoped_release>(),
             "The colour chart of a photograph, and the matrix that brings its patches to their published colours.");
  module.def("correct_colour", &correct_colour, "photo"_a, "chart"_a, py::call_guard<py::gil_scoped_release>(),
             "The photograph in the chart's colours, 16 bits a channel.");
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
  module.def(
      "save_picture",
      [](const std::filesystem::path& path, const py::array& rgb, double px_per_mm) {
        const cv::Mat picture = borrow_picture(rgb);
        const py::gil_scoped_release others_go_on;
        const PictureTags tags{.srgb_profile = true, .px_per_mm = px_per_mm};
        const std::string format = path.extension().string();
        if (format != ".png" && format != ".tiff") {
          throw InputError(path.filename().string() + ": give a name that ends in .png or .tiff");
        }
        write_file(path, format == ".png" ? encode_png(picture, tags) : encode_tiff(picture, tags));
      },
      "path"_a, "rgb"_a, "px_per_mm"_a = 0.0,
      "Writes (H, W, 3) uint8 or uint16 as PNG or TIFF, by the name's end, with the sRGB profile and, if given, the "
      "resolution; no other metadata.");
}

}  // namespace porevis::python
