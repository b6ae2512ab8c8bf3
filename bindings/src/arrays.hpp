// SPDX-License-Identifier: Apache-2.0
/// Between NumPy and OpenCV: pictures are borrowed, points are pairs, texts may hold any byte.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <opencv2/core.hpp>
#include <string>

namespace pybind11::detail {

/// cv::Point2d is a pair of numbers.
template <>
struct type_caster<cv::Point2d> {
  PYBIND11_TYPE_CASTER(cv::Point2d, const_name("tuple[float, float]"));

  bool load(handle source, bool convert) {
    if (!PySequence_Check(source.ptr()) || isinstance<str>(source)) return false;
    const auto pair = reinterpret_borrow<sequence>(source);
    if (pair.size() != 2) return false;
    make_caster<double> x;
    make_caster<double> y;
    if (!x.load(pair[0], convert) || !y.load(pair[1], convert)) return false;
    value = {static_cast<double>(x), static_cast<double>(y)};
    return true;
  }

  static handle cast(const cv::Point2d& point, return_value_policy, handle) {
    return make_tuple(point.x, point.y).release();
  }
};

}  // namespace pybind11::detail

namespace porevis::python {

enum class Channels { colour, colour_or_grey };

/// The array's own memory as a picture.
/// @throws InputError  not (H, W, 3), or (H, W) where that is allowed, not uint8 or uint16, or not C-contiguous.
[[nodiscard]] cv::Mat borrow_picture(const pybind11::array& array, Channels channels = Channels::colour);

/// A picture or map as an array (H, W, 3) or (H, W) that shares its memory; `owner` keeps that memory alive. Read-only.
[[nodiscard]] pybind11::array view_picture(const cv::Mat& picture, pybind11::handle owner);

/// A picture as an array (H, W, 3) that takes its memory over.
[[nodiscard]] pybind11::array own_picture(cv::Mat picture);

/// A Python text; bytes that are no UTF-8 (a file's name can hold any) become U+FFFD.
[[nodiscard]] pybind11::str text(const std::string& bytes);

}  // namespace porevis::python
