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
#include "app/revision.hpp"
#include "app/version.hpp"
#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"

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
  if (what == "--man") return man_page();
  if (what == "--completions") return completions(words.size() > 1 ? words[1] : "");
  if (what == "help" || what == "--help" || what == "-h") return overall_help();
  return command_help(find_command(what));
}

std::size_t thread_count(const Arguments& arguments) {
  if (arguments.given("threads")) return arguments.whole("threads");
  return std::max(1u, std::thread::hardware_concurrency());
}

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  return isatty(STDERR_FILENO) != 0 ? ProgressStyle::bar : ProgressStyle::lines;
}

int show(const std::string& text) {
  print(text);
  return kDone;
}

int run_command_with(const Command& command, const std::vector<std::string>& words) {
  const Arguments arguments(words, all_options(command), command.positionals);
  if (arguments.flag("help")) return show(command_help(command));
  if (arguments.flag("version")) return show(version_text());
  const std::uint64_t seed = arguments.whole("seed");
  numeric::ThreadPool pool(thread_count(arguments));
  ProgressObserver observer(progress_style(arguments.flag("quiet")));
  Session session{seed, arguments.flag("json"), arguments.flag("quiet"), pool, observer};
  catch_interrupts();
  command.run(arguments, session);
  return session.incomplete ? kIncomplete : kDone;
}

int dispatch(const std::vector<std::string>& words) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return !words.empty() && std::ranges::find(names, words[0]) != names.end();
  };
  if (words.empty() || is_one_of({"--help", "-h"})) return show(overall_help());
  if (is_one_of({"--version", "-V", "version"})) return show(version_text());
  if (words[0] == "help") return show(help_on({words.begin() + 1, words.end()}));
  if (words[0].starts_with("-")) {
    throw Error("unknown option " + words[0]).hint("a command comes first; `ballast --help` lists them");
  }
  return run_command_with(find_command(words[0]), {words.begin() + 1, words.end()});
}

int complain(const char* kind, const char* what, int status) {
  std::fprintf(stderr, "ballast: %s%s\n", kind, what);
  return status;
}

}  // namespace

std::vector<const Command*> all_commands() {
  return {&demo_command(),    &run_command(),      &survey_command(),  &split_command(),   &fit_command(),
          &sample_command(),  &impute_command(),   &score_command(),   &train_command(),   &predict_command(),
          &explain_command(), &evaluate_command(), &compare_command(), &inspect_command(), &export_command(),
          &import_command(),  &toy_command(),      &lab_command(),     &paper_command()};
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

int run_program(const std::vector<std::string>& words) {
  std::signal(SIGPIPE, SIG_IGN);  // a write to a pipe that nobody reads fails instead, and all is cleaned up
  try {
    return dispatch(words);
  } catch (const files::ClosedPipe&) {
    return kClosedPipe;  // as if the signal had ended it
  } catch (const StoppedLate& late) {
    return complain("", late.what(), kInterrupted);
  } catch (const Stopped&) {
    return complain("", "interrupted; nothing was written", kInterrupted);
  } catch (const Error& error) {
    return complain("", error.what(), kUserError);
  } catch (const std::bad_alloc&) {
    return complain("", "out of memory", kOwnFault);
  } catch (const std::exception& fault) {
    return complain("internal fault: ", fault.what(), kOwnFault);
  }
}

}  // namespace ballast::app
