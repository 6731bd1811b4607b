// A column is dropped, text or dates, by one option alone.
#include "app/commands/parsing/column_options.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

struct Pair {
  const char *one, *other, *hint;
};

constexpr const char* kLeftOut = "a column that is left out is not read";
constexpr Pair kPairs[] = {
    {"categorical", "date", "a column is text or dates, not both"},
    {"categorical", "monotone", "labels have no order to rise or fall with"},
    {"drop", "categorical", kLeftOut},
    {"drop", "date", kLeftOut},
    {"drop", "missing", kLeftOut},
    {"drop", "monotone", kLeftOut},
    {"drop", "keep", kLeftOut},
    {"drop", "target", kLeftOut},
};

// The columns that an option names, in its order: of NAME=WORDS the name, of +NAME what follows the sign. A word that
// names none (a further part of a format with commas, a word that means missing everywhere) is passed over.
std::vector<std::string> columns_named(const Arguments& arguments, std::string_view option) {
  const std::string name(option);
  if (!arguments.has(name) || !arguments.given(name)) return {};
  if (option == "target") return {arguments.text(name)};
  std::vector<std::string> out;
  for (const std::string& word : arguments.list(name)) {
    if (option == "date" || option == "missing") {
      const auto [column, rest] = option == "date" ? cut_dated(word) : cut_named(word, "=");
      if (!rest.empty()) out.push_back(column);
    } else {
      out.push_back(option == "monotone" && !word.empty() ? word.substr(1) : word);
    }
  }
  std::erase(out, "");
  return out;
}

}  // namespace

NamedWord cut_dated(const std::string& word) {
  const std::vector<std::string> longest{word.substr(0, word.rfind('='))};
  return cut_named(word, "=", longest);
}

void refuse_contradictions(const Arguments& arguments) {
  for (const auto& [one, other, hint] : kPairs) {
    const std::vector<std::string> columns = columns_named(arguments, one);
    for (const std::string& column : columns_named(arguments, other)) {
      if (std::ranges::find(columns, column) == columns.end()) continue;
      const std::string named = std::string("--") + one + " and --" + other + " both name column ";
      throw Error(named + quoted_names(std::vector<std::string>{column})).hint(hint);
    }
  }
  std::set<std::string> dated;
  for (const std::string& column : columns_named(arguments, "date")) {
    if (dated.insert(column).second) continue;
    throw Error("--date names column " + quoted_names(std::vector<std::string>{column}) + " twice")
        .hint("a column is written in one format");
  }
}

}  // namespace ballast::app
