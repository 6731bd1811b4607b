#include "app/commands/streamed/train_ranked.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/decision_options.hpp"
#include "app/commands/options/learner_options.hpp"
#include "app/commands/options/two_class_options.hpp"
#include "app/commands/parsing/command_line.hpp"
#include "app/commands/parsing/option_list.hpp"
#include "app/commands/streamed/streamed_result.hpp"
#include "app/commands/streamed/streamed_source.hpp"
#include "app/commands/training/train_auto.hpp"
#include "app/data/streamed/csv_part.hpp"
#include "app/data/streamed/part_set.hpp"
#include "app/data/streamed/ranked_codes.hpp"
#include "app/data/streamed/row_ranges.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "engine/ranks/agreement.hpp"
#include "engine/ranks/alone.hpp"
#include "engine/tabular/binary/table_file.hpp"

namespace ballast::app {
namespace {

using classifiers::RankTraffic;

// The rows that are at hand, as codes; of the set only what all ranks need, and on the first its labels.
struct RowsAtHand {
  StreamedSet set;
  classifiers::RankRows rows;
  std::vector<std::int32_t> y;
  std::optional<classifiers::BinnedData> codes;
  double load_seconds = 0, bin_seconds = 0;
};

// Of a table file, whose columns and blocks are read as they are wanted.
RowsAtHand read_table_file(const Arguments& arguments, const DataRequest& request, std::size_t max_bins,
                           Session& session) {
  RowsAtHand out;
  Stopwatch watch;
  require_same(session.ranks, {{"data", "SHA-256 " + digest_of(request.path, session.observer)}}, session.observer);
  const StreamedSource source = open_streamed(request, "", session.pool, session.observer);
  out.set = read_streamed_set(*source.blocks, request, source.format, session.observer);
  state_classes(arguments, request.target.column, out.set.class_count());
  out.load_seconds = watch.seconds();
  watch = {};
  const classifiers::BinnedFeatures features =
      find_features_over(session.ranks, *source.blocks, out.set, max_bins, session.pool.threads(), session.observer);
  out.rows = blocks_of_rank(session.ranks, out.set.rows());
  const auto first = out.set.y.begin() + static_cast<std::ptrdiff_t>(out.rows.first);
  out.y.assign(first, first + static_cast<std::ptrdiff_t>(out.rows.count));
  if (!session.ranks.is_first()) out.set.y = {};
  out.codes.emplace(
      encode_rows(session.ranks, *source.blocks, out.rows, features, session.pool, session.observer, out.set));
  out.bin_seconds = watch.seconds();
  return out;
}

// Of a CSV file, of which each rank parses its own rows; nothing, on all ranks, where their parts do not tell what one
// process would read.
std::optional<RowsAtHand> read_csv_parts(const Arguments& arguments, const DataRequest& request, std::size_t max_bins,
                                         Session& session) {
  RowsAtHand out;
  Stopwatch watch;
  std::error_code code;
  if (!std::filesystem::is_regular_file(request.path, code)) {
    if (!std::filesystem::exists(request.path, code) || std::filesystem::is_directory(request.path, code)) {
      return std::nullopt;  // and is refused as in one process
    }
    throw Error("over ranks `train` reads a file").in(request.path).hint("what is in a pipe reaches one rank alone");
  }
  require_same(session.ranks, {{"data", sampled_digest(request.path)}}, session.observer);
  const auto part = CsvPart::read(request.path, csv_options(request), session.ranks, session.pool, session.observer);
  std::optional<PartSet> set = part ? read_part_set(*part, request, session.ranks, session.observer) : std::nullopt;
  if (!set) return std::nullopt;
  state_classes(arguments, request.target.column, set->set.class_count());
  out.load_seconds = watch.seconds();
  watch = {};
  const classifiers::BinnedFeatures features =
      find_features_over(session.ranks, *part, *set, max_bins, session.pool, session.observer);
  out.rows = part->own();
  out.y = std::move(set->y);
  out.set = std::move(set->set);
  out.codes.emplace(encode_rows(session.ranks, *part, out.rows, features, session.pool, session.observer, out.set));
  out.bin_seconds = watch.seconds();
  return out;
}

std::optional<RowsAtHand> read_rows(const Arguments& arguments, std::size_t max_bins, Session& session) {
  const DataRequest request = data_request(arguments, arguments.positional(0), true);
  if (tabular::binary::is_table_file(request.path)) return read_table_file(arguments, request, max_bins, session);
  return read_csv_parts(arguments, request, max_bins, session);
}

std::string traffic_text(const RankTraffic& traffic, bool by_level, std::size_t ranks) {
  const auto a_tree = [&](std::uint64_t all) { return with_commas(static_cast<std::size_t>(all / traffic.trees)); };
  std::string out = "over " + std::to_string(ranks) + " ranks: each gave " + a_tree(traffic.bytes) +
                    " bytes a tree to sums, " + a_tree(traffic.sums) + " a tree";
  for (std::size_t level = 0; by_level && level < traffic.histogram_bytes.size(); ++level) {
    out += (level == 0 ? "; histograms by level " : ", ") + a_tree(traffic.histogram_bytes[level]);
  }
  return out + "; the first waited " + fixed(traffic.wait_seconds, 2) + " s";
}

JsonFields traffic_json(const RankTraffic& traffic, bool by_level, std::size_t ranks) {
  NamedNumbers levels;
  for (std::size_t level = 0; by_level && level < traffic.histogram_bytes.size(); ++level) {
    levels.emplace_back(std::to_string(level), static_cast<double>(traffic.histogram_bytes[level]));
  }
  return {{"ranks", std::uint64_t{ranks}},        {"trees", std::uint64_t{traffic.trees}},
          {"sums", std::uint64_t{traffic.sums}},  {"sum_bytes", traffic.bytes},
          {"histogram_bytes", std::move(levels)}, {"wait_seconds", traffic.wait_seconds}};
}

TrainedModel boost_over(const RowsAtHand& at_hand, const LearnerOptions& options, Session& session) {
  const StreamedTraining own(at_hand.set, at_hand.y);
  TrainedModel out;
  classifiers::BoostingReport report;
  RankTraffic traffic;
  out.model = std::make_unique<classifiers::Boosting>(train_boosting(*at_hand.codes, own.data, at_hand.rows,
                                                                     options.boosting, session.ranks, session.pool,
                                                                     session.observer, &report, &traffic));
  out.bin_seconds = at_hand.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  const bool by_level = options.boosting.max_leaves == 0;
  out.lines.push_back(traffic_text(traffic, by_level, session.ranks.size()));
  out.json = traffic_json(traffic, by_level, session.ranks.size());
  return out;
}

// What of the words keeps training from being shared out, as "--memory"; empty where nothing does.
std::string not_shared(const Arguments& arguments) {
  const bool forest = arguments.choice("classifier") == "forest";
  if (arguments.given("memory")) return "--memory";
  if (trains_automatically(arguments)) return "--augment auto";
  if (arguments.given("group") && forest) return "--group of a forest";
  if (arguments.given("added-from") && !forest) return "--added-from of boosting";
  return "";
}

// Whether nobody needs more than the rows of its own.
bool reads_in_blocks(const Arguments& arguments) {
  std::vector<std::string> read = split_option_list(kReadInBlocks);
  for (const OptionSpec& option : common_options()) read.emplace_back(option.name);
  return arguments.choice("classifier") == "boosting" &&
         std::ranges::all_of(all_options(train_command()), [&](const OptionSpec& option) {
           return !arguments.given(option.name) || std::ranges::find(read, option.name) != read.end();
         });
}

void train_alone(const Arguments& arguments, const std::string& with, Session& session, const TrainWays& ways) {
  if (!session.ranks.is_first()) return;
  session.observer.note("`train` with " + with + " does not work over ranks: the first does it alone");
  ranks::Alone alone;
  numeric::ThreadPool pool(arguments.given("threads") ? arguments.whole("threads")
                                                      : std::max(1U, std::thread::hardware_concurrency()));
  Session own{session.seed, session.json, session.quiet, pool, session.observer, alone};
  ways.alone(arguments, own);
  session.incomplete = own.incomplete;
}

// False, and nothing is done, where the rows cannot be shared out before all have been read.
bool train_ranked(const Arguments& arguments, Session& session) {
  LearnerOptions options = read_learner_options(arguments, true);
  options.set_seed(session.seed);
  options.boosting.validate();
  const DecisionRequest decision = read_decision_request(arguments);
  std::optional<TrainOutputs> outputs;
  if (session.ranks.is_first()) outputs.emplace(arguments, decision, session);
  const std::optional<RowsAtHand> at_hand = read_rows(arguments, options.boosting.max_bin - 1, session);
  if (!at_hand) return false;
  options.boosting.monotone = read_monotone(arguments, at_hand->set.features);
  TrainedModel trained = boost_over(*at_hand, options, session);
  if (!outputs) return true;
  const StreamedSet& set = at_hand->set;
  if (set.classes.empty()) {
    trained.learned_share = learned_share("boosting", StreamedTraining(set, set.y).data, options);
  }
  write_trained(set, trained, decision, *outputs, at_hand->load_seconds, session);
  return true;
}

}  // namespace

void train_over_ranks(const Arguments& arguments, Session& session, const TrainWays& ways) {
  const std::string with = not_shared(arguments);
  if (!with.empty()) return train_alone(arguments, with, session, ways);
  if (reads_in_blocks(arguments)) {
    if (train_ranked(arguments, session)) return;
    constexpr std::uintmax_t kLarge = std::uintmax_t{64} << 20;
    std::error_code code;
    const std::uintmax_t bytes = std::filesystem::file_size(arguments.positional(0), code);
    if (session.ranks.is_first() && !code && bytes >= kLarge) {
      session.observer.note(arguments.positional(0) +
                            ": parts of the file do not tell what the whole is: every rank reads all of it");
    }
  }
  ways.shared(arguments, session);
}

}  // namespace ballast::app
