#include "app/commands/parsing/option_list.hpp"

#include <algorithm>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

// The name in quotes that opens at text[at]; `at` moves behind the closing one. Two quotes stand for one.
std::string quoted_name(std::string_view text, std::size_t& at) {
  std::string out;
  for (++at; at < text.size(); ++at) {
    if (text[at] != '"') {
      out += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == '"') {
      out += text[++at];
    } else {
      ++at;
      return out;
    }
  }
  throw Error("a quote does not close");
}

}  // namespace

std::vector<std::string> split_option_list(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size() && !text.empty(); ++at) {
    std::string name;
    if (at < text.size() && text[at] == '"') {
      name = quoted_name(text, at);
      if (at < text.size() && text[at] != ',') throw Error("text behind a closing quote");
    } else {
      const std::size_t comma = std::min(text.find(',', at), text.size());
      name = text.substr(at, comma - at);
      at = comma;
    }
    if (name.empty()) throw Error("an empty name");
    out.push_back(std::move(name));
  }
  return out;
}

}  // namespace ballast::app
