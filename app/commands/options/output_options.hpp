// What every command that writes has in common: --force, the rule of engine/files/output.hpp, and where its words go.
// Results that were asked for (--json, tables) go to standard output, unless the output itself does; what was written,
// and how long it took, is told on standard error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {

// --force: the same words in every command. read_with: where the output is optional, the option that names it.
OptionSpec force_option(const char* read_with = "");

// inputs: every file that the command reads; "-" is standard input. Throws Error if two of them are.
files::OutputRule output_rule(const Arguments& arguments, std::vector<std::string> inputs);
// The same of an output of rows, which is CSV: throws Error also if its name says otherwise (.xlsx, .parquet, .table).
files::OutputRule csv_rule(const Arguments& arguments, const std::string& out, std::vector<std::string> inputs);
// The same where --continue goes on in a folder that ballast wrote, as --force would in place of it.
files::OutputRule continued_rule(const Arguments& arguments, std::vector<std::string> inputs);

// Whether `out` is standard output, by whatever name. Throws Error if it is and --json wants it too.
bool takes_standard_output(const std::string& out, const Session& session);

// "wrote OUT: text", unless quiet.
void tell_written(const std::string& out, std::string_view text, Session& session);

}  // namespace ballast::app
