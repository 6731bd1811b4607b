// How ballast knows again what it wrote, so that --force replaces nothing else: in a folder by a manifest, a hidden
// file that lists the SHA-256 of all others (`sha256sum -c` reads it); of a single file by the same checksum in the
// extended attribute user.ballast.sha256, which stays with the file when it is moved and no longer fits once it is
// changed. docs/formats.md describes both. A disk without extended attributes keeps no mark: the file is then nobody's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/files/file_layer.hpp"
#include "engine/files/paths.hpp"

namespace ballast::files {

inline constexpr const char* kManifestName = ".ballast-manifest";

// Marks a file as written by ballast, as it is now. Without effect where the file system keeps no attributes.
void mark_written(const std::string& path);
// Whether ballast wrote the file and nothing has changed it since: its mark fits; or it is an archive whose own
// checksum fits; or it is empty, so that nothing is lost with it.
bool is_own_work(const std::string& path);

// Lists all files of `folder` in its manifest, and those of `joining`, which are about to be put there.
void write_manifest(const std::string& folder, FileLayer& layer = system_files(), const std::string& joining = "");
// Their names, below the folder, in order; the manifest apart.
std::vector<std::string> files_below(const std::string& folder);

struct Foreign {
  std::string name;  // below the folder
  std::string why;   // "ballast did not write it"
};
// The first thing in the folder, by name, that is not as its manifest lists it, or that is one of `inputs`; nothing if
// all of it may go. Links are not followed.
std::optional<Foreign> first_foreign(const std::string& folder, std::span<const FileId> inputs = {});

}  // namespace ballast::files
