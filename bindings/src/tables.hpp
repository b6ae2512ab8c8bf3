// SPDX-License-Identifier: Apache-2.0
/// Rows of structs as NumPy structured arrays: each column is named once, here and so in the CSV files.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <concepts>
#include <span>
#include <string>
#include <vector>

#include "arrays.hpp"

namespace porevis::python {

/// The classes of porevis.tables, so that the stubs name them.
struct Table : pybind11::object {
  using pybind11::object::object;
  static constexpr const char* class_name = "Table";
};
struct PoreTable : pybind11::object {
  using pybind11::object::object;
  static constexpr const char* class_name = "PoreTable";
};
struct PairTable : pybind11::object {
  using pybind11::object::object;
  static constexpr const char* class_name = "PairTable";
};

/// A column: its name and how to read it from a row.
template <class Get>
struct Column {
  const char* name;
  Get get;
};
template <class Get>
Column(const char*, Get) -> Column<Get>;

/// The column's values: numbers as an array, texts as a list.
template <class Row, class Get>
auto column_values(const std::vector<Row>& rows, const Get& get) {
  using T = std::remove_cvref_t<std::invoke_result_t<Get, const Row&>>;
  if constexpr (std::is_arithmetic_v<T>) {
    pybind11::array_t<T> values(static_cast<pybind11::ssize_t>(rows.size()));
    T* next = values.mutable_data();
    for (const Row& row : rows) *next++ = get(row);
    return values;
  } else {
    pybind11::list values;
    for (const Row& row : rows) values.append(text(std::string(get(row))));
    return values;
  }
}

/// A table of rows.
template <class Kind, class Row, class... Get>
Kind make_table(const std::vector<Row>& rows, const Column<Get>&... columns) {
  pybind11::dict values;
  ((values[columns.name] = column_values(rows, columns.get)), ...);
  const pybind11::object kind = pybind11::module_::import("porevis.tables").attr(Kind::class_name);
  return pybind11::reinterpret_steal<Kind>(kind.attr("from_columns")(values).release());
}

}  // namespace porevis::python

namespace pybind11::detail {

template <>
struct handle_type_name<porevis::python::Table> {
  static constexpr auto name = const_name("porevis.tables.Table");
};
template <>
struct handle_type_name<porevis::python::PoreTable> {
  static constexpr auto name = const_name("porevis.tables.PoreTable");
};
template <>
struct handle_type_name<porevis::python::PairTable> {
  static constexpr auto name = const_name("porevis.tables.PairTable");
};

}  // namespace pybind11::detail
