// Runs the program under test as a user would, and keeps what it printed.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace ballast::app::testing {

namespace fs = std::filesystem;

// A folder of its own that goes away at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (fs::temp_directory_path() / "ballast-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return file(name);
  }
  // Names of all that is inside, hidden files too.
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(path_)) out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  fs::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Outcome {
  int status = -1;  // exit status; 128 + signal if one ended it
  std::string out, err;

  bool says(const std::string& text) const { return err.find(text) != std::string::npos; }
  // Lines on standard error that are no notes.
  std::vector<std::string> complaints() const {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < err.size();) {
      const std::size_t end = std::min(err.find('\n', at), err.size());
      const std::string line = err.substr(at, end - at);
      if (line.starts_with("ballast: ")) lines.push_back(line);
      at = end + 1;
    }
    return lines;
  }
};

class Running {
 public:
  explicit Running(std::vector<std::string> words, const std::string& out_path = "") {
    words.insert(words.begin(), BALLAST_PROGRAM);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    out_ = out_path.empty() ? folder_.file("out") : out_path;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, folder_.file("err").c_str(), O_WRONLY | O_CREAT, 0600);
    const int fault = posix_spawn(&pid_, BALLAST_PROGRAM, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (fault != 0) throw std::runtime_error("cannot start " BALLAST_PROGRAM);
  }
  void send(int signal_number) const { kill(pid_, signal_number); }
  pid_t pid() const { return pid_; }
  std::string err_so_far() const { return read_file(folder_.file("err")); }
  bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
  }
  Outcome wait() {
    int raw = 0;
    waitpid(pid_, &raw, 0);
    Outcome outcome;
    outcome.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    if (out_.starts_with(folder_.file(""))) outcome.out = read_file(out_);
    outcome.err = read_file(folder_.file("err"));
    return outcome;
  }

 private:
  TempFolder folder_;
  std::string out_;
  pid_t pid_ = 0;
};

// The words as they are.
inline Outcome call_as_typed(const std::vector<std::string>& words, const std::string& out_path = "") {
  return Running(words, out_path).wait();
}

// Tests write to one name again and again: --force goes with every output here.
inline Outcome call_ballast(std::vector<std::string> words, const std::string& out_path = "") {
  const bool writes = std::ranges::any_of(
      words, [](const auto& word) { return word == "--out" || word == "--write" || word == "--data-out"; });
  if (writes && std::ranges::find(words, "--force") == words.end()) words.emplace_back("--force");
  return call_as_typed(words, out_path);
}

// The same of what has to work.
inline Outcome must(const std::vector<std::string>& words) {
  Outcome outcome = call_ballast(words);
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, words[0] + ": " + outcome.err);
  return outcome;
}

// The same of what has to be refused, in one line that holds the fragments.
inline void refuse(const std::vector<std::string>& words, const std::vector<std::string>& fragments) {
  const Outcome outcome = call_ballast(words);
  BOOST_TEST(outcome.status == 2, outcome.err);
  BOOST_TEST(outcome.complaints().size() == 1U, outcome.err);
  for (const std::string& fragment : fragments) {
    BOOST_TEST(outcome.says(fragment), "'" << fragment << "' in " << outcome.err);
  }
}

}  // namespace ballast::app::testing
