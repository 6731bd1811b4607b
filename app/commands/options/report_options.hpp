// What `run` and `paper` ask about their report, and its files.
#pragma once

#include "app/commands/parsing/command.hpp"
#include "app/report/page/report_data.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {

// SHA-256 of the bytes on disk, compressed or not. Empty for what is no file (a pipe can be read only once).
std::string checksum_of(const std::string& path);

// The command line as a page shows it, for a shell: without what cannot change a figure (--threads, --out and the like)
// and the options `left_out`.
std::string shown_command(const std::string& command, const Arguments& arguments, std::vector<std::string> left_out);

// --cost-miss, --cost-alarm, --figures, --no-report.
// out_is_optional: they are read only where --out is given.
std::vector<OptionSpec> report_options(bool out_is_optional = false);

struct ReportFiles {
  bool page = false;     // report.html
  bool figures = false;  // its pictures below figures/
  ReportRequest request;
  bool wanted() const { return page || figures; }
};
// `command`: the verb. `data_path`: the file whose checksum the report shows; empty for data made by the program.
ReportFiles read_report_files(const Arguments& arguments, const std::string& command, const std::string& data_path);

}  // namespace ballast::app
