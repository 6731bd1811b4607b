#include "app/models/interchange/xgboost_names.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "app/models/interchange/xgboost_booster.hpp"
#include "app/models/interchange/xgboost_categories.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/features/date_features.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMostRows = std::size_t{1} << 40;

// Without the blanks that pandas leaves around names, where these stay different.
std::vector<std::string> without_outer_blanks(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  std::set<std::string> different;
  for (const std::string& name : names) {
    const std::size_t first = std::min(name.find_first_not_of(" \t"), name.size());
    out.push_back(name.substr(first, name.find_last_not_of(" \t") + 1 - first));
    different.insert(out.back());
  }
  return different.size() == names.size() && !different.contains("") ? out : names;
}

std::vector<std::string> feature_names(const JsonNode& learner, std::size_t features, const ForeignNames& names) {
  std::vector<std::string> out = names.features;
  if (!out.empty() && out.size() != features) {
    throw learner.fault("--features names another number of columns")
        .expected(std::to_string(features))
        .got(std::to_string(out.size()));
  }
  if (out.empty() && learner.has("feature_names") && learner.at("feature_names").length() != 0) {
    out = without_outer_blanks(learner.at("feature_names").texts());
    if (out.size() != features) throw learner.fault("feature_names and num_feature differ");
  }
  if (out.empty()) {
    for (std::size_t i = 0; i < features; ++i) out.push_back(std::string("f").append(std::to_string(i)));
    return out;
  }
  if (std::set<std::string>(out.begin(), out.end()).size() != features || std::ranges::count(out, std::string()) != 0) {
    throw learner.fault("a feature name is empty or occurs twice");
  }
  return out;
}

// Parts of dates are read from the dates. formats: of each column, empty for others.
void take_dates(const JsonNode& learner, const std::vector<std::string>& formats, tabular::Schema& columns) {
  if (formats.size() != columns.size()) throw learner.fault("attributes.ballast: dates and num_feature differ");
  for (std::size_t c = 0; c < formats.size(); ++c) {
    if (formats[c].empty()) continue;
    columns[c].kind = tabular::ColumnKind::date;
    try {
      columns[c].format = tabular::DateFormat(formats[c]).text();
      tabular::DatePart{columns[c]};
    } catch (const Error&) {
      throw learner.fault("attributes.ballast: '" + columns[c].name + "' is no part of a date").got(formats[c]);
    }
  }
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::optional<Ours> read_ours(const JsonNode& learner, const std::string& path) {
  if (!learner.has("attributes") || !learner.at("attributes").has("ballast")) return std::nullopt;
  const nlohmann::json json = parse_checked(learner.at("attributes").at("ballast").text(), path);
  const JsonNode node(json, "learner.attributes.ballast", path);
  Ours out{node.at("classifier").text(),
           node.at("target").text(),
           node.at("positive").text(),
           node.at("classes").texts(),
           {},
           {},
           {}};
  for (const JsonNode& labels : node.at("labels").elements()) out.labels.push_back(labels.texts());
  if (node.has("dates")) out.dates = node.at("dates").texts();
  if (node.has("rows")) {
    out.made_by = Provenance{.version = "",
                             .seed = node.at("seed").size(0, std::numeric_limits<std::size_t>::max()),
                             .rows = node.at("rows").size(0, kMostRows),
                             .positives = node.at("positives").size(0, kMostRows)};
  }
  return out;
}

ColumnsAndCodes read_columns(const JsonNode& learner, std::size_t features, const ForeignNames& names,
                             const std::optional<Ours>& ours) {
  ColumnsAndCodes out{{}, FeatureCodes(features)};
  std::vector<std::vector<std::string>> labels;
  if (ours) {
    labels = ours->labels;
    if (labels.size() != features) throw learner.fault("attributes.ballast: labels and num_feature differ");
  } else {
    labels = read_categories(booster_model(learner), features);
    out.codes = sort_categories(labels);
  }
  for (const std::string& name : feature_names(learner, features, names)) {
    std::vector<std::string>& own = labels[out.columns.size()];
    if (!own.empty() &&
        (own[0].empty() || !std::ranges::is_sorted(own) || std::ranges::adjacent_find(own) != own.end())) {
      throw learner.fault("attributes.ballast: labels of '" + name + "' repeat, are empty or out of order");
    }
    const auto kind = own.empty() ? tabular::ColumnKind::numeric : tabular::ColumnKind::categorical;
    out.columns.push_back({name, kind, std::move(own)});
  }
  if (ours && !ours->dates.empty() && names.features.empty()) take_dates(learner, ours->dates, out.columns);
  return out;
}

TargetColumn read_target(const JsonNode& learner, const ForeignNames& names, const std::optional<Ours>& ours,
                         const tabular::Schema& features, const std::vector<std::string>& classes) {
  TargetColumn out;
  out.column.name = names.target.value_or(ours ? ours->target : "target");
  if (!classes.empty() && names.positive) {
    throw learner.fault("--positive is for two classes")
        .got(std::to_string(classes.size()))
        .hint("--classes names them");
  }
  if (classes.empty()) out.positive = names.positive.value_or(ours ? ours->positive : "1");
  out.position = features.size();
  std::vector<std::string> labels = classes.empty() ? std::vector{out.positive} : classes;
  out.column.kind = tabular::ColumnKind::integer;
  if (!std::ranges::all_of(labels, is_number)) {
    out.column.kind = tabular::ColumnKind::categorical;
    std::ranges::sort(labels);
    out.column.labels = std::move(labels);
  }
  if (std::ranges::any_of(features, [&](const auto& column) { return column.name == out.column.name; })) {
    throw learner.fault("a feature has the name of the target, '" + out.column.name + "'")
        .hint("--target gives it another");
  }
  return out;
}

std::vector<std::string> read_classes(const JsonNode& learner, std::size_t classes, const ForeignNames& names,
                                      const std::optional<Ours>& ours) {
  if (classes == 2 && !names.classes.empty()) {
    throw learner.fault("--classes is for more than two classes").hint("--positive names the one that is scored");
  }
  if (classes == 2) return {};
  std::vector<std::string> out = !names.classes.empty() ? names.classes : ours ? ours->classes : names.classes;
  if (out.empty()) {
    for (std::size_t k = 0; k < classes; ++k) out.push_back(std::to_string(k));
  }
  if (out.size() != classes || std::set<std::string>(out.begin(), out.end()).size() != classes) {
    throw learner.fault("one name for each class is needed, and no two the same")
        .expected(std::to_string(classes))
        .got(std::to_string(out.size()))
        .hint("--classes names them");
  }
  return out;
}

}  // namespace ballast::app
