// SPDX-License-Identifier: Apache-2.0
/// The trained network, lib/model/skin.onnx, as it was compiled in.
#pragma once

#include <cstddef>

namespace porevis {

extern const unsigned char network_bytes[];
extern const std::size_t network_size;

}  // namespace porevis
