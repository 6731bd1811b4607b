// The replaceable file layer: every byte the library writes passes through here, so that a test can make a disk full, a
// write short or a rename fail. Reading and writing throw Error with the path; nothing here knows a format.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ballast::files {

// One file opened for writing.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  virtual void write(std::span<const std::byte> bytes) = 0;
  virtual void sync() = 0;   // to the disk
  virtual void close() = 0;  // throws Error if the system reports a late write failure
};

class FileLayer {
 public:
  virtual ~FileLayer() = default;
  // Creates or truncates.
  virtual std::unique_ptr<OutputFile> create(const std::string& path) = 0;
  virtual std::vector<std::byte> read(const std::string& path) = 0;
  virtual void rename(const std::string& from, const std::string& to) = 0;  // atomic on POSIX; syncs the folder
  virtual void remove(const std::string& path) noexcept = 0;
};

// The operating system's files.
FileLayer& system_files();

}  // namespace ballast::files
