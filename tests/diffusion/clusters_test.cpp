#include "diffusion/clusters.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "diffusion/diffusion_generator.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/features/transforms.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;

namespace {

struct Listening : Observer {
  void note(std::string_view text) override { notes.emplace_back(text); }
  std::vector<std::string> notes;
};

// Blobs of unit width, 30 apart along as many axes; row i belongs to the blob of the sizes it falls in.
Matrix<float> blobs(const std::vector<std::size_t>& sizes) {
  std::size_t rows = 0;
  for (const std::size_t size : sizes) rows += size;
  Matrix<float> x(rows, 5);
  fill_normal_rows({.seed = 17}, x.view());
  std::size_t i = 0;
  for (std::size_t blob = 0; blob < sizes.size(); ++blob) {
    for (std::size_t left = sizes[blob]; left > 0; --left) x(i++, blob) += 30.0F;
  }
  return x;
}

std::vector<std::vector<std::size_t>> clusters_of(const Matrix<float>& x, std::size_t clusters,
                                                  std::size_t threads = 2) {
  ThreadPool pool(threads);
  Observer observer;
  return find_clusters(x.view(), {.clusters = clusters}, 3, pool, observer);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clusters_test)

BOOST_AUTO_TEST_CASE(blobs_are_found_the_largest_first_also_when_nobody_says_how_many) {
  const Matrix<float> x = blobs({30, 45, 60});
  for (const std::size_t asked : {3u, 0u}) {
    const auto found = clusters_of(x, asked);
    BOOST_TEST_REQUIRE(found.size() == 3u, "asked for " << asked << ", found " << found.size());
    const std::size_t first[] = {75, 30, 0}, size[] = {60, 45, 30};
    for (std::size_t c = 0; c < 3; ++c) {
      BOOST_TEST(found[c].size() == size[c]);
      for (std::size_t i = 0; i < found[c].size(); ++i) BOOST_TEST(found[c][i] == first[c] + i);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_cluster_is_all_rows_and_so_is_a_single_blob_left_to_itself) {
  BOOST_TEST(clusters_of(blobs({12}), 1)[0].size() == 12u);
  const auto found = clusters_of(blobs({10}), 3);  // fewer rows than UMAP would like neighbours
  std::size_t rows = 0;
  for (const auto& members : found) rows += members.size();
  BOOST_TEST(rows == 10u);
}

BOOST_AUTO_TEST_CASE(clusters_do_not_depend_on_the_number_of_threads) {
  Matrix<float> x(150, 8);
  fill_normal_rows({.seed = 4}, x.view());  // nothing to find: whatever is found is chance, and must be the same chance
  const auto one = clusters_of(x, 3, 1);
  BOOST_TEST((clusters_of(x, 3, 2) == one));
  BOOST_TEST((clusters_of(x, 3, 3) == one));
}

BOOST_AUTO_TEST_CASE(small_clusters_join_the_nearest_and_the_observer_hears_of_it) {
  Matrix<float> points(44, 2);
  std::vector<std::uint32_t> assignment(44, 0);
  const auto put = [&](std::size_t first, std::size_t count, std::uint32_t cluster, float at) {
    for (std::size_t i = first; i < first + count; ++i) points(i, 0) = at, assignment[i] = cluster;
  };
  put(0, 15, 2, 0.0F), put(15, 20, 1, 100.0F), put(35, 6, 0, 20.0F), put(41, 3, 3, 28.0F);
  Listening observer;
  const auto merged = merge_small_clusters(points.view(), assignment, 10, observer);
  BOOST_TEST_REQUIRE(merged.size() == 2u);  // 3 join 6, and these 9 join the 15
  BOOST_TEST(merged[0].size() == 24u);
  BOOST_TEST(merged[0].front() == 0u);
  BOOST_TEST(merged[0].back() == 43u);
  BOOST_TEST(merged[1].size() == 20u);
  BOOST_TEST_REQUIRE(observer.notes.size() == 2u);
  BOOST_TEST(observer.notes[1] ==
             "a cluster of 9 rows is too small for a model of its own: it joins the nearest one, of 15 rows");
}

BOOST_AUTO_TEST_CASE(nearest_is_measured_between_the_means_whatever_their_numbers) {
  Matrix<float> points(31, 1);
  std::vector<std::uint32_t> assignment(31, 0);
  for (std::size_t i = 1; i < 31; ++i) {
    assignment[i] = i <= 15 ? 1 : 2;
    points(i, 0) = i <= 15 ? -1.1F : 1.2F;  // the row alone lies at 0
  }
  Observer observer;
  const auto merged = merge_small_clusters(points.view(), assignment, 10, observer);
  BOOST_TEST_REQUIRE(merged.size() == 2u);
  BOOST_TEST(merged[0].size() == 16u);
  BOOST_TEST(merged[0].back() == 15u);
}

BOOST_AUTO_TEST_CASE(more_clusters_than_rows_are_refused) {
  try {
    clusters_of(blobs({12}), 13);
    BOOST_FAIL("accepted");
  } catch (const ballast::Error& error) {
    BOOST_TEST(
        std::string(error.what()) ==
        "there are fewer rare rows than clusters; expected at most 12, got '13' (hint: a smaller --clusters, or auto)");
  }
}

DiffusionOptions tiny_of(std::size_t clusters) {
  DiffusionOptions options;
  options.steps = 40;
  options.hidden = 16;
  options.embedding = 8;
  options.training.updates = 40;
  options.training.batch = 32;
  options.clusters = clusters;
  options.scaling = ballast::tabular::Scaling::standardise;  // ranks know no gaps
  return options;
}

// A table of two clouds, 40 and 20 rows, far apart in every column.
Table two_clouds() {
  Table table = ballast::test::numeric_table(60, 3);
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 40; i < 60; ++i) table.column(c)[i] += 50.0;
  }
  return table;
}

BOOST_AUTO_TEST_CASE(a_generator_of_clusters_keeps_its_promises) {
  ballast::test::check_row_addresses(DiffusionGenerator(tiny_of(2)), two_clouds());
  DiffusionOptions options = tiny_of(0);
  options.noise_level = 0.5;
  ballast::test::check_archive(DiffusionGenerator(options), two_clouds());
}

BOOST_AUTO_TEST_CASE(each_cluster_has_a_network_and_its_share_of_the_rows) {
  ThreadPool pool(2);
  Observer observer;
  DiffusionOptions options = tiny_of(2);
  options.noise_level = 0.1;  // rows stay near those of their own cluster even when little is learned
  DiffusionGenerator generator(options);
  generator.fit(two_clouds(), 1, pool, observer);
  for (const char* words : {"2 clusters of the rows", "cluster 1: 40 rows", "cluster 2: 20 rows"}) {
    BOOST_TEST(generator.describe().find(words) != std::string::npos, generator.describe());
  }
  const Table rows = generator.sample(0, 300, 2, pool, observer);
  const auto first = std::ranges::count_if(rows.column(0), [](double x) { return x < 25.0; });
  BOOST_TEST((first >= 196 && first <= 204));
}

// The paper finds three groups among the frauds of a training part. Ours must be some that can be learned from.
BOOST_AUTO_TEST_CASE(real_frauds_fall_into_clusters_large_enough_to_learn) {
  const char* const folder = std::getenv("BALLAST_DATA");
  const std::string path = std::string(folder == nullptr ? "" : folder) + "/creditcard_random.csv.gz";
  if (folder == nullptr || !std::filesystem::exists(path)) {
    BOOST_TEST_MESSAGE("skipped: no creditcard_random.csv.gz in BALLAST_DATA");
    return;
  }
  ThreadPool pool(2);
  Observer observer;
  const Table all = ballast::tabular::read_csv(path, {}, pool, observer);
  std::vector<std::size_t> frauds;
  for (std::size_t i = 0; i < all.rows(); ++i) {
    if (all.column(all.index_of("Class"))[i] == 1.0) frauds.push_back(i);
  }
  const std::vector<std::string> drop{"Class", "Time"};
  const Table rows = all.take_rows(frauds).drop(drop);
  const auto x = ballast::tabular::RowTransform::fit(rows).forward(rows).x;
  const auto found = clusters_of(x, 3);
  BOOST_TEST_REQUIRE(found.size() == 3u);
  BOOST_TEST(found[0].size() + found[1].size() + found[2].size() == 492u);
  BOOST_TEST(found[2].size() >= 30u);
  BOOST_TEST((clusters_of(x, 3, 1) == found));
}

BOOST_AUTO_TEST_SUITE_END()
