// A small check that a text is well-formed XML as our figures use it: tags pair up, attributes are quoted, names are
// plain, text holds no bare < or & beyond entities.
#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::test {

// Empty when all is well, else what is wrong.
inline std::string xml_fault(std::string_view text) {
  std::vector<std::string> open;
  std::size_t roots = 0, at = 0;
  const auto entity_at = [&](std::size_t i) {
    for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      if (text.substr(i).starts_with(entity)) return true;
    }
    return false;
  };
  while (at < text.size()) {
    if (text[at] != '<') {
      if (text[at] == '&' && !entity_at(at)) return "bare & at " + std::to_string(at);
      if (open.empty() && !std::isspace(static_cast<unsigned char>(text[at]))) return "text outside the root";
      ++at;
      continue;
    }
    std::size_t end = at + 1;  // of the tag: the > that is not inside quotes
    for (bool quoted = false; end < text.size() && (quoted || text[end] != '>'); ++end) {
      if (text[end] == '"') quoted = !quoted;
      if (text[end] == '<') return "< inside a tag at " + std::to_string(end);
      if (text[end] == '&' && !entity_at(end)) return "bare & in a tag at " + std::to_string(end);
    }
    if (end == text.size()) return "unclosed tag";
    const std::string_view tag = text.substr(at + 1, end - at - 1);
    const std::string name(tag.substr(0, tag.find_first_of(" /", 1)));
    if (tag.starts_with('/')) {
      if (open.empty() || "/" + open.back() != name) return "<" + name + "> closes nothing";
      open.pop_back();
    } else {
      if (open.empty() && ++roots > 1) return "two roots";
      if (!tag.ends_with('/')) open.push_back(name);
    }
    at = end + 1;
  }
  return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

}  // namespace ballast::test
