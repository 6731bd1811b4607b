// How to make the study again, and what it was made from.
#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"
#include "app/version.hpp"

namespace ballast::app::page {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string shortest(double value) {
  return figures::number(value, 6);
}

DataTable option_table(const Story& story) {
  const StudyResult& result = story.result;
  const StudyOptions& options = result.options;
  std::vector<std::string> arms;
  for (const Augmentation& a : options.augmentations) arms.push_back(a.name);
  DataTable table{.caption = "What the study was told", .head = {"Setting", "Value"}};
  table.rows = {
      {"ballast", kVersion},
      {"Data", story.data.name},
      {"SHA-256 of the data",
       story.request.checksum.empty() ? "made by the program from the seed" : story.request.checksum},
      {"Seed", std::to_string(options.seed) + "; split r works with seed + r"},
      {"Splits", std::to_string(options.repeats)},
      {"Folds that choose thresholds", std::to_string(options.folds)},
      {"Split", options.time_column.empty() ? "stratified" : "chronological, by " + options.time_column},
      {"Test part", shortest(tested_share(options))},
      {"Classifiers", joined(options.classifiers)},
      {"Augmentations", joined(arms)},
      {"Synthetic rows", with_commas(result.synthetic)},
      {"Trees of the forest", std::to_string(options.learners.forest.trees)},
      {"Rounds of boosting", std::to_string(options.learners.boosting.rounds)},
      {"Cost of a miss, of a false alarm", shortest(options.costs.miss) + ", " + shortest(options.costs.alarm)}};
  if (options.validation_fraction > 0) table.rows.push_back({"Validation part", shortest(options.validation_fraction)});
  if (const auto fresh = fresh_draws(options.augmentations, result.synthetic)) {
    table.rows.push_back({"Fresh rows of a tree or round", with_commas(fresh->rows) + ", of weight " +
                                                               shortest(fresh->weight) + "; draws " +
                                                               std::to_string(fresh->draws)});
  }
  if (options.base_rate) table.rows.push_back({"Base rate", shortest(*options.base_rate)});
  return table;
}

}  // namespace

Section reproduce_section(const Story& story) {
  Section out{.id = "reproduce", .title = "Make it again"};
  figures::Markup command;
  command.text("pre", {{"tabindex", "0"}, {"aria-label", "Command"}}, story.request.command);
  if (!story.request.command.empty()) out.opening = std::move(command).finish();
  out.lead.emplace_back(
      "The same program on the same data gives the same figures, bit for bit, at any number of "
      "threads.");
  out.tables.push_back(option_table(story));
  return out;
}

}  // namespace ballast::app::page
