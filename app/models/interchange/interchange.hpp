// Models in other forms: XGBoost's JSON (written, and read with its UBJSON), one C++ file, and canonical JSON for
// `diff`. docs/formats.md describes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/data/model_file.hpp"

namespace ballast::app {

// XGBoost 1.7's JSON. A boosted model goes out as binary:logistic, multi:softprob or (of squared loss)
// reg:squarederror, a forest as reg:squarederror too, with its leaves divided by the number of trees. Adding leaves in
// float32 in tree order, XGBoost gets our margins bit for bit: a base margin other than 0 is added to the first tree's
// leaves, where every sum starts with it. What XGBoost has no place for (labels, target, kind) stands in the attribute
// "ballast". Text columns are codes of their sorted labels; splits by sets of labels are XGBoost's splits by category,
// which send a label never seen the way of missing values. Throws Error on a split by label that parts no label from
// missing values, which no learner makes.
std::string to_xgboost_json(const ClassifierFile& file);

// What a foreign file does not say; what is left empty comes from the attribute "ballast" if it is there.
struct ForeignNames {
  std::vector<std::string> features;    // default: those of the file, else f0, f1, ...
  std::optional<std::string> target;    // default: "target"
  std::optional<std::string> positive;  // two classes; default: "1"
  std::vector<std::string> classes;     // more than two, in the model's order; default: 0, 1, ...
  bool all_rounds = false;              // also those after best_iteration
  bool as_probability = false;          // take a regression's predictions for probabilities, held to 0 .. 1
};

// The reverse, of JSON or UBJSON as XGBoost 1.0 to 3.x saves it: gbtree or dart; binary:logistic,
// reg:logistic, multi:softprob and multi:softmax (of two classes: one margin, the difference of their two), and
// reg:squarederror with as_probability or from to_xgboost_json. Margins are the same bits, but of dart (whose weights
// are multiplied into the leaves) and of softmax of two classes. Early stopping's best_iteration is the last round that
// is read; made_by.imported says so. A categorical feature has the labels of the file ("cats", since 3.1); without them
// it is a column of numbers, XGBoost's codes 0 .. 254. path: of the file, for messages. Throws Error on anything that
// is no such model, by name where it is another program's: nothing in the file is believed before it is checked.
ClassifierFile from_xgboost(std::string_view bytes, const std::string& path, const ForeignNames& names);

// One C++17 file without dependencies that scores rows to the same bits, in a namespace of its own: cpp_names.hpp says
// what name and checksum are and make of it. Throws Error on a name that C++ does not leave to its users.
std::string to_cpp(const ClassifierFile& file, const std::string& checksum, const std::string& name = "");

// Sorted keys, one node per line, numbers in the shortest form that reads back: equal models give equal text.
std::string to_canonical_json(const ClassifierFile& file);

}  // namespace ballast::app
