// Written by hand: one node per line, and float32 in its own shortest form.
#include <algorithm>
#include <limits>

#include "app/models/interchange/interchange.hpp"
#include "app/models/interchange/number_text.hpp"
#include "classifiers/bins/binning.hpp"
#include "classifiers/explain/ensemble.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;
using classifiers::TreeEnsemble;
using classifiers::TreeNode;

template <class Range, class Text>
std::string list(const Range& values, const Text& text, const std::string& between = ", ") {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : between) + text(value);
  return out;
}

std::string column_json(const tabular::ColumnSchema& column) {
  const std::string format = column.format.empty() ? "" : R"("format": )" + json_string(column.format) + ", ";
  return "{" + format + R"("kind": )" + json_string(std::string(tabular::to_string(column.kind))) + R"(, "labels": [)" +
         list(column.labels, json_string) + R"(], "name": )" + json_string(column.name) + "}";
}

// An exact split compares float64; an infinite threshold has no form in JSON.
std::string threshold_text(const TreeNode& split) {
  return split.exact ? double_text(std::min(split.threshold, std::numeric_limits<double>::max()))
                     : float_text(static_cast<float>(split.threshold));
}

std::string node_json(const TreeEnsemble& ensemble, const ClassifierFile& file, const DecisionTree& tree,
                      const TreeNode& node) {
  const std::string id = std::to_string(&node - tree.nodes.data());
  std::string out = "{\"cover\": " + float_text(node.cover);
  if (node.is_leaf()) {
    const std::span<const float> values{tree.values.data() + node.value * ensemble.outputs, ensemble.outputs};
    return out + ", \"id\": " + id + ", \"values\": [" + list(values, float_text) + "]}";
  }
  const tabular::ColumnSchema& column = file.features[static_cast<std::size_t>(node.feature)];
  out += ", \"feature\": " + json_string(column.name) + ", \"gain\": " + float_text(node.gain) + ", \"id\": " + id;
  if (node.by_label) {
    // An imported model splits a column of numbers by its codes.
    const std::size_t codes = column.is_text() ? column.labels.size() : classifiers::kMissingCode;
    std::vector<std::string> labels;
    for (std::size_t code = 0; code < codes && code < classifiers::kMissingCode; ++code) {
      if (!tree.sets[node.value].contains(code)) continue;
      labels.push_back(column.is_text() ? column.labels[code] : std::to_string(code));
    }
    out += ", \"labels_left\": [" + list(labels, json_string) + "]";
  }
  out += ", \"left\": " + std::to_string(node.left) +
         ", \"missing\": " + (node.missing_left ? "\"left\"" : "\"right\"") +
         ", \"right\": " + std::to_string(node.left + 1);
  if (!node.by_label) out += ", \"threshold\": " + threshold_text(node);
  return out + "}";
}

// One line, or nothing of a plain one.
std::string decision_json(const classifiers::Decision& decision) {
  if (decision.is_plain()) return "";
  std::string out;
  const auto add = [&](const char* name, const std::string& value) {
    if (!out.empty()) out += ", ";
    out.append("\"").append(name).append("\": ").append(value);
  };
  const classifiers::Calibration& map = decision.calibration;
  if (decision.base_rate) add("base_rate", double_text(*decision.base_rate));
  if (map.kind() == classifiers::Calibration::Kind::platt) {
    const auto& [slope, offset, low, high] = map.platt();
    add("calibration", R"({"high": )" + double_text(high) + R"(, "kind": "platt", "low": )" + double_text(low) +
                           R"(, "offset": )" + double_text(offset) + R"(, "slope": )" + double_text(slope) + "}");
  } else if (map.kind() == classifiers::Calibration::Kind::isotonic) {
    add("calibration", R"({"kind": "isotonic", "probability": [)" + list(map.probabilities(), double_text) +
                           R"(], "score": [)" + list(map.scores(), double_text) + "]}");
  }
  if (!decision.decided_on.empty()) add("decided_on", json_string(decision.decided_on));
  add("odds_ratio", double_text(decision.odds_ratio));
  if (decision.threshold) {
    add("rule", json_string(decision.rule));
    add("threshold", double_text(*decision.threshold));
  }
  return std::string("  \"decision\": {").append(out).append("},\n");
}

// One line, or nothing of cross-entropy.
std::string loss_json(classifiers::Loss loss) {
  if (loss == classifiers::Loss::cross_entropy) return "";
  return "  \"loss\": " + json_string(std::string(loss_name(loss))) + ",\n";
}

// Of focal loss.
std::string focusing_json(const TreeEnsemble& ensemble) {
  if (ensemble.loss != classifiers::Loss::focal) return "";
  return "  \"focusing\": {\"others\": " + double_text(ensemble.focusing.others) +
         ", \"positives\": " + double_text(ensemble.focusing.positives) + "},\n";
}

// Rows that an imported model does not tell of are left out.
std::string made_by_json(const Provenance& made_by, bool two_classes) {
  std::string out;
  if (made_by.added > 0) out += "\"added\": " + std::to_string(made_by.added) + ", ";
  if (!made_by.imported.empty()) {
    out += "\"imported\": " + json_string(made_by.imported) + ", ";
  } else {
    if (two_classes) out += "\"positives\": " + std::to_string(made_by.positives) + ", ";
    out += "\"rows\": " + std::to_string(made_by.rows) + ", \"seed\": " + std::to_string(made_by.seed) + ", ";
  }
  return std::string("  \"made_by\": {").append(out).append("\"version\": ") + json_string(made_by.version) + "},\n";
}

}  // namespace

std::string to_canonical_json(const ClassifierFile& file) {
  const TreeEnsemble ensemble = classifiers::ensemble_of(*file.model);
  const auto tree_json = [&](const DecisionTree& tree) {
    return "    [\n      " +
           list(
               tree.nodes, [&](const TreeNode& node) { return node_json(ensemble, file, tree, node); }, ",\n      ") +
           "\n    ]";
  };
  const bool two = file.classes.empty();
  return "{\n  \"base_margin\": [" + list(ensemble.start, float_text) + "],\n  \"classes\": [" +
         list(file.classes, json_string) + "],\n  \"classifier\": " + json_string(std::string(file.model->kind())) +
         ",\n  \"columns\": [\n    " + list(file.features, column_json, ",\n    ") + "\n  ],\n" +
         decision_json(file.decision) + focusing_json(ensemble) + "  \"format\": 1,\n" + loss_json(ensemble.loss) +
         made_by_json(file.made_by, two) + "  \"target\": {\"column\": " + column_json(file.target.column) +
         ", \"position\": " + std::to_string(file.target.position) +
         (two ? ", \"positive\": " + json_string(file.target.positive) : "") + "},\n  \"trees\": [\n" +
         list(ensemble.trees, tree_json, ",\n") + "\n  ]\n}\n";
}

}  // namespace ballast::app
