// `ballast import`: reads a model of XGBoost's JSON and writes it as a model file (app/models/interchange).
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/models/interchange/interchange.hpp"
#include "app/text/flat_json.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/features/date_features.hpp"

namespace ballast::app {
namespace {

ForeignNames foreign_names(const Arguments& arguments) {
  ForeignNames names;
  if (arguments.given("features")) names.features = arguments.list("features");
  if (arguments.given("target")) names.target = arguments.text("target");
  if (arguments.given("positive")) names.positive = arguments.text("positive");
  if (arguments.given("classes")) names.classes = arguments.list("classes");
  names.all_rounds = arguments.flag("all-rounds");
  names.as_probability = arguments.flag("as-probability");
  return names;
}

// Before formats of dates were exported, parts of dates came back as numbers.
void note_lost_dates(const ClassifierFile& file, Observer& observer) {
  std::vector<std::string> parts;
  for (tabular::ColumnSchema feature : file.features) {
    if (feature.kind != tabular::ColumnKind::numeric) continue;
    feature.kind = tabular::ColumnKind::date;
    feature.format = "%Y-%m-%d";
    try {
      tabular::DatePart{feature};
      parts.push_back(feature.name);
    } catch (const Error&) {  // no part
    }
  }
  if (parts.empty()) return;
  observer.note("the file has no formats of dates: " + quoted_names(parts) +
                " are read as numbers; what `ballast export` writes of the model now has them");
}

void run_import(const Arguments& arguments, Session& session) {
  const std::string &path = arguments.positional(0), &out = arguments.text("out");
  const ForeignNames names = foreign_names(arguments);
  files::StagedFile written(out, output_rule(arguments, {path}), files::Content::binary);
  takes_standard_output(out, session);
  const std::vector<std::byte> bytes = files::system_files().read(path);
  const ClassifierFile file = from_xgboost({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path, names);
  throw_if_interrupted();
  written.commit([&](const std::string& place) {
    save_classifier(*file.model, file.features, file.target, file.made_by, place, file.classes);
  });
  const std::string& from = file.made_by.imported;
  if (from.empty() && names.features.empty()) note_lost_dates(file, session.observer);
  tell_written(out, file.model->describe() + (from.empty() ? "" : "\nfrom " + from), session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"from", from},
                     {"classifier", std::string(file.model->kind())},
                     {"columns", std::uint64_t{file.features.size()}},
                     {"classes", std::uint64_t{file.model->classes()}}}));
  }
}

}  // namespace

const Command& import_command() {
  static const Command command{
      "import",
      "read a model of XGBoost",
      "Reads a model that XGBoost 1.0 to 3.x saved as JSON or UBJ (gbtree or dart; binary:logistic, binary:logitraw, "
      "reg:logistic, multi:softprob or multi:softmax) or that `ballast export --to xgboost-json` wrote, and writes a "
      "model file for `ballast predict` and `ballast explain`. Margins are the same bits; of dart and of softmax of "
      "two classes they are rounded otherwise in the last digits. After early stopping the rounds up to best_iteration "
      "are read, as scikit-learn's wrapper predicts; --all-rounds reads all. A number that the wrapper was told to "
      "take for a missing cell is read as one. A regression (reg:squarederror) is refused, unless its target was 0 and "
      "1 and --as-probability says so. The file is checked in every part before it is believed.\n\nCategories have the "
      "labels that XGBoost 3.1 and later keep. Before, a file has their codes alone: a column that it splits by "
      "category is then a column of numbers here, 0 to 254, and the data for `ballast predict` hold the codes (pandas: "
      "column.cat.codes, -1 for missing). A model that `ballast export` wrote has its labels and its dates back. "
      "Blanks around names, which pandas keeps, are left out.",
      {"MODEL"},
      {{"out", "FILE", kRequired, "Model file to write; - is standard output."},
       force_option(),
       {"features", "A,B", "", "Names of the columns. Default: those in the file, else f0, f1, ...", Values::names()},
       {"target", "NAME", "", "Column that the model predicts. Default: as exported, else target."},
       {"positive", "LABEL", "", "Its label that the model scores, of two. Default: as exported, else 1."},
       {"classes", "A,B", "", "Its labels in the model's order, of more than two. Default: as exported, else 0,1,...",
        Values::names()},
       {"all-rounds", "", "", "Read the rounds after best_iteration too."},
       {"as-probability", "", "", "Of reg:squarederror: take predictions as probabilities, held to 0 .. 1."}},
      "ballast import model.json --target Class --positive 1 --out model.ballast",
      run_import};
  return command;
}

}  // namespace ballast::app
