// The replay of the paper and its repeated splits, on small made data with few updates.
#include "app/experiments/paper/paper.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "app/data/demo_data.hpp"
#include "app/experiments/paper/paper_report.hpp"
#include "app/study/study_split.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "engine/ranks/alone.hpp"
#include "tests/app/program.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

Dataset cards(bool amount = true) {
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "made data";
  request.target = {"Class", "1"};
  request.drop = {"Time"};
  if (!amount) request.drop.emplace_back("Amount");
  return make_dataset(make_demo_data({.rows = 700, .positives = 60, .seed = 5}, pool), request);
}

PaperOptions few_updates() {
  PaperOptions options;
  options.repeats = 2;
  options.augmentations = {"tuned", "smote"};
  options.replay.updates = 5;
  options.replay.synthetic = 40;
  options.replay.learners.forest.trees = 10;
  options.replay.learners.boosting.rounds = 10;
  return options;
}

PaperResult run(const Dataset& data, const PaperOptions& options) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  StudySink nothing;
  ranks::Alone alone;
  return run_paper(data, options, pool, quiet, nothing, alone);
}

const ReplayRow& row_of(const ReplayResult& replay, const std::string& classifier, const std::string& augmentation) {
  return *std::ranges::find_if(replay.rows, [&](const ReplayRow& row) {
    return row.classifier == classifier && row.augmentation == augmentation;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(paper_test)

// Precision, recall and F1 as tables 1 and 2 print them.
BOOST_AUTO_TEST_CASE(published_counts_give_the_published_figures) {
  const auto prints = [](const char* classifier, const char* augmentation, double p, double r, double f1) {
    const PublishedCounts& row = *published_counts(classifier, augmentation);
    BOOST_TEST(std::abs(row.precision() - p) < 5.1e-5);
    BOOST_TEST(std::abs(row.recall() - r) < 5.1e-5);
    BOOST_TEST(std::abs(row.f1() - f1) < 5.1e-5);
  };
  prints("boosting", "none", 0.8901, 0.8265, 0.8571);
  prints("boosting", "clusters", 0.8737, 0.8469, 0.8601);
  prints("boosting", "diffusion", 0.9101, 0.8265, 0.8663);
  prints("boosting", "smote", 0.8925, 0.8469, 0.8691);
  prints("forest", "none", 0.9524, 0.8163, 0.8791);
  prints("forest", "clusters", 0.9053, 0.8776, 0.8912);
  prints("forest", "diffusion", 0.8958, 0.8776, 0.8866);
  prints("forest", "smote", 0.9022, 0.8469, 0.8737);
  BOOST_TEST(published_counts("forest", "weights") == nullptr);
  BOOST_TEST(published_emdt_f1("boosting", "clusters").value() == 0.849);
  BOOST_TEST(!published_emdt_f1("forest", "none").has_value());
}

// 284 inputs (28 raw, Amount as 128, the step as 128) -> 128 -> 128 -> 29.
BOOST_AUTO_TEST_CASE(the_generator_is_the_papers) {
  const diffusion::DiffusionOptions options = published_diffusion({.trajectories = true}, "Amount");
  BOOST_TEST((options.scaling == tabular::Scaling::raw));
  BOOST_TEST(options.steps == 800u);
  BOOST_TEST(options.training.updates == 3500u);
  BOOST_TEST(options.training.batch == 64u);
  diffusion::DiffusionOptions quick = options;
  quick.training.updates = 1;
  quick.training.method = "random_steps";
  numeric::ThreadPool pool(1);
  Observer quiet;
  const Dataset data = cards();
  diffusion::DiffusionGenerator generator(quick);
  generator.fit(data.features_of(data.positive_rows()), 1, pool, quiet);
  BOOST_TEST(generator.describe().find("56733 parameters") != std::string::npos, generator.describe());
  files::ArchiveWriter file("generator");
  generator.save(file);
  const auto loaded = diffusion::DiffusionGenerator::load(files::ArchiveReader::from_bytes(file.bytes(), "generator"));
  BOOST_TEST(loaded->options().embedded_column == "Amount");
}

BOOST_AUTO_TEST_CASE(the_replay_stands_beside_the_published_rows) {
  const PaperResult result = run(cards(), few_updates());
  BOOST_REQUIRE(result.replay.has_value());
  BOOST_TEST(result.replay->raw_values);
  BOOST_TEST(result.replay->rows.size() == 8u);
  for (const ReplayRow& row : result.replay->rows) {
    BOOST_TEST(row.judged.plain.tp + row.judged.plain.fn == 12u);
    BOOST_TEST(row.recall.low <= row.judged.metrics[kRecall]);
    BOOST_TEST(row.recall.high >= row.judged.metrics[kRecall]);
    BOOST_REQUIRE(row.published != nullptr);
    // Gained minus lost is the difference of the counts that it explains.
    const ReplayRow& plain = row_of(*result.replay, row.classifier, "none");
    const auto gained = static_cast<std::ptrdiff_t>(row.on_positives.gained - row.on_positives.lost);
    BOOST_TEST(gained ==
               static_cast<std::ptrdiff_t>(row.judged.plain.tp) - static_cast<std::ptrdiff_t>(plain.judged.plain.tp));
    const auto errors = [](const ReplayRow& r) {
      return static_cast<std::ptrdiff_t>(r.judged.plain.fp + r.judged.plain.fn);
    };
    BOOST_TEST(static_cast<std::ptrdiff_t>(row.on_all.gained - row.on_all.lost) == errors(plain) - errors(row));
  }
  BOOST_TEST(row_of(*result.replay, "forest", "none").on_all.p == 1.0);
  BOOST_TEST(result.study.options.repeats == 2u);
  const std::string text = paper_text(result, "made.csv");
  for (const char* part : {"as published", "0.878", "boosting: ", "forest: ", "McNemar"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part);
  }
}

BOOST_AUTO_TEST_CASE(without_amount_every_column_is_standardised) {
  PaperOptions options = few_updates();
  options.replay.base_rate = 0.01;
  const PaperResult result = run(cards(false), options);
  BOOST_TEST(!result.replay->raw_values);
  BOOST_TEST(result.replay->rows[0].judged.at_base_rate.has_value());
  BOOST_TEST(paper_text(result, "made.csv").find("no column Amount") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_follow_ups_protocol_doubles_the_positives_of_three_fifths) {
  PaperOptions options = few_updates();
  options.protocol = Protocol::emdt;
  options.augmentations = {"smote"};
  const PaperResult result = run(cards(), options);
  BOOST_TEST(!result.replay.has_value());
  BOOST_TEST(result.study.data.train_positives == 36u);
  BOOST_TEST(result.study.synthetic == 36u);
  BOOST_TEST(result.study.arms.size() == 2u);
  const Json json = Json::parse(paper_json(result));
  BOOST_TEST(json.at("protocol") == "emdt");
  const std::string text = paper_text(result, "cards"), opening = result.study.verdict.evidence.substr(0, 20);
  BOOST_TEST(text.find(opening) != std::string::npos, text);
  BOOST_TEST(text.find(opening) == text.rfind(opening), text);  // one classifier: its evidence is the verdict's
  BOOST_TEST(json.at("arms")[1].at("published").at("f1") == 0.834);
  BOOST_TEST(protocol_study({.protocol = Protocol::emdt}).repeats == 10u);
  BOOST_TEST(protocol_study({}).repeats == 20u);
}

// No group on both sides, neither in the splits (that of the replay is the first) nor in the folds of a training part.
BOOST_AUTO_TEST_CASE(groups_stay_together_in_every_split) {
  Dataset data = cards();
  for (std::size_t row = 0; row < data.rows(); ++row) data.group.push_back(static_cast<std::uint32_t>(row / 4));
  struct Splits final : StudySink {
    std::vector<tabular::Split> all;
    void split(std::size_t, const tabular::Split& split) override { all.push_back(split); }
  } seen;
  PaperOptions options = few_updates();
  options.augmentations = {"weights"};
  options.repeats = 2;
  options.replay.group_column = "customer";
  numeric::ThreadPool pool(2);
  Observer quiet;
  ranks::Alone alone;
  const PaperResult result = run_paper(data, options, pool, quiet, seen, alone);
  BOOST_TEST(result.study.options.group_column == "customer");
  std::vector<tabular::Split> splits = seen.all;
  BOOST_TEST(result.replay->data.test_rows == seen.all.at(0).test.size());
  for (tabular::Split& fold : folds_of(data, protocol_study(options), seen.all.at(0).train, 42)) {
    fold.test = fold.validation;
    splits.push_back(fold);
  }
  for (const tabular::Split& split : splits) {
    std::set<std::uint32_t> learned;
    for (const std::size_t row : split.train) learned.insert(data.group[row]);
    for (const std::size_t row : split.test) BOOST_TEST(!learned.contains(data.group[row]));
  }
}

BOOST_FIXTURE_TEST_CASE(the_command_keeps_groups_apart, TempFolder) {
  std::string text = "customer,Time,V1,Amount,Class\n";
  for (int row = 0; row < 400; ++row) {
    text += std::to_string(row / 4) + "," + std::to_string(row) + "," + std::to_string((row * 7919) % 101) + "," +
            std::to_string(row % 13) + "," + (row % 8 < 2 ? "1" : "0") + "\n";
  }
  write("cards.csv", text);
  const Outcome outcome =
      call_ballast({"paper", file("cards.csv"), "--out", file("o"), "--repeats", "2", "--augment", "weights",
                    "--updates", "4", "--synthetic", "20", "--group", "customer", "--json"});
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  const Json summary = Json::parse(outcome.out);
  BOOST_TEST(summary.at("study").at("group") == "customer");
  BOOST_TEST(summary.at("data").at("columns") == 2);  // V1 and Amount
  const Outcome unknown = call_ballast({"paper", file("cards.csv"), "--out", file("p"), "--group", "client"});
  BOOST_TEST(unknown.status == 2);
  BOOST_TEST(unknown.err.find("client") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(the_command_writes_its_summary_in_the_shape_of_run, TempFolder) {
  const std::string data = file("cards.csv");
  BOOST_REQUIRE_EQUAL(call_ballast({"demo", "--rows", "700", "--positives", "60", "--write", data}).status, 0);
  const Outcome outcome = call_ballast({"paper", data, "--out", file("o"), "--repeats", "2", "--augment", "smote",
                                        "--updates", "4", "--synthetic", "30", "--trajectories", "--json"});
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  BOOST_TEST(Json::parse(outcome.out) == summary);
  BOOST_TEST(summary.at("data").at("columns") == 29);
  for (const char* key : {"format", "study", "arms", "comparisons", "timings", "verdict", "against_smote"}) {
    BOOST_TEST(summary.contains(key));
  }
  BOOST_TEST(summary.at("verdicts").at("forest").is_string());
  BOOST_TEST(summary.at("replay").at("training") == "trajectories");
  BOOST_TEST(summary.at("replay").at("arms").size() == 8u);
  const Json& arm = summary.at("replay").at("arms")[1];
  for (const char* key : {"precision", "recall", "f1", "tp", "published", "recall_wilson", "mcnemar_positives"}) {
    BOOST_TEST(arm.contains(key));
  }
  BOOST_TEST(read_file(file("o/tables.txt")).find("as published") != std::string::npos);
  BOOST_TEST(read_file(file("o/report.html")).find("ballast paper ") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_is_refused_and_leaves_nothing, TempFolder) {
  const std::string data = write("odd.csv", "x,y,label\n1,2,0\n3,4,1\n");
  const auto refuse = [&](std::vector<std::string> more, const std::vector<std::string>& fragments) {
    more.insert(more.begin(), {"paper", data, "--out", file("o")});
    const Outcome outcome = call_ballast(more);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.complaints().size() == 1u);
    for (const std::string& fragment : fragments) BOOST_TEST(outcome.says(fragment), fragment << " in " << outcome.err);
    BOOST_TEST(names() == std::vector<std::string>{"odd.csv"}, boost::test_tools::per_element());
  };
  refuse({}, {"odd.csv", "'Class'", "--target", "x, y, label"});
  refuse({"--target", "lable"}, {"odd.csv", "label"});
  refuse({"--target", "label"}, {"odd.csv", "too"});  // too few positives
  refuse({"--base-rate", "1"}, {"--base-rate", "from 1e-09 to 0.999999999"});
  refuse({"--protocol", "emd"}, {"--protocol", "emdt"});
  refuse({"--protocol", "emdt", "--trajectories"}, {"--trajectories", "--protocol paper"});
  refuse({"--protocol", "emdt", "--synthetic", "5"}, {"--synthetic is read with --protocol paper only"});
  refuse({"--repeats", "0"}, {"--repeats"});
}

BOOST_AUTO_TEST_SUITE_END()
