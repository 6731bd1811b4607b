#include "app/commands/parsing/command_line.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "app/commands/parsing/synonyms.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

namespace po = boost::program_options;

const OptionSpec* find(const std::vector<OptionSpec>& options, std::string_view name) {
  const auto at = std::ranges::find_if(options, [&](const OptionSpec& option) { return option.name == name; });
  return at == options.end() ? nullptr : &*at;
}

po::options_description describe(const std::vector<OptionSpec>& options) {
  po::options_description out;
  for (const OptionSpec& option : options) {
    if (option.is_switch()) {
      out.add_options()(option.name, po::bool_switch(), "");
    } else {
      out.add_options()(option.name, po::value<std::string>(), "");
    }
  }
  return out;
}

[[noreturn]] void refuse_unknown(const std::string& typed, const std::string& name,
                                 const std::vector<OptionSpec>& options) {
  std::vector<std::string> names;
  for (const OptionSpec& option : options) names.emplace_back(option.name);
  const std::string meant = meant_option(name, names);
  throw Error("unknown option " + typed)
      .hint(meant.empty() ? "--help lists the options" : "did you mean " + dashed(meant) + "?");
}

Error missing_value(const OptionSpec& option) {
  return Error(dashed(option.name) + " needs a value").expected(std::string(option.placeholder)).hint(option.help);
}

// Takes one option or word off the front of `rest`, for Boost, which would guess names and swallow empty values.
class Taker {
 public:
  explicit Taker(const std::vector<OptionSpec>& options) : options_(&options) {}

  std::vector<po::option> operator()(std::vector<std::string>& rest) {
    if (!only_positional_ && rest[0] == "--") {
      only_positional_ = true;
      rest.erase(rest.begin());
      if (rest.empty()) return {};
    }
    po::option out;
    const std::string word = take(rest, out);
    if (only_positional_ || !is_option(word)) {
      out.value.push_back(word);
      out.position_key = 0;
    } else {
      take_option(word, rest, out);
    }
    return {out};
  }

 private:
  static bool is_option(std::string_view word) {
    return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9') && word[1] != '.';
  }
  // Whether a word behind an option that takes a value is the next option.
  bool is_next_option(const std::string& word) const {
    return word.starts_with("--") || (is_option(word) && !accepted_option(word.substr(1), *options_).empty());
  }
  static std::string take(std::vector<std::string>& rest, po::option& out) {
    std::string word = rest.front();
    rest.erase(rest.begin());
    out.original_tokens.push_back(word);
    return word;
  }
  void take_option(const std::string& word, std::vector<std::string>& rest, po::option& out) const {
    const std::size_t equals = word.find('=');
    const std::string typed = word.substr(0, equals), bare = typed.substr(typed.find_first_not_of('-') == 1 ? 1 : 2);
    const bool long_form = typed.starts_with("--");
    const OptionSpec* option = long_form ? find(*options_, bare) : nullptr;
    if (option == nullptr) option = find(*options_, accepted_option(bare, *options_));
    if (option == nullptr) refuse_unknown(typed, bare, *options_);
    out.string_key = option->name;
    if (option->is_switch()) {
      if (equals != std::string::npos)
        throw Error(dashed(option->name) + " is a switch and takes no value").got(word.substr(equals + 1));
      return;
    }
    if (equals == std::string::npos && (rest.empty() || is_next_option(rest.front()))) throw missing_value(*option);
    out.value.push_back(equals != std::string::npos ? word.substr(equals + 1) : take(rest, out));
    if (out.value[0].empty()) throw missing_value(*option);
  }

  const std::vector<OptionSpec>* options_;
  bool only_positional_ = false;
};

}  // namespace

std::string dashed(const std::string& name) {
  return "--" + name;
}

std::vector<CutWord> cut_command_line(const std::vector<std::string>& words, const std::vector<OptionSpec>& options) {
  const po::options_description description = describe(options);
  std::vector<CutWord> out;
  const po::parsed_options parsed =
      po::command_line_parser(words)
          .options(description)
          .extra_style_parser(Taker(options))
          .style(po::command_line_style::allow_long | po::command_line_style::long_allow_adjacent)
          .run();
  for (const po::option& option : parsed.options) {
    const bool word = option.position_key >= 0 || option.string_key.empty();
    out.push_back({word ? "" : option.string_key, option.value.empty() ? "" : option.value[0], option.original_tokens});
  }
  return out;
}

}  // namespace ballast::app
