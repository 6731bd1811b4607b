#include "diffusion/masked/condition_plan.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using diffusion::CellCondition;
using diffusion::ConditionPlan;
using diffusion::TableCodes;

namespace {

Observer quiet;

// A constant; whole numbers 0 .. 3, a quarter each; labels, of which every fifth cell is missing.
struct Bench {
  tabular::Table rows{{{"one", tabular::ColumnKind::numeric, {}},
                       {"count", tabular::ColumnKind::integer, {}},
                       {"label", tabular::ColumnKind::categorical, {"a", "b", "never"}}},
                      100};
  numeric::ThreadPool pool{1};
  TableCodes codes;
  std::vector<std::size_t> places{2, 0, 1};  // the constant has no code to learn

  Bench() {
    for (std::size_t i = 0; i < 100; ++i) {
      rows.column(0)[i] = 2.5;
      rows.column(1)[i] = static_cast<double>(i % 4);
      rows.column(2)[i] = i % 5 == 0 ? tabular::kMissing : static_cast<double>(i % 2);
    }
    codes = TableCodes::fit(rows, {}, pool, quiet);
  }
  ConditionPlan plan(const std::vector<CellCondition>& conditions) const {
    return plan_conditions(conditions, codes, places);
  }
  void check_refused(const CellCondition& condition, const std::string& text) const {
    BOOST_TEST(test::message_of([&] { plan({condition}); }) == "no row can fulfil the condition on '" + text);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(condition_plan_test, Bench)

BOOST_AUTO_TEST_CASE(a_value_a_label_and_a_missing_cell_are_shown_from_the_start) {
  const ConditionPlan shown = plan({{1, false, 2, 2}, {2, true}});
  BOOST_TEST(shown.conditions.empty());
  BOOST_TEST(shown.start[0] == codes.codes(0).encode(2));
  BOOST_TEST(shown.start[1] == codes.codes(1).missing_code());
  BOOST_TEST(plan({{2, false, 1, 1}}).start[1] == codes.codes(1).encode(1));
  BOOST_TEST(plan({{2, false, 1, 1}}).start[0] == TableCodes::kHidden);
  const diffusion::CodeRows started = shown.start_rows(3);
  BOOST_TEST(started.rows() == 3U);
  BOOST_TEST(started.row(2)[1] == shown.start[1]);
}

BOOST_AUTO_TEST_CASE(a_range_is_the_share_of_each_code_within_it) {
  const ConditionPlan ranged = plan({{1, false, 1, 2}});
  BOOST_TEST(ranged.start[0] == TableCodes::kHidden);
  BOOST_TEST_REQUIRE(ranged.conditions.size() == 1U);
  BOOST_TEST(ranged.conditions[0].column == 0U);
  for (std::uint32_t value = 0; value < 4; ++value) {
    BOOST_TEST(ranged.conditions[0].share[codes.codes(0).encode(value)] == (value == 1 || value == 2 ? 1.0F : 0.0F));
  }
}

BOOST_AUTO_TEST_CASE(a_constant_fulfils_what_holds_for_its_value) {
  for (const CellCondition& holds :
       {CellCondition{0, false, 2.5, 2.5}, CellCondition{0, false, 2.5, 9}, CellCondition{0, false, 0, 2.5}}) {
    BOOST_TEST(plan({holds}).conditions.empty());
  }
  const std::string constant = "one': it held one value in all rows that were learned; expected 2.5 .. 2.5";
  for (const CellCondition& breaks :
       {CellCondition{0, false, 2.6, 9}, CellCondition{0, false, 0, 2.4}, CellCondition{0, true}}) {
    check_refused(breaks, constant);
  }
}

BOOST_AUTO_TEST_CASE(what_was_never_seen_is_refused) {
  check_refused({1, true}, "count': no cell was missing; expected 0 .. 3");
  check_refused({1, false, 7, 7}, "count': the value was never seen, nor one beside it; expected 0 .. 3");
  check_refused({1, false, 7, 9}, "count': no value that was learned lies in the range; expected 0 .. 3");
  check_refused({2, false, 2, 2}, "label': the value was never seen");
}

BOOST_AUTO_TEST_SUITE_END()
