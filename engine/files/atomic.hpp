// Files that appear whole or not at all: written beside their place in a hidden folder (temporary_folder.hpp), synced,
// then renamed. What has no place on a disk ("-", /dev/stdout, a pipe) has no name to be renamed to, and is written to
// directly. These replace what is there; output.hpp holds the rule for the outputs of commands.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/file_layer.hpp"
#include "engine/files/temporary_folder.hpp"

namespace ballast::files {

// A file that is written in pieces and appears with commit(). Without commit() the destructor removes what there is.
// On any failure an older file at `path` is untouched, and Error names `path`. Requires: the layer outlives it; commit
// is called once, and nothing is written after it. Threads: one at a time.
class AtomicFile final : public OutputFile {
 public:
  explicit AtomicFile(std::string path, FileLayer& layer = system_files());
  ~AtomicFile() override = default;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes) override;
  void sync() override {}   // commit() does
  void close() override {}  // commit() does
  void commit();

 private:
  std::string path_, target_;  // as given, with links followed
  FileLayer& layer_;
  std::optional<TemporaryFolder> temporary_;  // none for a stream
  std::string written_;                       // where the bytes go until commit
  std::unique_ptr<OutputFile> file_;
};

// Writes a whole file. On any failure no temporary file stays, an older file at `path` is untouched, and Error is
// thrown.
void write_atomically(const std::string& path, std::span<const std::byte> bytes, FileLayer& layer = system_files());
void write_atomically(const std::string& path, std::string_view text, FileLayer& layer = system_files());

}  // namespace ballast::files
