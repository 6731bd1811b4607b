// The replaceable file layer: every byte the library reads or writes passes through here, so that a test can make a
// disk full, a write short or a rename fail. All throw Error with the path and the system's reason; nothing here knows
// a format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ballast::files {

// One file opened for reading, closed by its destructor. Threads: one at a time, but for read_at.
class InputFile {
 public:
  virtual ~InputFile() = default;
  // Fills `into` from where the last read ended and returns how many bytes; fewer than asked for only at the end of the
  // file. Throws Error when the disk, or a stream that is inflated, fails.
  virtual std::size_t read(std::span<std::byte> into) = 0;
  // Fills `into` from byte `offset` of the file and leaves the place of read() alone. False when the file cannot do so
  // (a pipe, data that is inflated) or ends before. Threads: any number at a time.
  virtual bool read_at([[maybe_unused]] std::uint64_t offset, [[maybe_unused]] std::span<std::byte> into) {
    return false;
  }
  // The bytes to expect in all, for reserving memory; a guess, 0 when unknown.
  virtual std::uint64_t size_hint() const = 0;
};

// One file opened for writing. Bytes are safe after sync, and complete after close, which comes last; without close the
// destructor lets go of the file and reports nothing. Threads: one at a time.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  virtual void write(std::span<const std::byte> bytes) = 0;  // all of them, or throws Error
  virtual void sync() = 0;                                   // to the disk
  virtual void close() = 0;                                  // throws Error if the system reports a late write failure
};

// Thrown when whoever reads a pipe has closed it (`ballast ... | head`): no fault, but nobody is left to write to.
struct ClosedPipe : std::exception {
  const char* what() const noexcept override { return "the reader of a pipe is gone"; }
};

// Files belong to whoever opened them and do not outlive the layer. All but remove
// and remove_folder, which tell nothing, throw Error when they fail; what was there
// before then stays as it was. Threads: any number at a time, on different paths.
class FileLayer {
 public:
  virtual ~FileLayer() = default;
  // "-" is standard input. Reading from a pipe or terminal, and writing to one, throws Stopped after a signal that the
  // program catches.
  virtual std::unique_ptr<InputFile> open(const std::string& path) = 0;
  // Creates or truncates. "-" is standard output; it, /dev/stdout and /dev/fd/N go on where the stream stands.
  virtual std::unique_ptr<OutputFile> create(const std::string& path) = 0;
  virtual void rename(const std::string& from, const std::string& to) = 0;  // atomic on POSIX; syncs the folder
  // rename, but false if there is something at `to`, which stays.
  virtual bool rename_new(const std::string& from, const std::string& to) = 0;
  // Swaps two folders at once; false where the file system cannot.
  virtual bool exchange(const std::string& one, const std::string& other) = 0;
  virtual void remove(const std::string& path) noexcept = 0;
  virtual void make_folder(const std::string& path) = 0;             // with missing folders above it
  virtual void remove_folder(const std::string& path) noexcept = 0;  // with its content

  // The whole file.
  std::vector<std::byte> read(const std::string& path);
};

// The operating system's files: one layer for the whole program.
FileLayer& system_files();

}  // namespace ballast::files
