#include "engine/files/paths.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "engine/error.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

std::optional<int> named_descriptor(std::string_view path) {
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const char* const end = path.data() + path.size();
    int number = 0;
    const auto [stop, fault] = std::from_chars(path.data() + folder.size(), end, number);
    if (fault == std::errc{} && stop == end && number >= 0) return number;
  }
  return std::nullopt;
}

std::optional<struct stat> status_of(const std::string& path, Direction direction) {
  struct stat status {};
  const std::optional<int> stream = stream_number(path, direction);
  if ((stream ? ::fstat(*stream, &status) : ::stat(path.c_str(), &status)) != 0) return std::nullopt;
  return status;
}

}  // namespace

std::optional<int> stream_number(const std::string& path, Direction direction) {
  if (path == "-") return direction == Direction::input ? STDIN_FILENO : STDOUT_FILENO;
  return named_descriptor(follow_links(path));
}

std::string shown_name(const std::string& path, Direction direction) {
  if (path != "-") return path;
  return direction == Direction::input ? "standard input" : "standard output";
}

std::string follow_links(const std::string& path) {
  static constexpr int kLongestChain = 40;  // as the system allows; a circle is left to fail when it is opened
  fs::path at = path;
  std::error_code code;
  for (int step = 0; step < kLongestChain && !named_descriptor(at.native()); ++step) {
    if (!fs::is_symlink(at, code)) break;
    const fs::path next = fs::read_symlink(at, code);
    if (code) break;
    at = at.parent_path() / next;  // an absolute `next` stands alone
  }
  return at.string();
}

std::string resolved(const std::string& path) {
  std::error_code code;
  const fs::path absolute = fs::absolute(follow_links(path), code);
  fs::path out = fs::weakly_canonical(absolute, code);
  if (code) out = absolute.lexically_normal();
  if (!out.has_filename() && out.has_relative_path()) out = out.parent_path();  // "out/" means "out"
  return out.string();
}

std::optional<FileId> file_id(const std::string& path, Direction direction) {
  const auto status = status_of(path, direction);
  if (!status) return std::nullopt;
  return FileId{status->st_dev, status->st_ino};
}

bool is_one_file(const std::string& a, const std::string& b, Direction direction) {
  const std::optional<FileId> id = file_id(a, direction);
  return resolved(a) == resolved(b) || (id && id == file_id(b, direction));
}

bool is_regular_file(const std::string& path, Direction direction) {
  const auto status = status_of(path, direction);
  return status && S_ISREG(status->st_mode);
}

bool is_stream(const std::string& path) {
  if (stream_number(path, Direction::output)) return true;
  const auto status = status_of(path, Direction::output);
  return status && (S_ISCHR(status->st_mode) || S_ISFIFO(status->st_mode));
}

void refuse_folder_name(const std::string& path) {
  std::error_code code;
  const bool is_folder = fs::is_directory(path, code);
  if (!path.ends_with('/') && !is_folder) return;
  if (!is_folder)
    throw Error("cannot write: a name with / at its end is a folder's").expected("the name of a file").in(path);
  throw Error("cannot write: it is a folder").expected("the name of a file").in(path);
}

bool lies_in(const std::string& path, const FileId& folder) {
  std::error_code code;
  fs::path at = fs::canonical(path, code);
  if (code) return false;
  for (;; at = at.parent_path()) {
    if (file_id(at.string()) == folder) return true;
    if (at == at.root_path()) return false;
  }
}

}  // namespace ballast::files
