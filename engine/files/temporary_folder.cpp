#include "engine/files/temporary_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <system_error>

#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".ballast-tmp-";
constexpr std::string_view kMark = ".ballast-names";  // in the folder
constexpr std::string_view kFirstLine = "ballast lets output grow in this folder until it is whole, under these names:";

// The process that made ".ballast-tmp-PID-N"; nothing for any other name.
std::optional<pid_t> maker_of(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const char *at = name.data() + kPrefix.size(), *const end = name.data() + name.size();
  pid_t pid = 0;
  unsigned number = 0;
  const auto [dash, fault] = std::from_chars(at, end, pid);
  if (fault != std::errc{} || pid <= 0 || dash == end || *dash != '-') return std::nullopt;
  const auto [stop, other] = std::from_chars(dash + 1, end, number);
  if (other != std::errc{} || stop != end) return std::nullopt;
  return pid;
}

// A process of this number that is not this one. A container gives every run the same numbers: then the lock decides.
bool lives_elsewhere(pid_t pid) {
  return pid != ::getpid() && (::kill(pid, 0) == 0 || errno == EPERM);
}

// The folder, locked by us; -1 if another holds it or it is gone.
int locked(const std::string& path, int operation) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return -1;
  int result = -1;
  do result = ::flock(folder, operation);
  while (result != 0 && errno == EINTR);
  struct stat status {};
  const bool known = result == 0 && ::fstat(folder, &status) == 0;
  if (known && file_id(path) == FileId{status.st_dev, status.st_ino}) return folder;  // still the one of this name
  ::close(folder);
  return -1;
}

void write_mark(const std::string& folder, std::string_view line) {
  std::ofstream(fs::path(folder) / kMark, std::ios::app) << one_line(line) << '\n';
}

bool is_left_by_a_killed_run(const fs::path& folder);

// Whether a folder holds nothing but what its maker wrote down that it would put there, and folders like it, in which a
// part of that grew.
bool is_own(const fs::path& folder) {
  std::set<std::string> names;
  std::ifstream mark(folder / kMark);
  std::string line;
  std::getline(mark, line);
  if (line.empty() || line == kFirstLine) names.emplace(kMark);  // empty: killed before it was written
  while (!names.empty() && std::getline(mark, line)) names.insert(line);
  const auto is_known = [&](const fs::directory_entry& entry) {
    return names.contains(one_line(entry.path().filename().native())) || is_left_by_a_killed_run(entry.path());
  };
  return std::all_of(fs::directory_iterator(folder), fs::directory_iterator(), is_known);
}

bool is_left_by_a_killed_run(const fs::path& folder) {
  const std::optional<pid_t> maker = maker_of(folder.filename().native());
  if (!maker || lives_elsewhere(*maker)) return false;
  const int lock = locked(folder.native(), LOCK_EX | LOCK_NB);
  if (lock < 0) return false;
  ::close(lock);
  return is_own(folder);
}

void put_previous_back(const fs::path& temporary) {
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(temporary, code)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(TemporaryFolder::kPrevious)) continue;
    const fs::path place = temporary.parent_path() / name.substr(TemporaryFolder::kPrevious.size());
    if (!fs::exists(fs::symlink_status(place, code))) fs::rename(entry.path(), place, code);
  }
}

}  // namespace

void remove_stale_temporaries(const std::string& parent, FileLayer& layer) noexcept try {
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(parent, code)) {
    const std::optional<pid_t> maker = maker_of(entry.path().filename().native());
    if (!maker || lives_elsewhere(*maker)) continue;
    const int folder = locked(entry.path().native(), LOCK_EX | LOCK_NB);  // held while it goes: see the constructor
    if (folder < 0) continue;
    if (is_own(entry.path())) {
      put_previous_back(entry.path());
      layer.remove_folder(entry.path().native());
    }
    ::close(folder);
  }
} catch (const std::exception&) {
  return;  // out of memory: another time
}

TemporaryFolder::TemporaryFolder(const std::string& beside, FileLayer& layer) : layer_(layer) {
  static std::atomic<unsigned> calls{0};
  const std::string parent = beside.empty() ? std::string(1, '.') : beside;
  std::error_code code;
  if (!fs::is_directory(parent, code)) throw Error("cannot create: no such folder").in(parent);
  remove_stale_temporaries(parent, layer_);
  const std::string stem = (fs::path(parent) / kPrefix).string() + std::to_string(::getpid()) + "-";
  // Between its making and its locking another process may take it for stale: then the lock comes with nothing to it,
  // and another is made. Where a file system knows no locks, the process number alone tells.
  for (int attempt = 0; attempt < 100 && lock_ < 0; ++attempt) {
    do path_ = stem + std::to_string(calls++);
    while (fs::exists(fs::symlink_status(path_, code)));
    layer_.make_folder(path_);
    ::chmod(path_.c_str(), S_IRWXU);  // what grows in it may be for few
    lock_ = locked(path_, LOCK_EX);
    if (lock_ < 0 && fs::exists(path_, code)) break;
  }
  write_mark(path_, kFirstLine);
}

TemporaryFolder::~TemporaryFolder() {
  layer_.remove_folder(path_);
  if (lock_ >= 0) ::close(lock_);
}

std::string TemporaryFolder::file(std::string_view name) const {
  const std::lock_guard lock(names_mutex_);
  if (!name.empty() && names_.emplace(name).second) write_mark(path_, name);
  return (fs::path(path_) / name).string();
}

}  // namespace ballast::files
