#include "engine/files/written_mark.hpp"

#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/checksum.hpp"

namespace ballast::files {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAttribute = "user.ballast.sha256";
constexpr std::size_t kHexDigits = 64;
constexpr std::string_view kTitle = "# What ballast wrote here";  // how a manifest begins
constexpr std::string_view kRest =
    "; --force replaces it while all is as listed. Check: sha256sum -c .ballast-manifest\n";

std::string checksum_of(const std::string& path) {
  const auto file = system_files().open(path);
  std::vector<std::byte> block(std::size_t{1} << 20);
  Sha256 hash;
  std::size_t size = block.size();
  while (size == block.size()) {
    size = file->read(block);
    hash.update(std::span(block).first(size));
  }
  return to_hex(hash.finish());
}

bool is_sound_archive(const std::string& path) {
  try {
    ArchiveReader::open(path);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// All entries below `folder`, folders too, by name.
std::vector<fs::directory_entry> entries_below(const std::string& folder) {
  std::vector<fs::directory_entry> out;
  std::error_code code;
  for (fs::recursive_directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    out.push_back(*at);
  }
  if (code) throw Error("cannot read the folder: " + code.message()).in(folder);
  std::ranges::sort(out, {}, [](const fs::directory_entry& entry) { return entry.path().native(); });
  return out;
}

std::string name_in(const std::string& folder, const fs::directory_entry& entry) {
  return entry.path().lexically_relative(folder).string();
}

using Checksums = std::map<std::string, std::string, std::less<>>;  // by name

// What the manifest lists; nothing where there is none, or where it is not one of ours.
Checksums read_manifest(const std::string& folder) {
  const std::string path = (fs::path(folder) / kManifestName).string();
  std::error_code code;
  if (!fs::is_regular_file(fs::symlink_status(path, code))) return {};
  const std::vector<std::byte> bytes = system_files().read(path);
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  Checksums out;
  if (!text.starts_with(kTitle)) return out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.size() > kHexDigits + 2 && line[0] != '#') {
      out.emplace(line.substr(kHexDigits + 2), line.substr(0, kHexDigits));
    }
  }
  return out;
}

bool holds_listed(const Checksums& listed, const std::string& folder_name) {
  const auto first = listed.lower_bound(folder_name + "/");
  return first != listed.end() && first->first.starts_with(folder_name + "/");
}

std::string fault_of(const fs::directory_entry& entry, const std::string& name, const Checksums& listed,
                     std::span<const FileId> inputs) {
  const std::string path = entry.path().string();
  const bool is_link = entry.is_symlink();
  if (!is_link && std::ranges::find(inputs, file_id(path).value_or(FileId{})) != inputs.end()) {
    return "which this command reads";
  }
  const auto known = listed.find(name);
  if (!is_link && entry.is_directory()) return holds_listed(listed, name) ? "" : "which ballast did not make there";
  if (known == listed.end() || is_link || !entry.is_regular_file()) return "which ballast did not write there";
  return checksum_of(path) == known->second ? "" : "which was changed since ballast wrote it";
}

}  // namespace

void mark_written(const std::string& path) {
  const std::string checksum = checksum_of(path);
  ::setxattr(path.c_str(), kAttribute, checksum.data(), checksum.size(), 0);
}

bool is_own_work(const std::string& path) {
  std::error_code code;
  if (!fs::is_regular_file(path, code)) return false;
  if (fs::file_size(path, code) == 0 && !code) return true;
  std::array<char, kHexDigits> mark{};
  const ssize_t size = ::getxattr(path.c_str(), kAttribute, mark.data(), mark.size());
  if (size == static_cast<ssize_t>(kHexDigits) && checksum_of(path) == std::string_view(mark.data(), mark.size())) {
    return true;
  }
  return is_sound_archive(path);
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  for (const fs::directory_entry& entry : entries_below(folder)) {
    if (!entry.is_symlink() && entry.is_regular_file()) out.push_back(name_in(folder, entry));
  }
  std::erase(out, kManifestName);
  return out;
}

void write_manifest(const std::string& folder, FileLayer& layer, const std::string& joining) {
  Checksums files;
  for (const std::string& from : {folder, joining}) {
    if (from.empty()) continue;
    for (const std::string& name : files_below(from)) files[name] = checksum_of((fs::path(from) / name).string());
  }
  std::string text(kTitle);
  text += kRest;
  for (const auto& [name, checksum] : files) text.append(checksum).append("  ").append(name).append("\n");
  write_atomically((fs::path(folder) / kManifestName).string(), text, layer);
}

std::optional<Foreign> first_foreign(const std::string& folder, std::span<const FileId> inputs) {
  const Checksums listed = read_manifest(folder);
  for (const fs::directory_entry& entry : entries_below(folder)) {
    const std::string name = name_in(folder, entry);
    if (name == kManifestName && !listed.empty()) continue;
    if (std::string fault = fault_of(entry, name, listed, inputs); !fault.empty()) return Foreign{name, fault};
  }
  return std::nullopt;
}

}  // namespace ballast::files
