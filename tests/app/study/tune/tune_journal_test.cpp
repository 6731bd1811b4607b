// A journal comes back as it was, and is refused where it is of something else.
#include <boost/test/unit_test.hpp>

#include "app/study/tune/tune_journal.hpp"
#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

const TuneKey kKey{"1.0", "abc", "seed 42, 5 folds, forest, arms none"};

TuneJournal filled() {
  TuneJournal journal(kKey);
  journal.add(3, 0, {0.1 + 0.2, 1.5});
  journal.add(0, 4, {1.0 / 3, 0.25});
  return journal;
}

std::string refusal(const TuneKey& key, const std::string& text) {
  try {
    const TuneJournal journal(key, text, "journal.jsonl");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tune_journal_test)

BOOST_AUTO_TEST_CASE(fits_come_back_to_the_bit) {
  const TuneJournal read(kKey, filled().text(), "journal.jsonl");
  BOOST_TEST(read.size() == 2u);
  BOOST_TEST(read.find(3, 0)->pr_auc == 0.1 + 0.2);
  BOOST_TEST(read.find(0, 4)->pr_auc == 1.0 / 3);
  BOOST_TEST(!read.find(0, 3));
  BOOST_TEST(read.text() == filled().text());
}

BOOST_AUTO_TEST_CASE(what_it_is_of_is_held_against_what_is_tuned) {
  const std::string text = filled().text();
  BOOST_TEST(refusal(kKey, text).empty());
  BOOST_TEST(holds(refusal({"1.0", "abd", kKey.settings}, text), "of other data"));
  BOOST_TEST(holds(refusal({"1.1", "abc", kKey.settings}, text), "of another version"));
  const std::string other = refusal({"1.0", "abc", "seed 7, 5 folds, forest, arms none"}, text);
  BOOST_TEST(holds(other, "of other settings"));
  BOOST_TEST(holds(other, "seed 7"));
  BOOST_TEST(holds(other, "seed 42"));
}

BOOST_AUTO_TEST_CASE(damage_is_told_with_its_line) {
  const std::string text = filled().text();
  BOOST_TEST(holds(refusal(kKey, ""), "no line of a tuning's journal"));
  BOOST_TEST(holds(refusal(kKey, "{\"kind\":\"survey\"}\n"), "no line of a tuning's journal"));
  BOOST_TEST(holds(refusal(kKey, text.substr(0, text.size() - 5)), "journal.jsonl:3: no line"));
  BOOST_TEST(holds(refusal(kKey, text + "{\"candidate\":1,\"fold\":0,\"pr_auc\":1.5,\"seconds\":1}\n"), "no line"));
  BOOST_TEST(holds(refusal(kKey, text + "{\"candidate\":-1,\"fold\":0,\"pr_auc\":0.5,\"seconds\":1}\n"), "no line"));
}

BOOST_AUTO_TEST_SUITE_END()
