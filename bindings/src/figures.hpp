// SPDX-License-Identifier: Apache-2.0
/// Summaries in Python, made from their figures() lists: a read-only attribute each.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <tuple>

#include "porevis/pores/measures.hpp"

namespace porevis::python {

namespace py = pybind11;

/// Gives a class the figures of the summary that `summary_of` finds in it.
template <SummaryStruct Summary, class Class>
void def_figures(py::class_<Class>& cls, const Summary& (*summary_of)(const Class&)) {
  const auto def = [&](const auto& f) {
    cls.def_property_readonly(
        f.name, [summary_of, member = f.member](const Class& self) { return summary_of(self).*member; }, f.help);
  };
  std::apply([&](const auto&... f) { (def(f), ...); }, Summary::figures());
}

/// Binds a summary. Those nested in it must be bound before it.
template <SummaryStruct Summary>
py::class_<Summary> bind_summary(py::module_& module, const char* name, const char* doc) {
  py::class_<Summary> cls(module, name, doc);
  def_figures<Summary, Summary>(cls, [](const Summary& self) -> const Summary& { return self; });
  return cls;
}

}  // namespace porevis::python
