#include "engine/files/inflated_stream.hpp"

#include <span>
#include <streambuf>
#include <utility>
#include <vector>

#include "engine/files/gzip.hpp"

namespace ballast::files {
namespace {

constexpr int kFirstOfGzip = 0x1f;  // no text begins with it

class StreamInput final : public InputFile {
 public:
  explicit StreamInput(std::istream& in) : in_(in) {}
  std::size_t read(std::span<std::byte> into) override {
    in_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    return static_cast<std::size_t>(in_.gcount());
  }
  std::uint64_t size_hint() const override { return 0; }

 private:
  std::istream& in_;
};

class FileBuffer final : public std::streambuf {
 public:
  explicit FileBuffer(std::unique_ptr<InputFile> file) : file_(std::move(file)), bytes_(kBytes) {}

 private:
  static constexpr std::size_t kBytes = std::size_t{1} << 16;
  int_type underflow() override {
    const std::size_t got = file_->read(std::as_writable_bytes(std::span(bytes_)));
    if (got == 0) return traits_type::eof();
    setg(bytes_.data(), bytes_.data(), bytes_.data() + got);
    return traits_type::to_int_type(bytes_[0]);
  }

  std::unique_ptr<InputFile> file_;
  std::vector<char> bytes_;
};

class FileStream final : public std::istream {
 public:
  explicit FileStream(std::unique_ptr<InputFile> file) : std::istream(nullptr), buffer_(std::move(file)) {
    rdbuf(&buffer_);
    exceptions(std::ios::badbit);  // what reading throws passes through
  }

 private:
  FileBuffer buffer_;
};

}  // namespace

std::unique_ptr<std::istream> inflated_stream(std::istream& in, const std::string& name) {
  if (in.peek() != kFirstOfGzip) return std::make_unique<std::istream>(in.rdbuf());
  return std::make_unique<FileStream>(inflated(std::make_unique<StreamInput>(in), name));
}

}  // namespace ballast::files
