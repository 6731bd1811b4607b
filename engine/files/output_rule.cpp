#include "engine/files/output_rule.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "engine/error.hpp"

namespace ballast::files {
namespace {

bool is_mount_point(const std::string& folder) {
  struct statx status {};
  if (::statx(AT_FDCWD, folder.c_str(), 0, 0, &status) != 0) return false;
  return (status.stx_attributes_mask & status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

}  // namespace

void refuse_input(const std::string& path, const OutputRule& rule) {
  if (!is_regular_file(path)) return;  // one terminal, or /dev/null, may well be both
  const std::optional<FileId> output = file_id(path);
  for (const std::string& input : rule.inputs) {
    if (file_id(input, Direction::input) != output) continue;
    throw Error("the output is an input of this command")
        .in(shown_name(path, Direction::output))
        .expected("another file than " + shown_name(input, Direction::input))
        .hint("no command replaces what it reads");
  }
}

void refuse_needed_folder(const std::string& target, const std::string& path, const OutputRule& rule) {
  const std::optional<FileId> output = file_id(target);
  if (!output) return;
  const auto refuse = [&](const std::string& why) {
    throw Error("the output folder cannot be replaced: it " + why).in(path).expected("a folder of its own");
  };
  if (is_mount_point(target)) refuse("is where a disk is mounted");
  if (lies_in(".", *output)) refuse("is the working folder or above it");
  for (const std::string& folder : rule.kept) {
    if (!folder.empty() && lies_in(folder, *output)) refuse("is " + folder + " or above it");
  }
  for (const std::string& input : rule.inputs) {
    if (!stream_number(input, Direction::input) && lies_in(input, *output)) refuse("holds the input " + input);
  }
}

std::vector<FileId> ids_of(const std::vector<std::string>& inputs) {
  std::vector<FileId> out;
  for (const std::string& input : inputs) {
    if (const auto id = file_id(input, Direction::input)) out.push_back(*id);
  }
  return out;
}

void take_access(const std::string& path, const std::string& from) {
  static constexpr mode_t kAll = S_IRWXU | S_IRWXG | S_IRWXO;
  struct stat had {
  }, has{};
  if (::lstat(from.c_str(), &had) != 0 || ::lstat(path.c_str(), &has) != 0) return;
  if ((had.st_mode & S_IFMT) != (has.st_mode & S_IFMT) || S_ISLNK(had.st_mode)) return;
  mode_t mode = had.st_mode & kAll;
  if (S_ISDIR(had.st_mode)) mode |= S_IRWXU;  // files are yet to come
  const auto give = [&](uid_t owner) { return ::chown(path.c_str(), owner, had.st_gid) == 0; };
  const bool same = had.st_uid == has.st_uid && had.st_gid == has.st_gid;
  if (!same && !give(had.st_uid) && !give(static_cast<uid_t>(-1))) {
    mode &= ~mode_t{S_IRWXG} | ((mode & S_IRWXO) << 3);  // another group: it may do what anybody may
  }
  ::chmod(path.c_str(), mode);
}

std::string free_name(const std::string& taken) {
  std::error_code code;
  for (std::size_t number = 1;; ++number) {
    std::string name = taken + "." + std::to_string(number);
    if (!std::filesystem::exists(std::filesystem::symlink_status(name, code))) return name;
  }
}

void refuse_same_output(const std::string& path, const std::string& other) {
  if (!is_one_file(path, other, Direction::output)) return;
  throw Error("two outputs of one command are the same").in(shown_name(path, Direction::output)).got(other);
}

void refuse_two_streams(const std::vector<std::string>& inputs) {
  const auto is_stdin = [](const std::string& path) { return stream_number(path, Direction::input) == 0; };
  if (std::ranges::count_if(inputs, is_stdin) > 1) {
    throw Error("standard input is named twice, and can be read once").expected("- for one file");
  }
}

}  // namespace ballast::files
