#include "app/commands/program/rank_facts.hpp"

#include "app/revision.hpp"
#include "app/version.hpp"
#include "engine/files/checksum.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/machine/blas_kernel.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

std::string checksum_of_program() {
  const auto file = files::system_files().open("/proc/self/exe");
  std::vector<std::byte> block(std::size_t{1} << 20);
  files::Sha256 hash;
  for (std::size_t size = block.size(); size == block.size();) {
    size = file->read(block);
    hash.update(std::span(block).first(size));
  }
  return files::to_hex(hash.finish());
}

std::string words_of(const Arguments& arguments) {
  std::string out;
  for (const std::string& word : arguments.words_without({"threads"})) {
    out.append(out.empty() ? "" : " ").append(shell_word(word));
  }
  return out;
}

}  // namespace

ranks::Facts rank_facts(const Arguments& arguments) {
  return {{"program", std::string(kVersion) + revision() + ", SHA-256 " + checksum_of_program()},
          {"OpenBLAS", numeric::blas_version() + " with kernels of " + numeric::blas_kernel()},
          {"seed", std::to_string(arguments.whole("seed"))},
          {"words", words_of(arguments)}};
}

}  // namespace ballast::app
