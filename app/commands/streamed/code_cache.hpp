// The code file of a run: made, or taken from --cache where one of the same data and options stands there.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "classifiers/codes/code_file.hpp"
#include "engine/files/temporary_folder.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

class CodeCache {
 public:
  // folder: of --cache, made where it is missing; empty: none, and the file goes when this does, beside `out`.
  // data: the file that is learned from; its name is the cache's.
  CodeCache(const std::string& folder, const std::string& data, const std::string& out);

  bool is_kept() const { return !temporary_; }
  const std::string& path() const { return path_; }
  // The file that is there, whole and of this key; nothing where there is none. Says why where it does not fit.
  // Throws Error where something else stands in its place.
  std::unique_ptr<classifiers::CodeFile> find(const std::string& key, Observer& observer) const;

 private:
  std::optional<files::TemporaryFolder> temporary_;
  std::string path_;
};

}  // namespace ballast::app
