# SPDX-License-Identifier: Apache-2.0
# Compiles the trained network into the library, so that an installed porevis needs no file of its own.
set(porevis_network "${CMAKE_CURRENT_SOURCE_DIR}/lib/model/skin.onnx")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${porevis_network}")
file(READ "${porevis_network}" bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(
  CONFIGURE
  OUTPUT network.cpp
  CONTENT
    "// SPDX-License-Identifier: Apache-2.0
#include \"skin/network.hpp\"

namespace porevis {

const unsigned char network_bytes[] = {${bytes}};
const std::size_t network_size = sizeof(network_bytes);

}  // namespace porevis
")
