// POSIX: on a disk, calls interrupted by a signal are repeated; waiting for a pipe ends with Stopped. Short reads and
// writes are continued.
#include "engine/files/file_layer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/paths.hpp"

namespace ballast::files {
namespace {

// "cannot write: Permission denied"; a full disk is called so.
[[noreturn]] void fail(const std::string& verb, const std::string& path, int code) {
  if (code == ENOSPC || code == EDQUOT) {
    throw Error("cannot " + verb + ": the disk is full").in(path).hint("free some space, or write to another disk");
  }
  if (code == EISDIR) throw Error("cannot " + verb + ": it is a folder").expected("a file").in(path);
  if (code == ENOENT && verb == "open") throw Error("no such file").in(path);
  if (code == ENOENT) throw Error("cannot " + verb + ": no such folder").in(path);
  if (code == EPIPE) throw ClosedPipe{};
  if (code == EINTR) throw Stopped{};  // while waiting for the other end of a pipe
  throw Error("cannot " + verb + ": " + std::generic_category().message(code)).in(path);
}

template <class Call>
auto repeat_if_interrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

class PosixInput final : public InputFile {
 public:
  explicit PosixInput(const std::string& path)
      : path_(shown_name(path, Direction::input)),
        file_(path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_.get() < 0) fail("open", path_, errno);
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) fail("open", path_, errno);
    if (S_ISDIR(status.st_mode)) fail("read", path_, EISDIR);
    const bool from_start = path != "-" || ::lseek(file_.get(), 0, SEEK_CUR) == 0;
    if (S_ISREG(status.st_mode) && from_start) size_ = static_cast<std::uint64_t>(status.st_size);
  }

  std::size_t read(std::span<std::byte> into) override {
    std::size_t filled = 0;
    while (filled < into.size()) {
      const auto rest = into.subspan(filled);
      const ssize_t got = ::read(file_.get(), rest.data(), rest.size());
      if (got < 0 && errno == EINTR && size_ > 0) continue;
      if (got < 0) fail("read", path_, errno);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

  bool read_at(std::uint64_t offset, std::span<std::byte> into) override {
    if (size_ == 0) return false;  // no regular file, or not from its start
    while (!into.empty()) {
      const ssize_t got = repeat_if_interrupted(
          [&] { return ::pread(file_.get(), into.data(), into.size(), static_cast<off_t>(offset)); });
      if (got < 0) fail("read", path_, errno);
      if (got == 0) return false;
      offset += static_cast<std::uint64_t>(got);
      into = into.subspan(static_cast<std::size_t>(got));
    }
    return true;
  }

  std::uint64_t size_hint() const override { return size_; }

 private:
  std::string path_;
  Descriptor file_;
  std::uint64_t size_ = 0;
};

class PosixOutput final : public OutputFile {
 public:
  explicit PosixOutput(const std::string& path)
      : path_(shown_name(path, Direction::output)), file_(opened(path)), stream_(is_stream(path)) {
    if (file_.get() < 0) fail("create", path_, errno);
  }

  void write(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t put = ::write(file_.get(), bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR && !stream_) continue;
      if (put < 0) fail("write", path_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
  }

  void sync() override {
    // Pipes and devices cannot be synced, and need not.
    const int result = repeat_if_interrupted([&] { return ::fsync(file_.get()); });
    if (result != 0 && errno != EINVAL && errno != EROFS) fail("write", path_, errno);
  }

  void close() override {
    // After EINTR the descriptor is gone on Linux: no second call.
    if (::close(file_.release()) != 0 && errno != EINTR) fail("write", path_, errno);
  }

 private:
  static int opened(const std::string& path) {
    if (const auto stream = stream_number(path, Direction::output)) return ::dup(*stream);
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  }

  std::string path_;
  Descriptor file_;
  bool stream_;
};

// A rename is on the disk only once its folder is. Some file systems cannot sync a folder; that is no failure.
void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() < 0) return;
  if (repeat_if_interrupted([&] { return ::fsync(handle.get()); }) != 0 && errno == EIO) fail("write", path, errno);
}

bool rename_with(const std::string& from, const std::string& to, unsigned flags) {
  return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags) == 0;
}

class PosixFiles final : public FileLayer {
 public:
  std::unique_ptr<InputFile> open(const std::string& path) override { return std::make_unique<PosixInput>(path); }
  std::unique_ptr<OutputFile> create(const std::string& path) override { return std::make_unique<PosixOutput>(path); }
  void rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("put the finished output in place", to, errno);
    sync_folder_of(to);
  }
  bool rename_new(const std::string& from, const std::string& to) override {
    if (rename_with(from, to, RENAME_NOREPLACE)) return sync_folder_of(to), true;
    if (errno == EEXIST) return false;
    struct stat status {};
    if (::lstat(to.c_str(), &status) == 0) return false;  // a file system that cannot look and rename at once
    return rename(from, to), true;
  }
  bool exchange(const std::string& one, const std::string& other) override {
    return rename_with(one, other, RENAME_EXCHANGE) && (sync_folder_of(other), true);
  }
  void remove(const std::string& path) noexcept override { ::unlink(path.c_str()); }
  void make_folder(const std::string& path) override {
    std::error_code code;
    std::filesystem::create_directories(path, code);
    if (code) fail("create the folder", path, code.value());
  }
  void remove_folder(const std::string& path) noexcept override {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

std::vector<std::byte> FileLayer::read(const std::string& path) {
  static constexpr std::size_t kStep = std::size_t{1} << 20;
  const auto file = open(path);
  std::vector<std::byte> bytes(static_cast<std::size_t>(file->size_hint()) + 1);  // one more, to see the end at once
  std::size_t filled = file->read(bytes);
  while (filled == bytes.size()) {
    bytes.resize(bytes.size() + std::max(kStep, bytes.size() / 2));
    filled += file->read(std::span(bytes).subspan(filled));
  }
  bytes.resize(filled);
  return bytes;
}

FileLayer& system_files() {
  static PosixFiles files;
  return files;
}

}  // namespace ballast::files
