// Alone: one process is all there is. Everything is done at once, and nothing is linked for it.
#pragma once

#include <cstdlib>

#include "engine/ranks/ranks.hpp"

namespace ballast::ranks {

class Alone final : public Ranks {
 public:
  std::size_t rank() const noexcept override { return 0; }
  std::size_t size() const noexcept override { return 1; }
  std::size_t on_this_machine() const noexcept override { return 1; }
  void sum(std::span<std::int64_t> /*values*/, Observer& /*observer*/) override {}
  std::vector<std::string> gather_at(std::size_t /*rank*/, std::string_view bytes, Observer& /*observer*/) override {
    return {std::string(bytes)};
  }
  void broadcast(std::string& /*bytes*/, Observer& /*observer*/) override {}
  void barrier(Observer& /*observer*/) override {}
  void begin_numbers() override { next_ = 0; }
  std::uint64_t next_number() override { return next_++; }
  std::optional<Failure> failure() override { return std::nullopt; }
  void fail(int /*status*/, const std::string& /*line*/) override {}
  [[noreturn]] void end_all(int status) override { std::exit(status); }

 private:
  std::uint64_t next_ = 0;
};

}  // namespace ballast::ranks
