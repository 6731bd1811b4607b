// Properties of the whole table of options: every row of every command.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/commands/program/manual.hpp"
#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

using Words = std::vector<std::string>;

// A value that the row takes.
std::string good_value(const OptionSpec& option) {
  if (option.values.kind() == Values::Kind::number) {
    const Range& range = option.values.range();
    const double inside = range.low_open ? std::min(range.low + 0.5, range.high) : range.low;
    return range.whole ? std::to_string(static_cast<std::uint64_t>(range.low)) : std::to_string(inside);
  }
  const Words words = option.values.words();
  return words.empty() ? "x" : words[0];
}

// The command's positional words and required options, and these.
Words call_of(const Command& command, const Words& more) {
  Words out = command.positionals;
  for (const OptionSpec& option : command.options) {
    const std::string name = std::string("--") + option.name;
    if (option.is_required() && (more.empty() || more[0] != name)) out.insert(out.end(), {name, good_value(option)});
  }
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::string refusal(const Command& command, const Words& more) {
  try {
    const Arguments arguments(call_of(command, more), all_options(command), command.positionals);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

template <class Check>
void for_each_option(const Check& check) {
  for (const Command* command : all_commands()) {
    for (const OptionSpec& option : all_options(*command)) {
      BOOST_TEST_CONTEXT("ballast " << command->name << " --" << option.name) {
        check(*command, option);
      }
    }
  }
}

std::string text_of(double value) {
  return value == std::floor(value) ? std::to_string(static_cast<long long>(value)) : std::to_string(value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(option_table_test)

BOOST_AUTO_TEST_CASE(every_name_stands_once_in_a_command) {
  for (const Command* command : all_commands()) {
    std::set<std::string> seen;
    for (const OptionSpec& option : all_options(*command)) BOOST_TEST(seen.insert(option.name).second, option.name);
  }
}

BOOST_AUTO_TEST_CASE(every_default_is_a_value_of_its_row) {
  for_each_option([](const Command&, const OptionSpec& option) {
    if (const std::string fallback = option.fallback.text(); !fallback.empty()) {
      BOOST_CHECK_NO_THROW(option.values.check("--x", fallback));
    }
  });
}

BOOST_AUTO_TEST_CASE(a_number_beyond_either_end_is_refused_with_the_option_and_its_range) {
  for_each_option([](const Command& command, const OptionSpec& option) {
    if (option.values.kind() != Values::Kind::number) return;
    const Range& range = option.values.range();
    const std::string name = std::string("--") + option.name;
    Words beyond{"-1", "nan", "1e999", "x", range.low_open ? text_of(range.low) : text_of(range.low - 1)};
    if (std::isfinite(range.high)) beyond.push_back(range.high_open ? text_of(range.high) : text_of(range.high + 1));
    if (range.whole) beyond.emplace_back("1.5");
    for (const std::string& value : beyond) {
      const std::string says = refusal(command, {name, value});
      BOOST_TEST(says.find(name + " is invalid; expected " + range.text()) == 0u, value << ": " << says);
    }
  });
}

BOOST_AUTO_TEST_CASE(an_empty_value_and_none_at_all_are_refused_with_the_option) {
  for_each_option([](const Command& command, const OptionSpec& option) {
    if (option.is_switch()) return;
    const std::string name = std::string("--") + option.name;
    const std::string wanted = name + " needs a value; expected " + option.placeholder;
    for (const Words& words : {Words{name, ""}, Words{name + "="}, Words{name}, Words{name, "--quiet"}}) {
      BOOST_TEST(refusal(command, words).find(wanted) == 0u, words.back() << ": " << refusal(command, words));
    }
  });
}

BOOST_AUTO_TEST_CASE(a_switch_takes_no_value) {
  for_each_option([](const Command& command, const OptionSpec& option) {
    if (!option.is_switch()) return;
    const std::string name = std::string("--") + option.name;
    BOOST_TEST(refusal(command, {name + "=yes"}).find(name + " is a switch and takes no value") == 0u);
  });
}

BOOST_AUTO_TEST_CASE(every_condition_is_of_options_words_or_facts_that_the_table_knows) {
  const std::set<std::string> facts{"two-classes",
                                    "a-model-file",
                                    "a-file-of-scores",
                                    "a-stream-of-rows",
                                    "a-table",
                                    "a-point-set",
                                    "an-arm-that-adds-rows",
                                    "an-arm-of-diffusion",
                                    "an-arm-of-a-network",
                                    "an-arm-of-fresh-rows",
                                    "an-arm-of-focal-loss",
                                    "the-arm-clusters",
                                    "the-arm-partial",
                                    "the-arm-auto",
                                    "a-generator-of-diffusion",
                                    "auto-choosing-a-network"};
  for_each_option([&](const Command& command, const OptionSpec& option) {
    for (const Clause& clause : parse_condition(option.read_with)) {
      for (const Term& term : clause) {
        const std::vector<OptionSpec> all = all_options(command);
        const auto named = std::ranges::find_if(all, [&](const OptionSpec& other) { return other.name == term.name; });
        const bool word = std::ranges::find(command.positionals, term.name) != command.positionals.end();
        BOOST_TEST((named != all.end() || word || facts.contains(term.name)), term.name);
        if (named == all.end()) continue;
        const Words known = named->values.words();
        for (const std::string& value : term.values) {
          BOOST_TEST((known.empty() || std::ranges::find(known, value) != known.end()), term.name << "=" << value);
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(help_man_page_and_completions_know_every_option) {
  const std::string man = man_page(), bash = completions("bash"), fish = completions("fish");
  for_each_option([&](const Command& command, const OptionSpec& option) {
    const std::string name = option.name;
    BOOST_TEST(command_help(command).find("\n  --" + name) != std::string::npos);
    BOOST_TEST(bash.find("--" + name) != std::string::npos);
    BOOST_TEST(fish.find("from " + command.name + "' -l " + name) != std::string::npos);
    std::string in_roff = name;
    for (std::size_t at = 0; (at = in_roff.find('-', at)) != std::string::npos; at += 2) in_roff.insert(at, 1, '\\');
    BOOST_TEST(man.find("\\fB\\-\\-" + in_roff + "\\fR") != std::string::npos);
  });
}

BOOST_AUTO_TEST_CASE(no_line_of_any_help_is_longer_than_a_hundred_columns) {
  Words texts{overall_help()};
  for (const Command* command : all_commands()) texts.push_back(command_help(*command));
  for (const std::string& text : texts) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      BOOST_TEST(end - at <= 100u, text.substr(at, end - at));
      at = end + 1;
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
