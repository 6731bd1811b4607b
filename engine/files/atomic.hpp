// Outputs that appear whole or not at all: written beside their place under a temporary name, synced, then renamed.
// What is no regular file (/dev/stdout, a pipe) has no name to be renamed to, and is written to directly.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

// A file that is written in pieces and appears with commit(). Without commit() the destructor removes what there is.
// On any failure an older file at `path` is untouched, and Error names `path`.
class AtomicFile final : public OutputFile {
 public:
  explicit AtomicFile(std::string path, FileLayer& layer = system_files());
  ~AtomicFile() override;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes) override;
  void sync() override {}   // commit() does
  void close() override {}  // commit() does
  void commit();

 private:
  std::string path_, target_, temporary_;  // as given, with links followed, where the bytes go until commit
  FileLayer& layer_;
  std::unique_ptr<OutputFile> file_;
  bool done_ = false;
};

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
  // there; until then, and if commit() fails, the old folder stays.
  OutputFolder(std::string path, bool force, FileLayer& layer = system_files());
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  const std::string& staging() const { return staging_; }
  // The path of a file called `name` in the staging folder.
  std::string file(std::string_view name) const;
  void commit();

 private:
  void refuse_content() const;

  std::string path_, target_, staging_;  // as given, absolute with links followed, beside the target
  bool force_;
  FileLayer& layer_;
  bool committed_ = false;
};

}  // namespace ballast::files
