#include "app/interchange/xgboost_names.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace ballast::app {
namespace {

std::vector<std::string> feature_names(const JsonNode& learner, std::size_t features, const ForeignNames& names) {
  std::vector<std::string> out = names.features;
  if (!out.empty() && out.size() != features) {
    throw learner.fault("--features names another number of columns")
        .expected(std::to_string(features))
        .got(std::to_string(out.size()));
  }
  if (out.empty() && learner.has("feature_names") && learner.at("feature_names").length() != 0) {
    out = learner.at("feature_names").texts();
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
           {}};
  for (const JsonNode& labels : node.at("labels").elements()) out.labels.push_back(labels.texts());
  return out;
}

tabular::Schema read_schema(const JsonNode& learner, std::size_t features, const ForeignNames& names,
                            const std::optional<Ours>& ours) {
  tabular::Schema out;
  for (const std::string& name : feature_names(learner, features, names))
    out.push_back({name, tabular::ColumnKind::numeric, {}});
  if (!ours) return out;
  if (ours->labels.size() != features) throw learner.fault("attributes.ballast: labels and num_feature differ");
  for (std::size_t c = 0; c < features; ++c) {
    std::vector<std::string> labels = ours->labels[c];
    if (labels.empty()) continue;
    if (labels[0].empty() || !std::ranges::is_sorted(labels) || std::ranges::adjacent_find(labels) != labels.end()) {
      throw learner.fault("attributes.ballast: labels of '" + out[c].name + "' repeat, are empty or out of order");
    }
    out[c].kind = tabular::ColumnKind::categorical;
    out[c].labels = std::move(labels);
  }
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
