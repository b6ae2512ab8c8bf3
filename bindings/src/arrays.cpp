// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"

#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "porevis/error.hpp"

namespace porevis::python {

namespace py = pybind11;

cv::Mat borrow_picture(const py::array& array, Channels channels) {
  const bool bytes = py::isinstance<py::array_t<std::uint8_t>>(array);
  const bool words = py::isinstance<py::array_t<std::uint16_t>>(array);
  constexpr py::ssize_t limit = std::numeric_limits<int>::max();
  const bool grey = channels == Channels::colour_or_grey && array.ndim() == 2;
  if (!(grey || (array.ndim() == 3 && array.shape(2) == 3)) || !(bytes || words) || array.shape(0) > limit ||
      array.shape(1) > limit) {
    throw InputError("array of shape " + py::str(array.attr("shape")).cast<std::string>() + " and type " +
                     py::str(array.dtype()).cast<std::string>() + ": give (H, W, 3)" +
                     (channels == Channels::colour_or_grey ? " or (H, W)" : "") +
                     " uint8 or uint16; red, green, blue; sRGB-encoded");
  }
  if ((array.flags() & py::array::c_style) == 0) {
    throw InputError("array is not C-contiguous: give numpy.ascontiguousarray(array)");
  }
  // cv::Mat has no const view; nothing here writes through it.
  return {static_cast<int>(array.shape(0)), static_cast<int>(array.shape(1)),
          CV_MAKETYPE(bytes ? CV_8U : CV_16U, grey ? 1 : 3), const_cast<void*>(array.data())};
}

namespace {

py::dtype element_type(const cv::Mat& map) {
  switch (map.depth()) {
    case CV_8U:
      return py::dtype::of<std::uint8_t>();
    case CV_16U:
      return py::dtype::of<std::uint16_t>();
    case CV_32S:
      return py::dtype::of<std::int32_t>();
    default:
      CV_Assert(map.depth() == CV_32F);
      return py::dtype::of<float>();
  }
}

py::array make_array(const cv::Mat& map, py::handle owner) {
  const auto element = static_cast<py::ssize_t>(map.elemSize1());
  std::vector<py::ssize_t> shape{map.rows, map.cols};
  std::vector<py::ssize_t> strides{static_cast<py::ssize_t>(map.step[0]), map.channels() * element};
  if (map.channels() > 1) {
    shape.push_back(map.channels());
    strides.push_back(element);
  }
  return {element_type(map), shape, strides, map.data, owner};
}

}  // namespace

py::array view_picture(const cv::Mat& picture, py::handle owner) {
  py::array array = make_array(picture, owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

py::array own_picture(cv::Mat picture) {
  auto owner = std::make_unique<cv::Mat>(std::move(picture));
  const cv::Mat& mat = *owner;
  const py::capsule capsule(owner.release(), [](void* kept) { delete static_cast<cv::Mat*>(kept); });
  return make_array(mat, capsule);
}

py::str text(const std::string& bytes) {
  return py::reinterpret_steal<py::str>(
      PyUnicode_DecodeUTF8(bytes.data(), static_cast<py::ssize_t>(bytes.size()), "replace"));
}

}  // namespace porevis::python
