// What a model file holds, and that a damaged one is refused. docs/formats.md gives the layout byte by byte.
#include <cstdio>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"

using namespace ballast;

int main() {
  // A part writes below a prefix and knows nothing of the whole.
  files::ArchiveWriter out("example");
  out.text("made_by/command", "an example");
  const std::vector<float> weights{0.25F, -1.5F, 3.0F};
  out.child("layer/0").array<float>("weight", weights);
  const std::vector<std::byte> bytes = out.bytes();

  const auto in = files::ArchiveReader::from_bytes(bytes, "example.ballast");
  in.require_kind("example");
  std::printf("%s: kind %s, checksum %.16s...\n", in.path().c_str(), in.kind().c_str(), in.checksum().c_str());
  for (const auto& entry : in.entries()) std::printf("  %s, %zu\n", entry.name.c_str(), entry.length);
  const bool same = in.child("layer/0").array<float>("weight", 3) == weights;

  // One bit of the content turned: nothing of the file is believed.
  std::vector<std::byte> damaged = bytes;
  damaged[damaged.size() / 2] ^= std::byte{1};
  std::string refusal;
  try {
    files::ArchiveReader::from_bytes(damaged, "damaged.ballast");
  } catch (const Error& error) {
    refusal = error.what();
  }
  std::printf("%s\n", refusal.c_str());
  return same && refusal.starts_with("damaged.ballast") ? 0 : 1;
}
