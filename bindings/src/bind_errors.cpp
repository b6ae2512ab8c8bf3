// SPDX-License-Identifier: Apache-2.0
#include <opencv2/core.hpp>

#include "arrays.hpp"
#include "bind.hpp"
#include "porevis/error.hpp"

namespace porevis::python {

namespace py = pybind11;

namespace {

// Classes live as long as the interpreter; the translator below cannot capture them.
py::handle error_class;
py::handle input_error_class;
py::handle parameter_error_class;

py::handle add_exception(py::module_& module, const char* name, py::handle base, const char* doc) {
  const std::string qualified = std::string("porevis._core.") + name;
  const py::handle type = PyErr_NewExceptionWithDoc(qualified.c_str(), doc, base.ptr(), nullptr);
  module.add_object(name, type);
  return type;
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(std::move(thrown));
  } catch (const ParameterError& error) {
    PyErr_SetObject(parameter_error_class.ptr(), text(error.what()).ptr());
  } catch (const InputError& error) {
    PyErr_SetObject(input_error_class.ptr(), text(error.what()).ptr());
  } catch (const Error& error) {
    PyErr_SetObject(error_class.ptr(), text(error.what()).ptr());
  } catch (const cv::Exception& error) {
    PyErr_SetObject(error.code == cv::Error::StsNoMem ? PyExc_MemoryError : PyExc_RuntimeError,
                    text(error.what()).ptr());
  }
}

}  // namespace

void bind_errors(py::module_& module) {
  error_class =
      add_exception(module, "Error", PyExc_Exception, "Base of all exceptions that porevis raises on purpose.");
  input_error_class = add_exception(module, "InputError", error_class,
                                    "A file, array or photograph that cannot be used; the message tells the mend.");
  parameter_error_class = add_exception(module, "ParameterError", error_class,
                                        "An option outside its range; the message names option, value and range.");
  py::register_exception_translator(&translate);
}

}  // namespace porevis::python
