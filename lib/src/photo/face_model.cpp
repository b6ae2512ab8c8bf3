// SPDX-License-Identifier: Apache-2.0
#include "photo/face_model.hpp"

#include <cstdlib>
#include <cstring>
#include <future>
#include <istream>
#include <map>
#include <mutex>
#include <span>
#include <sstream>
#include <streambuf>
#include <vector>

#include "photo/file.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace fs = std::filesystem;

namespace {

constexpr const char* model_file = "shape_predictor_68_face_landmarks.dat";
constexpr std::uintmax_t max_model_bytes = 500'000'000;

using Model = std::shared_ptr<const dlib::shape_predictor>;

/// dlib keeps its detector compressed: unpacking it takes about as long as loading the landmark model.
const std::shared_future<dlib::frontal_face_detector>& detector() {
  static const auto loading = std::async(std::launch::async, dlib::get_frontal_face_detector).share();
  return loading;
}

std::mutex models_mutex;
std::map<fs::path, std::shared_future<Model>> models;

/// Bytes as a stream. dlib reads its 100 MB a few bytes at a time, which takes std::ifstream a third longer.
class ByteStream : public std::streambuf {
 public:
  explicit ByteStream(std::span<std::uint8_t> bytes) {
    auto* start = reinterpret_cast<char*>(bytes.data());
    setg(start, start, start + bytes.size());
  }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize count) override {
    if (egptr() - gptr() < count) count = egptr() - gptr();
    if (count == 1) {  // the commonest: the byte that tells a number's length
      *to = *gptr();
    } else {
      std::memcpy(to, gptr(), static_cast<std::size_t>(count));
    }
    setg(eback(), gptr() + count, egptr());
    return count;
  }
};

Model load(const fs::path& path) {
  auto model = std::make_shared<dlib::shape_predictor>();
  Bytes bytes = read_file(path, max_model_bytes);
  try {
    ByteStream buffer(bytes);
    std::istream in(&buffer);
    dlib::deserialize(*model, in);
  } catch (const std::exception&) {
    *model = {};
  }
  if (model->num_parts() != 68) {
    throw InputError(path.string() +
                     ": no 68-point landmark model of dlib; install the package libdlib-data or set POREVIS_FACE_MODEL "
                     "to " +
                     model_file);
  }
  return model;
}

std::shared_future<Model> loading_model(const fs::path& path) {
  const std::lock_guard lock(models_mutex);
  auto& model = models[path];
  if (!model.valid()) model = std::async(std::launch::async, load, path).share();
  return model;
}

}  // namespace

fs::path face_model_path(const fs::path& given) {
  if (!given.empty()) return given;
  if (const char* set = std::getenv("POREVIS_FACE_MODEL"); set != nullptr && *set != '\0') return set;
  std::vector<fs::path> folders;
  if (const char* set = std::getenv("XDG_DATA_DIRS"); set != nullptr) {
    std::istringstream list(set);
    for (std::string folder; std::getline(list, folder, ':');) folders.emplace_back(folder);
  }
  folders.insert(folders.end(), {"/usr/local/share", "/usr/share"});
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    if (const fs::path path = folder / "dlib" / model_file; fs::exists(path, ignored)) return path;
  }
  return {};
}

dlib::frontal_face_detector face_detector() { return detector().get(); }

void start_face_model(const fs::path& path) {
  (void)detector();
  (void)loading_model(path);
}

Model face_model(const fs::path& path) {
  const std::shared_future<Model> model = loading_model(path);
  try {
    return model.get();
  } catch (const InputError&) {
    const std::lock_guard lock(models_mutex);
    models.erase(path);  // the file may be there next time
    throw;
  }
}

}  // namespace porevis
