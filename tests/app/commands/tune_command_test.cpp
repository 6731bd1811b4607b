// `ballast tune`: what it writes, that it goes on, and what it refuses.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

// The label leans on x; every eighth row is rare.
std::string rows_csv(int rows, int first) {
  std::string out = "x,y,z,label\n";
  for (int i = first; i < first + rows; ++i) {
    const bool rare = i % 8 == 0;
    out += std::to_string(i * 7919 % 100 + (rare ? 40 : 0)) + "," + std::to_string(i * 104729 % 37) + "," +
           std::to_string(i * 31 % 11) + "," + (rare ? "yes" : "no") + "\n";
  }
  return out;
}

struct Bench : TempFolder {
  std::string data = write("data.csv", rows_csv(240, 0));

  Words words(const std::string& out, const Words& more = {}) const {
    Words all{"tune", data, "--target", "label", "--positive", "yes", "--folds", "3", "--out", file(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome tuned(const std::string& out, const Words& more = {}) const { return call_as_typed(words(out, more)); }
  std::string scores(const std::string& model) const {
    const Outcome done = call_as_typed({"predict", model, data, "--out", "-", "--quiet"});
    BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
    return done.out;
  }
};

Words split_words(const std::string& text) {
  std::istringstream in(text);
  Words out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tune_command_test, Bench)

BOOST_AUTO_TEST_CASE(the_command_it_names_trains_the_model_it_wrote) {
  const Outcome done = tuned("out", {"--classifier", "boosting", "--budget-fits", "12", "--json", "--seed", "3"});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  const Json found = Json::parse(done.out);
  BOOST_TEST(read_file(file("out/summary.json")) == done.out);
  BOOST_TEST(found["fits"] <= 12);
  BOOST_TEST(found["trials"][0]["per_fold"].size() == 3u);
  Words train = split_words(found["command"]);
  BOOST_REQUIRE(train.size() > 5u);
  train.erase(train.begin());  // ballast
  train.back() = file("again.ballast");
  const Outcome again = call_as_typed(train);
  BOOST_REQUIRE_MESSAGE(again.status == 0, again.err);
  const std::string ours = scores(file("out/model.ballast")), theirs = scores(file("again.ballast"));
  BOOST_TEST(!ours.empty());
  // Of `train` a second column says what its threshold flags.
  std::istringstream a(ours), b(theirs);
  for (std::string x, y; std::getline(a, x) && std::getline(b, y);)
    BOOST_TEST(y.substr(0, y.find(',')) == x.substr(0, x.find(',')));
  const Outcome told = call_as_typed({"inspect", file("out/model.ballast")});
  BOOST_TEST(told.out.find("from boosting") != std::string::npos);
  const std::string tried = read_file(file("out/tried.csv"));
  BOOST_TEST(std::ranges::count(tried, '\n') == static_cast<std::ptrdiff_t>(found["trials"].size() + 1));
}

BOOST_AUTO_TEST_CASE(losses_are_arms_that_boosting_can_be_tuned_with) {
  const Outcome done = tuned("out", {"--budget-fits", "40", "--augment", "none,focal,asymmetric", "--json"});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  std::set<std::string> arms;
  const Json found = Json::parse(done.out);
  for (const Json& trial : found.at("trials")) {
    arms.insert(trial.at("classifier").get<std::string>() + " " + trial.at("augmentation").get<std::string>());
  }
  BOOST_TEST((arms.contains("boosting focal") || arms.contains("boosting asymmetric")));
  BOOST_TEST((!arms.contains("forest focal") && !arms.contains("forest asymmetric")));
}

BOOST_AUTO_TEST_CASE(an_interrupted_call_goes_on_and_ends_with_the_same_files) {
  const Words race{"--budget-fits", "24", "--augment", "none,oversample"};
  BOOST_REQUIRE(tuned("whole", race).status == 0);
  Running running(words("parts", race));
  const auto seen = [&] { return fs::exists(file("parts/journal.jsonl")); };
  for (int wait = 0; wait < 2000 && !seen(); ++wait) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  running.send(SIGINT);
  const Outcome ended = running.wait();
  if (ended.status != 0) {  // else it was done before the signal came
    BOOST_TEST(ended.status == 130);
    BOOST_TEST(ended.says("--continue go on"), ended.err);
    BOOST_TEST(!fs::exists(file("parts/model.ballast")));
    BOOST_TEST(tuned("parts", race).says("holds an earlier tuning"));
  }
  Words on = race;
  on.insert(on.end(), {"--continue", "--threads", "3"});
  const Outcome then = tuned("parts", on);
  BOOST_REQUIRE_MESSAGE(then.status == 0, then.err);
  for (const char* name : {"model.ballast", "tried.csv", "summary.json"}) {
    BOOST_TEST((read_file(file("whole/" + std::string(name))) == read_file(file("parts/" + std::string(name)))), name);
  }
}

// --continue was said, so that is what the refusal speaks of.
BOOST_AUTO_TEST_CASE(a_folder_that_somebody_added_to_is_not_gone_on_in) {
  const Words race{"--classifier", "boosting", "--budget-fits", "6"};
  BOOST_REQUIRE(tuned("out", race).status == 0);
  write("out/notes.txt", "mine\n");
  Words on = race;
  on.emplace_back("--continue");
  const Outcome refused = tuned("out", on);
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("--continue replaces what ballast wrote: the folder holds notes.txt"), refused.err);
  BOOST_TEST(!refused.says("--force"), refused.err);
}

BOOST_AUTO_TEST_CASE(a_journal_of_something_else_is_refused) {
  const Words race{"--classifier", "boosting", "--budget-fits", "6"};
  BOOST_REQUIRE(tuned("out", race).status == 0);
  const std::string before = read_file(file("out/journal.jsonl"));
  Words on = race;
  on.insert(on.end(), {"--continue", "--seed", "7"});
  const Outcome seed = tuned("out", on);
  BOOST_TEST(seed.status == 2);
  BOOST_TEST(seed.says("of other settings"), seed.err);
  BOOST_TEST(seed.complaints().size() == 1u);
  write("data.csv", rows_csv(248, 0));
  on = race;
  on.emplace_back("--continue");
  const Outcome other = tuned("out", on);
  BOOST_TEST(other.status == 2);
  BOOST_TEST(other.says("of other data"), other.err);
  BOOST_TEST(read_file(file("out/journal.jsonl")) == before);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_tuned_is_one_line_and_leaves_nothing) {
  const auto refused = [&](const Words& more, const std::string& text) {
    const Outcome done = tuned("out", more);
    BOOST_TEST(done.status == 2);
    BOOST_TEST(done.complaints().size() == 1u);
    BOOST_TEST(done.says(text), done.err);
    BOOST_TEST(!fs::exists(file("out")));
  };
  refused({"--budget-fits", "8"}, "expected at least 9");
  refused({"--budget-fits", "20", "--budget-seconds", "5"}, "--budget-fits is not read with --budget-seconds");
  refused({"--budget-seconds", "0"}, "--budget-seconds");
  refused({"--classifier", "svm"}, "--classifier");
  refused({"--augment", "auto"}, "unknown value of --augment");
  refused({"--group", "label"}, "label");
  write("data.csv", rows_csv(24, 0));
  refused({}, "too few rows of a class to tune by");
}

BOOST_AUTO_TEST_CASE(a_budget_of_time_ends_with_a_model) {
  const Outcome done = tuned("out", {"--classifier", "boosting", "--budget-seconds", "0.2"});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  BOOST_TEST(done.out.find("<- chosen") != std::string::npos);
  BOOST_TEST(!scores(file("out/model.ballast")).empty());
}

BOOST_AUTO_TEST_SUITE_END()
