// Completions: bash by a function of its own, zsh by its emulation of bash's, fish by one line for each option.
#include "app/commands/parsing/command.hpp"
#include "app/commands/program/manual.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

std::string spaced(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string command_names() {
  std::vector<std::string> out;
  for (const Command* command : all_commands()) out.push_back(command->name);
  out.insert(out.end(), {"help", "version"});
  return spaced(out);
}

std::string option_names(const Command& command) {
  std::vector<std::string> out;
  for (const OptionSpec& option : all_options(command)) out.push_back(std::string("--") + option.name);
  return spaced(out);
}

// One case a command: its options, and the words of those that take some.
std::string bash_case(const Command& command) {
  std::string out = "    " + command.name + ")\n      options='" + option_names(command) + "'\n      case $before in\n";
  for (const OptionSpec& option : all_options(command)) {
    const std::vector<std::string> words = option.values.words();
    if (!words.empty())
      out += std::string("        --") + option.name + ") words='" + spaced(words) + "';;\n";
    else if (!option.is_switch())
      out += std::string("        --") + option.name + ") files=1;;\n";
  }
  return out + "      esac;;\n";
}

std::string bash_script() {
  std::string out =
      "# Completes ballast in bash.\n"
      "_ballast() {\n"
      "  local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options='' words='' files=''\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ] || [ \"$before\" = help ]; then\n"
      "    COMPREPLY=($(compgen -W '" +
      command_names() +
      "' -- \"$now\"))\n"
      "    return\n"
      "  fi\n"
      "  case ${COMP_WORDS[1]} in\n";
  for (const Command* command : all_commands()) out += bash_case(*command);
  return out +
         "  esac\n"
         "  if [ -n \"$words\" ]; then\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$now\"))\n"
         "  elif [ -z \"$files\" ] && [ \"${now#-}\" != \"$now\" ]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$now\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -f -- \"$now\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _ballast ballast\n";
}

std::string fish_script() {
  std::string out = "# Completes ballast in fish.\n";
  for (const Command* command : all_commands()) {
    out += "complete -c ballast -n __fish_use_subcommand -f -a " + command->name + " -d " +
           shell_word(command->summary) + "\n";
    for (const OptionSpec& option : all_options(*command)) {
      out += "complete -c ballast -n '__fish_seen_subcommand_from " + command->name + "' -l " + option.name;
      if (!option.is_switch()) out += " -r";
      if (const std::vector<std::string> words = option.values.words(); !words.empty()) {
        out += " -f -a '" + spaced(words) + "'";
      }
      out += "\n";
    }
  }
  return out;
}

}  // namespace

std::string completions(const std::string& shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return "#compdef ballast\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script();
  if (shell == "fish") return fish_script();
  throw Error("no completions for this shell").expected("bash, zsh or fish").got(shell);
}

}  // namespace ballast::app
