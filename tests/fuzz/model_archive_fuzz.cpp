// A classifier's archive behind its checksum, which is put right before the file is read.
#include "tests/fuzz/archive_mutations.hpp"
#include "tests/fuzz/fuzzer.hpp"
#include "tests/fuzz/use_model.hpp"

using namespace ballast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::answer([&] {
    const fuzz::Bytes bytes = fuzz::sealed(fuzz::bytes_of({reinterpret_cast<const char*>(data), size}));
    fuzz::use(app::read_classifier_file(files::ArchiveReader::from_bytes(bytes, "file.ballast")), false);
  });
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return fuzz::mutated(data, size, most, seed, [](const std::string& text, fuzz::RandomStream& random) {
    return fuzz::text_of(fuzz::mutated_archive(fuzz::sealed(fuzz::bytes_of(text)), random));
  });
}
