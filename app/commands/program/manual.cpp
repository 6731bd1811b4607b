#include "app/commands/program/manual.hpp"

#include <algorithm>

#include "app/commands/parsing/command.hpp"
#include "app/version.hpp"

namespace ballast::app {
namespace {

// Plain text as roff: nothing in it is a request, and hyphens stay hyphens.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\n') {
      out += "\n";
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// Blank lines part paragraphs.
std::string paragraphs(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    out += ".PP\n" + roff(text.substr(at, end - at)) + "\n";
    at = end + 2;
  }
  return out;
}

std::string option_entry(const OptionSpec& option) {
  std::string out = ".TP\n\\fB\\-\\-" + roff(option.name) + "\\fR";
  if (!option.is_switch()) out += " \\fI" + roff(option.placeholder) + "\\fR";
  return out + "\n" + roff(option_help(option)) + "\n";
}

std::string command_section(const Command& command) {
  std::string out = ".SH \"BALLAST " + command.name + "\"\n.B " + roff(command_synopsis(command)) + "\n" +
                    paragraphs(command.description);
  for (const OptionSection& section : option_sections(command)) {
    if (section.common) continue;
    out += ".SS \"" + roff(section.title) + "\"\n";
    for (const OptionSpec& option : section.options) out += option_entry(option);
  }
  return out + ".SS \"example\"\n.nf\n" + roff(command.example) + "\n.fi\n";
}

}  // namespace

std::string man_page() {
  std::string out = ".TH BALLAST 1 \"\" \"ballast " + roff(kVersion) +
                    "\" \"User Commands\"\n.SH NAME\nballast \\- diffusion models for the rare class of a table, "
                    "judged by classifiers\n.SH SYNOPSIS\n"
                    ".B ballast\n\\fICOMMAND\\fR [\\fIarguments\\fR]\n.SH DESCRIPTION\n" +
                    roff(kAboutBallast) + "\n.SH COMMANDS\n";
  for (const Command* command : all_commands()) {
    out += ".TP\n.B " + roff(command->name) + "\n" + roff(command->summary) + "\n";
  }
  out += ".SH \"COMMON OPTIONS\"\n";
  for (const OptionSpec& option : common_options()) out += option_entry(option);
  for (const Command* command : all_commands()) out += command_section(*command);
  return out + ".SH \"EXIT STATUS\"\n" + roff(kExitStatus) + "\n";
}

}  // namespace ballast::app
