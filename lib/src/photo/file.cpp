// SPDX-License-Identifier: Apache-2.0
#include "photo/file.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

#include "porevis/error.hpp"

namespace porevis {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_write(const fs::path& path, const std::error_code& reason) {
  throw InputError(path.string() + ": cannot be written (" + reason.message() +
                   "); give a folder that exists, has space and may be written to");
}

std::error_code last_error() { return {errno, std::generic_category()}; }

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

void write_all(const fs::path& path, std::span<const std::uint8_t> bytes) {
  // "x": never follow or overwrite what somebody else put there.
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wbx"));
  if (!file) throw std::system_error(last_error());
  if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) throw std::system_error(last_error());
  if (std::fclose(file.release()) != 0) throw std::system_error(last_error());
}

}  // namespace

Bytes read_file(const fs::path& path, std::uintmax_t max_bytes) {
  const std::string name = path.string();
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) throw InputError(name + ": no such file; check the path");
  if (fs::is_directory(status)) throw InputError(name + ": is a folder; give a file");
  if (error)
    throw InputError(name + ": cannot be opened (" + error.message() + "); check the path and its permissions");
  if (!fs::is_regular_file(status)) throw InputError(name + ": is a pipe or device; give an ordinary file");

  std::ifstream in(path, std::ios::binary);
  const std::uintmax_t size = fs::file_size(path, error);
  if (!in || error) throw InputError(name + ": cannot be opened; check its permissions");
  if (size == 0) throw InputError(name + ": is empty; copy the file again from where it came");
  if (size > max_bytes) {
    throw InputError(name + ": has " + std::to_string(size / 1'000'000) + " MB, more than the " +
                     std::to_string(max_bytes / 1'000'000) + " MB allowed; check that this is the right file");
  }
  Bytes bytes(size);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!in) throw InputError(name + ": cannot be read to its end; check the disk and copy the file again");
  return bytes;
}

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  static std::atomic<unsigned> counter{0};
  const fs::path part = path.string() + '.' + std::to_string(::getpid()) + '-' + std::to_string(counter++) + ".part";
  try {
    write_all(part, bytes);
    fs::rename(part, path);
  } catch (const std::system_error& problem) {
    std::error_code ignored;
    if (problem.code() != std::errc::file_exists) fs::remove(part, ignored);
    refuse_write(path, problem.code());
  }
}

}  // namespace porevis
