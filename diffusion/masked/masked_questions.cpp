// The questions that the masked diffusion answers: whatever is known is shown from the start, the rest is revealed.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "diffusion/generator_archive.hpp"
#include "diffusion/masked/cell_choosers.hpp"
#include "diffusion/masked/condition_plan.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "diffusion/masked/reveal.hpp"
#include "engine/tabular/csv/cell_writer.hpp"

namespace ballast::diffusion {
namespace {

// Numbers that no code may hold are told, as labels never seen are.
void note_strange_numbers(const TableCodes& codes, const tabular::Table& rows, Observer& observer) {
  for (std::size_t d = 0; d < codes.learned().size(); ++d) {
    const std::span<const double> cells = rows.column(codes.learned()[d]);
    const auto is_strange = [&](double cell) { return !codes.codes(d).holds(cell); };
    const auto strange = std::ranges::count_if(cells, is_strange);
    if (strange == 0) continue;
    const tabular::ColumnSchema& column = rows.schema()[codes.learned()[d]];
    const std::string example = tabular::CellWriter(column, {}).text(*std::ranges::find_if(cells, is_strange));
    observer.note("column '" + column.name + "': " + std::to_string(strange) + " of " + std::to_string(cells.size()) +
                  " cells hold numbers that were never learned, such as " + example +
                  ": each counts as half a row among all");
  }
}

}  // namespace

std::vector<std::size_t> MaskedGenerator::learned_places() const {
  std::vector<std::size_t> places(schema().size(), codes_.learned().size());
  for (std::size_t d = 0; d < codes_.learned().size(); ++d) places[codes_.learned()[d]] = d;
  return places;
}

tabular::Table MaskedGenerator::sample_where(std::span<const CellCondition> conditions, std::uint64_t first,
                                             std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                                             Observer& observer) const {
  require_row_numbers(first, count);
  const std::vector<std::size_t> places = learned_places();
  const std::size_t columns = codes_.learned().size();
  const ConditionPlan plan = plan_conditions(conditions, codes_, places);
  std::vector<std::uint64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  CodeRows rows = plan.start_rows(count);
  DrawCells draw(numbers, seed, plan.conditions);
  if (network_ != nullptr) reveal_rows(network_->predictor(), rows, draw, "sample", pool, observer);
  tabular::Table out(schema(), count);
  decode(rows, numbers, seed, out, pool);
  for (const CellCondition& condition : conditions) {
    if (places[condition.column] == columns || condition.missing) continue;
    const ColumnCodes& of = codes_.column(condition.column);
    for (std::size_t i = 0; i < count; ++i) {
      double& cell = out.column(condition.column)[i];
      if (condition.low == condition.high) {
        cell = condition.low;
        continue;
      }
      numeric::RandomStream stream(seed, numeric::Purpose::kRevealValue, numbers[i],
                                   static_cast<std::uint32_t>(condition.column));
      const std::uint32_t code = rows.row(i)[places[condition.column]];
      cell = of.decode_within(code, {condition.low, condition.high}, stream.uniform());
    }
  }
  if (const std::size_t forced = draw.forced(); forced > 0) {
    observer.note(std::to_string(forced) + " of " + std::to_string(count) +
                  " rows fulfil conditions that the data hardly ever show together; their cells follow the first "
                  "condition, not its joint distribution with the others");
  }
  set_origins(out, id_, seed, first);
  return out;
}

std::vector<ConditionChance> MaskedGenerator::chances(std::span<const CellCondition> conditions,
                                                      numeric::ThreadPool& pool, Observer& observer) const {
  const std::vector<std::size_t> places = learned_places();
  const ConditionPlan plan = plan_conditions(conditions, codes_, places);
  std::vector<ConditionChance> out;
  std::vector<CodeCondition> asked;
  std::vector<std::uint16_t> shown;
  for (const bool single : {true, false}) {
    for (std::size_t k = 0; k < conditions.size(); ++k) {
      const std::size_t d = places[conditions[k].column];
      if (d == codes_.learned().size() || (plan.start[d] != TableCodes::kHidden) != single) continue;
      out.push_back({k, 1, 1});
      shown.push_back(plan.start[d]);
      if (!single) {
        asked.push_back(*std::ranges::find(plan.conditions, d, &CodeCondition::column));
        continue;
      }
      asked.push_back({static_cast<std::uint32_t>(d), std::vector<float>(codes_.codes(d).codes(), 0.0F)});
      asked.back().share[plan.start[d]] = 1;
    }
  }
  if (out.empty()) return out;
  CodeRows rows{codes_.learned().size(), {}};
  rows.codes.assign(2 * rows.columns, TableCodes::kHidden);
  WeighCells weigh(asked, shown);
  reveal_rows(network_->predictor(), rows, weigh, "weigh conditions", pool, observer);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].given = weigh.given()[i], out[i].alone = weigh.alone()[i];
  return out;
}

tabular::Table MaskedGenerator::impute(const tabular::Table& rows, Fill fill, std::size_t draw, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer) const {
  const std::size_t columns = codes_.learned().size();
  tabular::Table out = rows;
  CodeRows shown = codes_.encode(rows, pool, observer);
  std::vector<CodeCondition> conditions;  // a filled cell is not missing
  std::vector<std::vector<double>> ranks;
  std::vector<std::uint32_t> missing;
  for (std::size_t d = 0; d < columns; ++d) {
    const ColumnCodes& of = codes_.codes(d);
    ranks.emplace_back(of.rank().begin(), of.rank().end());
    missing.push_back(of.missing_code());
    if (of.missing_code() != ColumnCodes::kNone) {
      CodeCondition present{static_cast<std::uint32_t>(d), std::vector<float>(of.codes(), 1.0F)};
      present.share[of.missing_code()] = 0;
      conditions.push_back(std::move(present));
    }
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      if (tabular::is_missing(rows.column(codes_.learned()[d])[i])) shown.codes[i * columns + d] = TableCodes::kHidden;
    }
  }
  std::vector<std::uint64_t> numbers(rows.rows());
  std::iota(numbers.begin(), numbers.end(), draw * rows.rows());
  LikeliestCells likeliest(rows.rows(), columns, ranks, std::move(missing));
  DrawCells draws(numbers, seed, std::move(conditions));
  const bool on_its_own = fill == Fill::likeliest;
  if (network_ != nullptr) {
    CellChooser& chooser = on_its_own ? static_cast<CellChooser&>(likeliest) : draws;
    reveal_rows(network_->predictor(), shown, chooser, "fill missing cells", pool, observer);
  }
  const CodeRows& filled = on_its_own ? likeliest.chosen() : shown;
  const std::vector<std::size_t> places = learned_places();
  for (std::size_t c = 0; c < out.columns(); ++c) {
    for (std::size_t i = 0; i < out.rows(); ++i) {
      double& cell = out.column(c)[i];
      if (!tabular::is_missing(cell)) continue;
      const std::uint32_t code = places[c] < columns ? filled.row(i)[places[c]] : 0;
      numeric::RandomStream stream(seed, numeric::Purpose::kRevealValue, numbers[i], static_cast<std::uint32_t>(c));
      cell = on_its_own ? codes_.column(c).middle(code) : codes_.column(c).decode(code, stream.uniform());
    }
  }
  return out;
}

std::vector<double> MaskedGenerator::log_likelihood(const tabular::Table& rows, std::size_t orders, std::uint64_t seed,
                                                    numeric::ThreadPool& pool, Observer& observer) const {
  std::vector<double> mean(rows.rows(), 0.0);
  note_strange_numbers(codes_, rows, observer);
  if (network_ == nullptr) return mean;
  const CodeRows known = codes_.encode_held(rows, pool, observer);
  const double never_seen = std::log(0.5 / (static_cast<double>(rows_) + 1));
  const nn::CodePredictor<float> predictor = network_->predictor();
  for (std::size_t order = 0; order < orders; ++order) {
    MeasureCells measure(known, seed, static_cast<std::uint32_t>(order), never_seen);
    CodeRows hidden{known.columns, std::vector<std::uint16_t>(known.codes.size(), TableCodes::kHidden)};
    reveal_rows(predictor, hidden, measure, "score", pool, observer);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += measure.log_p()[i] / static_cast<double>(orders);
  }
  return mean;
}

}  // namespace ballast::diffusion
