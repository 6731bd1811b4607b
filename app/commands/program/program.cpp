#include "app/commands/program/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <thread>

#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/commands/parsing/synonyms.hpp"
#include "app/commands/program/manual.hpp"
#include "app/commands/program/rank_facts.hpp"
#include "app/revision.hpp"
#include "app/version.hpp"
#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/ranks/alone.hpp"

namespace ballast::app {
namespace {

enum ExitStatus { kDone = 0, kOwnFault = 1, kUserError = 2, kIncomplete = 3, kInterrupted = 130, kClosedPipe = 141 };

const Command& find_command(const std::string& name) {
  std::vector<std::string> names;
  for (const Command* command : all_commands()) {
    if (command->name == name) return *command;
    names.push_back(command->name);
  }
  Error error("unknown command");
  error.got(name);
  const std::string meant = meant_command(name, names);
  error.hint(meant.empty() ? "`ballast --help` lists the commands" : "did you mean " + meant + "?");
  throw error;
}

std::string version_text() {
  return "ballast " + std::string(kVersion) + revision() + "\n";
}

// `ballast help`, `help COMMAND`, `help --man`, `help --completions SHELL`.
std::string help_on(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "--help" : words[0];
  const std::size_t most = what == "--completions" ? 2 : 1;
  if (words.size() > most) throw Error("one word too many").got(words[most]).hint("`ballast help COMMAND`");
  if (what == "--man") return man_page();
  if (what == "--completions") return completions(words.size() > 1 ? words[1] : "");
  if (what == "help" || what == "--help" || what == "-h") return overall_help();
  return command_help(find_command(what));
}

// The ranks of one machine share its cores.
std::size_t thread_count(const Arguments& arguments, const ranks::Ranks& ranks) {
  if (arguments.given("threads")) return arguments.whole("threads");
  return std::max<std::size_t>(1, std::thread::hardware_concurrency() / ranks.on_this_machine());
}

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  return isatty(STDERR_FILENO) != 0 ? ProgressStyle::bar : ProgressStyle::lines;
}

int show(const std::string& text) {
  print(text);
  return kDone;
}

// Whether all ranks are to work on it, and not the first alone.
bool is_for_all(const std::vector<std::string>& words) {
  const std::vector<const Command*> commands = all_commands();
  return !words.empty() && std::ranges::any_of(commands, [&](const Command* command) {
    return command->over_ranks && command->name == words[0];
  });
}

void refuse_stream(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "-" || (i > 0 && words[i - 1] == "--out")) continue;
    throw Error("standard input reaches the first rank alone").hint("give the file by its name");
  }
}

int run_command_with(const Command& command, const std::vector<std::string>& words, ranks::Ranks& ranks) {
  const Arguments arguments(words, all_options(command), command.positionals);
  const bool shows = arguments.flag("help") || arguments.flag("version");
  if (shows && !ranks.is_first()) return kDone;
  if (arguments.flag("help")) return show(command_help(command));
  if (arguments.flag("version")) return show(version_text());
  const std::uint64_t seed = arguments.whole("seed");
  numeric::ThreadPool pool(thread_count(arguments, ranks));
  const bool quiet = arguments.flag("quiet") || !ranks.is_first();
  ProgressObserver observer(progress_style(quiet), [&] { return ranks.failure().has_value(); });
  Session session{seed, arguments.flag("json"), quiet, pool, observer, ranks};
  catch_interrupts();
  if (!ranks.is_alone()) {
    refuse_stream(words);
    require_same(ranks, rank_facts(arguments), observer);
  }
  try {
    command.run(arguments, session);
  } catch (const files::Displaced&) {
    throw;  // names the place
  } catch (const Error& error) {
    if (session.written.empty()) throw;
    throw beside(error, session.written);
  }
  return session.incomplete ? kIncomplete : kDone;
}

int dispatch(const std::vector<std::string>& words, ranks::Ranks& ranks) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return !words.empty() && std::ranges::find(names, words[0]) != names.end();
  };
  if (words.empty() || is_one_of({"--help", "-h"})) return show(overall_help());
  if (is_one_of({"--version", "-V", "version"})) return show(version_text());
  if (words[0] == "help") return show(help_on({words.begin() + 1, words.end()}));
  if (words[0].starts_with("-")) {
    throw Error("unknown option " + words[0]).hint("a command comes first; `ballast --help` lists them");
  }
  return run_command_with(find_command(words[0]), {words.begin() + 1, words.end()}, ranks);
}

// The first rank alone, where the others have nothing to do.
int dispatch_alone(const std::vector<std::string>& words, const ranks::Ranks& ranks) {
  if (!ranks.is_first()) return kDone;
  if (!words.empty() && std::ranges::find(words, "--quiet") == words.end() && !words[0].starts_with("-")) {
    tell("note: `" + words[0] + "` does not work over ranks: the first does it alone\n");
  }
  ranks::Alone alone;
  return dispatch(words, alone);
}

// All ranks end together.
int dispatch_together(const std::vector<std::string>& words, ranks::Ranks& ranks) {
  const int status = is_for_all(words) ? dispatch(words, ranks) : dispatch_alone(words, ranks);
  try {
    ProgressObserver observer(ProgressStyle::none);
    ranks.barrier(observer);
  } catch (const Stopped&) {
    throw StoppedLate{};
  }
  return status;
}

// How the program ends: with a line where something was wrong.
struct Ending {
  int status;
  std::string line;
  bool stopped = false;  // from outside, or by another rank
};

constexpr const char* kInterruptedLine = "interrupted; nothing was written";
constexpr const char* kRanksInterruptedLine = "interrupted, or a rank is gone; nothing was written";

Ending run_words(const std::vector<std::string>& words, ranks::Ranks& ranks) {
  try {
    return {ranks.is_alone() ? dispatch(words, ranks) : dispatch_together(words, ranks), ""};
  } catch (const files::ClosedPipe&) {
    return {kClosedPipe, ""};  // as if the signal had ended it
  } catch (const StoppedLate& late) {
    return {kInterrupted, late.what(), true};
  } catch (const Stopped&) {
    return {kInterrupted, ranks.is_alone() ? kInterruptedLine : kRanksInterruptedLine, true};
  } catch (const Error& error) {
    return {kUserError, error.what()};
  } catch (const std::bad_alloc&) {
    return {kOwnFault, "out of memory"};
  } catch (const std::exception& fault) {
    return {kOwnFault, std::string("internal fault: ") + fault.what()};
  }
}

int complain(const Ending& ending) {
  if (!ending.line.empty()) std::fprintf(stderr, "ballast: %s\n", ending.line.c_str());
  return ending.status;
}

std::string line_of(const ranks::Failure& failure) {
  return "rank " + std::to_string(failure.rank) + " on " + failure.machine + ": " + failure.line;
}

// One line from the first rank, its own or of the rank that failed; from that one if the first does not answer.
int end_all(Ending ending, ranks::Ranks& ranks) {
  if (!ranks.is_first()) {
    ranks.fail(ending.status, ending.line);
    ending.line = "rank " + std::to_string(ranks.rank()) + ": " + ending.line;
  } else if (const std::optional<ranks::Failure> failure = ranks.failure(); ending.stopped && failure) {
    ending = {failure->status, line_of(*failure)};
  }
  complain(ending);
  ranks.end_all(ending.status);
  return ending.status;
}

}  // namespace

std::vector<const Command*> all_commands() {
  return {&demo_command(),    &run_command(),   &survey_command(),  &split_command(),   &convert_command(),
          &schema_command(),  &fit_command(),   &sample_command(),  &impute_command(),  &score_command(),
          &train_command(),   &tune_command(),  &predict_command(), &explain_command(), &evaluate_command(),
          &compare_command(), &audit_command(), &inspect_command(), &export_command(),  &import_command(),
          &toy_command(),     &lab_command(),   &paper_command()};
}

void print(std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0) {
    if (errno == EPIPE) throw files::ClosedPipe{};
    if (errno == EINTR) throw_if_interrupted();
    throw Error("cannot write to standard output").hint("is the disk full?");
  }
}

void tell(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

int run_program(const std::vector<std::string>& words, ranks::Ranks& ranks) {
  std::signal(SIGPIPE, SIG_IGN);  // a write to a pipe that nobody reads fails instead, and all is cleaned up
  std::signal(SIGXFSZ, SIG_IGN);  // so does one beyond the limit of a file's size
  const Ending ending = run_words(words, ranks);
  const bool whole = ending.status == kDone || ending.status == kIncomplete;
  return whole || ranks.is_alone() ? complain(ending) : end_all(ending, ranks);
}

}  // namespace ballast::app
