// SPDX-License-Identifier: Apache-2.0
/// What porevis throws. Each message is one line: what was given, what is allowed, what to do.
#pragma once

#include <stdexcept>

namespace porevis {

/// Base of all exceptions thrown by porevis on purpose.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file, array or photograph that cannot be used (missing, truncated, no face, no scale ...).
class InputError : public Error {
 public:
  using Error::Error;
};

/// An option outside its range; the message names option, value and range.
class ParameterError : public Error {
 public:
  using Error::Error;
};

}  // namespace porevis
