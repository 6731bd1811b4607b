// A small check that a page is well-formed HTML as our reports use it: tags pair up, attributes are quoted, ids are
// unique and what refers to one finds it, nothing is loaded from elsewhere, and no figure is "nan" or "inf".
#pragma once

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::test {

struct HtmlPage {
  std::string fault;  // empty when all is well
  std::string text;   // what a reader sees, and titles of pictures
  std::set<std::string> ids;
  std::map<std::string, std::size_t> tags;  // how many of each
};

namespace html_inside {

inline bool is_void(const std::string& name) {
  static const std::set<std::string> kVoid{"meta", "link", "input", "br", "hr", "img"};
  return kVoid.contains(name);
}

inline bool entity_at(std::string_view text, std::size_t at) {
  for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
    if (text.substr(at).starts_with(entity)) return true;
  }
  return false;
}

// name -> value; fault where quotes are missing.
inline std::map<std::string, std::string> attributes(std::string_view tag, std::string& fault) {
  std::map<std::string, std::string> out;
  std::size_t at = tag.find(' ');
  while (at != std::string_view::npos && at < tag.size()) {
    while (at < tag.size() && (tag[at] == ' ' || tag[at] == '/')) ++at;
    if (at == tag.size()) break;
    const std::size_t equals = tag.find("=\"", at);
    if (equals == std::string_view::npos) return fault = "unquoted attribute in <" + std::string(tag) + ">", out;
    const std::size_t end = tag.find('"', equals + 2);
    if (end == std::string_view::npos) return fault = "open quote in <" + std::string(tag) + ">", out;
    const auto [place, fresh] = out.emplace(tag.substr(at, equals - at), tag.substr(equals + 2, end - equals - 2));
    if (!fresh) fault = "attribute twice in <" + std::string(tag) + ">";
    at = end + 1;
  }
  return out;
}

inline bool says_no_number(const std::string& text) {
  std::string word;
  for (const char c : text + " ") {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    if (word == "nan" || word == "inf" || word == "infinity") return true;
    word.clear();
  }
  return false;
}

}  // namespace html_inside

inline HtmlPage check_html(std::string_view page) {
  using namespace html_inside;
  HtmlPage out;
  std::vector<std::string> open;
  std::vector<std::string> wanted;  // ids that something refers to
  std::string numbers;              // attribute values of pictures
  const std::string_view doctype = "<!DOCTYPE html>";
  if (!page.starts_with(doctype)) return out.fault = "no doctype", out;
  std::size_t at = doctype.size();
  const auto fail = [&](const std::string& what) {
    out.fault = what + " near byte " + std::to_string(at);
    return out;
  };
  while (at < page.size()) {
    if (page[at] != '<') {
      if (page[at] == '&' && !entity_at(page, at)) return fail("bare &");
      out.text += page[at++];
      continue;
    }
    std::size_t end = at + 1;
    for (bool quoted = false; end < page.size() && (quoted || page[end] != '>'); ++end) {
      if (page[end] == '"') quoted = !quoted;
      if (page[end] == '<') return fail("< inside a tag");
    }
    if (end == page.size()) return fail("unclosed tag");
    const std::string_view tag = page.substr(at + 1, end - at - 1);
    const std::string name(tag.substr(0, tag.find_first_of(" /", 1)));
    if (tag.starts_with('/')) {
      if (open.empty() || "/" + open.back() != name) return fail("<" + name + "> closes nothing");
      open.pop_back();
      out.text += ' ';
    } else {
      ++out.tags[name];
      std::string fault;
      for (const auto& [key, value] : attributes(tag, fault)) {
        if (key == "id" && !out.ids.insert(value).second) return fail("id " + value + " twice");
        if (key == "for" || key == "aria-labelledby") wanted.push_back(value);
        if (key == "href" && value.starts_with("#")) wanted.push_back(value.substr(1));
        const bool elsewhere = value.starts_with("http") || value.starts_with("//");
        if ((key == "href" || key == "src") && elsewhere) return fail("loads " + value);
        if (key == "d" || key == "x" || key == "y" || key == "width" || key == "height") numbers += " " + value;
      }
      if (!fault.empty()) return fail(fault);
      if (!tag.ends_with('/') && !is_void(name)) open.push_back(name);
    }
    at = end + 1;
    if (name == "script" || name == "style") {  // raw text
      const std::size_t close = page.find("</" + name + ">", at);
      if (close == std::string_view::npos) return fail("open " + name);
      if (page.substr(at, close - at).find("@import") != std::string_view::npos) return fail("an import");
      at = close;
    }
  }
  if (!open.empty()) return fail("<" + open.back() + "> is never closed");
  for (const std::string& id : wanted) {
    if (!out.ids.contains(id)) return fail("nothing has the id " + id);
  }
  if (says_no_number(out.text) || says_no_number(numbers)) return fail("a figure is no number");
  return out;
}

}  // namespace ballast::test
