#include "app/commands/options/report_options.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/files/checksum.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {

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

std::string shown_command(const std::string& command, const Arguments& arguments, std::vector<std::string> left_out) {
  for (const char* option : {"out", "force", "threads", "quiet", "json"}) left_out.emplace_back(option);
  std::string out = "ballast " + command;
  for (const std::string& word : arguments.words_without(left_out)) out.append(" ").append(shell_word(word));
  return out + " --out FOLDER";
}

std::vector<OptionSpec> report_options(bool out_is_optional) {
  const char* const folder = out_is_optional ? "out" : "";
  return {{"no-report", "", "", "Leave report.html out.", {}, folder},
          {"figures", "", "", "Also write the pictures of the report as SVG files, into figures/.", {}, folder}};
}

ReportFiles read_report_files(const Arguments& arguments, const std::string& command, const std::string& data_path) {
  ReportFiles out{.page = !arguments.flag("no-report"), .figures = arguments.flag("figures"), .request = {}};
  out.request.default_costs = !arguments.given("cost-miss") && !arguments.given("cost-alarm");
  out.request.command = shown_command(command, arguments, {"figures", "write-splits"});
  if (out.page) out.request.checksum = checksum_of(data_path);
  return out;
}

}  // namespace ballast::app
