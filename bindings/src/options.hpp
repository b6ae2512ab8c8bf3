// SPDX-License-Identifier: Apache-2.0
/// Options structs in Python, made from their fields() lists: attributes, keyword constructor, ranges in the
/// docstrings.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cmath>
#include <concepts>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "arrays.hpp"
#include "porevis/options.hpp"

namespace porevis::python {

namespace py = pybind11;

/// shown(value) as text.
inline std::string shown(py::handle value) { return py::repr(value).cast<std::string>(); }

template <OptionsStruct Options>
void for_each_field(auto&& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, Options::fields());
}

template <class Field>
using FieldType = typename std::remove_cvref_t<Field>::Type;

/// A path is a text in Python, so that an empty one stays empty.
template <class T>
constexpr bool is_path = std::is_same_v<T, std::filesystem::path>;

/// A field's value in Python.
template <class T>
auto python_value(const T& value) {
  if constexpr (is_path<T>) {
    return text(value.string());
  } else {
    return py::cast(value);
  }
}

/// `float`, `int`, `bool`, `str` or the class of nested options.
template <class T>
std::string type_name() {
  if constexpr (OptionsStruct<T>) {
    return "porevis._core." + py::type::of<T>().attr("__name__").template cast<std::string>();
  } else {
    return std::is_same_v<T, bool> ? "bool" : std::is_integral_v<T> ? "int" : std::is_arithmetic_v<T> ? "float" : "str";
  }
}

/// Meaning and range of a field, one line.
template <class Field>
std::string help(const Field& field) {
  std::ostringstream line;
  line << field.help;
  if (std::isfinite(field.low)) line << " (" << field.low << " to " << field.high << ")";
  return line.str();
}

/// What Python is told of a field.
struct OptionField {
  std::string name;
  std::string type;
  py::object value;
  std::optional<double> low, high;
  std::string help;
};

/// The fields of an options struct with their defaults.
template <OptionsStruct Options>
std::vector<OptionField> list_fields() {
  const Options defaults;
  std::vector<OptionField> fields;
  for_each_field<Options>([&](const auto& field) {
    using T = FieldType<decltype(field)>;
    const auto limit = [](double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; };
    const std::string type = OptionsStruct<T> ? "options" : is_path<T> ? "path" : type_name<T>();
    const py::object value = python_value(defaults.*field.member);
    fields.push_back({field.name, type, value, limit(field.low), limit(field.high), field.help});
  });
  return fields;
}

/// Sets one field and checks its range.
/// @throws ParameterError  out of its range. TypeError: not of the field's type.
template <class Options, class Field>
void set_field(Options& options, const Field& field, py::handle value) {
  using T = FieldType<Field>;
  Options changed = options;
  try {
    changed.*field.member = py::cast<T>(value);
  } catch (const py::cast_error&) {
    throw py::type_error(std::string(field.name) + " = " + shown(value) + ": give " + type_name<T>() + " (" +
                         help(field) + ")");
  }
  check(changed);
  options = changed;
}

/// Sets fields by name.
/// @throws TypeError  a name is unknown; the message tells the nearest one.
template <OptionsStruct Options>
Options from_keywords(const char* class_name, const py::kwargs& given) {
  Options options;
  for (const auto& item : given) {
    const auto name = py::cast<std::string>(item.first);
    bool found = false;
    py::list names;
    for_each_field<Options>([&](const auto& field) {
      names.append(field.name);
      if (name != field.name) return;
      set_field(options, field, item.second);
      found = true;
    });
    if (found) continue;
    const py::list near = py::module_::import("difflib").attr("get_close_matches")(name, names, 1);
    throw py::type_error(std::string(class_name) + " has no option '" + name + "': " +
                         (near.empty() ? "its options are " + shown(names) : "did you mean " + shown(near[0]) + "?"));
  }
  return options;
}

template <OptionsStruct Options>
py::dict to_dict(const Options& options) {
  py::dict dict;
  for_each_field<Options>([&](const auto& field) {
    if constexpr (OptionsStruct<FieldType<decltype(field)>>) {
      dict[field.name] = to_dict(options.*field.member);
    } else {
      dict[field.name] = python_value(options.*field.member);
    }
  });
  return dict;
}

/// The constructor's signature and keywords, read from the struct and its defaults.
template <OptionsStruct Options>
std::string constructor_doc(const char* class_name) {
  const Options defaults;
  std::string signature = std::string("__init__(self: porevis._core.") + class_name + ", *";
  std::string keywords;
  for_each_field<Options>([&](const auto& field) {
    using T = FieldType<decltype(field)>;
    std::string value = "...";
    if constexpr (!OptionsStruct<T>) value = shown(python_value(defaults.*field.member));
    signature += std::string(", ") + field.name + ": " + type_name<T>() + " = " + value;
    keywords += std::string("\n") + field.name + ": " + help(field);
  });
  return signature + ") -> None\n\nSets options by name; the others keep their defaults.\n" + keywords;
}

/// Binds an options struct. Nested options must be bound before it.
template <OptionsStruct Options>
py::class_<Options> bind_options(py::module_& module, const char* name, const char* doc) {
  py::class_<Options> cls(module, name, doc);
  {
    py::options as_written;
    as_written.disable_function_signatures();
    cls.def(py::init([name](const py::kwargs& given) { return from_keywords<Options>(name, given); }),
            constructor_doc<Options>(name).c_str());
  }
  for_each_field<Options>([&](const auto& field) {
    using T = FieldType<decltype(field)>;
    const std::string line = help(field);
    if constexpr (OptionsStruct<T>) {
      cls.def_readwrite(field.name, field.member, line.c_str());
    } else {
      cls.def_property(
          field.name,
          [member = field.member](const Options& options) {
            if constexpr (is_path<T>) {
              return text((options.*member).string());
            } else {
              return options.*member;
            }
          },
          py::cpp_function([field](Options& options, const py::object& value) { set_field(options, field, value); },
                           py::is_setter()),
          line.c_str());
    }
  });
  cls.def_static("fields", &list_fields<Options>, "The options in their order: name, type, default, range, meaning.");
  cls.def("to_dict", &to_dict<Options>, "The options as a dict, nested as they are.");
  cls.def(
      "copy", [](const Options& options) { return options; }, "A copy that can be changed by itself.");
  cls.def("__eq__", [](const Options& options, const py::object& other) {
    return py::isinstance<Options>(other) && to_dict(options).equal(to_dict(py::cast<const Options&>(other)));
  });
  cls.def("__repr__", [name](const Options& options) {
    std::string text;
    for (const auto& [key, value] : py::dict(to_dict(options))) {
      text += (text.empty() ? "" : ", ") + py::cast<std::string>(key) + "=" + shown(value);
    }
    return std::string(name) + "(" + text + ")";
  });
  return cls;
}

}  // namespace porevis::python
