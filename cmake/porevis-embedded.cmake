# SPDX-License-Identifier: Apache-2.0
# Compiles data files into the library, so that an installed porevis needs no file of its own.

# Makes NAME.cpp, which defines what HEADER declares: NAME_bytes, NAME_size.
function(porevis_embed file name header)
  set(path "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  file(READ "${path}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  file(
    CONFIGURE
    OUTPUT ${name}.cpp
    CONTENT
      "// SPDX-License-Identifier: Apache-2.0
#include \"${header}\"

namespace porevis {

const unsigned char ${name}_bytes[] = {${bytes}};
const std::size_t ${name}_size = sizeof(${name}_bytes);

}  // namespace porevis
")
endfunction()

porevis_embed(lib/model/skin.onnx network skin/network.hpp)
porevis_embed(lib/data/regions.json region_data photo/region_data.hpp)
