#include "diffusion/masked/masked_generator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "diffusion/generator_archive.hpp"
#include "diffusion/masked/cell_choosers.hpp"
#include "diffusion/masked/masked_cost.hpp"
#include "diffusion/masked/private_training.hpp"
#include "diffusion/masked/reveal.hpp"
#include "diffusion/masked/unrelated_columns.hpp"
#include "diffusion/privacy/noise_keys.hpp"
#include "diffusion/privacy/privacy_budget.hpp"
#include "diffusion/privacy/private_coding.hpp"
#include "engine/machine/free_memory.hpp"

namespace ballast::diffusion {
namespace {

// Shares and ranks of all codes of all learned columns, in order.
std::vector<double> all_shares(const TableCodes& codes) {
  std::vector<double> out;
  for (std::size_t d = 0; d < codes.learned().size(); ++d)
    out.insert(out.end(), codes.codes(d).share().begin(), codes.codes(d).share().end());
  return out;
}
std::vector<double> all_ranks(const TableCodes& codes) {
  std::vector<double> out;
  for (std::size_t d = 0; d < codes.learned().size(); ++d)
    out.insert(out.end(), codes.codes(d).rank().begin(), codes.codes(d).rank().end());
  return out;
}

constexpr const char* kDrawing = "draw the first weights";
constexpr std::size_t kLittleMemory = std::size_t{1} << 30;  // not worth a word
constexpr std::size_t kMostPrivateCodes = 48;  // of a column of numbers: each has to stand out of the noise

}  // namespace

MaskedGenerator::MaskedGenerator(const MaskedOptions& options) : wanted_(options), options_(options) {
  options_.validate();
}

void MaskedGenerator::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                          Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  seed_ = seed;
  training_ = {};
  if (wanted_.privacy.is_on()) return fit_privately(rows, seed, pool, observer);
  rows_ = rows.rows();
  codes_ = TableCodes::fit(rows, wanted_.coding, pool, observer);
  const std::vector<double> ranks = start_network(seed, observer);
  if (network_ != nullptr) {
    const CodeRows coded = codes_.encode(rows, pool, observer);
    const std::vector<std::uint32_t> unrelated = unrelated_columns(rows, codes_, coded, seed, pool, observer);
    say_unrelated(unrelated, observer);
    training_ = train_masked(*network_, coded, ranks, unrelated, options_, seed, pool, observer);
    training_.add(entropy_of(unrelated));
  }
  id_ = model_id(*this);
}

// What takes memory is told, or refused, before any of it is taken.
void MaskedGenerator::check_cost(std::span<const std::uint32_t> counts, Observer& observer) const {
  std::size_t curved = 0;
  for (std::size_t d = 0; d < counts.size(); ++d) {
    curved += std::ranges::any_of(codes_.codes(d).rank(), [](double r) { return !std::isnan(r); }) ? 1 : 0;
  }
  const MaskedCost cost = masked_cost(counts, curved, options_);
  if (cost.bytes < kLittleMemory) return;
  require_memory(cost, numeric::free_memory());
  observer.note("masked diffusion of " + cost_text(cost));
}

std::vector<double> MaskedGenerator::start_network(std::uint64_t seed, Observer& observer) {
  network_.reset();
  const std::vector<std::uint32_t> counts = codes_.counts();
  options_ = wanted_.resolved(rows_, counts.size(), std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  if (counts.empty()) return {};
  check_cost(counts, observer);
  network_ = std::make_unique<nn::CodeNetwork<float>>(nn::CodeNetworkShape{counts, options_.hidden, options_.layers});
  observer.step({kDrawing, 0, 2});
  network_->draw(all_shares(codes_), seed);
  std::vector<double> ranks = all_ranks(codes_);
  observer.step({kDrawing, 1, 2});
  network_->smooth_embeddings(ranks, seed);
  return ranks;
}

void MaskedGenerator::fit_privately(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                                    Observer& observer) {
  const PrivacyOptions& promise = wanted_.privacy;
  privacy_ = budget_of_counts(promise, private_counts(rows.schema(), promise), unlisted_columns(rows.schema(), promise),
                              rows.rows());
  observer.step({"count rows with noise", 0, rows.columns()});
  NoiseKeys keys(seed, promise.secret_noise);
  const NoisyCounts noise(keys.next(), privacy_.count_sigma);
  PrivateCoding coding = code_privately(rows, promise, noise, privacy_.label_delta,
                                        std::min(wanted_.coding.most_codes, kMostPrivateCodes), pool);
  codes_ = std::move(coding.codes);
  rows_ = privacy_.about_rows = std::max(coding.about_rows, kFewestRows);
  const std::vector<double> ranks = start_network(seed, observer);
  budget_of_gradients(promise, sample_rate(options_.batch, rows_), network_ == nullptr ? 0 : options_.updates,
                      privacy_);
  if (network_ != nullptr) train_privately(*network_, coding.coded, ranks, options_, privacy_, keys, pool, observer);
  id_ = model_id(*this);
}

void MaskedGenerator::say_unrelated(std::span<const std::uint32_t> unrelated, Observer& observer) const {
  std::string names;
  for (const std::uint32_t d : unrelated) names += (names.empty() ? "" : ", ") + schema()[codes_.learned()[d]].name;
  if (unrelated.empty()) return;
  observer.note(names +
                ": many values, which say nothing of the other columns; made apart from them (--drop leaves out)");
}

// Nats a row of columns that are drawn by their shares.
double MaskedGenerator::entropy_of(std::span<const std::uint32_t> columns) const {
  double sum = 0;
  for (const std::uint32_t d : columns) {
    for (const double share : codes_.codes(d).share()) sum -= share * std::log(share);
  }
  return sum;
}

tabular::Table MaskedGenerator::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer) const {
  require_row_numbers(first, count);
  std::vector<std::uint64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  const std::size_t columns = codes_.learned().size();
  CodeRows rows{columns, std::vector<std::uint16_t>(count * columns, TableCodes::kHidden)};
  if (network_ != nullptr) {
    DrawCells draw(numbers, seed);
    reveal_rows(network_->predictor(), rows, draw, "sample", pool, observer);
  }
  tabular::Table out(schema(), count);
  decode(rows, numbers, seed, out, pool);
  set_origins(out, id_, seed, first);
  return out;
}

// Each cell a value of its code; a column without codes to learn is its one value.
void MaskedGenerator::decode(const CodeRows& rows, std::span<const std::uint64_t> numbers, std::uint64_t seed,
                             tabular::Table& out, numeric::ThreadPool& pool) const {
  constexpr std::size_t kRowsPerTask = 1024;
  const std::vector<std::size_t> learned_as = learned_places();
  pool.parallel_for_blocks(numbers.size(), kRowsPerTask, [&](std::size_t first, std::size_t last) {
    for (std::size_t c = 0; c < schema().size(); ++c) {
      const std::size_t d = learned_as[c];
      for (std::size_t i = first; i < last; ++i) {
        const std::uint32_t code = d < rows.columns ? rows.row(i)[d] : 0;
        numeric::RandomStream stream(seed, numeric::Purpose::kRevealValue, numbers[i], static_cast<std::uint32_t>(c));
        out.column(c)[i] = codes_.column(c).decode(code, stream.uniform());
      }
    }
  });
}

void MaskedGenerator::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  out.integer("rows", static_cast<std::int64_t>(rows_));
  out.text("seed", std::to_string(seed_));
  files::ArchiveWriter options = out.child("options");
  options.integer("hidden", static_cast<std::int64_t>(options_.hidden));
  options.integer("blocks", static_cast<std::int64_t>(options_.layers));
  options.integer("batch", static_cast<std::int64_t>(options_.batch));
  options.integer("updates", static_cast<std::int64_t>(options_.updates));
  options.number("learning_rate", options_.learning_rate);
  options.number("ema_decay", options_.ema_decay);
  codes_.save(out.child("codes"));
  if (privacy_.is_promised()) privacy_.save(out.child("privacy"));
  out.array<float>("loss", training_.loss);
  out.array<float>("validation", training_.validation);
  out.integer("best_update", static_cast<std::int64_t>(training_.best_update));
  out.number("best", training_.best);
  if (network_ != nullptr) network_->save(out.child("network"));
}

std::unique_ptr<MaskedGenerator> MaskedGenerator::load(const files::ArchiveReader& in) {
  constexpr std::size_t kMost = 1000000000;
  const files::ArchiveReader stored = in.child("options");
  MaskedOptions options;
  options.hidden = stored.size("hidden", 1, kMost);
  options.layers = stored.size("blocks", 1, kMost);
  options.batch = stored.size("batch", 1, kMost);
  options.updates = stored.size("updates", 1, kMost);
  options.learning_rate = stored.number("learning_rate");
  options.ema_decay = stored.number("ema_decay");
  auto generator = std::make_unique<MaskedGenerator>(options);
  generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
  generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
  generator->codes_ = TableCodes::load(in.child("codes"));
  if (in.has("privacy/epsilon")) generator->privacy_ = PrivacySpent::load(in.child("privacy"));
  generator->privacy_.about_rows = generator->rows_;
  generator->training_.loss = in.array<float>("loss");
  generator->training_.validation = in.array<float>("validation");
  generator->training_.best_update = in.size("best_update", 0, kMost);
  generator->training_.best = static_cast<float>(in.number("best"));
  if (const std::vector<std::uint32_t> counts = generator->codes_.counts(); !counts.empty()) {
    generator->network_ = std::make_unique<nn::CodeNetwork<float>>(
        nn::CodeNetwork<float>::load({counts, options.hidden, options.layers}, in.child("network")));
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string MaskedGenerator::describe() const {
  std::size_t points = 0;
  for (std::size_t c = 0; c < schema().size(); ++c) points += codes_.column(c).stored_points();
  const std::vector<std::uint32_t> counts = codes_.counts();
  const std::size_t all = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  const std::string about = privacy_.is_promised() ? "about " : "";
  std::string text = "masked diffusion of " + about + std::to_string(rows_) + " rows, " +
                     std::to_string(schema().size()) + " columns in " + std::to_string(all) + " codes, seed " +
                     std::to_string(seed_) + "\n";
  if (network_ == nullptr) return text + "every column is constant\n";
  if (privacy_.is_promised()) return text + private_lines();
  text += std::to_string(options_.layers) + " residual blocks of " + std::to_string(options_.hidden) + " units, " +
          std::to_string(network_->parameters().size()) + " parameters; kept the average after " +
          std::to_string(training_.best_update) + " of " + std::to_string(options_.updates) + " updates of " +
          std::to_string(options_.batch) + " rows, " + std::to_string(training_.best) +
          (training_.validation.empty() ? " nats a row\n" : " nats a row on rows set aside\n");
  return text + "the file holds " + std::to_string(points) + " numbers that two or more rows hold\n";
}

std::string MaskedGenerator::private_lines() const {
  const auto rounded = [](double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return std::string(text.data());
  };
  return std::to_string(options_.layers) + " residual blocks of " + std::to_string(options_.hidden) + " units, " +
         std::to_string(network_->parameters().size()) + " parameters; kept the last average of " +
         std::to_string(privacy_.steps) + " updates, of every row with probability " + rounded(privacy_.sample_rate) +
         " each\n" + privacy_.text() + "\nnoise of " + rounded(privacy_.gradient_sigma) +
         " times a row's longest gradient, and of " + rounded(privacy_.count_sigma) + " rows in each of " +
         std::to_string(privacy_.counts) + " counts\n";
}

}  // namespace ballast::diffusion
