// The rule of outputs: what exists, what is foreign, what is an input, and what comes in the meantime.
#include "engine/files/output.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "engine/files/archive.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/written_mark.hpp"
#include "tests/engine/files/faulty_files.hpp"
#include "tests/engine/files/scratch.hpp"

using namespace ballast::files;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;
constexpr const char* kForeign =
    ": --force replaces what ballast wrote: this file is not so, or was changed since (hint: choose another name, or "
    "remove it yourself)";

struct Bench : Scratch {
  const OutputRule plain{}, force{.force = true};

  std::string put(const std::string& name, const std::string& text) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << text;
    return *this / name;
  }
  void make(const std::string& name, const std::string& text, const OutputRule& rule) const {
    StagedFile(*this / name, rule).commit([&](const std::string& place) { write_atomically(place, text); });
  }
  // What the constructor says.
  std::string refusal(const std::string& path, const OutputRule& rule) const {
    return message_of([&] { StagedFile file(path, rule); });
  }
  void make_folder(const std::string& name, const std::string& text, const OutputRule& rule) const {
    OutputFolder folder(*this / name, rule);
    write_atomically(folder.file("summary.json"), text);
    folder.make_folder("figures");
    write_atomically(folder.file("figures/a.svg"), "<svg/>");
    folder.commit();
  }
  std::string folder_refusal(const std::string& path, const OutputRule& rule) const {
    return message_of([&] { OutputFolder folder(path, rule); });
  }
};

// The working folder for as long as it lives.
struct Working {
  fs::path before = fs::current_path();
  explicit Working(const fs::path& folder) { fs::current_path(folder); }
  ~Working() { fs::current_path(before); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(output_test, Bench)

BOOST_AUTO_TEST_CASE(a_file_that_exists_is_refused_without_force_and_replaced_with_it) {
  make("a.csv", "first", plain);
  BOOST_TEST(refusal(*this / "a.csv", plain) ==
             (*this / "a.csv: the output exists (hint: --force replaces what ballast wrote, or choose another name)"));
  make("a.csv", "second", force);
  BOOST_TEST(content(*this / "a.csv") == "second");
  BOOST_TEST(names() == Names{"a.csv"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(force_replaces_no_file_that_ballast_did_not_write_or_that_was_changed) {
  BOOST_TEST(refusal(put("notes.txt", "mine"), force) == (*this / "notes.txt") + kForeign);
  make("a.csv", "first", plain);
  std::ofstream(root / "a.csv", std::ios::app) << "and a line of mine";
  BOOST_TEST(refusal(*this / "a.csv", force) == (*this / "a.csv") + kForeign);
  fs::copy_file(put("real.csv", "real"), root / "a.csv", fs::copy_options::overwrite_existing);
  BOOST_TEST(refusal(*this / "a.csv", force) == (*this / "a.csv") + kForeign);
}

BOOST_AUTO_TEST_CASE(archives_tell_by_themselves_and_an_empty_file_is_no_loss) {
  ArchiveWriter archive("classifier");
  archive.text("a", "b");
  archive.write(*this / "old.ballast");  // without a mark, as of an earlier version or copied
  make("old.ballast", "new", force);
  BOOST_TEST(content(*this / "old.ballast") == "new");
  put("empty", "");
  BOOST_TEST(refusal(*this / "empty", plain).find("the output exists") != std::string::npos);
  make("empty", "new", force);
  BOOST_TEST(content(*this / "empty") == "new");
}

BOOST_AUTO_TEST_CASE(an_input_is_refused_by_every_spelling_links_and_hard_links) {
  const std::string data = put("t.csv", "data");
  fs::create_directories(root / "sub");
  fs::create_symlink("t.csv", root / "soft");
  fs::create_hard_link(root / "t.csv", root / "hard");
  fs::create_directory_symlink(root / "sub", root / "side");
  for (const std::string& spelling : {*this / "t.csv", *this / "./t.csv", *this / "sub/../t.csv", *this / "soft",
                                      *this / "hard", *this / "side/../t.csv"}) {
    for (const bool forced : {false, true}) {
      BOOST_TEST(refusal(spelling, {.force = forced, .inputs = {*this / "other.csv", data}, .kept = {}}) ==
                 spelling + ": the output is an input of this command; expected another file than " + data +
                     " (hint: no command replaces what it reads)");
    }
  }
  BOOST_TEST(content(data) == "data");
}

BOOST_AUTO_TEST_CASE(what_takes_the_place_in_the_meantime_stays_and_the_output_is_kept_beside) {
  StagedFile file(*this / "m.ballast", force);
  put("m.ballast", "of a colleague");
  BOOST_TEST(message_of([&] { file.commit([](const std::string& place) { write_atomically(place, "model"); }); }) ==
             (*this / "m.ballast: the name was taken while the work went on: the finished output is ") +
                 (*this / "m.ballast.1"));
  BOOST_TEST(content(*this / "m.ballast") == "of a colleague");
  BOOST_TEST(content(*this / "m.ballast.1") == "model");
}

BOOST_AUTO_TEST_CASE(a_failure_while_writing_leaves_what_was_there) {
  using Call = FaultyFiles::Call;
  make("a", "old", plain);
  for (const Call call : {Call::create, Call::write, Call::sync, Call::close, Call::rename}) {
    FaultyFiles layer(call, 0);
    const std::string message = message_of([&] {
      StagedFile file(*this / "a", force, Content::text, layer);
      file.commit([&](const std::string& place) { write_atomically(place, "new", layer); });
    });
    BOOST_TEST(message.starts_with(*this / "a: "), message);
    BOOST_TEST(content(*this / "a") == "old");
    BOOST_TEST(names() == Names{"a"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_are_refused_before_the_work) {
  BOOST_TEST(refusal(root.string(), plain) ==
             root.string() + ": cannot write: it is a folder; expected the name of a file");
  BOOST_TEST(refusal(*this / "no/file", plain) == (*this / "no/file: cannot create: no such folder"));
  BOOST_TEST(refusal("", plain) == "the name of the output file is empty");
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(two_outputs_of_one_name_and_two_readers_of_standard_input_are_refused) {
  const Working here(root);
  BOOST_TEST(message_of([] { refuse_same_output("a", "./a"); }) ==
             "a: two outputs of one command are the same; got './a'");
  refuse_same_output("a", "b");
  BOOST_TEST(message_of([] {
               refuse_two_streams({"-", "/dev/stdin"});
             }) == "standard input is named twice, and can be read once; expected - for one file");
  refuse_two_streams({"-", "a"});
}

BOOST_AUTO_TEST_CASE(a_folder_appears_on_commit_with_a_manifest_and_not_before) {
  {
    OutputFolder folder(*this / "out/", plain);
    write_atomically(folder.file("a"), "x");
    BOOST_TEST(!fs::exists(*this / "out"));
    folder.commit();
  }
  BOOST_TEST(content(*this / "out/a") == "x");
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
  const Names expected{kManifestName, "a"};
  BOOST_TEST(names("out") == expected, boost::test_tools::per_element());
  BOOST_TEST(content(*this / "out/" + kManifestName)
                 .find("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_committed_leaves_nothing) {
  {
    OutputFolder folder(*this / "out", plain);
    write_atomically(folder.file("a"), "x");
  }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_with_content_is_refused_and_what_ballast_wrote_is_replaced_by_force) {
  fs::create_directories(root / "out");
  make_folder("out", "first", plain);  // an empty folder is fine
  BOOST_TEST(
      folder_refusal(*this / "out", plain) ==
      (*this /
       "out: the output folder is not empty (hint: --force replaces what ballast wrote, or choose another name)"));
  make_folder("out", "second", force);
  BOOST_TEST(content(*this / "out/summary.json") == "second");
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(force_touches_no_folder_that_holds_anything_else) {
  const auto refused = [&](const std::string& why) {
    return (*this / "out") + ": --force replaces what ballast wrote: the folder holds " + why +
           " (hint: choose another folder, or move that away)";
  };
  put("out/letters/to_mother.txt", "dear");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("letters, which ballast did not make there"));
  fs::remove_all(root / "out");
  make_folder("out", "first", plain);
  put("out/notes.txt", "mine");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("notes.txt, which ballast did not write there"));
  fs::remove(root / "out/notes.txt");
  fs::create_directories(root / "out/figures/mine");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("figures/mine, which ballast did not make there"));
  fs::remove_all(root / "out/figures/mine");
  fs::create_symlink("summary.json", root / "out/link");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("link, which ballast did not write there"));
  fs::remove(root / "out/link");
  put("out/summary.json", "with my notes");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("summary.json, which was changed since ballast wrote it"));
  fs::remove(root / "out/summary.json");
  make_folder("out", "second", force);  // what is missing is no loss
  fs::remove(root / "out" / kManifestName);
  BOOST_TEST(folder_refusal(*this / "out", force) == refused("figures, which ballast did not make there"));
  put(std::string("out/") + kManifestName, "a list of mine");
  BOOST_TEST(folder_refusal(*this / "out", force) == refused(".ballast-manifest, which ballast did not write there"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_needed_is_never_an_output) {
  const std::string data = put("data/t.csv", "rows");
  fs::create_directories(root / "data/work/empty");
  fs::create_directory_symlink(root / "data", root / "link");
  const Working here(root / "data/work");
  const OutputRule rule{.force = true, .inputs = {"-", data}, .kept = {*this / "data/work/empty"}};
  const auto why = [](const std::string& path, const std::string& text) {
    return path + ": the output folder cannot be replaced: it " + text + "; expected a folder of its own";
  };
  for (const std::string path : {".", "..", "./../work", "../../data", "../work/"}) {
    BOOST_TEST(folder_refusal(path, rule) == why(path, "is the working folder or above it"));
  }
  if (fs::exists("/dev/shm")) {
    BOOST_TEST(folder_refusal("/dev/shm", rule) == why("/dev/shm", "is where a disk is mounted"));
  }
  BOOST_TEST(folder_refusal("empty", rule) == why("empty", "is " + (*this / "data/work/empty") + " or above it"));
  const Working elsewhere(root / "data/work/empty");
  fs::current_path(fs::temp_directory_path());
  BOOST_TEST(folder_refusal(*this / "data", {.force = true, .inputs = {data}, .kept = {}}) ==
             why(*this / "data", "holds the input " + data));
  BOOST_TEST(folder_refusal(*this / "link", {.force = true, .inputs = {data}, .kept = {}}) ==
             why(*this / "link", "holds the input " + data));
}

BOOST_AUTO_TEST_CASE(a_file_of_the_folder_that_is_read_keeps_it) {  // study/synthetic.csv, hard-linked elsewhere
  make_folder("out", "first", plain);
  fs::create_hard_link(root / "out/summary.json", root / "hard");
  BOOST_TEST(
      folder_refusal(*this / "out", {.force = true, .inputs = {*this / "hard"}, .kept = {}}) ==
      (*this / "out: --force replaces what ballast wrote: the folder holds summary.json, which this command reads "
               "(hint: choose another folder, or move that away)"));
}

BOOST_AUTO_TEST_CASE(a_commit_that_fails_keeps_the_old_folder) {
  using Call = FaultyFiles::Call;
  make_folder("out", "old", plain);
  for (std::size_t at = 0; at < 2; ++at) {  // its manifest, and then its place
    FaultyFiles layer(Call::rename, at);
    const std::string message = message_of([&] {
      OutputFolder folder(*this / "out", force, layer);
      write_atomically(folder.file("summary.json"), "new");
      FaultyFiles no_exchange(Call::exchange, 0);
      folder.commit();
    });
    if (layer.failed()) BOOST_TEST(message == (*this / "out: injected fault"));
    if (layer.failed()) BOOST_TEST(content(*this / "out/summary.json") == "old");
    BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(where_folders_cannot_be_swapped_two_renames_do) {
  make_folder("out", "old", plain);
  FaultyFiles layer(FaultyFiles::Call::exchange, 0);
  OutputFolder folder(*this / "out", force, layer);
  write_atomically(folder.file("summary.json"), "new");
  folder.commit();
  BOOST_TEST(layer.failed());
  BOOST_TEST(content(*this / "out/summary.json") == "new");
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_that_come_after_the_commit_join_the_folder_and_its_manifest) {
  OutputFolder folder(*this / "out", plain);
  write_atomically(folder.file("summary.json"), "results");
  folder.commit();
  folder.reopen();
  write_atomically(folder.file("report.html"), "page");
  write_atomically(folder.file("summary.json"), "results and timings");
  folder.commit();
  BOOST_TEST(content(*this / "out/report.html") == "page");
  BOOST_TEST(content(*this / "out/summary.json") == "results and timings");
  BOOST_TEST(!first_foreign(*this / "out").has_value());
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_taken_in_the_meantime_stays_and_the_output_is_kept_beside) {
  OutputFolder folder(*this / "out", plain);
  write_atomically(folder.file("a"), "results");
  put("out/b", "of another");
  BOOST_TEST(message_of([&] { folder.commit(); }) ==
             (*this / "out: the name was taken while the work went on: the finished output is ") + (*this / "out.1"));
  BOOST_TEST(content(*this / "out/b") == "of another");
  BOOST_TEST(content(*this / "out.1/a") == "results");
}

BOOST_AUTO_TEST_CASE(what_joins_the_old_folder_in_the_last_moment_is_kept_with_it) {
  make_folder("out", "old", plain);
  FaultyFiles layer(FaultyFiles::Call::rename, 1000);
  layer.before_exchange = [&] { put("out/notes.txt", "mine"); };
  OutputFolder folder(*this / "out", force, layer);
  write_atomically(folder.file("summary.json"), "new");
  folder.commit();
  BOOST_TEST(content(*this / "out/summary.json") == "new");
  BOOST_TEST(content(*this / "out.1/notes.txt") == "mine");
}

BOOST_AUTO_TEST_CASE(a_file_where_the_folder_should_be_is_refused) {
  put("out", "x");
  BOOST_TEST(folder_refusal(*this / "out", force) ==
             (*this / "out: the output folder cannot be made: a file has this name"));
  BOOST_TEST(folder_refusal("-", force) == "a stream cannot hold a folder; expected the name of a folder, got '-'");
}

// What an operator closed does not open again with the next --force.
BOOST_AUTO_TEST_CASE(what_replaces_keeps_the_permissions_of_what_it_replaces) {
  const auto mode = [&](const std::string& name) { return fs::status(*this / name).permissions(); };
  const auto closed = fs::perms::owner_read | fs::perms::owner_write;
  make("a.csv", "first", plain);
  const fs::perms usual = mode("a.csv");
  fs::permissions(*this / "a.csv", closed);
  make("a.csv", "second", force);
  BOOST_TEST((mode("a.csv") == closed));
  write_atomically(*this / "a.csv", "third");
  BOOST_TEST((mode("a.csv") == closed));
  make("b.csv", "new", force);
  BOOST_TEST((mode("b.csv") == usual));
  make_folder("out", "first", plain);
  fs::permissions(*this / "out", fs::perms::owner_all);
  fs::permissions(*this / "out/figures/a.svg", closed);
  make_folder("out", "second", force);
  BOOST_TEST((mode("out") == fs::perms::owner_all));
  BOOST_TEST((mode("out/figures/a.svg") == closed));
  BOOST_TEST((mode("out/summary.json") == usual));
  fs::create_directory(*this / "empty");
  fs::permissions(*this / "empty", fs::perms::owner_all);
  make_folder("empty", "first", plain);
  BOOST_TEST((mode("empty") == fs::perms::owner_all));
}

BOOST_AUTO_TEST_CASE(what_grows_is_seen_by_its_owner_alone) {
  const TemporaryFolder folder(root.string());
  BOOST_TEST((fs::status(folder.file("")).permissions() == fs::perms::owner_all));
}

BOOST_AUTO_TEST_CASE(a_file_or_a_link_that_takes_the_place_of_the_folder_stays_and_more_may_join_the_output) {
  make_folder("out", "old", plain);
  for (const bool link : {false, true}) {
    OutputFolder folder(*this / "out", force);
    write_atomically(folder.file("summary.json"), "results");
    fs::rename(root / "out", root / "old");
    link ? fs::create_directory_symlink("old", root / "out") : static_cast<void>(put("out", "mine"));
    BOOST_CHECK_THROW(folder.commit(), Displaced);
    BOOST_TEST(folder.path() == (*this / "out.1"));
    folder.reopen();
    write_atomically(folder.file("report.html"), "page");
    folder.commit();
    BOOST_TEST(content(*this / "out.1/summary.json") == "results");
    BOOST_TEST(content(*this / "out.1/report.html") == "page");
    BOOST_TEST(fs::is_symlink(root / "out") == link);
    BOOST_TEST(content(*this / "old/summary.json") == "old");
    fs::remove_all(root / "out.1");
    fs::remove(root / "out");
    fs::rename(root / "old", root / "out");
  }
}

BOOST_AUTO_TEST_SUITE_END()
