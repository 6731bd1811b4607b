// Ranks: the processes that run one command together, on one machine or many: who am I, how many are we, and the few
// things they do with each other. Two implementations: alone.hpp, one process and no cost; and over MPI (mpi/), which
// a program of its own is linked with. Everything above knows this interface alone.
//
// Every rank runs the same program on the same words and data (agreement.hpp holds that). What is summed is integers,
// what is gathered comes in the order of the ranks, and who does a piece of work changes no bit of it: so results are
// those of one process, at any number of ranks. The first rank alone prints and writes.
//
// A fault ends all: the rank that has one hands it to the first (fail), which hears of it wherever it waits or reports
// progress, says so and ends every rank (end_all). Nobody is left waiting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/observer.hpp"

namespace ballast::ranks {

// Why a rank cannot go on.
struct Failure {
  std::size_t rank = 0;
  std::string machine;  // its name
  int status = 0;       // that the program is to end with
  std::string line;
};

// Threads: one at a time, the one that called start().
class Ranks {
 public:
  Ranks() = default;
  virtual ~Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  virtual std::size_t rank() const noexcept = 0;  // from 0
  virtual std::size_t size() const noexcept = 0;
  virtual std::size_t on_this_machine() const noexcept = 0;  // ranks, this one too
  bool is_first() const noexcept { return rank() == 0; }
  bool is_alone() const noexcept { return size() == 1; }

  // Every rank must call these, in one order. They wait for the others, reporting to the observer, and throw Stopped
  // when it says so or a rank has failed.
  // Each value becomes its sum over the ranks. Requires: as many values on each.
  virtual void sum(std::span<std::int64_t> values, Observer& observer) = 0;
  // On one rank the bytes of all, in the order of the ranks; nothing on the others.
  virtual std::vector<std::string> gather_at(std::size_t rank, std::string_view bytes, Observer& observer) = 0;
  std::vector<std::string> gather(std::string_view bytes, Observer& observer) { return gather_at(0, bytes, observer); }
  // The bytes become those of the first rank.
  virtual void broadcast(std::string& bytes, Observer& observer) = 0;
  virtual void barrier(Observer& observer) = 0;

  // Pieces of work by number: all ranks begin, without waiting for each other, and each then takes the next number that
  // no rank has taken, from 0 upwards. Throws Error after kMostSeries beginnings.
  virtual void begin_numbers() = 0;
  virtual std::uint64_t next_number() = 0;

  // On the first rank: the first fault that another has handed over, if any did.
  virtual std::optional<Failure> failure() = 0;
  // Hands a fault to the first rank, and waits to be ended. Returns on the first rank itself, and where it does not
  // answer within kFailureWait seconds.
  virtual void fail(int status, const std::string& line) = 0;
  // Ends all ranks at once. Alone it is an ordinary exit.
  [[noreturn]] virtual void end_all(int status) = 0;
};

inline constexpr double kFailureWait = 4;  // seconds
inline constexpr std::size_t kMostSeries = 4096;
// What an observer is told while others are waited for.
inline constexpr const char* kWaitPhase = "wait for the other ranks";

}  // namespace ballast::ranks
