// Where outputs grow until they are whole: a hidden folder ".ballast-tmp-PID-N" beside the place they go to, so that a
// rename puts them there. Its maker holds a lock on it; a folder whose lock is free and whose process is gone is what a
// killed run left, and the next one made beside it removes it: if it holds nothing but what its maker wrote down in it
// (the file ".ballast-names") and such folders in turn, so that what somebody else put there stays.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

class TemporaryFolder {
 public:
  // In `parent`, which must exist; "" is the working folder. Throws Error naming `parent`.
  explicit TemporaryFolder(const std::string& parent, FileLayer& layer = system_files());
  ~TemporaryFolder();  // removes it with what is in it
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  // The path of something called `name` in it, which is written down as the maker's. Threads: any.
  std::string file(std::string_view name) const;

  // What a swap of two folders moves aside where the system cannot swap them at once: file(kPrevious + name) is put
  // back as `parent`/name by the next run if this one is killed between its two renames.
  static constexpr std::string_view kPrevious = "previous-";

 private:
  std::string path_;
  FileLayer& layer_;
  int lock_ = -1;  // descriptor; the lock goes with it
  mutable std::mutex names_mutex_;
  mutable std::set<std::string, std::less<>> names_;  // written down
};

// Removes what killed runs left in `parent`. Never fails: what cannot be removed stays.
void remove_stale_temporaries(const std::string& parent, FileLayer& layer = system_files()) noexcept;

}  // namespace ballast::files
