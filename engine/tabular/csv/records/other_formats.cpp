// The signatures are those of the formats' own specifications, and of file(1).
#include "engine/tabular/csv/records/other_formats.hpp"

#include <algorithm>
#include <array>

#include "engine/error.hpp"

namespace ballast::tabular::csv {
namespace {

struct Signature {
  std::string_view bytes, what, to_do;
};

constexpr std::string_view kSave = "save the table as CSV", kUnpack = "unpack it first";
constexpr std::string_view kArchive =
    "\x89"
    "BLST";
constexpr std::array<Signature, 21> kSignatures{{
    {"PK\x03\x04", "an Excel workbook, or another zip archive", "save the sheet as CSV, or unpack the archive"},
    {"\xd0\xcf\x11\xe0", "an Excel workbook", "save the sheet as CSV"},
    {"PAR1", "a Parquet file", kSave},
    {"ARROW1", "an Arrow file", kSave},
    {"Obj\x01", "an Avro file", kSave},
    {"SQLite format 3", "an SQLite database", kSave},
    {"\x89HDF", "an HDF5 file", kSave},
    {"\x93NUMPY", "a NumPy array", kSave},
    {"\x80\x02", "a Python pickle", kSave},
    {"\x80\x03", "a Python pickle", kSave},
    {"\x80\x04", "a Python pickle", kSave},
    {"\x80\x05", "a Python pickle", kSave},
    {"RDX", "an R data file", kSave},
    {"\x89"
     "BTAB",
     "a ballast table file", "give it by its name: it is no stream of lines"},
    {"%PDF", "a PDF document", kSave},
    {"\x1f\x8b", "gzip data inside gzip", "unpack it once"},
    {"BZh", "a bzip2 file", kUnpack},
    {"\xfd"
     "7zXZ",
     "an xz file", kUnpack},
    {"\x28\xb5\x2f\xfd", "a Zstandard file", kUnpack},
    {"7z\xbc\xaf", "a 7z archive", kUnpack},
    {"Rar!", "a RAR archive", kUnpack},
}};

bool begins(std::string_view text, std::string_view small) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return text.size() >= small.size() && std::ranges::equal(text.substr(0, small.size()), small, {}, lower);
}

Signature archive(std::string_view text) {
  constexpr std::size_t kKind = 28;  // docs/formats.md: behind magic, version, entries, size and the kind's length
  if (text.size() > kKind && text.substr(kKind).starts_with("generator")) {
    return {{}, "a ballast generator", "`ballast sample` writes rows of it; train --added-from takes it as it is"};
  }
  return {{}, "a ballast model", "a table of rows is wanted here"};
}

// Text that is marked up.
Signature marked_up(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  for (const std::string_view tag : {"<!doctype", "<html", "<head", "<body", "<table", "<?xml"}) {
    if (begins(text, tag)) return {tag, "a web page or XML", "download the file itself, or save the table as CSV"};
  }
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return {};
  const std::string_view rest = text.substr(1);
  const std::size_t next = rest.find_first_not_of(" \t\r\n");
  const bool json =
      next == std::string_view::npos || std::string_view("{[\"").find(rest[next]) != std::string_view::npos;
  return json ? Signature{"{", "JSON", kSave} : Signature{};
}

}  // namespace

void refuse_other_formats(std::string_view text, const std::string& file) {
  Signature found;
  const auto* const known =
      std::ranges::find_if(kSignatures, [&](const Signature& each) { return text.starts_with(each.bytes); });
  constexpr std::size_t kTar = 257;  // where POSIX tar names itself
  if (text.starts_with(kArchive)) {
    found = archive(text);
  } else if (known != kSignatures.end()) {
    found = *known;
  } else if (text.size() > kTar && text.substr(kTar).starts_with("ustar")) {
    found = {"ustar", "a tar archive", kUnpack};
  } else {
    found = marked_up(text);
  }
  if (found.what.empty()) return;
  throw Error("not a CSV file, but " + std::string(found.what)).in(file).hint(std::string(found.to_do));
}

}  // namespace ballast::tabular::csv
