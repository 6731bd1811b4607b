#include "app/commands/parsing/option_spec.hpp"

#include <algorithm>
#include <charconv>

#include "app/commands/parsing/option_list.hpp"
#include "engine/names.hpp"

namespace ballast::app {
namespace {

template <class Number>
bool reads_as(const std::string& text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  return fault == std::errc{} && stop == end;
}

bool in_range(const Range& range, const std::string& text) {
  double number = 0;
  std::uint64_t whole = 0;
  if (range.whole && !reads_as(text, whole)) return false;
  return reads_as(text, number) && range.holds(number);
}

std::string commas(const Values::Words& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// "none,none+smote" as none, none, smote; a sum that lacks a part has an empty one.
Values::Words summands(const Values::Words& sums) {
  Values::Words out;
  for (const std::string& sum : sums) {
    std::size_t begin = 0;
    for (std::size_t plus = sum.find('+'); plus != std::string::npos; plus = sum.find('+', begin)) {
      out.push_back(sum.substr(begin, plus - begin));
      begin = plus + 1;
    }
    out.push_back(sum.substr(begin));
  }
  return out;
}

}  // namespace

std::string Default::text() const {
  char text[32];
  if (kind_ == Kind::real) return {text, std::to_chars(text, text + sizeof text, number_).ptr};
  if (kind_ == Kind::whole) return std::to_string(whole_);
  return std::string(text_);
}

Values::Words Values::words() const {
  return make_ != nullptr ? make_() : split_option_list(words_);
}

std::string Values::text() const {
  switch (kind_) {
    case Kind::number:
      return range_.text() + (*words_ != '\0' ? std::string(" or ") + words_ : "");
    case Kind::one_of:
      return "one of " + commas(words());
    case Kind::some_of:
      return "some of " + commas(words()) + (sums_ ? "; or a sum of them, A+B" : "");
    case Kind::names:
      return "names with commas between them";
    case Kind::text:
      break;
  }
  return "";
}

std::string Values::help() const {
  if (kind_ == Kind::number) return range_.limits() + (*words_ != '\0' ? std::string(", or ") + words_ : "");
  return make_ != nullptr ? text() : "";
}

Values::Words Values::split(const std::string& value) const {
  return is_list() ? split_option_list(value) : Words{value};
}

void Values::check(const std::string& option, const std::string& value) const {
  if (kind_ == Kind::number) {
    if (value == words_ || in_range(range_, value)) return;
    throw Error(option + " is invalid").expected(text()).got(value);
  }
  Words given;
  try {
    given = split(value);
  } catch (Error& error) {
    throw Error(option + ": " + error.what()).got(value);
  }
  if (kind_ != Kind::one_of && kind_ != Kind::some_of) return;
  const Words allowed = words();
  if (sums_) given = summands(given);
  for (const std::string& word : given) {
    if (std::ranges::find(allowed, meant_ == nullptr ? word : meant_(word)) != allowed.end()) continue;
    if (meant_ != nullptr) throw Error("unknown value of " + option).expected(text()).got(word).hint(hint_);
    throw hint_nearest(Error("unknown value of " + option).expected(text()).got(word), word, allowed);
  }
}

}  // namespace ballast::app
