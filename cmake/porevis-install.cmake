# SPDX-License-Identifier: Apache-2.0
# Library, headers and package config, for find_package(porevis). The Python package is a component of its own.
include(CMakePackageConfigHelpers)
set(porevis_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/porevis")

install(
  TARGETS porevis
  EXPORT porevis-targets
  COMPONENT development)
install(
  DIRECTORY lib/include/
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT development)
install(
  EXPORT porevis-targets
  NAMESPACE porevis::
  DESTINATION "${porevis_config_dir}"
  COMPONENT development)

configure_package_config_file(cmake/porevis-config.cmake.in porevis-config.cmake INSTALL_DESTINATION
                              "${porevis_config_dir}")
write_basic_package_version_file(porevis-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/porevis-config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/porevis-config-version.cmake"
        cmake/porevis-dependencies.cmake
  DESTINATION "${porevis_config_dir}"
  COMPONENT development)
