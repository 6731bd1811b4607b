// Blocks of made rows, each by a rank whose turn it is.
#include "app/data/added/made_rows_file.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/stage.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr std::uint64_t kBlockRows = 8192;  // a column of a block fits the heap: the kernel is not asked for it anew

// Sums over the ranks.
void add_up(Ledger& ledger, ranks::Ranks& ranks, Observer& observer) {
  if (ranks.is_alone()) return;
  std::vector<std::size_t*> counts{&ledger.kept, &ledger.drawn, &ledger.not_asked};
  for (std::size_t& refused : ledger.refused) counts.push_back(&refused);
  std::vector<std::int64_t> sums;
  for (const std::size_t* count : counts) sums.push_back(static_cast<std::int64_t>(*count));
  ranks.sum(sums, observer);
  for (std::size_t k = 0; k < counts.size(); ++k) *counts[k] = static_cast<std::size_t>(sums[k]);
}

}  // namespace

Ledger write_made_rows(const GeneratorFile& file, const RowsToMake& wanted, ranks::Ranks& ranks,
                       numeric::ThreadPool& pool, Observer& observer,
                       const std::function<void(std::string_view)>& put) {
  Ledger out;
  if (file.made_by.schema) out.refused.resize(file.made_by.schema->rules().size());
  std::optional<tabular::CsvLines> lines;  // from the first block on, which has the columns
  std::string text;
  const std::uint64_t round = kBlockRows * ranks.size(), own = kBlockRows * ranks.rank();
  const auto share = [&](std::uint64_t rows) { return static_cast<double>(rows) / static_cast<double>(wanted.count); };
  for (std::uint64_t done = 0; done < wanted.count; done += round) {
    Stage stage(observer, "", share(done), share(std::min(done + round, wanted.count)));
    text.clear();
    if (done + own < wanted.count) {
      const auto rows = static_cast<std::size_t>(std::min(kBlockRows, wanted.count - done - own));
      const MadeRows made =
          make_rows(file, wanted.conditions, wanted.first + done + own, rows, wanted.seed, pool, stage);
      if (!lines) lines.emplace(made.rows.schema(), file.made_by.format);
      if (done + own == 0) text = lines->header();
      lines->append(made.rows, 0, rows, text);
      out.add(made.ledger);
    }
    if (ranks.is_alone()) {
      put(text);
      continue;
    }
    for (const std::string& block : ranks.gather(text, stage)) put(block);
  }
  add_up(out, ranks, observer);
  return out;
}

}  // namespace ballast::app
