// SPDX-License-Identifier: Apache-2.0
/// lib/data/regions.json, compiled in.
#pragma once

#include <cstddef>

namespace porevis {

extern const unsigned char region_data_bytes[];
extern const std::size_t region_data_size;

}  // namespace porevis
