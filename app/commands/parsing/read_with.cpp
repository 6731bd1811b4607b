#include "app/commands/parsing/read_with.hpp"

#include <algorithm>

#include "app/commands/parsing/option_list.hpp"

namespace ballast::app {
namespace {

std::vector<std::string_view> parts(std::string_view text, char between) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(between, at), text.size());
    std::string_view part = text.substr(at, end - at);
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    part = part.substr(0, part.find_last_not_of(' ') + 1);
    out.push_back(part);
    at = end + 1;
  }
  return out;
}

Term parse_term(std::string_view text) {
  Term out;
  out.negated = text.starts_with('!');
  if (out.negated) text.remove_prefix(1);
  const std::size_t equals = text.find('=');
  out.name = text.substr(0, equals);
  if (equals != std::string_view::npos) out.values = split_option_list(text.substr(equals + 1));
  return out;
}

std::string term_text(const Term& term, const IsOption& is_option) {
  std::string out;
  const bool word = !term.values.empty();  // an option, or a positional word
  if (is_option(term.name)) {
    out += "--" + term.name;
  } else {
    out += term.name;
    if (!word) std::ranges::replace(out, '-', ' ');  // a fact
  }
  for (std::size_t i = 0; i < term.values.size(); ++i) {
    out += (i == 0 ? " " : i + 1 == term.values.size() ? " or " : ", ") + term.values[i];
  }
  return out;
}

}  // namespace

Condition parse_condition(std::string_view text) {
  Condition out;
  for (const std::string_view clause : parts(text, '&')) {
    Clause& terms = out.emplace_back();
    for (const std::string_view term : parts(clause, '|')) terms.push_back(parse_term(term));
  }
  return out;
}

std::string clause_text(const Clause& clause, const IsOption& is_option) {
  std::string out;
  const Term* last = nullptr;
  for (const Term& term : clause) {
    if (last != nullptr) out += " or ";
    if (last == nullptr || last->negated != term.negated) out += term.negated ? "without " : "with ";
    out += term_text(term, is_option);
    last = &term;
  }
  return out;
}

}  // namespace ballast::app
