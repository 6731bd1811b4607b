#include "engine/files/atomic.hpp"

#include <unistd.h>

#include <atomic>
#include <cassert>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/error.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

// The place a path leads to: a link is followed, so that the link stays and its target is replaced.
std::string follow_links(const std::string& path) {
  std::error_code code;
  if (!fs::is_symlink(path, code)) return path;
  const fs::path target = fs::weakly_canonical(path, code);
  return code ? path : target.string();
}

bool is_device(const std::string& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

bool is_folder(const std::string& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

// A name beside `path` that no other process and no other call of this one uses; hidden, so that a pattern like *.csv
// does not find it.
std::string temporary_beside(const std::string& path, std::string_view purpose) {
  static std::atomic<unsigned> calls{0};
  const fs::path target(path);
  std::string name(".");
  name.append(target.filename().string()).append(".").append(purpose);
  name.append("-").append(std::to_string(::getpid())).append("-").append(std::to_string(calls++));
  return (target.parent_path() / name).string();
}

void refuse_folder(const std::string& path) {
  if (is_folder(path)) throw Error("cannot write: it is a folder").expected("the name of a file").in(path);
}

// Runs `work`; an Error out of it names `path`, not the temporary file.
template <class Work>
auto under_name(const std::string& path, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    error.in(path);
    throw;
  }
}

}  // namespace

AtomicFile::AtomicFile(std::string path, FileLayer& layer)
    : path_(std::move(path)), target_(follow_links(path_)), layer_(layer) {
  if (path_.empty()) throw Error("the name of the output file is empty");
  refuse_folder(target_);
  temporary_ = is_device(path_) ? path_ : temporary_beside(target_, "tmp");
  file_ = under_name(path_, [&] { return layer_.create(temporary_); });
}

AtomicFile::~AtomicFile() {
  if (done_) return;
  file_.reset();
  if (temporary_ != path_) layer_.remove(temporary_);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  assert(!done_);
  under_name(path_, [&] { file_->write(bytes); });
}

void AtomicFile::commit() {
  assert(!done_);
  under_name(path_, [&] {
    file_->sync();
    file_->close();
    if (temporary_ != path_) layer_.rename(temporary_, target_);
  });
  done_ = true;
}

void write_atomically(const std::string& path, std::span<const std::byte> bytes, FileLayer& layer) {
  AtomicFile file(path, layer);
  file.write(bytes);
  file.commit();
}

void write_atomically(const std::string& path, std::string_view text, FileLayer& layer) {
  write_atomically(path, std::as_bytes(std::span(text)), layer);
}

void probe_output(const std::string& path) {
  AtomicFile opened_and_dropped(path);
}

OutputFolder::OutputFolder(std::string path, bool force, FileLayer& layer)
    : path_(std::move(path)), force_(force), layer_(layer) {
  if (path_.empty()) throw Error("the name of the output folder is empty");
  target_ = fs::absolute(follow_links(path_)).lexically_normal().string();
  if (target_.size() > 1 && target_.back() == '/') target_.pop_back();  // "out/" means "out"
  std::error_code code;
  if (fs::exists(target_, code) && !is_folder(target_)) {
    throw Error("the output folder cannot be made: a file has this name").in(path_);
  }
  refuse_content();
  const std::string wanted = temporary_beside(target_, "tmp");
  under_name(path_, [&] { layer_.make_folder(wanted); });
  staging_ = wanted;
}

void OutputFolder::refuse_content() const {
  std::error_code code;
  if (!force_ && is_folder(target_) && !fs::is_empty(target_, code)) {
    throw Error("the output folder is not empty").in(path_).hint("--force replaces it, or choose another folder");
  }
}

OutputFolder::~OutputFolder() {
  if (!committed_) layer_.remove_folder(staging_);
}

std::string OutputFolder::file(std::string_view name) const {
  return (fs::path(staging_) / name).string();
}

void OutputFolder::commit() {
  assert(!committed_);
  refuse_content();  // it may have come in the meantime
  under_name(path_, [&] {
    if (!is_folder(target_)) return layer_.rename(staging_, target_);
    const std::string old = temporary_beside(target_, "old");
    layer_.rename(target_, old);
    try {
      layer_.rename(staging_, target_);
    } catch (...) {
      layer_.rename(old, target_);
      throw;
    }
    layer_.remove_folder(old);
  });
  committed_ = true;
}

}  // namespace ballast::files
