#include "diffusion/sampling/guided_noise.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "diffusion/diffusion_generator.hpp"
#include "diffusion/process/exact_score.hpp"
#include "diffusion/sample_rows.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using ballast::numeric::Workspace;
using ballast::tabular::Table;
namespace files = ballast::files;
using ballast::test::message_of;

namespace {

Matrix<float> normal_rows(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  Matrix<float> x(rows, columns);
  fill_normal_rows({.seed = seed}, x.view());
  return x;
}

Matrix<float> predicted(const NoiseModel& model, const Matrix<float>& x, std::size_t n) {
  Matrix<float> eps(x.rows(), x.columns());
  Workspace scratch(model.scratch_bytes());
  model.predict(x.view(), n, eps.view(), scratch);
  return eps;
}

// Says the same of every row.
class Constant final : public NoiseModel {
 public:
  explicit Constant(std::vector<float> eps) : eps_(std::move(eps)) {}
  std::size_t columns() const override { return eps_.size(); }
  std::size_t scratch_bytes() const override { return 0; }
  void predict(ballast::numeric::MatrixView<const float> x, std::size_t, ballast::numeric::MatrixView<float> eps,
               Workspace&) const override {
    for (std::size_t i = 0; i < x.rows(); ++i) std::ranges::copy(eps_, eps.row(i).begin());
  }

 private:
  std::vector<float> eps_;
};

DiffusionOptions tiny(double away) {
  DiffusionOptions options;
  options.scaling = ballast::tabular::Scaling::standardise;
  options.schedule = "cosine";
  options.steps = 60;
  options.hidden = 32;
  options.embedding = 16;
  options.training.updates = 600;
  options.training.batch = 64;
  options.sampling.evaluations = 30;
  options.away_from_majority = away;
  return options;
}

// Two columns of normal rows around (mean, 0).
Table cloud(std::size_t rows, double mean, std::uint64_t seed) {
  Table table = ballast::test::numeric_table(rows, 2, seed);
  for (double& cell : table.column(0)) cell += mean;
  return table;
}

DiffusionGenerator fitted(double away, const Table& rows, const Table& others) {
  ThreadPool pool(2);
  Observer observer;
  DiffusionGenerator generator(tiny(away));
  generator.fit_against(rows, others, 1, pool, observer);
  return generator;
}

std::vector<std::byte> bytes_of(const Generator& generator) {
  files::ArchiveWriter out("generator");
  generator.save(out);
  return out.bytes();
}

Table drawn(const Generator& generator, std::uint64_t first, std::size_t count) {
  ThreadPool pool(2);
  Observer observer;
  return generator.sample(first, count, 7, pool, observer);
}

double mean_of_first_column(const Table& rows) {
  const auto cells = rows.column(0);
  return std::accumulate(cells.begin(), cells.end(), 0.0) / static_cast<double>(cells.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guided_noise_test)

BOOST_AUTO_TEST_CASE(guidance_of_weight_zero_is_the_wanted_model_bit_for_bit) {
  const Matrix<float> wanted_rows = normal_rows(6, 4, 1), other_rows = normal_rows(6, 4, 2), x = normal_rows(300, 4, 3);
  const NoiseSchedule schedule = linear_schedule(20);
  const ExactScore wanted(wanted_rows.view(), schedule), other(other_rows.view(), schedule);
  const Matrix<float> alone = predicted(wanted, x, 9), guided = predicted(GuidedNoise(wanted, other, 0.0), x, 9);
  BOOST_TEST(std::ranges::equal(alone.values(), guided.values()));
}

BOOST_AUTO_TEST_CASE(what_guidance_adds_is_orthogonal_to_the_wanted_noise_and_grows_with_the_weight) {
  const Matrix<float> wanted_rows = normal_rows(6, 4, 1), other_rows = normal_rows(6, 4, 2), x = normal_rows(300, 4, 3);
  const NoiseSchedule schedule = linear_schedule(200);
  const ExactScore wanted(wanted_rows.view(), schedule), other(other_rows.view(), schedule);
  const Matrix<float> plus = predicted(wanted, x, 90), minus = predicted(other, x, 90);
  const Matrix<float> once = predicted(GuidedNoise(wanted, other, 1.0), x, 90);
  const Matrix<float> twice = predicted(GuidedNoise(wanted, other, 2.0), x, 90);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    double along = 0.0, size = 0.0, plus_squared = 0.0, dot = 0.0;
    for (std::size_t d = 0; d < 4; ++d) {
      const double added = once(i, d) - plus(i, d);
      along += added * plus(i, d), size += added * added;
      plus_squared += plus(i, d) * plus(i, d), dot += plus(i, d) * minus(i, d);
      BOOST_TEST(std::abs(twice(i, d) - plus(i, d) - 2.0 * added) < 1e-5);  // float rounding of values near 1
    }
    BOOST_TEST(std::abs(along) < 1e-5 * (1.0 + plus_squared));
    double minus_squared = 0.0;
    for (std::size_t d = 0; d < 4; ++d) minus_squared += minus(i, d) * minus(i, d);
    BOOST_TEST(std::abs(size - (minus_squared - dot * dot / plus_squared)) < 1e-4 * (1.0 + minus_squared));
  }
}

BOOST_AUTO_TEST_CASE(where_the_wanted_model_sees_no_noise_all_of_the_other_is_pushed_off) {
  const Constant nothing({0.0F, 0.0F}), something({3.0F, -4.0F});
  const Matrix<float> out = predicted(GuidedNoise(nothing, something, 0.5), Matrix<float>(3, 2), 1);
  BOOST_TEST(out(2, 0) == -1.5F);
  BOOST_TEST(out(2, 1) == 2.0F);
}

// Wanted: two points. The other class sits at one of them, and guidance leaves fewer rows there.
BOOST_AUTO_TEST_CASE(rows_move_from_where_the_other_class_is) {
  Matrix<float> points(2, 2), taken(1, 2);
  points(0, 0) = 1.0F, points(0, 1) = 0.3F, points(1, 0) = -1.0F, points(1, 1) = 0.3F;
  taken(0, 0) = 1.0F, taken(0, 1) = -0.3F;
  const NoiseSchedule schedule = linear_schedule(400);
  const ExactScore wanted(points.view(), schedule), other(taken.view(), schedule);
  std::vector<std::uint64_t> rows(1000);
  std::iota(rows.begin(), rows.end(), 0);
  ThreadPool pool(2);
  Observer observer;
  const auto near_other = [&](double weight) {
    Matrix<float> out(rows.size(), 2);
    const GuidedNoise guided(wanted, other, weight);
    sample_rows(guided, schedule, {"ddim", 100}, rows, 5, out.view(), pool, observer);
    std::size_t near = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) near += out(i, 0) > 0.0F;
    return near;
  };
  const std::size_t unguided = near_other(0.0), guided = near_other(1.0);
  BOOST_TEST((unguided > 430 && unguided < 570));  // a half; 4 binomial standard deviations are 63
  BOOST_TEST(guided < unguided - 100);
}

BOOST_AUTO_TEST_CASE(a_generator_keeps_its_rows_away_from_the_other_class) {
  const Table rows = cloud(200, 0.0, 1), others = cloud(300, 1.5, 2);
  const double alone = mean_of_first_column(drawn(fitted(0.0, rows, others), 0, 1000));
  const double guided = mean_of_first_column(drawn(fitted(0.5, rows, others), 0, 1000));
  BOOST_TEST(guided < alone - 0.1, alone << " and " << guided);
}

BOOST_AUTO_TEST_CASE(without_guidance_other_rows_leave_no_trace) {
  const Table rows = cloud(40, 0.0, 1), others = cloud(40, 1.5, 2);
  DiffusionGenerator alone(tiny(0.0));
  ThreadPool pool(1);
  Observer observer;
  alone.fit(rows, 1, pool, observer);
  BOOST_TEST(!alone.wants_others());
  BOOST_TEST((bytes_of(fitted(0.0, rows, others)) == bytes_of(alone)));
  const auto smote = make_generator("smote"), smote_against = make_generator("smote");
  smote->fit(rows, 1, pool, observer);
  smote_against->fit_against(rows, others, 1, pool, observer);
  BOOST_TEST((bytes_of(*smote) == bytes_of(*smote_against)));
}

BOOST_AUTO_TEST_CASE(a_guided_generator_keeps_its_promises) {
  const DiffusionGenerator generator = fitted(0.25, ballast::test::mixed_table(40), ballast::test::mixed_table(90));
  const Table all = drawn(generator, 0, 200), piece = drawn(generator, 70, 50);
  for (std::size_t i = 0; i < piece.rows(); ++i) BOOST_TEST(ballast::test::same_cells(piece, i, all, 70 + i));
  const auto loaded = load_generator(files::ArchiveReader::from_bytes(bytes_of(generator), "memory"));
  BOOST_TEST(loaded->describe() == generator.describe());
  BOOST_TEST(generator.describe().find(
                 "keeps away from the other class by 0.25, as a network of 90 of its rows says") != std::string::npos);
  BOOST_TEST(ballast::test::same_tables(drawn(*loaded, 0, 200), all));
}

BOOST_AUTO_TEST_CASE(guidance_without_rows_to_keep_away_from_is_refused) {
  const Table rows = cloud(40, 0.0, 1);
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(message_of([&] { DiffusionGenerator(tiny(0.5)).fit(rows, 1, pool, observer); }) ==
             "this generator is to keep away from another class, and has no rows of it (hint: --target and "
             "--positive say which rows are learned, and which are the others)");
  BOOST_TEST(message_of([&] { fitted(0.5, rows, cloud(9, 1.0, 2)); }) ==
             "too few rows of the other class to keep away from; expected at least 10, got '9'");
  BOOST_TEST(message_of([] { DiffusionGenerator{tiny(-1.0)}; }).find("option 'away_from_majority'") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
