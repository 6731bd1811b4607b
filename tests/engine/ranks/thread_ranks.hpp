// Ranks that are threads of one process: the third twin, for tests without MPI. A rank that throws ends the others.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/ranks/ranks.hpp"

namespace ballast::ranks::testing {

// What the ranks share. Each collective is: leave something, wait for all, take everything, wait for all.
class Meeting {
 public:
  explicit Meeting(std::size_t size) : left_(size), size_(size) {}

  std::vector<std::string> exchange(std::size_t rank, std::string bytes) {
    std::unique_lock lock(mutex_);
    left_[rank] = std::move(bytes);
    arrive(lock);
    const std::vector<std::string> all = left_;
    arrive(lock);
    return all;
  }
  std::uint64_t count(std::size_t series) {
    const std::lock_guard lock(mutex_);
    if (numbers_.size() <= series) numbers_.resize(series + 1);
    return numbers_[series]++;
  }
  void fail(Failure failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    all_here_.notify_all();
  }
  std::optional<Failure> failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }
  std::size_t size() const { return size_; }

 private:
  void arrive(std::unique_lock<std::mutex>& lock) {
    const std::size_t round = round_;
    if (++here_ == size_) {
      here_ = 0;
      ++round_;
      all_here_.notify_all();
    }
    all_here_.wait(lock, [&] { return round_ != round || failure_; });
    if (failure_) throw Stopped{};
  }

  std::mutex mutex_;
  std::condition_variable all_here_;
  std::vector<std::string> left_;
  std::vector<std::uint64_t> numbers_;
  std::size_t size_, here_ = 0, round_ = 0;
  std::optional<Failure> failure_;
};

class ThreadRanks final : public Ranks {
 public:
  ThreadRanks(Meeting& meeting, std::size_t rank) : meeting_(meeting), rank_(rank) {}

  std::size_t rank() const noexcept override { return rank_; }
  std::size_t size() const noexcept override { return meeting_.size(); }
  std::size_t on_this_machine() const noexcept override { return meeting_.size(); }
  void sum(std::span<std::int64_t> values, Observer& /*observer*/) override {
    const std::string own(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    const std::vector<std::string> all = meeting_.exchange(rank_, own);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = 0;
      for (const std::string& bytes : all) values[i] += reinterpret_cast<const std::int64_t*>(bytes.data())[i];
    }
  }
  std::vector<std::string> gather_at(std::size_t rank, std::string_view bytes, Observer& /*observer*/) override {
    std::vector<std::string> all = meeting_.exchange(rank_, std::string(bytes));
    return rank_ == rank ? all : std::vector<std::string>();
  }
  void broadcast(std::string& bytes, Observer& /*observer*/) override { bytes = meeting_.exchange(rank_, bytes)[0]; }
  void barrier(Observer& /*observer*/) override { meeting_.exchange(rank_, ""); }
  void begin_numbers() override { ++series_; }
  std::uint64_t next_number() override { return meeting_.count(series_); }
  std::optional<Failure> failure() override { return is_first() ? meeting_.failure() : std::nullopt; }
  void fail(int status, const std::string& line) override { meeting_.fail({rank_, "here", status, line}); }
  [[noreturn]] void end_all(int /*status*/) override { throw Stopped{}; }

 private:
  Meeting& meeting_;
  std::size_t rank_, series_ = 0;
};

// Runs work(ranks) on so many ranks; returns what failed, if a rank threw.
inline std::optional<Failure> run_ranks(std::size_t size, const std::function<void(Ranks&)>& work) {
  Meeting meeting(size);
  std::vector<std::thread> threads;
  for (std::size_t rank = 0; rank < size; ++rank) {
    threads.emplace_back([&meeting, &work, rank] {
      ThreadRanks ranks(meeting, rank);
      try {
        work(ranks);
      } catch (const std::exception& fault) {
        ranks.fail(2, fault.what());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return meeting.failure();
}

}  // namespace ballast::ranks::testing
