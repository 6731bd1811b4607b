#include "diffusion/baselines/floors/copula.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "diffusion/baselines/covariance.hpp"
#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kFewestRows = 2;
constexpr std::size_t kRowsPerTask = 256;
constexpr const char* kNeeds = "a copula";

// Phi^-1 of a point drawn evenly from the ranks of each cell's value.
numeric::Matrix<float> normal_scores(const tabular::Table& rows, const SortedColumns& columns, std::uint64_t seed,
                                     numeric::ThreadPool& pool) {
  numeric::Matrix<float> out(rows.rows(), rows.columns());
  pool.parallel_for_blocks(rows.rows(), kRowsPerTask, [&](std::size_t from, std::size_t to) {
    const boost::math::normal standard;
    for (std::size_t i = from; i < to; ++i) {
      numeric::RandomStream stream(seed, numeric::Purpose::kJitter, i);
      for (std::size_t c = 0; c < rows.columns(); ++c) {
        const auto ranks = columns.span(c, rows.column(c)[i]);
        const double rank = ranks.first + (ranks.last - ranks.first) * stream.open_uniform();
        out(i, c) = static_cast<float>(quantile(standard, rank / static_cast<double>(rows.rows())));
      }
    }
  });
  return out;
}

numeric::Matrix<double> correlation_of(const numeric::Matrix<float>& scores) {
  numeric::Matrix<double> out = covariance(scores.view(), column_means(scores.view()));
  std::vector<double> sd;
  for (std::size_t c = 0; c < out.rows(); ++c) sd.push_back(std::sqrt(out(c, c)));
  for (std::size_t a = 0; a < out.rows(); ++a) {
    for (std::size_t b = 0; b < out.rows(); ++b) {
      out(a, b) = a == b ? 1 : std::clamp(out(a, b) / (sd[a] * sd[b]), -1.0, 1.0);
    }
  }
  return out;
}

// Phi, below 1 however far z is.
double share_below(double z) {
  return std::min(0.5 * std::erfc(-z * 0.70710678118654752440), 1 - 1e-16);
}

}  // namespace

void Copula::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  require_few_columns(rows.columns(), kNeeds);
  observer.step({"learn correlations", 0, rows.rows()});
  columns_ = SortedColumns(rows);
  correlation_ = correlation_of(normal_scores(rows, columns_, seed, pool));
  finish();
}

void Copula::finish() {
  factor_ = cholesky(correlation_);
  id_ = model_id(*this);
}

tabular::Table Copula::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                              Observer&) const {
  require_row_numbers(first, count);
  tabular::Table out(schema(), count);
  pool.parallel_for_blocks(count, kRowsPerTask, [&](std::size_t from, std::size_t to) {
    std::vector<float> noise(out.columns());
    for (std::size_t i = from; i < to; ++i) {
      numeric::fill_normal({seed, numeric::Purpose::kSamplingStart, first + i}, noise);
      for (std::size_t c = 0; c < out.columns(); ++c) {
        double z = 0;
        for (std::size_t j = 0; j <= c; ++j) z = std::fma(factor_(c, j), double{noise[j]}, z);
        out.column(c)[i] = columns_.cell(c, share_below(z));
      }
    }
  });
  set_origins(out, id_, seed, first);
  return out;
}

void Copula::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  columns_.save(out.child("columns"));
  out.array<double>("correlation", correlation_.values());
}

std::unique_ptr<Copula> Copula::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<Copula>();
  generator->columns_ = SortedColumns::load(in.child("columns"));
  const std::size_t width = generator->columns_.columns();
  require_few_columns(width, kNeeds);
  const std::vector<double> correlation = in.array<double>("correlation", width * width);
  if (!std::ranges::all_of(correlation, [](double r) { return std::abs(r) <= 1; })) {
    throw Error("a stored correlation is none").in(in.path()).expected("numbers from -1 to 1");
  }
  generator->correlation_ = numeric::Matrix<double>(width, width);
  std::ranges::copy(correlation, generator->correlation_.values().begin());
  for (std::size_t c = 0; c < width; ++c) {
    if (generator->correlation_(c, c) != 1)
      throw Error("a stored correlation of a column with itself is not 1").in(in.path());
  }
  generator->finish();
  return generator;
}

std::string Copula::describe() const {
  return "Gaussian copula of " + std::to_string(columns_.columns()) + " columns, learned from " +
         std::to_string(columns_.rows()) + " rows; the file holds their cells, sorted by column\n";
}

}  // namespace ballast::diffusion
