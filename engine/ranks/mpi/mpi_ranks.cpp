// Ranks over MPI. What waits, waits by asking: it asks the library whether the operation is done, whether a rank has
// failed and whether the user has had enough, and rests between questions, so that ranks that wait leave the processor
// to those that work. (MPI's own waits keep a core busy and cannot be left.)
//
// Faults and work have a communicator each. Buffers of operations under way belong to the object: a wait that is left
// by an exception leaves the operation behind, and the library may still write to them until the process ends.
#include <mpi.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "engine/ranks/start.hpp"

namespace ballast::ranks {
namespace {

constexpr int kFailureTag = 1, kBytesTag = 2;
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // elements of a message: MPI counts them in an int

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Between questions: first none, then from 20 microseconds to a millisecond, each a quarter longer than the last.
class Rest {
 public:
  explicit Rest(double eager) : eager_(eager) {}  // seconds without a rest

  void take() {
    if (seconds_since(start_) < eager_) return;
    const timespec pause{0, nanoseconds_};
    nanosleep(&pause, nullptr);
    nanoseconds_ = std::min<long>(nanoseconds_ + nanoseconds_ / 4, 1'000'000);
  }
  bool is_long() const { return seconds_since(start_) > 0.1; }

 private:
  double eager_;
  long nanoseconds_ = 20'000;
  Clock::time_point start_ = Clock::now();
};

void check(int code) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw Error("the ranks lost each other: " + std::string(text, static_cast<std::size_t>(length)));
}

class MpiRanks final : public Ranks {
 public:
  MpiRanks(int& argc, char**& argv) {
    int provided = 0;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
    for (MPI_Comm* comm : {&work_, &faults_}) {
      MPI_Comm_dup(MPI_COMM_WORLD, comm);
      MPI_Comm_set_errhandler(*comm, MPI_ERRORS_RETURN);
    }
    MPI_Comm_rank(work_, &rank_);
    MPI_Comm_size(work_, &size_);
    MPI_Comm near = MPI_COMM_NULL;
    MPI_Comm_split_type(work_, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &near);
    MPI_Comm_size(near, &near_);
    MPI_Comm_free(&near);
    if (on_this_machine() <= std::thread::hardware_concurrency()) eager_ = kAloneOnACore;
    make_counters();
  }
  ~MpiRanks() override {
    MPI_Win_unlock_all(counters_);
    MPI_Win_free(&counters_);
    MPI_Comm_free(&work_);
    MPI_Comm_free(&faults_);
    MPI_Finalize();
  }

  std::size_t rank() const noexcept override { return static_cast<std::size_t>(rank_); }
  std::size_t size() const noexcept override { return static_cast<std::size_t>(size_); }
  std::size_t on_this_machine() const noexcept override { return static_cast<std::size_t>(near_); }

  void sum(std::span<std::int64_t> values, Observer& observer) override {
    numbers_.assign(values.begin(), values.end());
    in_parts(values.size(), [&](std::size_t first, int count) {
      wait(observer, [&](MPI_Request* request) {
        return MPI_Iallreduce(MPI_IN_PLACE, numbers_.data() + first, count, MPI_INT64_T, MPI_SUM, work_, request);
      });
    });
    std::ranges::copy(numbers_, values.begin());
  }

  std::vector<std::string> gather_at(std::size_t rank, std::string_view bytes, Observer& observer) override {
    const int at = static_cast<int>(rank);
    if (rank_ != at) {
      send(at, bytes, observer);
      return {};
    }
    std::vector<std::string> out;
    for (int from = 0; from < size_; ++from) {
      out.push_back(from == at ? std::string(bytes) : receive(from, observer));
    }
    return out;
  }

  void broadcast(std::string& bytes, Observer& observer) override {
    length_ = bytes.size();
    wait(observer, [&](MPI_Request* request) { return MPI_Ibcast(&length_, 1, MPI_UINT64_T, 0, work_, request); });
    bytes_ = bytes;
    bytes_.resize(length_);
    in_parts(length_, [&](std::size_t first, int count) {
      wait(observer,
           [&](MPI_Request* request) { return MPI_Ibcast(bytes_.data() + first, count, MPI_BYTE, 0, work_, request); });
    });
    bytes = bytes_;
  }

  void barrier(Observer& observer) override {
    wait(observer, [&](MPI_Request* request) { return MPI_Ibarrier(work_, request); });
  }

  void begin_numbers() override {
    if (++series_ == static_cast<int>(kMostSeries)) throw Error("the ranks share no more series of numbers");
  }
  std::uint64_t next_number() override {
    const std::uint64_t one = 1;
    std::uint64_t before = 0;
    check(MPI_Fetch_and_op(&one, &before, MPI_UINT64_T, 0, series_, MPI_SUM, counters_));
    check(MPI_Win_flush(0, counters_));
    return before;
  }

  std::optional<Failure> failure() override {
    if (failure_ || rank_ != 0 || size_ == 1) return failure_;
    int waiting = 0;
    MPI_Status status;
    check(MPI_Iprobe(MPI_ANY_SOURCE, kFailureTag, faults_, &waiting, &status));
    if (waiting != 0) failure_ = receive_failure(status);
    return failure_;
  }

  void fail(int status, const std::string& line) override {
    if (rank_ == 0) return;
    int length = 0;
    char machine[MPI_MAX_PROCESSOR_NAME];
    MPI_Get_processor_name(machine, &length);
    fault_ = std::to_string(status) + "\n" + std::string(machine, static_cast<std::size_t>(length)) + "\n" + line;
    MPI_Request request = MPI_REQUEST_NULL;
    int sent = 0;
    MPI_Isend(fault_.data(), static_cast<int>(fault_.size()), MPI_BYTE, 0, kFailureTag, faults_, &request);
    Rest rest(eager_);
    for (const Clock::time_point start = Clock::now(); seconds_since(start) < kFailureWait; rest.take()) {
      MPI_Test(&request, &sent, MPI_STATUS_IGNORE);
    }
  }

  [[noreturn]] void end_all(int status) override {
    MPI_Abort(MPI_COMM_WORLD, status);
    std::abort();  // not reached
  }

 private:
  // One for each series of numbers, in memory of the first rank.
  void make_counters() {
    const std::size_t bytes = rank_ == 0 ? kMostSeries * sizeof(std::uint64_t) : 0;
    void* memory = nullptr;
    check(MPI_Win_allocate(static_cast<MPI_Aint>(bytes), sizeof(std::uint64_t), MPI_INFO_NULL, work_, &memory,
                           &counters_));
    if (bytes > 0) std::memset(memory, 0, bytes);
    MPI_Barrier(work_);
    check(MPI_Win_lock_all(0, counters_));
  }

  // Begins an operation and waits for its end.
  template <class Begin>
  void wait(Observer& observer, Begin begin) {
    check(begin(&request_));
    int done = 0;
    for (Rest rest(eager_);; rest.take()) {
      check(MPI_Test(&request_, &done, MPI_STATUS_IGNORE));
      if (done != 0) return;
      if (failure()) throw Stopped{};
      if (rest.is_long()) observer.step({.phase = kWaitPhase});
    }
  }

  template <class Part>
  static void in_parts(std::size_t size, Part part) {
    for (std::size_t first = 0; first < size; first += kMostAtOnce) {
      part(first, static_cast<int>(std::min(kMostAtOnce, size - first)));
    }
  }

  // The length, then the bytes.
  void send(int to, std::string_view bytes, Observer& observer) {
    length_ = bytes.size();
    bytes_ = bytes;
    wait(observer,
         [&](MPI_Request* request) { return MPI_Isend(&length_, 1, MPI_UINT64_T, to, kBytesTag, work_, request); });
    in_parts(length_, [&](std::size_t first, int count) {
      wait(observer, [&](MPI_Request* request) {
        return MPI_Isend(bytes_.data() + first, count, MPI_BYTE, to, kBytesTag, work_, request);
      });
    });
  }
  std::string receive(int from, Observer& observer) {
    wait(observer,
         [&](MPI_Request* request) { return MPI_Irecv(&length_, 1, MPI_UINT64_T, from, kBytesTag, work_, request); });
    bytes_.resize(length_);
    in_parts(length_, [&](std::size_t first, int count) {
      wait(observer, [&](MPI_Request* request) {
        return MPI_Irecv(bytes_.data() + first, count, MPI_BYTE, from, kBytesTag, work_, request);
      });
    });
    return bytes_;
  }

  Failure receive_failure(const MPI_Status& status) {
    int size = 0;
    check(MPI_Get_count(&status, MPI_BYTE, &size));
    std::string text(static_cast<std::size_t>(size), ' ');
    check(MPI_Recv(text.data(), size, MPI_BYTE, status.MPI_SOURCE, kFailureTag, faults_, MPI_STATUS_IGNORE));
    const std::size_t first = text.find('\n'), second = text.find('\n', first + 1);
    return {static_cast<std::size_t>(status.MPI_SOURCE), text.substr(first + 1, second - first - 1), std::stoi(text),
            text.substr(second + 1)};
  }

  // Before the first rest. Ranks in step wait for each other hundreds of times a second: what a rest is too long, all lose.
  static constexpr double kAloneOnACore = 2e-3, kCrowded = 2e-5;

  int rank_ = 0, size_ = 1, near_ = 1;
  double eager_ = kCrowded;
  MPI_Comm work_ = MPI_COMM_NULL, faults_ = MPI_COMM_NULL;
  MPI_Win counters_ = MPI_WIN_NULL;
  int series_ = -1;
  std::optional<Failure> failure_;
  // Of operations under way.
  MPI_Request request_ = MPI_REQUEST_NULL;
  std::vector<std::int64_t> numbers_;
  std::uint64_t length_ = 0;
  std::string bytes_, fault_;
};

}  // namespace

std::unique_ptr<Ranks> start(int& argc, char**& argv) {
  return std::make_unique<MpiRanks>(argc, argv);
}

}  // namespace ballast::ranks
