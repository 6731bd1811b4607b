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

page::Costs read_costs(const Arguments& arguments) {
  page::Costs out{arguments.real("cost-miss"), arguments.real("cost-alarm")};
  if (out.miss > 0 || out.alarm > 0) return out;
  throw Error("--cost-miss and --cost-alarm are both 0: every threshold is as good");
}

}  // namespace

std::vector<OptionSpec> report_options(bool out_is_optional) {
  constexpr Range kCost = closed_range(0, 1e9);
  const char* const folder = out_is_optional ? "out" : "";
  const char* const report = out_is_optional ? "out & !no-report | figures" : "!no-report | figures";
  return {{"no-report", "", "", "Leave report.html out.", {}, folder},
          {"figures", "", "", "Also write the pictures of the report as SVG files, into figures/.", {}, folder},
          {"cost-miss", "X", 10.0, "Of the report: what a missed positive costs.", kCost, report},
          {"cost-alarm", "X", 1.0, "Of the report: what a false alarm costs.", kCost, report}};
}

ReportFiles read_report_files(const Arguments& arguments, const std::string& command, const std::string& data_path) {
  ReportFiles out{.page = !arguments.flag("no-report"), .figures = arguments.flag("figures"), .request = {}};
  out.request.costs = read_costs(arguments);
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
