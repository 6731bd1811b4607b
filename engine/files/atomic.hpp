// Outputs that appear whole or not at all: written beside their place under a temporary name, synced, then renamed.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

// Writes a whole file. On any failure the temporary file is removed, an older file at `path` is untouched, and Error is
// thrown.
void write_atomically(const std::string& path, std::span<const std::byte> bytes, FileLayer& layer = system_files());
void write_atomically(const std::string& path, std::string_view text, FileLayer& layer = system_files());

// Throws Error now if `path` could not be written later (no folder, no permission, is a folder). Leaves nothing behind.
void probe_output(const std::string& path);

// A folder that appears whole: files are written below staging() and commit() renames it to its place. Without commit
// the destructor removes the staging folder.
class OutputFolder {
 public:
  // Throws Error if `path` is a file, or has content and `force` is false. With force, commit() replaces what was
  // there.
  OutputFolder(std::string path, bool force);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  const std::string& staging() const { return staging_; }
  // The path of a file called `name` in the staging folder.
  std::string file(std::string_view name) const;
  void commit();

 private:
  std::string path_, staging_;
  bool committed_ = false;
};

}  // namespace ballast::files
