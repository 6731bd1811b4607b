// `ballast score`: how likely the rows of a file are under a masked generator (diffusion/questions.hpp).
#include <charconv>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "diffusion/questions.hpp"
#include "engine/files/gzip.hpp"

namespace ballast::app {
namespace {

constexpr Range kOrdersRange = whole_range(1, 1000);

std::string scores_csv(std::span<const double> scores) {
  std::string out = "log_likelihood\n";
  for (const double score : scores) {
    char text[32];
    out.append(text, std::to_chars(text, text + sizeof text, score).ptr) += '\n';
  }
  return out;
}

void run_score(const Arguments& arguments, Session& session) {
  const std::string &data = arguments.positional(1), &out = arguments.text("out");
  files::StagedFile written(out, csv_rule(arguments, out, {arguments.positional(0), data}));
  takes_standard_output(out, session);
  const GeneratorFile file = load_generator_file(arguments.positional(0));
  const diffusion::Answering& model = diffusion::answering(*file.model, "tell how likely a row is");
  const ModelRows rows = read_for_model(data, file.model->schema(), file.made_by.format, arguments, session);
  const tabular::Table known = rows_as_learned(file.model->schema(), file.made_by, rows, Unseen::missing, session);
  const std::vector<double> scores =
      model.log_likelihood(known, arguments.whole("orders"), session.seed, session.pool, session.observer);
  throw_if_interrupted();
  written.commit([&](const std::string& place) { files::write_by_name(place, scores_csv(scores)); });
  double mean = 0;
  for (const double score : scores) mean += score / static_cast<double>(scores.size());
  tell_written(out, with_commas(scores.size()) + " rows, on average " + std::to_string(mean) + " nats", session);
  if (session.json) print(flat_json({{"written", out}, {"rows", std::uint64_t{scores.size()}}, {"mean", mean}}));
}

}  // namespace

const Command& score_command() {
  static const Command command{
      "score",
      "tell how likely rows are under a generator file",
      "Writes a CSV file with the header \"log_likelihood\" and one line for each row of DATA.csv, in order: a lower "
      "bound of the logarithm of the row's probability, in nats, numbers taken by the codes they were learned in. The "
      "lower, the stranger the row: learned on normal rows, it is an anomaly score. It takes a masked generator.",
      {"GENERATOR.ballast", "DATA.csv"},
      joined({{"orders", "N", 4U, "Orders of a row's cells to average over.", kOrdersRange},
              {"out", "FILE", kRequired, "CSV file to write; - is standard output."},
              force_option(),
              accept_unseen_option()},
             later_format_options()),
      "ballast score gen.ballast new.csv --out likely.csv",
      run_score};
  return command;
}

}  // namespace ballast::app
