// What the columns, the target and the classes of an XGBoost JSON file are called: as the caller says, else as the file
// says, else as the attribute "ballast" says (ours, in an exported model), else made up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/data/model_file.hpp"
#include "app/models/interchange/checked_json.hpp"
#include "app/models/interchange/interchange.hpp"
#include "app/models/interchange/xgboost_tree.hpp"

namespace ballast::app {

// The attribute "ballast" of a model that went out from here.
struct Ours {
  std::string classifier, target, positive;
  std::vector<std::string> classes;
  std::vector<std::vector<std::string>> labels;  // of each column
  std::vector<std::string> dates;                // formats of the columns that are parts of dates, empty for others
  std::optional<Provenance> made_by;             // files from before it was kept have none
};

// `learner` is the object of that name. Each throws Error on names that do not fit the model.
std::optional<Ours> read_ours(const JsonNode& learner, const std::string& path);

// Columns are numbers, but for those to which the attribute or the categories of the file give labels, and parts of
// dates; with the codes that the trees are to be read by.
struct ColumnsAndCodes {
  tabular::Schema columns;
  FeatureCodes codes;
};
ColumnsAndCodes read_columns(const JsonNode& learner, std::size_t features, const ForeignNames& names,
                             const std::optional<Ours>& ours);

// classes: as read_classes gives them; with any, --positive is refused.
TargetColumn read_target(const JsonNode& learner, const ForeignNames& names, const std::optional<Ours>& ours,
                         const tabular::Schema& features, const std::vector<std::string>& classes);

// Empty for two classes, where --classes is refused.
std::vector<std::string> read_classes(const JsonNode& learner, std::size_t classes, const ForeignNames& names,
                                      const std::optional<Ours>& ours);

}  // namespace ballast::app
