#include "app/data/streamed/csv_part.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/data/streamed/part_facts.hpp"
#include "app/data/streamed/part_text.hpp"
#include "engine/error.hpp"
#include "engine/tabular/cells/csv_cells.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

// Keeps notes until it is known that they are those of the whole file.
class NoteKeeper final : public Observer {
 public:
  explicit NoteKeeper(Observer& observer) : observer_(observer) {}
  bool report(const Progress& progress) override { return observer_.report(progress); }
  void note(std::string_view text) override { notes.emplace_back(text); }

  std::vector<std::string> notes;

 private:
  Observer& observer_;
};

std::string schema_bytes(const tabular::Schema& schema) {
  files::ArchiveWriter out("columns");
  save_schema(schema, out.child("columns"));
  return out.packed();
}

tabular::Schema schema_in(const std::string& bytes) {
  const auto in = files::ArchiveReader::from_packed(bytes, "the columns of all ranks");
  return tabular::load_schema(in.child("columns"));
}

// Columns that are text whatever their cells look like.
std::vector<std::string> read_as_text(const tabular::CsvOptions& options) {
  std::vector<std::string> out = options.categorical;
  out.insert(out.end(), options.categorical_if_present.begin(), options.categorical_if_present.end());
  for (const tabular::ColumnSchema& column : options.schema) {
    if (column.is_text()) out.push_back(column.name);
  }
  return out;
}

// Codes of a part's labels become those of all.
void recode(const std::vector<std::string>& from, const std::vector<std::string>& to, std::span<double> cells) {
  if (from == to) return;
  std::vector<double> code;
  for (const std::string& label : from) {
    code.push_back(static_cast<double>(std::ranges::lower_bound(to, label) - to.begin()));
  }
  for (double& cell : cells) {
    if (!tabular::is_missing(cell)) cell = code[static_cast<std::size_t>(cell)];
  }
}

}  // namespace

std::unique_ptr<CsvPart> CsvPart::read(const std::string& path, const tabular::CsvOptions& options, ranks::Ranks& ranks,
                                       numeric::ThreadPool& pool, Observer& observer) {
  std::optional<PartText> text = read_part_text(path, options, ranks, pool, observer);
  if (!text) return nullptr;
  auto out = std::make_unique<CsvPart>();
  out->own_ = text->rows;
  NoteKeeper keeper(observer);
  try {
    out->table_ = tabular::parse_csv(text->text, path, options, pool, keeper, &out->format_);
  } catch (const Error&) {  // said when the file is read as a whole
  }
  const std::size_t empty_rows = text->empty_rows;
  text.reset();
  if (!are_all_well(out->table_.rows() == out->own_.count, ranks, observer)) return nullptr;
  if (!out->agree(std::move(keeper.notes), options, ranks, observer)) return nullptr;
  if (empty_rows > 0 && ranks.is_first()) observer.note(tabular::csv::empty_rows_note(path, empty_rows));
  out->check_decimals(ranks, observer);
  return out;
}

bool CsvPart::agree(std::vector<std::string> notes, const tabular::CsvOptions& options, ranks::Ranks& ranks,
                    Observer& observer) {
  const PartFacts own = facts_of(table_, format_, std::move(notes));
  std::string columns;
  std::vector<PartFacts> parts;
  for (const std::string& bytes : ranks.gather(bytes_of(own), observer)) parts.push_back(facts_in(bytes));
  if (ranks.is_first()) {
    if (std::optional<WholeColumns> whole = agreed_columns(parts, read_as_text(options))) {
      for (const std::string& note : own.notes) observer.note(note);
      format_.zero_one = std::move(whole->zero_one);
      columns = schema_bytes(whole->columns);
    }
  }
  ranks.broadcast(columns, observer);
  if (columns.empty()) return false;
  take_columns(schema_in(columns));
  return true;
}

void CsvPart::take_columns(tabular::Schema columns) {
  schema_ = std::move(columns);
  for (std::size_t c = 0; c < schema_.size(); ++c) {
    if (schema_[c].is_text()) recode(table_.schema()[c].labels, schema_[c].labels, table_.column(c));
  }
}

void CsvPart::check_decimals(ranks::Ranks& ranks, Observer& observer) {
  std::vector<std::int64_t> places(schema_.size(), 0), wrong(schema_.size(), 0);
  for (std::size_t c = 0; ranks.is_first() && c < places.size(); ++c) {
    const auto found = format_.decimals.find(schema_[c].name);
    if (found != format_.decimals.end()) places[c] = found->second;
  }
  ranks.sum(places, observer);
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (places[c] != 0) wrong[c] = tabular::have_places(column(c), static_cast<int>(places[c])) ? 0 : 1;
  }
  ranks.sum(wrong, observer);
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (wrong[c] != 0) format_.decimals.erase(schema_[c].name);
  }
}

tabular::Table CsvPart::block(std::size_t block, std::span<const std::size_t> columns) const {
  const std::size_t first = block * kRows - own_.first, count = std::min(kRows, own_.count - first);
  tabular::Schema schema;
  std::vector<std::vector<double>> cells;
  for (const std::size_t c : columns) {
    schema.push_back(schema_[c]);
    const std::span<const double> own = column(c).subspan(first, count);
    cells.emplace_back(own.begin(), own.end());
  }
  tabular::Table out(std::move(schema), std::move(cells));
  for (tabular::RowOrigin& origin : out.origins()) origin.row += block * kRows;
  return out;
}

}  // namespace ballast::app
