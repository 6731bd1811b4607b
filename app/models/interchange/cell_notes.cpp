#include "app/models/interchange/cell_notes.hpp"

#include <string_view>
#include <utility>

#include "engine/tabular/cells/number_style.hpp"

namespace ballast::app {
namespace {

std::string date_note(const tabular::ColumnSchema& feature) {
  static constexpr std::pair<std::string_view, const char*> kParts[] = {
      {"(elapsed)", "seconds since 1970-01-01 00:00 UTC"},
      {"(hour)", "the hour with its fraction, 0 to below 24"},
      {"(weekday)", "the weekday, Monday is 0"},
      {"(day)", "the day of the month"},
      {"(month)", "the month"}};
  std::string what;
  for (const auto& [end, meaning] : kParts) {
    if (feature.name.ends_with(end)) what = meaning;
  }
  return "'" + feature.name + "' takes " + what + " of the column's dates, written as " + feature.format;
}

std::string style_note(const std::string& column, const tabular::NumberStyle& style) {
  const std::string plain = "1234.5";
  return "'" + column + "' takes plain numbers: " + plain + " for " + tabular::styled_text(plain, style);
}

}  // namespace

std::vector<std::string> cell_notes(const ClassifierFile& file) {
  std::vector<std::string> out;
  for (const tabular::ColumnSchema& feature : file.features) {
    if (feature.kind == tabular::ColumnKind::date) {
      out.push_back(date_note(feature));
    } else if (!feature.is_text()) {
      const tabular::NumberStyle style = file.made_by.format.style_of(feature.name);
      if (!style.is_plain()) out.push_back(style_note(feature.name, style));
    }
  }
  return out;
}

}  // namespace ballast::app
