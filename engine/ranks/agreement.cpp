#include "engine/ranks/agreement.hpp"

#include "engine/files/archive.hpp"

namespace ballast::ranks {
namespace {

constexpr const char* kKind = "facts";

std::string packed(const Facts& facts) {
  files::ArchiveWriter out(kKind);
  for (const auto& [name, value] : facts) out.text(name, value);
  return out.packed();
}

void compare(const Facts& own, std::size_t rank, const std::string& bytes) {
  const std::string name = "rank " + std::to_string(rank);
  const auto theirs = files::ArchiveReader::from_packed(bytes, name);
  for (const auto& [what, value] : own) {
    const std::string other = theirs.has(what) ? theirs.text(what) : "";
    if (other == value) continue;
    throw Error(name + " differs from rank 0 in its " + what)
        .expected(value)
        .got(other)
        .hint("all ranks must run one program on the same words and data");
  }
}

}  // namespace

void require_same(Ranks& ranks, const Facts& facts, Observer& observer) {
  if (ranks.is_alone()) return;
  const std::vector<std::string> all = ranks.gather(packed(facts), observer);
  for (std::size_t rank = 1; rank < all.size(); ++rank) compare(facts, rank, all[rank]);
}

}  // namespace ballast::ranks
