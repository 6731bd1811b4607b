// A folder of its own for a test, gone afterwards, and what tests ask of files.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>

#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"
#include "tests/refusals.hpp"

namespace ballast::files {

using ballast::test::message_of;

struct Scratch {
  std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("ballast-files-test-" + std::to_string(::getpid()));
  Scratch() { std::filesystem::create_directories(root); }
  ~Scratch() { std::filesystem::remove_all(root); }
  std::string operator/(const std::string& name) const { return (root / name).string(); }
  std::set<std::string> names(const std::string& below = "") const {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(root / below)) {
      out.insert(entry.path().filename().string());
    }
    return out;
  }
};

inline std::string content(const std::string& path) {
  const auto bytes = system_files().read(path);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace ballast::files
