#include "app/commands/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

namespace po = boost::program_options;

std::string dashed(const std::string& name) {
  return "--" + name;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

po::options_description describe(const std::vector<OptionSpec>& options) {
  po::options_description out;
  for (const OptionSpec& option : options) {
    if (option.placeholder.empty()) {
      out.add_options()(option.name.c_str(), po::bool_switch(), "");
    } else {
      out.add_options()(option.name.c_str(), po::value<std::string>(), "");
    }
  }
  return out;
}

Error unknown_option(std::string word, const std::vector<OptionSpec>& options) {
  std::vector<std::string> names;
  for (const OptionSpec& option : options) names.push_back(option.name);
  word.erase(0, word.find_first_not_of('-'));
  Error error("unknown option " + dashed(word));
  const std::string_view nearest = nearest_name(word, names);
  error.hint(nearest.empty() ? "--help lists the options" : "did you mean --" + std::string(nearest) + "?");
  return error;
}

// `--to json` becomes `--to=json`: Boost takes a value that is also the name of an option for that option.
std::vector<std::string> with_values_joined(std::vector<std::string> words, const std::vector<OptionSpec>& options) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool takes_value = std::ranges::any_of(options, [&](const OptionSpec& option) {
      return words[i] == dashed(option.name) && !option.placeholder.empty();
    });
    if (!takes_value || words[i + 1].empty() || words[i + 1][0] == '-') continue;
    words[i] += "=" + words[i + 1];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return words;
}

po::parsed_options cut(const std::vector<std::string>& words, const std::vector<OptionSpec>& options) {
  namespace style = po::command_line_style;
  const po::options_description description = describe(options);
  po::positional_options_description positional;
  positional.add("", -1);
  try {
    return po::command_line_parser(with_values_joined(words, options))
        .options(description)
        .extra_style_parser([](std::vector<std::string>& rest) {  // everything without dashes is positional
          std::vector<po::option> out;
          if (!rest.empty() && (rest[0].empty() || rest[0][0] != '-' || rest[0] == "-")) {
            po::option word;
            word.value.push_back(rest[0]);
            word.original_tokens.push_back(rest[0]);
            word.position_key = 0;
            rest.erase(rest.begin());
            out.push_back(word);
          }
          return out;
        })
        .style(style::allow_long | style::long_allow_adjacent | style::long_allow_next)
        .run();
  } catch (const po::unknown_option& fault) {
    throw unknown_option(fault.get_option_name(), options);
  } catch (const po::invalid_command_line_syntax& fault) {
    std::string name = fault.get_option_name();
    name.erase(0, name.find_first_not_of('-'));
    if (fault.kind() == po::invalid_command_line_syntax::extra_parameter) {
      throw Error(dashed(name) + " is a switch and takes no value");
    }
    throw Error(dashed(name) + " needs a value").hint("--help shows which");
  } catch (const po::error& fault) {
    throw Error(fault.what()).hint("--help lists the options");
  }
}

}  // namespace

Arguments::Arguments(const std::vector<std::string>& words, const std::vector<OptionSpec>& options,
                     const std::vector<std::string>& positionals) {
  for (const po::option& option : cut(words, options).options) {
    typed_.push_back({option.position_key >= 0 ? "" : option.string_key, option.original_tokens});
    if (option.position_key >= 0 || option.string_key.empty()) {
      positionals_.push_back(option.value.at(0));
      continue;
    }
    const std::string value = option.value.empty() ? "" : option.value[0];
    if (!values_.emplace(option.string_key, value).second) throw Error(dashed(option.string_key) + " is given twice");
  }
  if (values_.contains("help")) return;
  if (positionals_.size() < positionals.size()) {
    throw Error("missing " + positionals[positionals_.size()]).hint("--help shows the order");
  }
  if (positionals_.size() > positionals.size()) {
    throw Error("one word too many").got(positionals_[positionals.size()]).hint("--help shows what is read");
  }
  for (const OptionSpec& option : options) {
    if (option.required && !values_.contains(option.name)) {
      throw Error(dashed(option.name) + " " + option.placeholder + " is missing").hint(option.help);
    }
    if (!option.fallback.empty()) fallbacks_[option.name] = option.fallback;
  }
}

bool Arguments::given(const std::string& name) const {
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

std::size_t Arguments::whole(const std::string& name, std::size_t low, std::size_t high) const {
  const std::string& value = text(name);
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (fault != std::errc{} || end != value.data() + value.size() || number < low || number > high) {
    throw Error(dashed(name) + " is not usable")
        .expected("a whole number from " + std::to_string(low) + " to " + std::to_string(high))
        .got(value);
  }
  return number;
}

std::uint64_t Arguments::seed(const std::string& name) const {
  return whole(name, 0, std::numeric_limits<std::uint64_t>::max());
}

double Arguments::real(const std::string& name, double low, double high, bool closed) const {
  const std::string& value = text(name);
  double number = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool inside = closed ? number >= low && number <= high : number > low && number < high;
  if (fault != std::errc{} || end != value.data() + value.size() || !std::isfinite(number) || !inside) {
    const auto limit = [](double x) {
      std::string out = std::to_string(x);
      out.erase(out.find_last_not_of('0') + 1);
      return out.back() == '.' ? out.substr(0, out.size() - 1) : out;
    };
    throw Error(dashed(name) + " is not usable")
        .expected("a number " + std::string(closed ? "from " : "between ") + limit(low) + (closed ? " to " : " and ") +
                  limit(high))
        .got(value);
  }
  return number;
}

std::vector<std::string> Arguments::list(const std::string& name) const {
  std::vector<std::string> out;
  if (!given(name) && !fallbacks_.contains(name)) return out;
  const std::string& value = text(name);
  for (std::size_t first = 0; first <= value.size() && !value.empty();) {
    const std::size_t comma = std::min(value.find(',', first), value.size());
    if (comma == first) throw Error("empty name in " + dashed(name)).got(value);
    out.push_back(value.substr(first, comma - first));
    first = comma + 1;
  }
  return out;
}

std::vector<std::string> Arguments::choices(const std::string& name, const std::vector<std::string>& allowed) const {
  std::vector<std::string> out;
  for (std::string& word : list(name)) {
    if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) {
      Error error("unknown value of " + dashed(name));
      error.expected("one of " + joined(allowed)).got(word);
      const std::string_view nearest = nearest_name(word, allowed);
      if (!nearest.empty()) error.hint("did you mean " + std::string(nearest) + "?");
      throw error;
    }
    if (std::find(out.begin(), out.end(), word) == out.end()) out.push_back(std::move(word));
  }
  if (out.empty()) throw Error(dashed(name) + " names nothing").expected("some of " + joined(allowed));
  return out;
}

std::string Arguments::choice(const std::string& name, const std::vector<std::string>& allowed) const {
  const std::vector<std::string> words = choices(name, allowed);
  if (words.size() != 1)
    throw Error(dashed(name) + " takes one value").expected("one of " + joined(allowed)).got(text(name));
  return words[0];
}

}  // namespace ballast::app
