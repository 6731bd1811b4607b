// What is said of odd columns, and that nothing is said of plain ones.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/data/notes/telling_columns.hpp"

using namespace ballast::app;
using ballast::tabular::ColumnKind;
using ballast::tabular::kMissing;
using ballast::tabular::Schema;
using ballast::tabular::Table;

namespace {

constexpr std::size_t kRows = 400;

struct Notes : ballast::Observer {
  void note(std::string_view text) override { all.emplace_back(text); }
  std::vector<std::string> all;
};

template <class Cell>
std::vector<double> column(Cell cell, std::size_t rows = kRows) {
  std::vector<double> out;
  for (std::size_t row = 0; row < rows; ++row) out.push_back(static_cast<double>(cell(row)));
  return out;
}

bool is_positive(std::size_t row) {
  return row % 20 == 3;
}

// A plain number, which the classes share.
double plain(std::size_t row) {
  return std::fmod(static_cast<double>(row) * 0.618, 1.0);
}

Dataset with(const ballast::tabular::ColumnSchema& schema, const std::vector<double>& cells) {
  return make_dataset(Table({{"plain", ColumnKind::numeric, {}}, schema, {"Class", ColumnKind::binary, {}}},
                            {column(plain, cells.size()), cells, column(is_positive, cells.size())}),
                      {"t.csv", {"Class", "1"}, {}, {}});
}

std::vector<std::string> notes_of(const Dataset& data) {
  Notes notes;
  note_columns(data, notes);
  return notes.all;
}

void expect(const std::vector<std::string>& notes, const std::vector<std::string>& wanted) {
  BOOST_TEST(notes == wanted, boost::test_tools::per_element());
}

bool tells(const ballast::tabular::ColumnSchema& schema, const std::vector<double>& cells) {
  return telling_columns(with(schema, cells)) == std::vector<std::size_t>{1};
}

const ballast::tabular::ColumnSchema kNumber{"x", ColumnKind::numeric, {}}, kWhole{"x", ColumnKind::integer, {}};

}  // namespace

BOOST_AUTO_TEST_SUITE(column_notes_test)

BOOST_AUTO_TEST_CASE(of_a_table_learned_whole_it_says_that_made_rows_may_hold_real_identifiers) {
  const auto number = [](std::size_t row) { return 3 * row + 7; };
  const Table table({kWhole, {"plain", ColumnKind::numeric, {}}}, {column(number, 400), column(plain, 400)});
  Notes notes;
  note_columns(table, notes);
  BOOST_REQUIRE_EQUAL(notes.all.size(), 2U);
  BOOST_TEST(notes.all[0].find("'x' looks like an identifier") != std::string::npos);
  BOOST_TEST(notes.all[1].find("ballast schema") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(plain_columns_are_passed_in_silence) {
  expect(notes_of(with(kNumber, column([](std::size_t row) { return std::sin(static_cast<double>(row)); }))), {});
  expect(notes_of(with(kWhole, column([](std::size_t row) { return row * row % 97; }))), {});
}

BOOST_AUTO_TEST_CASE(identifiers_are_whole_numbers_or_text_that_differ_in_any_order) {
  const std::string note = "column 'x' looks like an identifier, another in each row; --drop x leaves it out";
  expect(notes_of(with(kWhole, column([](std::size_t row) { return row; }))), {note});
  const auto shuffled = [](std::size_t row) { return 15'000'000 + row * 7919 % 10007; };
  expect(notes_of(with(kWhole, column(shuffled))), {note});
  std::vector<double> once = column(shuffled, 2000);
  expect(notes_of(with(kWhole, once)), {note});
  once[1999] = once[0];  // far behind the first glance
  expect(notes_of(with(kWhole, once)), {});
  std::vector<std::string> names;
  for (std::size_t row = 0; row < kRows; ++row) names.push_back("n" + std::to_string(1000 + row));
  expect(
      notes_of(with({"Amount, EUR", ColumnKind::categorical, names}, column([](std::size_t row) { return row; }))),
      {"column 'Amount, EUR' looks like an identifier, another in nearly each row; --drop '\"Amount, EUR\"' leaves it "
       "out"});
}

BOOST_AUTO_TEST_CASE(numbers_with_something_around_them_and_dates_are_no_identifiers) {
  const auto labels_of = [](const std::string& before, const std::string& behind, std::size_t first) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < kRows; ++row) {
      out.push_back(before + std::to_string(first + row) + ".5" + (row % 2 == 0 ? behind : "DR"));
    }
    return out;
  };
  const auto every = column([](std::size_t row) { return row; });
  expect(
      notes_of(with({"x", ColumnKind::categorical, labels_of("", "CR", 1000)}, every)),
      {"column 'x' is read as text: numbers with 'CR' or 'DR' behind them; written plainly they are read as numbers"});
  std::vector<std::string> words, mails, weeks;
  for (std::size_t row = 0; row < kRows; ++row) {
    words.push_back(row == 0 ? "unknown" : std::to_string(1000 + row));  // the reader has said so
    mails.push_back("u" + std::to_string(1000 + row) + "@x.com");
    weeks.push_back("2021-11-02/" + std::to_string(1000 + row));
  }
  std::ranges::sort(words);
  expect(notes_of(with({"x", ColumnKind::categorical, words}, every)), {});
  expect(notes_of(with({"x", ColumnKind::categorical, mails}, every)),
         {"column 'x' looks like an identifier, another in nearly each row; --drop x leaves it out"});
  expect(notes_of(with({"x", ColumnKind::categorical, weeks}, every)),
         {"column 'x' is read as text: if '2021-11-02/1000' is a date, --date x=FORMAT says how it is written, such as "
          "%d.%m.%Y"});
}

BOOST_AUTO_TEST_CASE(whole_numbers_that_may_be_dates_are_named_though_days_repeat_and_some_are_missing) {
  const std::string note = "column 'x' is read as numbers; if they are dates, --date x=%Y%m%d reads them as such";
  std::vector<double> days = column([](std::size_t row) { return 20240101 + row % 12 * 100 + row % 28; });
  days[3] = std::nan("");
  expect(notes_of(with(kWhole, days)), {note});
  days.back() = 20240132;
  expect(notes_of(with(kWhole, days)), {});
  expect(notes_of(with(kWhole, column([](std::size_t row) { return 20240101 + row % 19; }))), {});  // may be codes
}

BOOST_AUTO_TEST_CASE(very_many_labels_are_named_with_their_cost) {
  std::vector<std::string> names;
  for (std::size_t label = 0; label < 1499; ++label) names.push_back("n" + std::to_string(10000 + label));
  const std::vector<std::string> notes = notes_of(
      with({"x", ColumnKind::categorical, names}, column([](std::size_t row) { return row * 7 % 1499; }, 4000)));
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0].starts_with("column 'x' has 1,499 labels: "), notes[0]);
}

BOOST_AUTO_TEST_CASE(columns_that_teach_nothing_or_nothing_more_are_named) {
  expect(notes_of(with(kNumber, column([](std::size_t) { return 7; }))),
         {"column 'x' is constant: it carries no information"});
  expect(notes_of(with(kNumber, column([](std::size_t) { return kMissing; }))),
         {"column 'x' is empty: it carries no information"});
  expect(notes_of(with(kNumber, column(plain))),
         {"column 'x' is the same as column 'plain': it teaches nothing more; --drop x leaves it out"});
}

BOOST_AUTO_TEST_CASE(columns_that_tell_the_classes_are_named) {
  const auto copy = [](std::size_t row) { return is_positive(row) ? 1 : 0; };
  expect(notes_of(with({"x", ColumnKind::binary, {}}, column(copy))),
         {"column 'x' alone tells the classes of 'Class' apart: a copy of it, or known only afterwards? Figures would "
          "be too good; --drop x leaves it out"});
  BOOST_TEST(tells({"x", ColumnKind::binary, {"no", "yes"}}, column(copy)));  // in words
  BOOST_TEST(tells({"x", ColumnKind::binary, {}}, column([](std::size_t row) { return is_positive(row) ? 0 : 1; })));
  // Several values a class, in no order.
  BOOST_TEST(tells(
      kWhole, column([](std::size_t row) { return is_positive(row) ? 2 + 2 * (row % 40 / 20) : row % 2 * 2 + 1; })));
  // A cut, either way round.
  BOOST_TEST(tells(kNumber, column([](std::size_t row) { return plain(row) + (is_positive(row) ? 1 : 0); })));
  BOOST_TEST(tells(kNumber, column([](std::size_t row) { return plain(row) - (is_positive(row) ? 1 : 0); })));
  // There for the positives only, or missing for them only.
  BOOST_TEST(tells(kNumber, column([](std::size_t row) { return is_positive(row) ? plain(row) : kMissing; })));
  BOOST_TEST(tells(kNumber, column([](std::size_t row) { return is_positive(row) ? kMissing : plain(row); })));
}

BOOST_AUTO_TEST_CASE(a_positive_in_a_hundred_may_stray) {
  constexpr std::size_t kMany = 4000;  // 200 positives
  std::vector<double> cells = column([](std::size_t row) { return plain(row) + (is_positive(row) ? 1 : 0); }, kMany);
  const auto stray = [&](std::size_t positives) {
    for (std::size_t i = 0; i < positives; ++i) cells[3 + 20 * i] = 0.5;
  };
  stray(2);
  BOOST_TEST(tells(kNumber, cells));
  stray(3);
  BOOST_TEST(!tells(kNumber, cells));
}

// Strays are counted by the rarer class, whichever is called positive: else all of it may stray.
BOOST_AUTO_TEST_CASE(a_positive_label_of_most_rows_makes_no_column_tell) {
  const auto most = [](std::size_t row) { return is_positive(row) ? 0 : 1; };
  const auto data = [&](const std::vector<double>& cells) {
    return make_dataset(
        Table({{"x", ColumnKind::numeric, {}}, {"Class", ColumnKind::binary, {}}}, {cells, column(most, cells.size())}),
        {"t.csv", {"Class", "1"}, {}, {}});
  };
  BOOST_TEST(telling_columns(data(column(plain, 4000))).empty());
  BOOST_TEST(telling_columns(data(column([](std::size_t row) { return row % 3; }, 4000))).empty());
  BOOST_TEST(!telling_columns(data(column(most, 4000))).empty());
}

BOOST_AUTO_TEST_CASE(what_chance_can_do_is_not_called_a_copy) {
  const auto one = [](std::size_t row) { return row == 3 ? 1 : 0; };
  const Dataset data =
      make_dataset(Table({{"x", ColumnKind::numeric, {}}, {"Class", ColumnKind::binary, {}}},
                         {column([](std::size_t row) { return row == 3 ? 9.5 : plain(row); }), column(one)}),
                   {"t.csv", {"Class", "1"}, {}, {}});
  BOOST_TEST(telling_columns(data).empty());
}

BOOST_AUTO_TEST_CASE(a_column_may_tell_many_classes_too) {
  const auto classes = [](std::size_t row) { return row % 3; };
  const auto data = [&](const std::vector<double>& cells) {
    return make_dataset(
        Table({{"x", ColumnKind::integer, {}}, {"Class", ColumnKind::integer, {}}}, {cells, column(classes)}),
        {"t.csv", {"Class", ""}, {}, {}, true});
  };
  BOOST_TEST(!telling_columns(data(column([](std::size_t row) { return 10 - 3 * (row % 3); }))).empty());
  BOOST_TEST(telling_columns(data(column([](std::size_t row) { return row % 4; }))).empty());
}

BOOST_AUTO_TEST_CASE(labels_of_a_feature_that_differ_in_writing_alone_are_named) {
  const auto cells = column([](std::size_t row) { return row % 3; });
  expect(notes_of(with({"c", ColumnKind::categorical, {"Yes", "no", "yes"}}, cells)),
         {"column 'c' writes one label in 2 ways: Yes, yes; they are learned as different labels"});
  expect(notes_of(with({"c", ColumnKind::categorical, {"A-1", "A1", "no"}}, cells)), {});
}

BOOST_AUTO_TEST_CASE(targets_of_many_labels_and_classes_that_differ_by_case_are_named) {
  const auto data = [](Schema schema, const std::vector<double>& target, bool every) {
    return make_dataset(Table(std::move(schema), {column(plain), target}), {"t.csv", {"Class", "5"}, {}, {}, every});
  };
  const ballast::tabular::ColumnSchema x{"x", ColumnKind::numeric, {}};
  expect(
      notes_of(data({x, {"Class", ColumnKind::integer, {}}}, column([](std::size_t row) { return row % 40; }), false)),
      {"target 'Class' has 40 labels: 5, in 10 of 400 rows, is the one class, all the others are the other"});
  expect(notes_of(data({x, {"Class", ColumnKind::categorical, {"No", "no", "yes"}}},
                       column([](std::size_t row) { return row % 3; }), true)),
         {"target 'Class': 'No' and 'no' differ by the way they are written alone, and are two classes: no --positive "
          "says which is meant; write one label for both in the file if they are one"});
}

BOOST_AUTO_TEST_CASE(text_that_was_asked_for_is_not_said_to_be_numbers) {
  std::vector<std::string> labels;
  for (int i = 10; i < 60; ++i) labels.push_back("-" + std::to_string(i) + ".5");
  std::vector<double> cells = column([](std::size_t row) { return row % 50; }, 400);
  Dataset data = with({"x", ColumnKind::categorical, labels}, cells);
  expect(notes_of(data),
         {"column 'x' is read as text: numbers with '-' in front of them; written plainly they are read "
          "as numbers"});
  data.as_text = {"x"};
  expect(notes_of(data), {});
}

BOOST_AUTO_TEST_SUITE_END()
