// A table file is asked for as it stands; CSV text goes through a spool.
#include "app/commands/streamed/streamed_source.hpp"

#include <vector>

#include "engine/error.hpp"
#include "engine/files/checksum.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/csv/spool/spooled_csv.hpp"

namespace ballast::app {

std::string digest_of(const std::string& path, Observer& observer) {
  if (tabular::binary::is_table_file(path)) return tabular::binary::TableFile(path).digest();
  constexpr std::size_t kPiece = std::size_t{1} << 22;
  const auto file = files::system_files().open(path);
  files::Sha256 sum;
  std::vector<std::byte> piece(kPiece);
  for (std::size_t done = 0, got = kPiece; got == kPiece; done += got) {
    observer.step({.phase = "checksum", .done = done, .total = static_cast<std::size_t>(file->size_hint())});
    got = file->read(piece);
    sum.update(std::span(piece).first(got));
  }
  return files::to_hex(sum.finish());
}

StreamedSource open_streamed(const DataRequest& request, const std::string& folder, numeric::ThreadPool& pool,
                             Observer& observer) {
  if (tabular::binary::is_table_file(request.path)) {
    auto file = std::make_unique<tabular::binary::TableFile>(request.path);
    tabular::CsvFormat format = tabular::csv::format_as_it_stands(*file, csv_options(request));
    return {nullptr, std::move(file), std::move(format)};
  }
  if (files::stream_number(request.path, files::Direction::input)) {
    throw Error("standard input is not read in blocks").expected("a file that can be read twice");
  }
  auto spool = std::make_unique<files::TemporaryFolder>(folder);
  auto rows =
      std::make_unique<tabular::SpooledCsv>(request.path, csv_options(request), spool->file("rows"), pool, observer);
  tabular::CsvFormat format = rows->format();
  return {std::move(spool), std::move(rows), std::move(format)};
}

}  // namespace ballast::app
