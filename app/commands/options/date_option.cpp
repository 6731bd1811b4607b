#include "app/commands/options/date_option.hpp"

#include "app/commands/parsing/column_options.hpp"
#include "engine/error.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::app {
namespace {

// A format may hold commas: what follows one without a name of its own belongs to the format before.
std::vector<std::string> whole_formats(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    if (out.empty() || word.find('=') != std::string::npos) {
      out.push_back(word);
    } else {
      out.back() += "," + word;
    }
  }
  return out;
}

}  // namespace

OptionSpec date_option() {
  return {
      "date", "A=FORMAT", "",
      "How columns of dates are written, where it cannot be told: when=%d/%m/%Y, \"when=%m/%d/%Y %I:%M %p\"; a name "
      "with a comma in quotes, '\"when, at\"=%Y'. As in strftime: %Y %m %d %b %H %M %S %z, %y for two digits (1969 to "
      "2068), %f for a fraction.",
      Values::names()};
}

std::vector<tabular::DateColumn> date_columns(const Arguments& arguments) {
  std::vector<tabular::DateColumn> out;
  for (const std::string& word : whole_formats(arguments.list("date"))) {
    const auto [name, rest] = cut_dated(word);
    if (name.empty() || rest.size() < 2) {
      Error error("--date: a column without a format");
      if (arguments.list("date").size() > 1) {
        error.hint("a name with a comma stands in quotes: '\"when, at\"=%d/%m/%Y'");
      }
      throw error.expected("NAME=FORMAT, such as when=%d/%m/%Y").got(word);
    }
    out.push_back({name, rest.substr(1)});
    try {
      tabular::DateFormat{out.back().format};  // refused before a file is read
    } catch (Error& error) {
      throw error.in("--date " + word);
    }
  }
  return out;
}

}  // namespace ballast::app
