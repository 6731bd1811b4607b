#include "app/commands/scoring/score_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/error.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

void append_number(float value, std::string& out) {
  std::array<char, 32> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

}  // namespace

ScoreLines::ScoreLines(const ClassifierFile& file, bool raw, const std::vector<std::string>& keep)
    : file_(file), raw_(raw), columns_(probability_columns(file.classes)) {
  for (const std::string& label : file.classes) labels_.push_back(tabular::csv_cell(label));
  const bool decides = !file.classes.empty() || file.decision.threshold.has_value();
  if (decides && !raw) columns_.push_back({file.classes.empty() ? "flagged" : "predicted", {}, {}});
  for (const std::string& name : keep) {
    if (std::ranges::find(columns_, name, &tabular::ColumnSchema::name) != columns_.end()) {
      throw Error("--keep: the scores have a column '" + name + "' of their own");
    }
    kept_ += tabular::csv_cell(name) + ",";
  }
}

std::string ScoreLines::header() const {
  return kept_ + tabular::to_csv(tabular::Table(columns_, 0));
}

void ScoreLines::append(std::span<const float> score, std::string& out) const {
  if (!labels_.empty()) return append_classes(score, out);
  const float probability = raw_ ? score[1] : file_.decision.probability(score[1]);
  append_number(probability, out);
  if (columns_.size() > 1) out += file_.decision.flags(probability) ? ",1" : ",0";
  out += '\n';
}

void ScoreLines::append_classes(std::span<const float> score, std::string& out) const {
  for (const float probability : score) {
    append_number(probability, out);
    out += ',';
  }
  if (raw_) {
    out.back() = '\n';
    return;
  }
  out += labels_[static_cast<std::size_t>(std::ranges::max_element(score) - score.begin())];
  out += '\n';
}

std::string ScoreLines::unreadable() const {
  std::string out = "NA";
  for (std::size_t c = 1; c < columns_.size(); ++c) out += ",NA";
  return out + "\n";
}

}  // namespace ballast::app
