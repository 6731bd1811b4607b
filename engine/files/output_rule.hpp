// What no output may be, --force or not; output.hpp states the rule. Internal to engine/files.
#pragma once

#include <string>
#include <vector>

#include "engine/files/output.hpp"
#include "engine/files/paths.hpp"

namespace ballast::files {

// Throws Error if the file at `path` is one of the inputs.
void refuse_input(const std::string& path, const OutputRule& rule);
// Throws Error if the folder `target`, which exists, is the working folder or one that is kept, lies above one of them,
// holds an input, or is a mount point, which no rename can replace. `path`: as the user wrote it.
void refuse_needed_folder(const std::string& target, const std::string& path, const OutputRule& rule);

// Of the inputs that are there.
std::vector<FileId> ids_of(const std::vector<std::string>& inputs);

// Gives the file or folder at `path` the permissions of the one at `from`, whose place it takes, and its owner where
// the system allows; never more than it had. Without effect where they are not of one kind.
void take_access(const std::string& path, const std::string& from);

// "out.1", "out.2", ...: the first that is free. For what has lost its place to another.
std::string free_name(const std::string& taken);

}  // namespace ballast::files
