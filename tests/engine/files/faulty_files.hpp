// A file layer over the real one that fails at a chosen call: how tests make a disk full or a rename go wrong.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"

namespace ballast::files {

class FaultyFiles final : public FileLayer {
 public:
  enum class Call { create, write, sync, close, rename, make_folder, exchange };

  // The call number `at` (from 0) of that sort fails; a failing write puts half of its bytes first,
  // a failing exchange is one that the file system does not know.
  FaultyFiles(Call call, std::size_t at) : call_(call), countdown_(at) {}
  bool failed() const { return failed_; }
  std::function<void()> before_exchange;  // what another process does in that moment

  std::unique_ptr<InputFile> open(const std::string& path) override { return system_files().open(path); }
  std::unique_ptr<OutputFile> create(const std::string& path) override {
    check(Call::create, path);
    return std::make_unique<File>(*this, path, system_files().create(path));
  }
  void rename(const std::string& from, const std::string& to) override {
    check(Call::rename, to);
    system_files().rename(from, to);
  }
  bool rename_new(const std::string& from, const std::string& to) override {
    check(Call::rename, to);
    return system_files().rename_new(from, to);
  }
  bool exchange(const std::string& one, const std::string& other) override {
    if (due(Call::exchange)) return false;
    if (before_exchange) before_exchange();
    return system_files().exchange(one, other);
  }
  void remove(const std::string& path) noexcept override { system_files().remove(path); }
  void make_folder(const std::string& path) override {
    check(Call::make_folder, path);
    system_files().make_folder(path);
  }
  void remove_folder(const std::string& path) noexcept override { system_files().remove_folder(path); }

 private:
  struct File final : OutputFile {
    File(FaultyFiles& layer, std::string path, std::unique_ptr<OutputFile> file)
        : layer_(layer), path_(std::move(path)), file_(std::move(file)) {}
    void write(std::span<const std::byte> bytes) override {
      if (layer_.due(Call::write)) {
        file_->write(bytes.first(bytes.size() / 2));
        throw Error("cannot write: the disk is full").in(path_);
      }
      file_->write(bytes);
    }
    void sync() override { layer_.check(Call::sync, path_), file_->sync(); }
    void close() override { layer_.check(Call::close, path_), file_->close(); }

    FaultyFiles& layer_;
    std::string path_;
    std::unique_ptr<OutputFile> file_;
  };

  bool due(Call call) {
    if (call != call_ || failed_ || countdown_-- > 0) return false;
    return failed_ = true;
  }
  void check(Call call, const std::string& path) {
    if (due(call)) throw Error("injected fault").in(path);
  }

  Call call_;
  std::size_t countdown_;
  bool failed_ = false;
};

}  // namespace ballast::files
