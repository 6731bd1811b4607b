// The help texts, made of the same specifications that the parser reads, so that the two cannot differ.
#include <algorithm>

#include "app/commands/command.hpp"

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

std::string option_lines(const std::vector<OptionSpec>& options) {
  std::size_t widest = 0;
  const auto head = [](const OptionSpec& option) {
    return "--" + option.name + (option.placeholder.empty() ? "" : " " + option.placeholder);
  };
  for (const OptionSpec& option : options) widest = std::max(widest, head(option).size());
  std::string out;
  for (const OptionSpec& option : options) {
    std::string help = option.help;
    if (option.required) help += " Required.";
    if (!option.fallback.empty()) help += " [" + option.fallback + "]";
    std::string lines = wrapped(help, widest + 4);
    lines.replace(2, head(option).size(), head(option));
    out += lines;
  }
  return out;
}

std::string synopsis(const Command& command) {
  std::string out = "ballast " + command.name;
  for (const std::string& word : command.positionals) out += " " + word;
  for (const OptionSpec& option : command.options) {
    if (option.required) out += " --" + option.name + " " + option.placeholder;
  }
  return out + " [options]";
}

}  // namespace

std::vector<OptionSpec> common_options() {
  return {{"seed", "N", "42", "Everything random follows from it: the same seed gives the same bytes."},
          {"threads", "N", "", "Threads to work with; results do not depend on it. Default: all cores."},
          {"quiet", "", "", "No progress, no notes, no table: only errors."},
          {"json", "", "", "The summary as JSON on standard output, all else on standard error."},
          {"help", "", "", "This text."}};
}

std::vector<OptionSpec> all_options(const Command& command) {
  std::vector<OptionSpec> out = command.options;
  for (const OptionSpec& option : common_options()) out.push_back(option);
  return out;
}

std::string overall_help() {
  std::string out =
      "ballast rights a listing data set: it learns the rare class of a table with a diffusion model, makes\n"
      "new rows of it, trains a random forest and gradient boosting with and without them, and says with\n"
      "honest statistics what that bought.\n\n"
      "usage: ballast COMMAND [arguments]\n\n";
  for (const Command* command : all_commands()) {
    out += "  " + command->name + std::string(10 - command->name.size(), ' ') + command->summary + "\n";
  }
  return out +
         "\nStart with `ballast demo`; then\n"
         "  ballast run DATA.csv --target Class --positive 1 --out study\n"
         "`ballast COMMAND --help` says everything about one command; `ballast --version` the version.\n"
         "Exit status: 0 done, 1 a fault of ballast, 2 something to put right in the call or the data,\n"
         "3 done but for a report or picture that could not be made, 130 interrupted (nothing half-written is left),\n"
         "141 the reader of the output is gone.\n";
}

std::string command_help(const Command& command) {
  std::string out = "usage: " + synopsis(command) + "\n\n" + wrapped(command.description, 0) + "\n";
  if (!command.options.empty()) out += "options\n" + option_lines(command.options) + "\n";
  return out + "common options\n" + option_lines(common_options()) + "\nexample\n" + wrapped(command.example, 2);
}

}  // namespace ballast::app
