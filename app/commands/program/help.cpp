// The help texts, made of the same specifications that the parser reads, so that the two cannot differ.
#include <algorithm>

#include "app/commands/parsing/command.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kWidth = 100;

// `text` wrapped at kWidth, each line behind `indent` spaces; line breaks in the text stay.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out, line;
  const auto end_line = [&] {
    out += (line.empty() ? "" : std::string(indent, ' ') + line) + "\n";
    line.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!line.empty() && indent + line.size() + 1 + word.size() > kWidth) end_line();
    line += (line.empty() || word.empty() ? "" : " ") + word;
    if (end < text.size() && text[end] == '\n') end_line();
    at = end + 1;
  }
  if (!line.empty()) end_line();
  return out;
}

std::string head_of(const OptionSpec& option) {
  return std::string("--") + option.name + (option.is_switch() ? "" : " ") + option.placeholder;
}

std::string option_lines(const std::vector<OptionSpec>& options, std::size_t widest) {
  std::string out;
  for (const OptionSpec& option : options) {
    const std::string head = head_of(option);
    std::string lines = wrapped(option_help(option), widest + 4);
    lines.replace(2, head.size(), head);
    out += lines;
  }
  return out;
}

std::size_t widest_head(const std::vector<OptionSpec>& options) {
  std::size_t out = 0;
  for (const OptionSpec& option : options) out = std::max(out, head_of(option).size());
  return out;
}

}  // namespace

std::string option_help(const OptionSpec& option) {
  std::string out = option.help;
  if (const std::string values = option.values.help(); !values.empty()) out += " (" + values + ")";
  if (option.is_required()) out += " Required.";
  if (const std::string fallback = option.fallback.text(); !fallback.empty()) out += " [" + fallback + "]";
  return out;
}

std::string command_synopsis(const Command& command) {
  std::string out = "ballast " + command.name;
  for (const std::string& word : command.positionals) out += " " + word;
  for (const OptionSpec& option : command.options) {
    if (option.is_required()) out += std::string(" --") + option.name + " " + option.placeholder;
  }
  return out + " [options]";
}

std::vector<OptionSpec> common_options() {
  return {
      {"seed", "N", "42", "Everything random follows from it: the same seed gives the same bytes.", whole_at_least(0)},
      {"threads", "N", "", "Threads to work with; results do not depend on it. Default: all cores.",
       whole_range(1, 1024)},
      {"quiet", "", "", "No progress and no notes; of commands that write files no table either."},
      {"json", "", "", "The summary as JSON on standard output, all else on standard error."},
      {"help", "", "", "This text; -h too."},
      {"version", "", "", "The version of the program; -V too."}};
}

std::vector<OptionSpec> all_options(const Command& command) {
  std::vector<OptionSpec> out = command.options;
  for (const OptionSpec& option : common_options()) out.push_back(option);
  return out;
}

std::vector<OptionSection> option_sections(const Command& command) {
  std::vector<OptionSection> out{{"options", {}, false}};
  const auto is_option = [&](const std::string& name) {
    return std::ranges::any_of(command.options, [&](const OptionSpec& option) { return option.name == name; });
  };
  for (const OptionSpec& option : command.options) {
    std::string title;
    for (const Clause& clause : parse_condition(option.read_with)) {
      title += (title.empty() ? "options read " : " and ") + clause_text(clause, is_option);
    }
    if (title.empty()) title = "options";
    auto section = std::ranges::find(out, title, &OptionSection::title);
    if (section == out.end()) section = out.insert(out.end(), {title, {}, false});
    section->options.push_back(option);
  }
  if (out[0].options.empty()) out.erase(out.begin());
  out.push_back({"common options", common_options(), true});
  return out;
}

std::string overall_help() {
  std::string out = wrapped(kAboutBallast, 0) + "\nusage: ballast COMMAND [arguments]\n\n";
  for (const Command* command : all_commands()) {
    out += "  " + command->name + std::string(10 - command->name.size(), ' ') + command->summary + "\n";
  }
  return out +
         "\nStart with `ballast demo`; then\n"
         "  ballast run DATA.csv --target Class --positive 1 --out study\n"
         "`ballast COMMAND --help` says everything about one command, `ballast --version` the version,\n"
         "`ballast help --man` gives the man page, `ballast help --completions bash` (zsh, fish) completions.\n\n" +
         wrapped(kExitStatus, 0);
}

std::string command_help(const Command& command) {
  const std::size_t widest = widest_head(all_options(command));
  std::string out = "usage: " + command_synopsis(command) + "\n\n" + wrapped(command.description, 0);
  for (const OptionSection& section : option_sections(command)) {
    out += "\n" + section.title + "\n" + option_lines(section.options, widest);
  }
  return out + "\nexample\n" + wrapped(command.example, 2);
}

}  // namespace ballast::app
