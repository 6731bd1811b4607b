// A cache is trusted once each block has been held against its checksum.
#include "app/commands/streamed/code_cache.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/output.hpp"
#include "engine/files/paths.hpp"

namespace ballast::app {
namespace {

void check_all(const classifiers::CodeFile& file, Observer& observer) {
  const classifiers::CodeShape& shape = file.shape();
  std::vector<std::uint8_t> block(std::min(shape.block_rows, shape.rows) * shape.row_bytes());
  for (std::size_t b = 0; b < shape.blocks(); ++b) {
    observer.step({.phase = "check the cache", .done = b, .total = shape.blocks()});
    file.read_block(b, block);
  }
}

}  // namespace

CodeCache::CodeCache(const std::string& folder, const std::string& data, const std::string& out) {
  const std::filesystem::path at = files::is_stream(out) ? std::filesystem::path() : std::filesystem::path(out);
  if (folder.empty()) {
    temporary_.emplace(at.parent_path().string());
    path_ = temporary_->file("rows.codes");
    return;
  }
  files::system_files().make_folder(folder);
  files::remove_stale_temporaries(folder);  // where the cache is there already, none is made that would
  path_ = (std::filesystem::path(folder) / (std::filesystem::path(data).filename().string() + ".codes")).string();
  files::refuse_same_output(out, path_);
}

std::unique_ptr<classifiers::CodeFile> CodeCache::find(const std::string& key, Observer& observer) const {
  std::error_code fault;
  if (!is_kept() || !std::filesystem::exists(path_, fault)) return nullptr;
  if (!classifiers::is_code_file(path_)) {
    throw Error("--cache: a file that is no cache stands in its place")
        .in(path_)
        .hint("name another folder, or remove the file");
  }
  try {
    auto file = std::make_unique<classifiers::CodeFile>(path_);
    if (file->key() != key) {
      observer.note("the cache " + path_ + " is of other data or options: it is made anew");
      return nullptr;
    }
    check_all(*file, observer);
    observer.note("codes are taken from the cache " + path_);
    return file;
  } catch (const Error& error) {
    observer.note("the cache is made anew: " + std::string(error.what()));
    return nullptr;
  }
}

}  // namespace ballast::app
