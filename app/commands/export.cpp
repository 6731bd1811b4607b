// `ballast export`: a model as XGBoost's JSON or as one C++ file (app/models/interchange).
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/models/interchange/cell_notes.hpp"
#include "app/models/interchange/interchange.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

void run_export(const Arguments& arguments, Session& session) {
  const std::string& form = arguments.choice("to");
  const std::string& out = arguments.text("out");
  const std::string name = arguments.text_or("name", "");
  files::StagedFile written(out, output_rule(arguments, {arguments.positional(0)}));
  takes_standard_output(out, session);
  const files::ArchiveReader in = open_model_archive(arguments.positional(0));
  const ClassifierFile file = read_classifier_file(in);
  if (form == "xgboost-json" && !file.decision.is_plain()) {
    session.observer.note(
        "XGBoost's JSON has no place for the model's decision (`ballast inspect` shows it): it holds the "
        "classifier's own scores; --to cpp and --to json hold all of it");
  }
  if (form != "json") {
    for (const std::string& note : cell_notes(file)) session.observer.note(note);
  }
  const std::string text = form == "cpp"            ? to_cpp(file, in.checksum(), name)
                           : form == "xgboost-json" ? to_xgboost_json(file)
                                                    : to_canonical_json(file);
  throw_if_interrupted();
  written.commit([&](const std::string& place) { files::write_atomically(place, text); });
  tell_written(out, file.model->describe() + ", as " + form + ", " + with_commas(text.size()) + " bytes", session);
  if (session.json) {
    print(flat_json({{"written", out}, {"form", form}, {"bytes", std::uint64_t{text.size()}}}));
  }
}

}  // namespace

const Command& export_command() {
  static const Command command{
      "export",
      "write a model in another form",
      "xgboost-json: a model that XGBoost 1.7 and programs that read its JSON load. Boosting gives the same margins "
      "bit for bit; a forest and boosting of squared loss go out as squared error, whose prediction is the probability "
      "(of boosting not yet held to 0 .. 1). Text columns are the numbers of their labels, in the order that the "
      "attribute \"ballast\" lists; where boosting splits them by sets of labels they are categorical there, and a "
      "label never seen scores as missing in both.\n\ncpp: one C++17 file without dependencies, in a namespace of its "
      "own (--name, or one that carries the model's checksum), so that several models live in one program; its score() "
      "gives the bits of `ballast predict`, decision included, and where the model has a threshold flag() its flags; "
      "scores() are the classifier's own, and all there is of more than two classes. Cells as they stand in a file are "
      "taken where columns are plain numbers and text; with dates, or numbers in a style of their own ($1,234.50, "
      "decimal commas, percent signs), numbers alone are, and the notes say which.\n\njson: canonical, made for diff: "
      "sorted keys, one node per line, shortest numbers; the decision among them.\n\nA model of focal loss goes out as "
      "json alone: its probabilities are no logistic function of its margins.",
      {"MODEL.ballast"},
      {{"to", "FORM", kRequired, "xgboost-json, cpp or json.", Values::one_of("xgboost-json,cpp,json")},
       {"out", "FILE", kRequired, "File to write; - is standard output."},
       {"name", "NAME", "", "The namespace. Default: ballast_model_ and 8 digits of the checksum.", {}, "to=cpp"},
       force_option()},
      "ballast export model.ballast --to xgboost-json --out model.json",
      run_export};
  return command;
}

}  // namespace ballast::app
