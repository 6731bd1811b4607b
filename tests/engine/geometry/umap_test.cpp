#include "engine/geometry/umap.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "engine/geometry/distance.hpp"
#include "engine/geometry/kmeans.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/geometry/trustworthiness.hpp"
#include "tests/engine/geometry/point_sets.hpp"
#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

namespace {

bool equal(const Matrix<float>& a, const Matrix<float>& b) {
  return std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end());
}

// A roll: a band wound up in three dimensions with some noise in two more.
Matrix<float> rolled_band(std::size_t rows) {
  Matrix<float> out(rows, 5);
  for (std::size_t i = 0; i < rows; ++i) {
    ballast::numeric::RandomStream random(11, ballast::numeric::Purpose::kGeneral, i);
    const double angle = 4 + 8 * random.uniform();
    out(i, 0) = static_cast<float>(angle * std::cos(angle));
    out(i, 1) = static_cast<float>(angle * std::sin(angle));
    out(i, 2) = static_cast<float>(10 * random.uniform());
    out(i, 3) = static_cast<float>(0.1 * random.normal());
    out(i, 4) = static_cast<float>(0.1 * random.normal());
  }
  return out;
}

class StopAt : public Observer {
 public:
  explicit StopAt(std::size_t epoch) : epoch_(epoch) {}
  bool report(const ballast::Progress& progress) override {
    seen_ = progress.done;
    return progress.done < epoch_;
  }
  std::size_t seen_ = 0;

 private:
  std::size_t epoch_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(umap_test)

BOOST_AUTO_TEST_CASE(neighbours_on_a_rolled_band_stay_neighbours_from_either_start) {
  ThreadPool pool(2);
  Observer quiet;
  const auto rows = rolled_band(400);
  for (const auto start : {UmapStart::spectral, UmapStart::principal_components}) {
    const Umap model = fit_umap(rows.view(), {.start = start}, pool, quiet);
    BOOST_TEST(trustworthiness(rows.view(), model.embedding.view(), 15, pool) > 0.97);
  }
}

BOOST_AUTO_TEST_CASE(separate_islands_stay_separate) {
  ThreadPool pool(2);
  Observer quiet;
  const auto rows = blobs(240, 8, 4, 25);
  const Umap model = fit_umap(rows.view(), {.epochs = 200}, pool, quiet);
  const auto found = kmeans(model.embedding.view(), {.clusters = 4}, pool);
  for (std::size_t i = 4; i < 240; ++i) BOOST_TEST_REQUIRE(found.assignment[i] == found.assignment[i % 4]);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads_and_change_with_the_seed) {
  Observer quiet;
  const auto rows = blobs(500, 6, 3, 4), fresh = blobs(300, 6, 3, 4, 9);
  ThreadPool one(1), two(2), three(3);
  for (const std::size_t components : {1u, 2u, 3u, 5u}) {
    const UmapOptions options{.components = components, .epochs = 30};
    const Umap expected = fit_umap(rows.view(), options, one, quiet);
    const auto expected_fresh = transform(expected, fresh.view(), one, quiet);
    BOOST_TEST_REQUIRE(expected.embedding.columns() == components);
    for (const float value : expected.embedding.values()) BOOST_TEST_REQUIRE(std::isfinite(value));
    for (ThreadPool* pool : {&two, &three}) {
      const Umap got = fit_umap(rows.view(), options, *pool, quiet);
      BOOST_TEST(equal(got.embedding, expected.embedding));
      BOOST_TEST(equal(transform(got, fresh.view(), *pool, quiet), expected_fresh));
    }
  }
  const Umap other = fit_umap(rows.view(), {.epochs = 30, .seed = 43}, one, quiet);
  BOOST_TEST(!equal(other.embedding, fit_umap(rows.view(), {.epochs = 30}, one, quiet).embedding));
}

BOOST_AUTO_TEST_CASE(new_rows_land_among_their_own_island) {
  ThreadPool pool(2);
  Observer quiet;
  const auto rows = blobs(300, 8, 3, 25), fresh = blobs(90, 8, 3, 25, 77);
  const Umap model = fit_umap(rows.view(), {.epochs = 200}, pool, quiet);
  const auto points = transform(model, fresh.view(), pool, quiet);
  const auto near = nearest_neighbours<float>(points.view(), model.embedding.view(), {.k = 1}, pool);
  for (std::size_t i = 0; i < 90; ++i) BOOST_TEST_REQUIRE(near.rows(i, 0) % 3 == i % 3);
}

BOOST_AUTO_TEST_CASE(a_new_row_does_not_depend_on_the_others) {
  ThreadPool pool(2);
  Observer quiet;
  const auto rows = blobs(200, 5, 2, 6), fresh = blobs(40, 5, 2, 6, 77);
  const Umap model = fit_umap(rows.view(), {.epochs = 60}, pool, quiet);
  const auto all = transform(model, fresh.view(), pool, quiet);
  const auto few = transform(model, fresh.view().row_block(0, 7), pool, quiet);
  for (std::size_t i = 0; i < 7; ++i) {
    BOOST_TEST(few(i, 0) == all(i, 0));
    BOOST_TEST(few(i, 1) == all(i, 1));
  }
}

BOOST_AUTO_TEST_CASE(copies_and_constant_columns_do_no_harm) {
  ThreadPool pool(1);
  Observer quiet;
  auto rows = blobs(60, 4, 1, 0);
  for (std::size_t i = 0; i < 60; ++i) {
    rows(i, 3) = 7;
    if (i >= 30) std::copy_n(rows.row(0).data(), 4, rows.row(i).data());  // more copies than neighbours
  }
  const Umap model = fit_umap(rows.view(), {.epochs = 50}, pool, quiet);
  for (const float value : model.embedding.values()) BOOST_TEST_REQUIRE(std::isfinite(value));
  const Umap same = fit_umap(Matrix<float>(30, 2).view(), {.epochs = 50}, pool, quiet);
  for (const float value : same.embedding.values()) BOOST_TEST_REQUIRE(std::isfinite(value));
}

BOOST_AUTO_TEST_CASE(progress_is_reported_and_can_be_stopped) {
  ThreadPool pool(1);
  const auto rows = blobs(50, 3, 1, 0);
  StopAt stop(7);
  BOOST_CHECK_THROW(fit_umap(rows.view(), {}, pool, stop), ballast::Stopped);
  BOOST_TEST(stop.seen_ == 7u);
  StopAt never(1000);
  fit_umap(rows.view(), {}, pool, never);
  BOOST_TEST(never.seen_ == 500u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_embedded_is_refused) {
  ThreadPool pool(1);
  Observer quiet;
  auto rows = blobs(20, 3, 1, 0);
  const auto fit = [&](const UmapOptions& options) { fit_umap(rows.view(), options, pool, quiet); };
  check_refusal([&] { fit({.neighbours = 20}); }, "more than 20 rows");
  check_refusal([&] { fit({.neighbours = 1}); }, "at least 2");
  check_refusal([&] { fit({.components = 0}); }, "needs a component");
  check_refusal([&] { fit({.components = 18}); }, "at least 21");
  check_refusal([&] { fit({.min_dist = 2}); }, "min_dist");
  check_refusal([&] { fit_umap(Matrix<float>(20, 0).view(), {}, pool, quiet); }, "needs a column");
  const Umap model = fit_umap(rows.view(), {.epochs = 5}, pool, quiet);
  check_refusal([&] { transform(model, blobs(5, 2, 1, 0).view(), pool, quiet); }, "3 columns");
  rows(4, 1) = std::numeric_limits<float>::infinity();
  check_refusal([&] { fit({}); }, "row 4");
  check_refusal([&] { transform(model, rows.view(), pool, quiet); }, "row 4");
}

BOOST_AUTO_TEST_SUITE_END()
