// Rows that are picked: at their rate, by row number, stored, under conditions and traced.
#include "app/generators/discriminated_generator.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "diffusion/baselines/floors/independent.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "tests/app/generators/tied_rows.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using app::DiscriminatedGenerator;
using app::testing::tied_rows;

namespace {

Observer quiet;
numeric::ThreadPool& pool() {
  static numeric::ThreadPool kPool(2);
  return kPool;
}

constexpr std::uint64_t kSeed = 9;

// Independent columns as proposals of rows that are tied.
const DiscriminatedGenerator& picked() {
  static const std::unique_ptr<DiscriminatedGenerator> kGenerator = [] {
    auto out = std::make_unique<DiscriminatedGenerator>(std::make_unique<diffusion::Independent>(), 8);
    out->fit(tied_rows(3000, 0.5, 0.9, 1), 1, pool(), quiet);
    return out;
  }();
  return *kGenerator;
}

// A network that has learned little, so that there is something to pick.
const DiscriminatedGenerator& picked_masked() {
  static const std::unique_ptr<DiscriminatedGenerator> kGenerator = [] {
    diffusion::MaskedOptions options;
    options.hidden = 8;
    options.updates = 5;
    auto out = std::make_unique<DiscriminatedGenerator>(std::make_unique<diffusion::MaskedGenerator>(options), 4);
    out->fit(tied_rows(1500, 0.5, 0.95, 1), 1, pool(), quiet);
    return out;
  }();
  return *kGenerator;
}

double tied_share(const tabular::Table& rows) {
  double equal = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) equal += rows.column(0)[i] == rows.column(1)[i];
  return equal / static_cast<double>(rows.rows());
}

bool same_row(const tabular::Table& a, std::size_t i, const tabular::Table& b, std::size_t j) {
  return a.column(0)[i] == b.column(0)[j] && a.column(1)[i] == b.column(1)[j] && a.origins()[i] == b.origins()[j];
}

files::ArchiveReader archive_of(const diffusion::Generator& generator) {
  files::ArchiveWriter out("generator");
  generator.save(out);
  return files::ArchiveReader::from_bytes(out.bytes(), "memory");
}

class Noting : public Observer {
 public:
  void note(std::string_view text) override { said += text; }
  std::string said;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(discriminated_generator_test)

// Of 8 proposals m are tied, m ~ B(8, 1/2); a tied one weighs 1.8, another .2, so the picked one is tied with
// probability E 1.8 m / (1.8 m + .2 (8 - m)) = .881.
BOOST_AUTO_TEST_CASE(picked_rows_are_tied_as_sampling_importance_resampling_says) {
  double expected = 0, choose = 1;
  for (int m = 0; m <= 8; ++m) {
    expected += choose / 256 * 1.8 * m / (1.8 * m + 0.2 * (8 - m));
    choose = choose * (8 - m) / (m + 1);
  }
  constexpr double kLuck = 0.03;  // 300 real rows are not tied: 6 % of their odds, and what small steps leave out
  BOOST_TEST(std::abs(tied_share(picked().sample(0, 20'000, kSeed, pool(), quiet)) - expected) < kLuck);
}

BOOST_AUTO_TEST_CASE(row_n_is_the_same_alone_in_pieces_and_at_any_number_of_threads) {
  numeric::ThreadPool one(1), three(3);
  const tabular::Table all = picked().sample(0, 9000, kSeed, one, quiet);
  const tabular::Table piece = picked().sample(4000, 200, kSeed, three, quiet);
  for (std::size_t i = 0; i < piece.rows(); ++i) BOOST_TEST_REQUIRE(same_row(piece, i, all, 4000 + i));
  BOOST_TEST(same_row(picked().sample(8191, 1, kSeed, one, quiet), 0, all, 8191));
  BOOST_TEST((piece.origins()[3] == tabular::RowOrigin{all.origins()[0].model, kSeed, 4003}));
  BOOST_TEST(picked().sample(5, 0, kSeed, one, quiet).rows() == 0U);
  const std::uint64_t last = std::uint64_t{1} << 45;  // of 8 proposals a row, 2^48 in all
  BOOST_TEST(picked().sample(last - 1, 1, kSeed, one, quiet).rows() == 1U);
  BOOST_CHECK_EXCEPTION(picked().sample(last - 1, 2, kSeed, one, quiet), Error, test::says("no such row number"));
}

BOOST_AUTO_TEST_CASE(a_stored_one_makes_the_same_rows_and_old_readers_refuse_it) {
  const auto loaded = DiscriminatedGenerator::load(archive_of(picked()));
  const tabular::Table again = loaded->sample(0, 500, kSeed, pool(), quiet);
  const tabular::Table rows = picked().sample(0, 500, kSeed, pool(), quiet);
  for (std::size_t i = 0; i < rows.rows(); ++i) BOOST_TEST_REQUIRE(same_row(again, i, rows, i));
  BOOST_TEST(loaded->describe() == picked().describe());
  BOOST_TEST(loaded->kind() == "independent");
  BOOST_TEST(archive_of(*loaded).checksum() == archive_of(picked()).checksum());
  BOOST_TEST(test::message_of([] { diffusion::load_generator(archive_of(picked())); }).find("unknown generator") == 0U);
}

BOOST_AUTO_TEST_CASE(where_trees_tell_nothing_the_file_and_the_rows_are_the_generators_own) {
  const tabular::Table rows = tied_rows(2000, 0.3, 0.5, 1);
  diffusion::Independent own;
  own.fit(rows, 1, pool(), quiet);
  DiscriminatedGenerator generator(std::make_unique<diffusion::Independent>(), 8);
  Noting noting;
  generator.fit(rows, 1, pool(), noting);
  BOOST_TEST(!generator.discriminator());
  BOOST_TEST(noting.said == "");
  BOOST_TEST(archive_of(generator).checksum() == archive_of(own).checksum());
  const tabular::Table a = generator.sample(3, 50, kSeed, pool(), quiet), b = own.sample(3, 50, kSeed, pool(), quiet);
  for (std::size_t i = 0; i < a.rows(); ++i) BOOST_TEST(same_row(a, i, b, i));
}

BOOST_AUTO_TEST_CASE(what_is_picked_by_is_said_and_few_rows_teach_nobody) {
  Noting noting;
  DiscriminatedGenerator generator(std::make_unique<diffusion::Independent>(), 8);
  generator.fit(tied_rows(1000, 0.5, 0.9, 1), 1, pool(), noting);
  BOOST_TEST(noting.said.find("each row is picked among 8") != std::string::npos, noting.said);
  generator.fit(tied_rows(499, 0.5, 0.9, 1), 1, pool(), noting);
  BOOST_TEST(!generator.discriminator());
}

BOOST_AUTO_TEST_CASE(rows_under_conditions_fulfil_them_and_are_picked) {
  const std::vector<diffusion::CellCondition> is_a{{0, false, 0, 0}};
  BOOST_REQUIRE(picked_masked().discriminator().has_value());
  const tabular::Table rows = picked_masked().sample_where(is_a, 0, 4000, kSeed, pool(), quiet);
  for (const double cell : rows.column(0)) BOOST_TEST_REQUIRE(cell == 0);
  BOOST_TEST(tied_share(rows) > 0.8);  // half of the proposals are
  BOOST_TEST(same_row(picked_masked().sample_where(is_a, 123, 1, kSeed, pool(), quiet), 0, rows, 123));
  BOOST_CHECK_EXCEPTION(picked().sample_where(is_a, 0, 1, kSeed, pool(), quiet), Error,
                        test::says("a independent generator cannot make rows under conditions"));
}

BOOST_AUTO_TEST_CASE(the_trace_of_a_row_is_that_of_the_proposal_that_was_picked) {
  const tabular::Table rows = picked_masked().sample(40, 30, kSeed, pool(), quiet);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const diffusion::RowTrace trace = picked_masked().trace({}, 40 + i, kSeed, pool(), quiet);
    BOOST_TEST(same_row(trace.row, 0, rows, i));
    for (const diffusion::TracedCell& cell : trace.revealed) {
      BOOST_TEST(cell.drawn.low == rows.column(cell.column)[i]);
    }
  }
}

BOOST_AUTO_TEST_CASE(gaps_and_likelihoods_are_the_networks_own) {
  diffusion::MaskedOptions options;
  options.hidden = 8;
  options.updates = 5;
  diffusion::MaskedGenerator own(options);
  const tabular::Table rows = tied_rows(1500, 0.5, 0.95, 1);
  own.fit(rows, 1, pool(), quiet);
  tabular::Table gaps = tied_rows(40, 0.5, 0.95, 3);
  for (std::size_t i = 0; i < gaps.rows(); i += 2) gaps.column(1)[i] = tabular::kMissing;
  const tabular::Table filled = picked_masked().impute(gaps, diffusion::Answering::Fill::draw, 0, kSeed, pool(), quiet);
  const tabular::Table by_own = own.impute(gaps, diffusion::Answering::Fill::draw, 0, kSeed, pool(), quiet);
  for (std::size_t i = 0; i < gaps.rows(); ++i) BOOST_TEST(filled.column(1)[i] == by_own.column(1)[i]);
  BOOST_TEST(picked_masked().log_likelihood(gaps, 2, kSeed, pool(), quiet) ==
                 own.log_likelihood(gaps, 2, kSeed, pool(), quiet),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
