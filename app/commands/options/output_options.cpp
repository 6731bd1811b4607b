#include "app/commands/options/output_options.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

std::vector<std::string> home_folder() {
  const char* const home = std::getenv("HOME");
  if (home == nullptr) return {};
  return {home};
}

}  // namespace

OptionSpec force_option(const char* read_with) {
  return {"force",
          "",
          "",
          "Replace an output that exists, if ballast wrote it and nothing has changed or joined it since. Inputs and "
          "anything else are never replaced.",
          {},
          read_with};
}

files::OutputRule output_rule(const Arguments& arguments, std::vector<std::string> inputs) {
  files::refuse_two_streams(inputs);
  return {.force = arguments.flag("force"), .inputs = std::move(inputs), .kept = home_folder()};
}

files::OutputRule csv_rule(const Arguments& arguments, const std::string& out, std::vector<std::string> inputs) {
  for (const std::string_view other :
       {".xlsx", ".xls", ".ods", ".parquet", ".feather", ".json", ".jsonl", ".table", ".ballast"}) {
    if (!out.ends_with(other)) continue;
    Error error("--out: rows are written as CSV, and the name says otherwise");
    error.expected("a name that ends with .csv or .csv.gz").got(out);
    if (other == ".table") error.hint("`ballast convert` makes a table file of CSV");
    throw error;
  }
  return output_rule(arguments, std::move(inputs));
}

files::OutputRule continued_rule(const Arguments& arguments, std::vector<std::string> inputs) {
  files::OutputRule out = output_rule(arguments, std::move(inputs));
  if (out.force || !arguments.flag("continue")) return out;
  out.force = true;
  out.forced_by = "--continue";
  return out;
}

bool takes_standard_output(const std::string& out, const Session& session) {
  if (files::stream_number(out, files::Direction::output) != STDOUT_FILENO) return false;
  if (session.json) throw Error("--json and --out both want standard output").got(out).hint("--out FILE");
  return true;
}

void tell_written(const std::string& out, std::string_view text, Session& session) {
  session.observer.clear();
  const std::string name = one_line(files::shown_name(out, files::Direction::output));
  if (std::ranges::find(session.written, out) == session.written.end() &&
      !files::stream_number(out, files::Direction::output)) {
    session.written.push_back(out);
  }
  if (session.quiet) return;
  tell("wrote " + name + ": " + std::string(text) + "\n");
}

}  // namespace ballast::app
