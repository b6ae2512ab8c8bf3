// SPDX-License-Identifier: Apache-2.0
/// Files as bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "porevis/photo/codec.hpp"

namespace porevis {

/// The bytes of an ordinary file. Folders, pipes and devices are refused without being opened.
/// @throws InputError  missing, no ordinary file, not readable, empty or longer than max_bytes.
[[nodiscard]] Bytes read_file(const std::filesystem::path& path, std::uintmax_t max_bytes);

}  // namespace porevis
