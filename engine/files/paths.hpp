// What a path leads to, whatever its spelling: links followed, the same file under two names, and the streams that this
// process already has open ("-", /dev/stdout, /dev/fd/3), which have no place of their own on a disk.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace ballast::files {

enum class Direction : std::uint8_t { input, output };

// The descriptor that `path` names: "-" is standard input or standard output, by `direction`; /dev/stdin, /dev/stdout,
// /dev/stderr, /dev/fd/N, /proc/self/fd/N, also through links. Nothing for any other path.
std::optional<int> stream_number(const std::string& path, Direction direction);

// "standard input" or "standard output" for "-", else the path: for messages.
std::string shown_name(const std::string& path, Direction direction);

// The end of a chain of links, also where nothing is there yet; links to streams stop at the stream.
std::string follow_links(const std::string& path);

// The one absolute spelling of a path: links followed, no "..", no '/' at the end. The last parts need not exist.
std::string resolved(const std::string& path);

// Which file it is: equal for hard links, links and mounts of one file.
struct FileId {
  dev_t device;
  ino_t number;
  bool operator==(const FileId&) const = default;
};
// Of the file, folder or stream that is there; nothing if none is.
std::optional<FileId> file_id(const std::string& path, Direction direction = Direction::output);
// Whether both are one file or stream that is there, or one spelling of what is not.
bool is_one_file(const std::string& a, const std::string& b, Direction direction);

// Whether it is written to as it is, without a temporary file: a stream of the process, a pipe, a character device.
bool is_stream(const std::string& path);
// Throws Error if `path` cannot be the name of a file: a folder is there, or it ends in '/'.
void refuse_folder_name(const std::string& path);

// Whether a regular file is there, or behind the stream: what has content to lose.
bool is_regular_file(const std::string& path, Direction direction = Direction::output);

// Whether `path`, which exists, is `folder` or lies somewhere below it.
bool lies_in(const std::string& path, const FileId& folder);

}  // namespace ballast::files
