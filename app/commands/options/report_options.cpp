#include "app/commands/options/report_options.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/files/checksum.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

// Of the bytes on disk, compressed or not. None for a pipe, which can be read only once.
std::string checksum_of(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return "";
  const auto file = files::system_files().open(path);
  std::vector<std::byte> block(std::size_t{1} << 20);
  files::Sha256 hash;
  std::size_t size = block.size();
  while (size == block.size()) {
    size = file->read(block);
    hash.update(std::span(block).first(size));
  }
  return files::to_hex(hash.finish());
}

}  // namespace

std::vector<OptionSpec> report_options(bool out_is_optional) {
  const char* const folder = out_is_optional ? "out" : "";
  return {{"no-report", "", "", "Leave report.html out.", {}, folder},
          {"figures", "", "", "Also write the pictures of the report as SVG files, into figures/.", {}, folder}};
}

ReportFiles read_report_files(const Arguments& arguments, const std::string& command, const std::string& data_path) {
  ReportFiles out{.page = !arguments.flag("no-report"), .figures = arguments.flag("figures"), .request = {}};
  out.request.default_costs = !arguments.given("cost-miss") && !arguments.given("cost-alarm");
  out.request.command = "ballast " + command;
  for (const std::string& word :
       arguments.words_without({"out", "force", "threads", "quiet", "json", "figures", "write-splits"})) {
    out.request.command.append(" ").append(shell_word(word));
  }
  out.request.command += " --out FOLDER";
  if (out.page) out.request.checksum = checksum_of(data_path);
  return out;
}

}  // namespace ballast::app
