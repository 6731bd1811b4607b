#include "engine/numeric/workspace.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>

using ballast::numeric::Workspace;

BOOST_AUTO_TEST_SUITE(workspace_test)

BOOST_AUTO_TEST_CASE(spans_are_aligned_and_apart) {
  Workspace work(1024);
  const auto a = work.take<float>(3);
  const auto b = work.take<double>(9);
  const auto c = work.take_matrix<std::uint8_t>(2, 5);
  for (const void* p :
       {static_cast<const void*>(a.data()), static_cast<const void*>(b.data()), static_cast<const void*>(c.data())}) {
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(p) % 64 == 0u);
  }
  std::ranges::fill(a, 1.0f);
  std::ranges::fill(b, 2.0);
  for (std::size_t i = 0; i < 2; ++i) std::ranges::fill(c.row(i), std::uint8_t{3});
  for (const float v : a) BOOST_TEST(v == 1.0f);
  for (const double v : b) BOOST_TEST(v == 2.0);
  BOOST_TEST(work.used() == 64u + 128u + 64u);
}

BOOST_AUTO_TEST_CASE(a_scope_gives_back_what_was_taken_in_it) {
  Workspace work(256);
  const auto before = work.take<float>(16);
  float* inner = nullptr;
  {
    const Workspace::Scope scope(work);
    inner = work.take<float>(32).data();
  }
  BOOST_TEST(work.used() == 64u);
  BOOST_TEST(work.take<float>(32).data() == inner);
  BOOST_TEST(inner == before.data() + 16);
}

BOOST_AUTO_TEST_CASE(mark_and_release_are_the_same_by_hand) {
  Workspace work(256);
  const std::size_t mark = work.mark();
  static_cast<void>(work.take<int>(10));
  work.release(mark);
  BOOST_TEST(work.used() == 0u);
}

BOOST_AUTO_TEST_CASE(more_than_was_reserved_is_refused) {
  Workspace work(128);
  static_cast<void>(work.take<float>(16));
  BOOST_CHECK_THROW(static_cast<void>(work.take<float>(17)), std::length_error);
  BOOST_CHECK_THROW(static_cast<void>(work.take<double>(static_cast<std::size_t>(-1) / 4)), std::length_error);
  BOOST_TEST(work.take<float>(16).size() == 16u);
  BOOST_CHECK_THROW(static_cast<void>(work.take<char>(1)), std::length_error);
  BOOST_TEST(work.take<char>(0).empty());
}

BOOST_AUTO_TEST_CASE(reserving_less_keeps_the_room) {
  Workspace work(1000);
  BOOST_TEST(work.capacity() == 1024u);
  work.reserve(10);
  BOOST_TEST(work.capacity() == 1024u);
}

BOOST_AUTO_TEST_SUITE_END()
