// Archives of classifiers and generators, spoilt before and behind their checksum.
#include "tests/fuzz/archive_mutations.hpp"
#include "tests/app/hostile/judge.hpp"
#include "tests/fuzz/use_generator.hpp"

using namespace ballast;
using namespace ballast::app::testing;

namespace {

template <class Read>
void judge_archives(std::size_t cases, const std::vector<fuzz::Bytes>& seeds, Read&& read) {
  judge(
      cases,
      [&](fuzz::RandomStream& random) { return fuzz::mutated_archive(seeds[random.below(seeds.size())], random); },
      [&](const fuzz::Bytes& bytes) { read(files::ArchiveReader::from_bytes(bytes, "m.ballast")); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive_mutations_test)

BOOST_AUTO_TEST_CASE(spoilt_classifiers_are_refused_or_safe_to_use) {
  judge_archives(3000, fuzz::classifier_archives(),
                 [](const files::ArchiveReader& in) { fuzz::use(app::read_classifier_file(in), false); });
}

BOOST_AUTO_TEST_CASE(spoilt_generators_are_refused_or_safe_to_use) {
  judge_archives(3000, fuzz::generator_archives(),
                 [](const files::ArchiveReader& in) { fuzz::use(app::read_generator_file(in)); });
}

BOOST_AUTO_TEST_SUITE_END()
