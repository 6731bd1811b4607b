#include "engine/files/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <new>
#include <utility>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::files {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;  // bytes moved at a time; fits zlib's 32-bit counts
constexpr int kGzipFormat = 15 + 16;                  // zlib: largest window, gzip framing

Bytef* zlib_bytes(std::span<const std::byte> bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

// The bytes of a file with the few that were looked at put back in front.
class Plain final : public InputFile {
 public:
  Plain(std::unique_ptr<InputFile> file, std::span<const std::byte> seen) : file_(std::move(file)) {
    seen_.assign(seen.begin(), seen.end());
  }
  std::size_t read(std::span<std::byte> into) override {
    const std::size_t taken = std::min(seen_.size(), into.size());
    std::copy_n(seen_.begin(), taken, into.begin());
    seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(taken));
    return taken + file_->read(into.subspan(taken));
  }
  bool read_at(std::uint64_t offset, std::span<std::byte> into) override { return file_->read_at(offset, into); }
  std::uint64_t size_hint() const override { return file_->size_hint(); }

 private:
  std::unique_ptr<InputFile> file_;
  std::vector<std::byte> seen_;
};

class Inflater final : public InputFile {
 public:
  Inflater(std::unique_ptr<InputFile> file, std::string path)
      : file_(std::move(file)), path_(std::move(path)), input_(kChunk) {
    if (inflateInit2(&stream_, kGzipFormat) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() override { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  std::size_t read(std::span<std::byte> into) override {
    std::size_t filled = 0;
    while (filled < into.size() && !ended_) {
      const std::size_t step = std::min(into.size() - filled, kChunk);
      filled += inflate_some(into.subspan(filled, step));
    }
    return filled;
  }
  std::uint64_t size_hint() const override { return 0; }

 private:
  // False at the end of the file.
  bool refill() {
    if (stream_.avail_in > 0) return true;
    const std::size_t got = file_->read(input_);
    stream_.next_in = zlib_bytes(input_);
    stream_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  // Behind a member: passes over the zero bytes that tapes are filled up with. False at the end of the file.
  bool skip_padding() {
    while (refill()) {
      for (; stream_.avail_in > 0 && *stream_.next_in == 0; --stream_.avail_in) ++stream_.next_in;
      if (stream_.avail_in > 0) return true;
    }
    return false;
  }

  std::size_t inflate_some(std::span<std::byte> into) {
    if (in_member_ ? !refill() : !skip_padding()) {
      if (in_member_) throw Error("the gzip data is truncated").in(path_).hint("copy or download the file again");
      ended_ = true;
      return 0;
    }
    in_member_ = true;
    stream_.next_out = zlib_bytes(into);
    stream_.avail_out = static_cast<uInt>(into.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      in_member_ = false;
      if (inflateReset(&stream_) != Z_OK) throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      if (result == Z_MEM_ERROR) throw std::bad_alloc();
      throw Error("the gzip data is corrupt").in(path_).hint("copy or download the file again");
    }
    return into.size() - stream_.avail_out;
  }

  std::unique_ptr<InputFile> file_;
  std::string path_;
  std::vector<std::byte> input_;
  z_stream stream_{};
  bool in_member_ = true, ended_ = false;
};

class Deflater final : public OutputFile {
 public:
  explicit Deflater(OutputFile& to) : to_(to), output_(kChunk) {
    static constexpr int kMemoryLevel = 8;  // zlib's default
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipFormat, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() override { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void write(std::span<const std::byte> bytes) override {
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), kChunk))) {
      const auto piece = bytes.first(std::min(bytes.size(), kChunk));
      stream_.next_in = zlib_bytes(piece);
      stream_.avail_in = static_cast<uInt>(piece.size());
      run(Z_NO_FLUSH);
    }
  }
  void sync() override { to_.sync(); }
  void close() override { run(Z_FINISH); }

 private:
  void run(int flush) {
    do {
      stream_.next_out = zlib_bytes(output_);
      stream_.avail_out = static_cast<uInt>(output_.size());
      [[maybe_unused]] const int result = deflate(&stream_, flush);
      assert(result != Z_STREAM_ERROR);
      to_.write(std::span<const std::byte>(output_).first(output_.size() - stream_.avail_out));
    } while (stream_.avail_out == 0);
  }

  OutputFile& to_;
  std::vector<std::byte> output_;
  z_stream stream_{};
};

}  // namespace

std::unique_ptr<InputFile> open_inflated(const std::string& path, FileLayer& layer) {
  return inflated(layer.open(path), path);
}

std::unique_ptr<InputFile> inflated(std::unique_ptr<InputFile> file, const std::string& path) {
  std::array<std::byte, 2> start{};
  const std::size_t seen = file->read(start);
  const bool gzip = seen == 2 && start[0] == std::byte{0x1f} && start[1] == std::byte{0x8b};
  auto whole = std::make_unique<Plain>(std::move(file), std::span(start).first(seen));
  if (!gzip) return whole;
  return std::make_unique<Inflater>(std::move(whole), path);
}

std::unique_ptr<OutputFile> deflate_into(OutputFile& to) {
  return std::make_unique<Deflater>(to);
}

void write_by_name(const std::string& path, const std::function<void(OutputFile&)>& put) {
  AtomicFile file(path);
  if (path.ends_with(".gz")) {
    const auto compressed = deflate_into(file);
    put(*compressed);
    compressed->close();
  } else {
    put(file);
  }
  file.commit();
}

void write_by_name(const std::string& path, std::string_view text) {
  write_by_name(path, [&](OutputFile& to) { to.write(std::as_bytes(std::span(text))); });
}

}  // namespace ballast::files
