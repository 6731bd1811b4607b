#include "engine/files/atomic.hpp"

#include <cassert>
#include <filesystem>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/output_rule.hpp"
#include "engine/files/paths.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

// Runs `work`; an Error out of it names `path`, not the temporary file.
template <class Work>
auto under_name(const std::string& path, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    throw error.in(shown_name(path, Direction::output));
  }
}

}  // namespace

AtomicFile::AtomicFile(std::string path, FileLayer& layer)
    : path_(std::move(path)), target_(follow_links(path_)), layer_(layer), written_(path_) {
  if (path_.empty()) throw Error("the name of the output file is empty");
  under_name(path_, [&] {
    if (!is_stream(path_)) {
      refuse_folder_name(target_);
      temporary_.emplace(fs::path(target_).parent_path().string(), layer_);
      written_ = temporary_->file(fs::path(target_).filename().string());
    }
    file_ = layer_.create(written_);
  });
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  assert(file_);
  under_name(path_, [&] { file_->write(bytes); });
}

void AtomicFile::commit() {
  assert(file_);
  under_name(path_, [&] {
    file_->sync();
    file_->close();
    if (!temporary_) return;
    take_access(written_, target_);
    layer_.rename(written_, target_);
  });
  file_.reset();
  temporary_.reset();
}

void write_atomically(const std::string& path, std::span<const std::byte> bytes, FileLayer& layer) {
  AtomicFile file(path, layer);
  file.write(bytes);
  file.commit();
}

void write_atomically(const std::string& path, std::string_view text, FileLayer& layer) {
  write_atomically(path, std::as_bytes(std::span(text)), layer);
}

}  // namespace ballast::files
