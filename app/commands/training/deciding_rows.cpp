#include "app/commands/training/deciding_rows.hpp"

#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/scored_label.hpp"
#include "app/data/dataset.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

// Of rows that were learned a model says too well what they are: nothing is chosen on them. Some may be equal by
// chance.
void require_new_rows(const tabular::LearnedRows& learned, const ModelRows& rows,
                      const tabular::FeatureEncoder& encoder, Observer& observer) {
  const std::size_t known = learned_rows(learned, encoder.schema(), rows.table).value_or(0);
  if (known == 0) return;
  if (2 * known <= rows.table.rows()) {
    return observer.note(rows.path + ": " + with_commas(known) + " of " + with_commas(rows.table.rows()) +
                         " rows are learned from too: what is decided on them is optimistic");
  }
  throw Error("--decide-on needs rows that are not learned from")
      .in(rows.path)
      .got(with_commas(known) + " of " + with_commas(rows.table.rows()) + " rows that are")
      .hint("without it the data decide, on rows that each model had not seen; `ballast split` parts a file");
}

void note_seen_by_generator(const tabular::LearnedRows& learned, const ModelRows& rows,
                            const tabular::FeatureEncoder& encoder, Observer& observer) {
  const std::size_t known = learned_rows(learned, encoder.schema(), rows.table).value_or(0);
  if (known == 0) return;
  observer.note(rows.path + ": the generator of --added-from has learned " + with_commas(known) + " of these " +
                with_commas(rows.table.rows()) + " rows: what is decided on them is optimistic");
}

}  // namespace

DecidingRows read_deciding_rows(const DecisionRequest& request, const tabular::FeatureEncoder& encoder,
                                const LearnedSoFar& known, const TargetColumn& target, const tabular::CsvFormat& format,
                                const Arguments& arguments, Session& session) {
  const std::string& path = request.decide_on;
  const tabular::ColumnSchema cost{request.cost_column, tabular::ColumnKind::numeric, {}};
  const ModelRows rows = read_for_model(path, encoder.schema(), format, arguments, session, {target.column, cost});
  require_new_rows(known.by_model, rows, encoder, session.observer);
  note_seen_by_generator(known.by_generator, rows, encoder, session.observer);
  DecidingRows out;
  out.y = binary_labels(rows.table, {target.column.name, target.positive}, path);
  judge_true_labels(target, rows.table, path, rows.accept_unseen, session.observer);
  out.amount = amounts_of(rows.table, request.cost_column, out.y, path);
  out.x = encode_for_model(encoder.schema(), rows, session);
  return out;
}

}  // namespace ballast::app
