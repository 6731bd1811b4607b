#include "app/commands/score_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ballast::app {
namespace {

void append_number(float value, std::string& out) {
  std::array<char, 32> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

}  // namespace

std::string ScoreLines::header() const {
  if (file_.classes.empty()) return flags() ? "probability,flagged\n" : "probability\n";
  std::string out;
  for (const std::string& name : file_.classes) {
    if (!out.empty()) out += ',';
    const bool plain = name.find_first_of(",\"\n\r") == std::string::npos;
    out += plain ? "probability_" + name : "probability_" + std::to_string(std::count(out.begin(), out.end(), ','));
  }
  return out + "\n";
}

void ScoreLines::append(std::span<const float> score, std::string& out) const {
  if (file_.classes.empty()) {
    const float probability = raw_ ? score[1] : file_.decision.probability(score[1]);
    append_number(probability, out);
    if (flags()) out += file_.decision.flags(probability) ? ",1" : ",0";
    out += '\n';
    return;
  }
  for (std::size_t k = 0; k < score.size(); ++k) {
    append_number(score[k], out);
    out += k + 1 == score.size() ? '\n' : ',';
  }
}

std::string ScoreLines::unreadable() const {
  std::string out = flags() ? "NA,NA" : "NA";
  for (std::size_t k = 1; k < file_.classes.size(); ++k) out += ",NA";
  return out + "\n";
}

}  // namespace ballast::app
