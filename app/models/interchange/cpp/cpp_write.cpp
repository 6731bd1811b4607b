// A model as one C++17 file: tables of nodes, leaves and names between the fixed parts (cpp_parts.hpp).
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/models/interchange/cell_notes.hpp"
#include "app/models/interchange/cpp/cpp_cell_parts.hpp"
#include "app/models/interchange/cpp/cpp_decision.hpp"
#include "app/models/interchange/cpp/cpp_names.hpp"
#include "app/models/interchange/cpp/cpp_parts.hpp"
#include "app/models/interchange/interchange.hpp"
#include "app/models/interchange/number_text.hpp"
#include "app/models/interchange/written_loss.hpp"
#include "classifiers/bins/binning.hpp"
#include "classifiers/explain/ensemble.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;
using classifiers::TreeEnsemble;
using classifiers::TreeNode;

// A string literal; bytes beyond ASCII in octal, so that the file reads the same in every encoding.
std::string literal(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + (byte >> 3 & 7)),
              static_cast<char>('0' + (byte & 7))};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// Values in lines of at most about 100 characters.
class Table {
 public:
  explicit Table(const std::string& declaration) : text_("inline constexpr " + declaration + " = {\n ") {}
  void add(const std::string& value) {
    if (width_ + value.size() > 100) {
      text_ += "\n ";
      width_ = 0;
    }
    text_ += " ";
    text_ += value + ",";
    width_ += value.size() + 2;
  }
  std::string done() { return text_ + "\n};\n"; }

 private:
  std::string text_;
  std::size_t width_ = 0;
};

std::string constant(const std::string& name, std::size_t value, const std::string& comment) {
  return "inline constexpr std::size_t " + name + " = " + std::to_string(value) + ";" +
         (comment.empty() ? "" : "  // " + comment) + "\n";
}

// As ballast computes with denormals flushed.
std::string number(float value) {
  return float_text(std::fabs(value) < std::numeric_limits<float>::min() ? 0.0F : value) + "F";
}

// Where a tree's nodes, leaf values and label sets start among all trees'.
struct Offsets {
  std::size_t node = 0, value = 0, set = 0;
};

bool any_exact(const TreeEnsemble& ensemble) {
  return std::ranges::any_of(
      ensemble.trees, [](const DecisionTree& tree) { return std::ranges::any_of(tree.nodes, &TreeNode::exact); });
}

std::string threshold_text(const TreeNode& split, bool exact) {
  if (!exact || split.by_label) return number(static_cast<float>(split.threshold));
  const double cut = classifiers::cut_of(split);
  return std::isinf(cut) ? (cut < 0 ? "-HUGE_VAL" : "HUGE_VAL") : double_text(cut);
}

// exact: whether any split of the model is.
std::string node_text(const TreeNode& node, const Offsets& first, std::size_t outputs, bool exact) {
  if (node.is_leaf()) return "{0.0F, -1, " + std::to_string(first.value + node.value * outputs) + ", 0, 0}";
  std::string out = "{";
  out +=
      threshold_text(node, exact) + ", " + std::to_string(node.feature) + ", " + std::to_string(first.node + node.left);
  return out + (node.missing_left ? ", 1, " : ", 0, ") +
         std::to_string(node.by_label ? first.set + node.value + 1 : 0) + "}";
}

std::string set_text(const classifiers::CodeSet& set) {
  std::string out = "{{";
  for (const std::uint64_t word : set.words) out += std::to_string(word) + "U, ";
  return out.substr(0, out.size() - 2) + "}}";
}

std::string trees_text(const TreeEnsemble& ensemble) {
  Table nodes("Node kNodes[]"), leaves("float kLeaves[]"), roots("std::uint32_t kRoots[]"), sets("LabelSet kSets[]");
  Offsets first;
  const bool exact = any_exact(ensemble);
  for (const DecisionTree& tree : ensemble.trees) {
    roots.add(std::to_string(first.node));
    for (const TreeNode& node : tree.nodes) nodes.add(node_text(node, first, ensemble.outputs, exact));
    for (const float value : tree.values) leaves.add(number(value));
    for (const classifiers::CodeSet& set : tree.sets) sets.add(set_text(set));
    first.node += tree.nodes.size();
    first.value += tree.values.size();
    first.set += tree.sets.size();
  }
  if (first.set == 0) sets.add("{{0, 0, 0, 0}}");
  return nodes.done() + leaves.done() + roots.done() + sets.done() +
         "inline constexpr float kMostLabels = " + std::to_string(classifiers::kMissingCode) + ";\n";
}

std::string names_text(const ClassifierFile& file) {
  Table names("const char* kFeatureNames[]"), classes("const char* kClassNames[]"), labels("const char* kLabels[]"),
      firsts("std::size_t kFirstLabel[]");
  std::size_t first = 0;
  for (const tabular::ColumnSchema& column : file.features) {
    names.add(literal(column.name));
    firsts.add(std::to_string(first));
    for (const std::string& label : column.labels) labels.add(literal(label));
    first += column.labels.size();
  }
  firsts.add(std::to_string(first));
  if (first == 0) labels.add("nullptr");
  if (file.classes.empty()) {
    classes.add(literal("not " + file.target.positive));
    classes.add(literal(file.target.positive));
  }
  for (const std::string& name : file.classes) classes.add(literal(name));
  return names.done() + "// What the model predicts, and its classes.\ninline constexpr const char* kTarget = " +
         literal(file.target.column.name) + ";\n" + classes.done() +
         "// Labels of text columns, sorted; those of column f are kLabels[kFirstLabel[f]] .. kLabels[kFirstLabel[f + "
         "1] - 1].\n" +
         labels.done() + firsts.done();
}

std::string starts_text(const TreeEnsemble& ensemble) {
  Table out("float kStart[]");
  for (std::size_t k = 0; k < ensemble.sums(); ++k) out.add(ensemble.is_forest ? "0.0F" : number(ensemble.start[k]));
  return out.done();
}

// The most nodes a row can come by: the deepest path of every tree, its leaf included.
std::size_t most_visited(const TreeEnsemble& ensemble) {
  std::size_t sum = 0;
  for (const DecisionTree& tree : ensemble.trees) sum += tree.depth() + 1;
  return sum;
}

std::string scores_text(const TreeEnsemble& ensemble) {
  if (ensemble.is_forest) return kCppForest;
  if (ensemble.loss == classifiers::Loss::squared) return kCppSquared;
  return std::string(kCppExp) + (ensemble.groups == 1 ? kCppLogistic : kCppSoftmax);
}

// The words that mean a missing cell of the data that the model learned from; nan in any case of letters.
std::string missing_text(const tabular::CsvFormat& format) {
  std::vector<std::string> all = format.missing;
  all.insert(all.begin(), "");
  if (std::ranges::find(all, "nan") != all.end()) {
    for (const char* word : {"naN", "nAn", "nAN", "Nan", "NaN", "NAn", "NAN"}) all.emplace_back(word);
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  Table words("const char* kMissing[]");
  for (const std::string& word : all) words.add(literal(word));
  std::string out(1, '\n');
  return out.append(words.done()).append(R"part(
// Whether a cell without spaces around it says that there is no value.
inline bool is_missing(std::string_view text) {
  return std::find(std::begin(kMissing), std::end(kMissing), text) != std::end(kMissing);
}
)part");
}

std::string zero_one_text(const ClassifierFile& file) {
  Table out("bool kZeroOne[]");
  for (const tabular::ColumnSchema& column : file.features) {
    out.add(file.made_by.format.zero_one.contains(column.name) ? "true" : "false");
  }
  return "\n// Of each feature, whether it was learned as 0 and 1, for which true and false may stand.\n" + out.done();
}

// Safe within a comment that ends with its line.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\\' || c == '?') c = ' ';
  }
  return text;
}

std::string opening(const CppNames& names, bool exact) {
  std::string out;
  out.append("\n#ifndef ").append(names.guard).append("\n#define ").append(names.guard).append("\n");
  out.append(kCppIncludes).append("\nnamespace ").append(names.space).append(" {\n");
  if (!names.inline_space.empty()) out.append("inline namespace ").append(names.inline_space).append(" {\n");
  return out.append(exact ? kCppDouble : kCppFloat).append(kCppNode).append("\n");
}

std::string closing(const CppNames& names) {
  std::string out = "\n";
  if (!names.inline_space.empty()) out.append("}  // namespace ").append(names.inline_space).append("\n");
  return out.append("}  // namespace ").append(names.space).append("\n\n#endif\n");
}

// Whether the exported code reads cells as `predict` does: no dates, and numbers and missing words in the usual way.
bool reads_cells(const ClassifierFile& file) {
  const tabular::CsvFormat& format = file.made_by.format;
  const bool numbers = format.decimal == tabular::CsvFormat::kGuessed || format.decimal == '.';
  const bool words = std::ranges::none_of(format.missing, [](const std::string& word) {
    return !word.empty() && word.find_first_not_of("0123456789.+-eE") == std::string::npos;
  });
  return numbers && words && format.missing_of.empty() && format.styles.empty() &&
         std::ranges::none_of(file.features,
                              [](const auto& column) { return column.kind == tabular::ColumnKind::date; });
}

}  // namespace

std::string to_cpp(const ClassifierFile& file, const std::string& checksum, const std::string& name) {
  const CppNames names = cpp_names(name, checksum);
  const TreeEnsemble ensemble = classifiers::ensemble_of(*file.model);
  require_common_link(ensemble, "C++");
  const std::size_t visited = most_visited(ensemble);
  const bool two = file.classes.empty();
  std::string out = "// ";
  out += file.model->describe() + "; written by ballast " + file.made_by.version +
         ".\n"
         "// The model's archive has the SHA-256 " +
         checksum +
         ".\n"
         "//\n"
         "// " +
         names.space + (two ? "::score() gives the probability" : "::scores() gives the probabilities") +
         " that `ballast predict` gives, bit for bit. C++17, no dependencies, no\n"
         "// allocation, safe on any number of threads. A row comes by at most " +
         std::to_string(visited) +
         " nodes (kMostNodesVisited). Compile\n"
         "// without -ffast-math and the like.\n";
  const std::vector<std::string> notes = cell_notes(file);
  if (!notes.empty()) out += "//\n// Of the numbers in x:\n";
  for (const std::string& note : notes) out += "//   " + one_line(note) + "\n";
  out += opening(names, any_exact(ensemble));
  out += constant("kFeatures", ensemble.features, "") + constant("kClasses", ensemble.classes, "") +
         constant("kTrees", ensemble.trees.size(), "") +
         constant("kGroups", ensemble.groups, "tree t adds to sum t mod kGroups") +
         constant("kLeafValues", ensemble.outputs, "and to those behind it") + constant("kSums", ensemble.sums(), "") +
         constant("kMostNodesVisited", visited, "by one row") + "\n" + names_text(file) + starts_text(ensemble) +
         trees_text(ensemble) + kCppWalk;
  out += scores_text(ensemble);
  if (two) out += cpp_decision(file.decision) + kCppScore;
  if (!reads_cells(file)) return out + kCppNoCells + closing(names);
  return out + missing_text(file.made_by.format) + zero_one_text(file) + kCppCells +
         (two ? kCppScoreCells : kCppScoresCells) + kCppEnd + closing(names);
}

}  // namespace ballast::app
