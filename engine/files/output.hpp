// The outputs of commands: one file or one folder, under one rule, appearing whole or not at all.
//
// The rule, for both: an output that exists is refused before any work. With `force` it is replaced if ballast wrote it
// and nothing has changed or joined it since (written_mark.hpp), else refused. Inputs, the folders above them, the
// working folder and those above it are refused always, by whatever links or spelling they are named.
//
// Both are made before the work and hold a hidden temporary folder beside their place (temporary_folder.hpp): what can
// be known to fail fails then. If something else takes the place while the work goes on, commit() keeps both: the
// output gets the name with ".1" behind it, and an Error says so. What replaces has the permissions, and where the
// system allows the owner, of what was there; new files and folders follow the umask.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/files/temporary_folder.hpp"

namespace ballast::files {

struct OutputRule {
  bool force = false;
  std::string forced_by = "--force";     // the option that says so
  std::vector<std::string> inputs = {};  // what the command reads; "-" is standard input
  std::vector<std::string> kept = {};    // folders that are never an output, nor are those above them
};

// The output is whole, but in another place than was wanted.
class Displaced : public Error {
 public:
  Displaced(const std::string& wanted, const std::string& place);
};

enum class Content : std::uint8_t { text, binary };

// One file. Streams (-, /dev/stdout, /dev/fd/N), pipes and character devices are written to as they are.
class StagedFile {
 public:
  // Throws Error: exists (see above), is a folder, a disk or an input, cannot be created there; `binary` and a
  // terminal.
  StagedFile(std::string path, const OutputRule& rule, Content content = Content::text,
             FileLayer& layer = system_files());

  // write(place) writes the file to `place`, whose name ends as that of the output; then it is put in its place.
  // On any failure nothing changes there, and an Error names the output, or the other file that it is about.
  void commit(const std::function<void(const std::string&)>& write);
  const std::string& path() const { return path_; }  // as given

 private:
  void refuse_existing() const;

  std::string path_, target_;  // as given, with links followed
  bool force_;
  FileLayer& layer_;
  std::optional<TemporaryFolder> temporary_;  // none for a stream
};

// A folder: files are written at file(name), and commit() puts all of them in place with a manifest.
class OutputFolder {
 public:
  // Missing folders above it are made. Throws Error: see above, is a file, cannot be created.
  OutputFolder(std::string path, const OutputRule& rule, FileLayer& layer = system_files());

  // The path of a file called `name` in the folder that is to be; "figures/a.svg" needs make_folder("figures").
  std::string file(std::string_view name) const;
  void make_folder(std::string_view name);
  // Throws Displaced where the place was taken: path() is the new one then, and the folder is committed all the same.
  void commit();
  // After commit(): more files may be written at file(name), and the next commit() lets them join those in place, where
  // they replace files of the same name.
  void reopen();
  const std::string& path() const { return path_; }  // as given, or where it is now

 private:
  void refuse_existing() const;
  void stage();
  bool put_in_place();  // false: the place is taken
  bool replace();
  void join();
  std::string staged() const { return temporary_->file(kStaged); }

  static constexpr std::string_view kStaged = "new";
  std::string path_, target_;  // as given, resolved
  OutputRule rule_;
  FileLayer& layer_;
  bool committed_ = false;
  std::optional<TemporaryFolder> temporary_;
};

// Throws Error if two outputs of one command are one file.
void refuse_same_output(const std::string& path, const std::string& other);
// Throws Error if more than one of the inputs is standard input, which can be read once.
void refuse_two_streams(const std::vector<std::string>& inputs);

}  // namespace ballast::files
