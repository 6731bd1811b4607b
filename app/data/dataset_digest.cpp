#include "app/data/dataset_digest.hpp"

#include "engine/files/checksum.hpp"

namespace ballast::app {
namespace {

template <class T>
void add(files::Sha256& hash, std::span<const T> values) {
  const std::uint64_t size = values.size();
  hash.update(std::as_bytes(std::span(&size, 1)));
  hash.update(std::as_bytes(values));
}

void add_text(files::Sha256& hash, const std::string& text) {
  add(hash, std::span<const char>(text));
}

}  // namespace

std::string dataset_digest(const Dataset& data) {
  files::Sha256 hash;
  const tabular::Schema& schema = data.table.schema();
  for (std::size_t c = 0; c < schema.size(); ++c) {
    add_text(hash, schema[c].name);
    for (const std::string& label : schema[c].labels) add_text(hash, label);
    add(hash, std::span<const double>(data.table.column(c)));
  }
  add(hash, std::span<const std::int32_t>(data.y));
  add(hash, std::span<const double>(data.time));
  add(hash, std::span<const double>(&data.gap, 1));
  add(hash, std::span<const std::uint32_t>(data.group));
  add_text(hash, schema[data.target].name + "=" + data.positive);
  return files::to_hex(hash.finish());
}

}  // namespace ballast::app
