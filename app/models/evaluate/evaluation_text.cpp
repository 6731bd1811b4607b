// An evaluation of two classes as text.
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "app/models/evaluate/evaluation.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using Row = std::vector<std::string>;

struct Line {
  const char* name;
  double (*value)(const Figures&);
  int digits;
};

constexpr std::array<Line, 12> kLines{
    {{"precision", [](const Figures& f) { return f.precision; }, 4},
     {"recall", [](const Figures& f) { return f.recall; }, 4},
     {"f1", [](const Figures& f) { return f.f1; }, 4},
     {"alerts per 1,000", [](const Figures& f) { return f.alerts; }, 2},
     {"pr_auc", [](const Figures& f) { return f.pr_auc; }, 4},
     {"roc_auc", [](const Figures& f) { return f.roc_auc; }, 4},
     {"log_loss", [](const Figures& f) { return f.log_loss; }, 5},
     {"brier", [](const Figures& f) { return f.probabilities.brier; }, 6},
     {"  reliability", [](const Figures& f) { return f.probabilities.reliability; }, 6},
     {"- resolution", [](const Figures& f) { return f.probabilities.resolution; }, 6},
     {"+ uncertainty", [](const Figures& f) { return f.probabilities.uncertainty; }, 6},
     {"+ within bins", [](const Figures& f) { return f.probabilities.within; }, 6}}};

std::string figures_table(const Evaluation& evaluation) {
  std::vector<Row> table;
  if (evaluation.at_base_rate) {
    table.push_back({"", "these rows", "base rate " + all_digits(*evaluation.base_rate)});
  }
  for (const Line& line : kLines) {
    table.push_back({line.name, fixed(line.value(evaluation.figures), line.digits)});
    if (evaluation.at_base_rate) table.back().push_back(fixed(line.value(*evaluation.at_base_rate), line.digits));
  }
  return aligned(table, 1);
}

std::string confusion_table(const classifiers::Confusion& counts) {
  const auto count = [](double rows) { return with_commas(static_cast<std::size_t>(std::llround(rows))); };
  return aligned({{"", "flagged", "passed"},
                  {"positive", count(counts.tp), count(counts.fn)},
                  {"other", count(counts.fp), count(counts.tn)}},
                 1);
}

}  // namespace

std::string reliability_text(const classifiers::Reliability& probabilities) {
  std::vector<Row> table{{"probability", "rows", "mean", "positive"}};
  for (const classifiers::ReliabilityBin& bin : probabilities.bins) {
    table.push_back({four_digits(bin.low) + " to " + four_digits(bin.high), with_commas(bin.rows), fixed(bin.mean, 5),
                     fixed(bin.share, 5)});
  }
  return aligned(table, 1);
}

std::string learned_text(std::optional<std::size_t> learned, std::size_t rows) {
  if (learned.value_or(0) == 0) return "";
  return "the model learned from " + with_commas(*learned) + " of these " + with_commas(rows) +
         " rows: what is said of them is optimistic (`ballast split` sets rows aside)";
}

std::string evaluation_text(const Evaluation& evaluation) {
  const std::string learned = learned_text(evaluation.learned_rows, evaluation.rows);
  std::string out = learned + (learned.empty() ? "" : "\n") + with_commas(evaluation.rows) + " rows, decisions at " +
                    all_digits(evaluation.threshold) + "\n" + figures_table(evaluation) + "\n" +
                    confusion_table(evaluation.figures.counts) + "\n" +
                    reliability_text(evaluation.figures.probabilities);
  if (!evaluation.at_base_rate) return out;
  return out + "\nat the base rate\n" + reliability_text(evaluation.at_base_rate->probabilities);
}

}  // namespace ballast::app
