// Rows that are made and written block by block: the bytes of all of them at once, at any number of ranks.
#include "app/data/added/made_rows_file.hpp"

#include <boost/test/unit_test.hpp>

#include "diffusion/baselines/smote.hpp"
#include "engine/ranks/alone.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::ranks::testing::run_ranks;

namespace {

constexpr std::uint64_t kRows = 40'000;  // blocks of 8,192, the last one short

// Two whole numbers of 60 rows; a <= b holds in most of what lies between them.
GeneratorFile generator(bool with_schema) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  tabular::Table rows({{"a", tabular::ColumnKind::integer, {}}, {"b", tabular::ColumnKind::integer, {}}}, 60);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    rows.column(0)[i] = static_cast<double>(i * 37 % 101);
    rows.column(1)[i] = static_cast<double>(i * 53 % 89 + 60);
  }
  GeneratorFile out;
  out.model = std::make_unique<diffusion::Smote>();
  out.model->fit(rows, 1, pool, quiet);
  if (!with_schema) return out;
  Constraint ordered;
  ordered.columns = {"a", "b"};
  out.made_by.schema.emplace();
  out.made_by.schema->schema.constraints = {ordered};
  return out;
}

struct Written {
  std::string text;
  Ledger ledger;
};

Written write(const GeneratorFile& file, ranks::Ranks& ranks) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  Written out;
  out.ledger = write_made_rows(file, {.first = 1000, .count = kRows, .seed = 7}, ranks, pool, quiet,
                               [&](std::string_view text) { out.text += text; });
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(made_rows_file_test)

BOOST_AUTO_TEST_CASE(blocks_have_the_bytes_of_all_rows_at_once_at_any_number_of_ranks) {
  for (const bool with_schema : {false, true}) {
    const GeneratorFile file = generator(with_schema);
    numeric::ThreadPool pool(1);
    Observer quiet;
    const MadeRows all = make_rows(file, {}, 1000, kRows, 7, pool, quiet);
    const std::string expected = tabular::to_csv(all.rows);
    BOOST_TEST((all.ledger.drawn > kRows) == with_schema);
    for (const std::size_t size : {1U, 2U, 3U, 5U}) {
      const auto failure = run_ranks(size, [&](ranks::Ranks& ranks) {
        const Written written = write(file, ranks);
        BOOST_TEST((written.text == (ranks.is_first() ? expected : "")));
        BOOST_TEST(written.ledger.kept == kRows);
        BOOST_TEST(written.ledger.drawn == all.ledger.drawn);
        BOOST_TEST(written.ledger.refused == all.ledger.refused, boost::test_tools::per_element());
      });
      BOOST_TEST(!failure);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
