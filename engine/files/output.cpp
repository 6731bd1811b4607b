#include "engine/files/output.hpp"

#include <unistd.h>

#include <cassert>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/output_rule.hpp"
#include "engine/files/written_mark.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
  std::error_code code;
  return fs::exists(fs::symlink_status(path, code));
}

bool is_folder(const std::string& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

bool is_terminal(const std::string& path) {
  if (const auto stream = stream_number(path, Direction::output)) return ::isatty(*stream) != 0;
  std::error_code code;
  return path == "/dev/tty" || (fs::is_character_file(path, code) && path.starts_with("/dev/pts/"));
}

// No link to one.
bool is_folder_itself(const std::string& path) {
  std::error_code code;
  return fs::is_directory(fs::symlink_status(path, code));
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Runs `work`; an Error out of it names `path`, not a temporary file.
template <class Work>
auto naming(const std::string& path, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    throw error.in(path);
  }
}

// The same for work that does more than write: an Error that names another file, or none, is left as it is.
template <class Work>
void naming_own(const std::string& path, const std::string& place, Work&& work) {
  try {
    work();
  } catch (Error& error) {
    if (error.file() != path && !error.file().starts_with(place)) throw;
    throw error.in(path);
  }
}

constexpr const char* kForceHint = "--force replaces what ballast wrote, or choose another name";

// The place was taken while the work went on: both are kept. Returns the name that the output has now.
std::string keep_beside(const std::string& staged, const std::string& target, FileLayer& layer) {
  std::string name = free_name(target);
  while (!layer.rename_new(staged, name)) name = free_name(target);
  return name;
}

// What a folder is put in the place of closes it as it closed the old one, and so do its files of the same names.
void take_access_below(const std::string& staged, const std::string& target) {
  take_access(staged, target);
  std::error_code code;
  for (fs::recursive_directory_iterator at(staged, code), end; !code && at != end; at.increment(code)) {
    const fs::path name = at->path().lexically_relative(staged);
    take_access(at->path().string(), (fs::path(target) / name).string());
  }
}

}  // namespace

Displaced::Displaced(const std::string& wanted, const std::string& place)
    : Error("the name was taken while the work went on: the finished output is " + place) {
  in(wanted);
}

StagedFile::StagedFile(std::string path, const OutputRule& rule, Content content, FileLayer& layer)
    : path_(std::move(path)), target_(follow_links(path_)), force_(rule.force), layer_(layer) {
  if (path_.empty()) throw Error("the name of the output file is empty");
  refuse_input(path_, rule);
  if (content == Content::binary && is_terminal(path_)) {
    throw Error("a model file is no text: it cannot go to a terminal").hint("--out - > FILE, or --out FILE");
  }
  if (is_stream(path_)) return;
  naming(path_, [&] { refuse_folder_name(target_); });
  std::error_code code;
  if (exists(target_) && !fs::is_regular_file(target_, code)) {
    throw Error("cannot write: it is neither a file nor a stream").in(path_);  // a disk, a socket
  }
  refuse_existing();
  naming(path_, [&] { temporary_.emplace(folder_of(target_), layer_); });
}

void StagedFile::refuse_existing() const {
  if (!exists(target_)) return;
  if (!force_) throw Error("the output exists").in(path_).hint(kForceHint);
  if (is_own_work(target_)) return;
  throw Error("--force replaces what ballast wrote: this file is not so, or was changed since")
      .in(path_)
      .hint("choose another name, or remove it yourself");
}

void StagedFile::commit(const std::function<void(const std::string&)>& write) {
  if (!temporary_) return naming_own(shown_name(path_, Direction::output), path_, [&] { write(path_); });
  const std::string staged = temporary_->file(fs::path(path_).filename().string());
  naming_own(path_, temporary_->file(""), [&] { write(staged); });
  naming(path_, [&] {
    mark_written(staged);
    if (layer_.rename_new(staged, target_)) return;
    if (!force_ || !is_own_work(target_)) throw Displaced(path_, keep_beside(staged, target_, layer_));
    take_access(staged, target_);
    layer_.rename(staged, target_);
  });
  temporary_.reset();
}

OutputFolder::OutputFolder(std::string path, const OutputRule& rule, FileLayer& layer)
    : path_(std::move(path)), rule_(rule), layer_(layer) {
  if (path_.empty()) throw Error("the name of the output folder is empty");
  if (is_stream(path_)) throw Error("a stream cannot hold a folder").expected("the name of a folder").got(path_);
  target_ = resolved(path_);
  if (exists(target_) && !is_folder(target_)) {
    throw Error("the output folder cannot be made: a file has this name").in(path_);
  }
  refuse_needed_folder(target_, path_, rule_);
  refuse_existing();
  naming(path_, [&] {
    if (!exists(folder_of(target_))) layer_.make_folder(folder_of(target_));
  });
  stage();
}

void OutputFolder::refuse_existing() const {
  std::error_code code;
  if (!is_folder(target_)) return;
  remove_stale_temporaries(target_, layer_);
  if (fs::is_empty(target_, code)) return;
  if (!rule_.force) throw Error("the output folder is not empty").in(path_).hint(kForceHint);
  const std::optional<Foreign> foreign = first_foreign(target_, ids_of(rule_.inputs));
  if (!foreign) return;
  throw Error(rule_.forced_by + " replaces what ballast wrote: the folder holds " + foreign->name + ", " + foreign->why)
      .in(path_)
      .hint("choose another folder, or move that away");
}

std::string OutputFolder::file(std::string_view name) const {
  return (fs::path(staged()) / name).string();
}

void OutputFolder::make_folder(std::string_view name) {
  naming(path_, [&] { layer_.make_folder(file(name)); });
}

void OutputFolder::reopen() {
  assert(committed_ && !temporary_);
  stage();
}

void OutputFolder::stage() {
  naming(path_, [&] {
    temporary_.emplace(folder_of(target_), layer_);
    layer_.make_folder(staged());
  });
}

void OutputFolder::commit() {
  const std::string wanted = path_;
  naming(wanted, [&] {
    if (committed_) return join();
    write_manifest(staged(), layer_);
    if (!put_in_place()) path_ = target_ = keep_beside(staged(), target_, layer_);
  });
  committed_ = true;
  temporary_.reset();
  if (path_ != wanted) throw Displaced(wanted, path_);
}

bool OutputFolder::put_in_place() {
  std::error_code code;
  if (!exists(target_)) return layer_.rename_new(staged(), target_);
  if (!is_folder_itself(target_)) return false;
  take_access_below(staged(), target_);
  if (!fs::is_empty(target_, code)) return replace();
  layer_.rename(staged(), target_);
  return true;
}

// Looked at once more after they have changed places: nobody can put anything into the old one unseen.
bool OutputFolder::replace() {
  const auto may_go = [&](const std::string& folder) {
    return rule_.force && is_folder_itself(folder) && !first_foreign(folder, ids_of(rule_.inputs));
  };
  if (!may_go(target_)) return false;
  const std::string name = fs::path(target_).filename().string();
  std::string old = staged();
  if (!layer_.exchange(staged(), target_)) {
    old = temporary_->file(std::string(TemporaryFolder::kPrevious) + name);
    layer_.rename(target_, old);
    try {
      layer_.rename(staged(), target_);
    } catch (...) {
      layer_.rename(old, target_);
      throw;
    }
  }
  if (!may_go(old)) layer_.rename(old, free_name(target_));  // it came in the last moment: kept beside
  return true;
}

// The manifest comes first: a name that it lists and that is not there yet is no stranger.
void OutputFolder::join() {
  write_manifest(target_, layer_, staged());
  for (const std::string& name : files_below(staged())) {
    const std::string place = (fs::path(target_) / name).string();
    if (!exists(folder_of(place))) layer_.make_folder(folder_of(place));
    take_access(file(name), place);
    layer_.rename(file(name), place);
  }
}

}  // namespace ballast::files
