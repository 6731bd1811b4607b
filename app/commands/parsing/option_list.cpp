// A list is cut where commas stand outside quotes (option_list.hpp).
#include "app/commands/parsing/option_list.hpp"

#include <algorithm>

#include "engine/error.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {

std::vector<std::string> split_option_list(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size() && !text.empty(); ++at) {
    const std::size_t begin = at;
    std::string name;
    const std::string_view rest = text.substr(at);
    const bool direction = rest.starts_with("+\"") || rest.starts_with("-\"");
    if (direction) name = text[at++];
    if (rest.substr(direction ? 1 : 0).starts_with('"')) {
      name += quoted_text(text, at);
      const std::size_t comma = std::min(text.find(',', at), text.size());
      const std::size_t behind = std::min(text.find_first_not_of(" \t", at), comma);
      if (behind < comma && std::string_view("=<>!").find(text[behind]) == std::string_view::npos) {
        throw Error("text behind a closing quote")
            .hint("quotes stand around a name: '\"Amount, EUR\",Time', '\"Amount, EUR\"=VALUE'");
      }
      if (behind < comma) name = text.substr(begin, comma - begin);  // cut_named reads it
      at = comma;
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
