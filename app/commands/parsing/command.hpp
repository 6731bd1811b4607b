// Command: one verb of the program: what its help says, what it accepts, and the function that does it. A command reads
// its arguments, calls the library and shows what comes back; it computes nothing of its own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/parsing/arguments.hpp"
#include "app/terminal/progress.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

// What every command has at hand.
struct Session {
  std::uint64_t seed = 42;
  bool json = false;   // the summary goes to stdout as JSON
  bool quiet = false;  // no progress, no notes, no table
  numeric::ThreadPool& pool;
  ProgressObserver& observer;
  ranks::Ranks& ranks;                    // who else works on it; the first alone prints and writes
  bool incomplete = false;                // a report or picture could not be made; results are whole: exit status 3
  std::vector<std::string> written = {};  // outputs in place, as the user named them
};

struct Command {
  std::string name;
  std::string summary;                   // for the list of commands
  std::string description;               // what it does, and what is written; blank lines part paragraphs
  std::vector<std::string> positionals;  // "DATA.csv"
  std::vector<OptionSpec> options;       // its own; the common ones are added
  std::string example;
  void (*run)(const Arguments&, Session&);
  bool over_ranks = false;  // all ranks run it, else the first alone
};

const Command& demo_command();
const Command& run_command();
const Command& survey_command();
const Command& split_command();
const Command& convert_command();
const Command& schema_command();
const Command& fit_command();
const Command& sample_command();
const Command& impute_command();
const Command& score_command();
const Command& train_command();
const Command& tune_command();
const Command& predict_command();
const Command& evaluate_command();
const Command& compare_command();
const Command& audit_command();
const Command& explain_command();
const Command& inspect_command();
const Command& export_command();
const Command& import_command();
const Command& toy_command();
const Command& paper_command();
const Command& lab_command();

std::vector<const Command*> all_commands();

// --seed, --threads, --quiet, --json, --help, --version.
std::vector<OptionSpec> common_options();
// The command's own options and the common ones.
std::vector<OptionSpec> all_options(const Command& command);

// The options in sections by what reads them, the common ones last.
struct OptionSection {
  std::string title;
  std::vector<OptionSpec> options;
  bool common;
};
std::vector<OptionSection> option_sections(const Command& command);

inline constexpr const char* kAboutBallast =
    "ballast learns the rare class of a table with a diffusion model, generates new rows of it, trains a random forest "
    "and gradient boosting with and without them, and says with honest statistics what that bought.";
inline constexpr const char* kExitStatus =
    "Exit status: 0 done, 1 a fault of ballast, 2 something to put right in the call or the data, 3 done but for a "
    "report, picture or table of a survey that could not be made, 130 interrupted (nothing half-written is left), "
    "141 the reader of the output is gone.";

std::string command_synopsis(const Command& command);  // "ballast fit DATA.csv --target NAME ... [options]"
std::string option_help(const OptionSpec& option);     // its help, range and default
std::string overall_help();
std::string command_help(const Command& command);

// Prints to standard output, and throws Error when that fails (a full disk behind a redirection).
void print(std::string_view text);
// Prints to standard error: what was done, where it is, how long it took.
void tell(std::string_view text);

}  // namespace ballast::app
