// Streams of the process and pipes: written where they stand, left when the other end is gone or a signal comes.
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

#include <array>
#include <boost/test/unit_test.hpp>

#include "engine/files/atomic.hpp"
#include "engine/files/paths.hpp"
#include "tests/engine/files/scratch.hpp"

using namespace ballast::files;

namespace {

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { BOOST_REQUIRE(pipe(ends) == 0); }
  ~Pipe() {
    close(ends[0]);
    close(ends[1]);
  }
};

std::string name_of(int descriptor) {
  return "/dev/fd/" + std::to_string(descriptor);
}

// A signal that a handler takes, in a tenth of a second, again and again.
struct Alarm {
  Alarm() {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigaction(SIGALRM, &action, &before_);
    set(100000);
  }
  ~Alarm() {
    set(0);
    sigaction(SIGALRM, &before_, nullptr);
  }
  static void set(suseconds_t pause) {
    const itimerval timer{{0, pause}, {0, pause}};
    setitimer(ITIMER_REAL, &timer, nullptr);
  }
  struct sigaction before_ {};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streams_test, Scratch)

BOOST_AUTO_TEST_CASE(a_stream_is_written_from_where_it_stands) {
  const int descriptor = open((*this / "a").c_str(), O_RDWR | O_CREAT, 0600);
  BOOST_REQUIRE(write(descriptor, "head ", 5) == 5);
  write_atomically(name_of(descriptor), "one ");
  write_atomically("/proc/self/fd/" + std::to_string(descriptor), "two");
  BOOST_TEST(content(*this / "a") == "head one two");
  close(descriptor);
  BOOST_TEST(message_of([&] { write_atomically(name_of(descriptor), "x"); }).find("Bad file descriptor") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_link_to_a_stream_is_a_stream) {
  std::filesystem::create_symlink("/dev/stdout", *this / "link");
  BOOST_TEST(stream_number(*this / "link", Direction::output).value_or(-1) == 1);
  BOOST_TEST(stream_number("-", Direction::output).value_or(-1) == 1);
  BOOST_TEST(stream_number("-", Direction::input).value_or(-1) == 0);
  BOOST_TEST(!stream_number("./-", Direction::output).has_value());
  BOOST_TEST(!stream_number("/dev/fd/x", Direction::output).has_value());
}

BOOST_AUTO_TEST_CASE(a_pipe_that_nobody_reads_is_told_apart_from_a_fault) {
  const auto before = signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  close(pipe.ends[0]);
  BOOST_CHECK_THROW(write_atomically(name_of(pipe.ends[1]), "x"), ClosedPipe);
  signal(SIGPIPE, before);
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait_for_a_pipe) {
  Pipe pipe;
  const Alarm alarm;
  std::array<std::byte, 4> into{};
  const auto in = system_files().open(name_of(pipe.ends[0]));
  BOOST_CHECK_THROW(in->read(into), ballast::Stopped);
  const auto out = system_files().create(name_of(pipe.ends[1]));
  const std::vector<std::byte> more_than_it_holds(std::size_t{1} << 22);
  BOOST_CHECK_THROW(out->write(more_than_it_holds), ballast::Stopped);
}

BOOST_AUTO_TEST_SUITE_END()
