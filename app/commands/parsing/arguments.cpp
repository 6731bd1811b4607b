#include "app/commands/parsing/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "app/commands/parsing/column_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/command_line.hpp"
#include "app/commands/parsing/option_list.hpp"
#include "engine/error.hpp"

namespace ballast::app {
Arguments::Arguments(const std::vector<std::string>& words, const std::vector<OptionSpec>& options,
                     const std::vector<std::string>& positionals)
    : options_(options), positional_names_(positionals) {
  for (const CutWord& cut : cut_command_line(words, options)) {
    typed_.push_back({cut.option, cut.typed});
    if (cut.option.empty()) {
      positionals_.push_back(cut.value);
    } else if (!values_.emplace(cut.option, cut.value).second) {
      throw Error(shown(cut.option) + " is given twice");
    }
  }
  if (values_.contains("help") || values_.contains("version")) return;
  if (positionals_.size() < positionals.size()) {
    throw Error("missing " + positionals[positionals_.size()]).hint("--help shows the order");
  }
  if (positionals_.size() > positionals.size()) {
    throw Error("one word too many").got(positionals_[positionals.size()]).hint("--help shows what is read");
  }
  for (const OptionSpec& option : options) {
    if (option.is_required() && !values_.contains(option.name)) {
      throw Error(dashed(option.name) + " " + option.placeholder + " is missing").hint(option.help);
    }
    const std::string fallback = option.fallback.text();
    if (!fallback.empty()) fallbacks_[option.name] = fallback;
  }
  for (const auto& [name, value] : values_) {
    if (!find(name)->is_switch()) find(name)->values.check(shown(name), value);
  }
  check_alone();
  check_read("", true, "", "");
  refuse_contradictions(*this);
}

const OptionSpec* Arguments::find(const std::string& name) const {
  const auto at = std::ranges::find_if(options_, [&](const OptionSpec& option) { return option.name == name; });
  return at == options_.end() ? nullptr : &*at;
}

std::string Arguments::shown(const std::string& name) const {
  const auto at = std::ranges::find(typed_, name, &Typed::option);
  const bool long_form = at != typed_.end() && at->words[0].starts_with("--");
  return long_form ? at->words[0].substr(0, at->words[0].find('=')) : dashed(name);
}

std::vector<std::string> Arguments::row_files(const std::vector<std::string>& options) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < positionals_.size(); ++i) {
    if (positional_names_[i].ends_with(".csv")) out.push_back(positionals_[i]);
  }
  for (const std::string& option : options) {
    if (!has(option) || !given(option)) continue;
    const std::vector<std::string> files = words_of(option);
    out.insert(out.end(), files.begin(), files.end());
  }
  return out;
}

bool Arguments::given(const std::string& name) const {
  if (find(name) == nullptr) throw std::logic_error("the command has no " + dashed(name));
  return values_.contains(name);
}

std::vector<std::string> Arguments::words_without(const std::vector<std::string>& options) const {
  std::vector<std::string> out;
  for (const Typed& typed : typed_) {
    if (std::ranges::find(options, typed.option) != options.end()) continue;
    for (const std::string& word : typed.words) {
      const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
      out.push_back(word.substr(0, equals));
      if (equals != std::string::npos) out.push_back(word.substr(equals + 1));
    }
  }
  return out;
}

const std::string& Arguments::text(const std::string& name) const {
  if (const auto value = values_.find(name); value != values_.end()) return value->second;
  if (const auto value = fallbacks_.find(name); value != fallbacks_.end()) return value->second;
  throw std::logic_error("no value for " + dashed(name));
}

std::string Arguments::text_or(const std::string& name, const std::string& otherwise) const {
  return given(name) ? text(name) : otherwise;
}

template <class Number>
Number Arguments::number(const std::string& name) const {
  const std::string& value = text(name);
  Number out = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (fault != std::errc{} || end != value.data() + value.size())
    throw std::logic_error(dashed(name) + " is no number");
  return out;
}

std::size_t Arguments::whole(const std::string& name) const {
  return number<std::size_t>(name);
}

double Arguments::real(const std::string& name) const {
  return number<double>(name);
}

std::vector<std::string> Arguments::words_of(const std::string& name) const {
  const OptionSpec* const option = find(name);
  if (values_.contains(name)) return option->values.split(text(name));
  const auto fallback = fallbacks_.find(name);
  return fallback == fallbacks_.end() ? std::vector<std::string>{} : option->values.split(fallback->second);
}

std::vector<std::string> Arguments::list(const std::string& name) const {
  if (!given(name) && !fallbacks_.contains(name)) return {};
  return Values::names().split(text(name));
}

std::vector<std::string> Arguments::choices(const std::string& name) const {
  std::vector<std::string> out;
  for (std::string& word : words_of(name)) {
    if (std::ranges::find(out, word) == out.end()) out.push_back(std::move(word));
  }
  return out;
}

Arguments::Answer Arguments::answer(const Term& term, const std::string& fact, bool holds) const {
  const auto of = [&](bool yes) { return yes != term.negated ? Answer::yes : Answer::no; };
  const auto word = std::ranges::find(positional_names_, term.name);
  const bool is_option = find(term.name) != nullptr;
  if (!is_option && word == positional_names_.end()) return term.name == fact ? of(holds) : Answer::unknown;
  if (is_option && term.values.empty()) return of(values_.contains(term.name));
  const std::vector<std::string> given =
      is_option ? words_of(term.name)
                : std::vector{positionals_[static_cast<std::size_t>(word - positional_names_.begin())]};
  return of(std::ranges::find_first_of(given, term.values) != given.end());
}

void Arguments::check_alone() const {
  for (const OptionSpec& mode : options_) {
    if (mode.only_with == nullptr || !values_.contains(mode.name)) continue;
    std::vector<std::string> read = split_option_list(mode.only_with);
    for (const OptionSpec& option : common_options()) read.emplace_back(option.name);
    for (const auto& [name, value] : values_) {
      if (name == mode.name || std::ranges::find(read, name) != read.end()) continue;
      throw Error(shown(name) + " is not read with " + shown(mode.name));
    }
  }
}

void Arguments::check_read(const std::string& fact, bool holds, const std::string& got, const std::string& hint) const {
  for (const OptionSpec& option : options_) {
    if (!values_.contains(option.name)) continue;
    for (const Clause& clause : parse_condition(option.read_with)) {
      const bool read =
          std::ranges::any_of(clause, [&](const Term& term) { return answer(term, fact, holds) != Answer::no; });
      if (read) continue;
      const auto is_option = [&](const std::string& name) { return has(name); };
      const bool forbidden = clause.size() == 1 && clause[0].negated;
      const Clause reader = forbidden ? Clause{{false, clause[0].name, clause[0].values}} : clause;
      const std::string with = clause_text(reader, is_option);
      Error error(shown(option.name) + (forbidden ? " is not read " + with : " is read " + with + " only"));
      if (!got.empty()) error.got(got);
      for (const Term& term : clause) {
        const std::vector<std::string> words = has(term.name) ? words_of(term.name) : std::vector<std::string>{};
        if (!term.values.empty() && !words.empty()) error.got(dashed(term.name) + " " + text(term.name));
      }
      if (!hint.empty()) error.hint(hint);
      throw error;
    }
  }
}

void Arguments::state(const std::string& fact, bool holds, const std::string& got, const std::string& hint) const {
  check_read(fact, holds, got, hint);
}

void Arguments::require(const std::string& name, const Range& range, const std::string& where) const {
  if (!given(name) || range.holds(real(name))) return;
  throw Error(shown(name) + " is invalid").expected(range.text() + " " + where).got(text(name));
}

}  // namespace ballast::app
