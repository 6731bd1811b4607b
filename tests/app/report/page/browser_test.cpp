// The report in a real browser: no complaint on its console, and a slider that changes the figures. Skipped where
// Chromium is not installed.
#include <boost/test/unit_test.hpp>
#include <regex>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

std::string browser() {
  for (const char* path : {"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"}) {
    if (fs::exists(path)) return path;
  }
  return "";
}

// What the page is once scripts have run, and what the console said.
struct Visit {
  std::string dom, console;
};

Visit visit(const TempFolder& folder, const std::string& page) {
  const std::string out = folder.file("dom"), log = folder.file("log");
  const std::string command =
      "timeout 60 " + browser() + " --headless --no-sandbox --disable-gpu --user-data-dir=" + folder.file("profile") +
      " --virtual-time-budget=2000 --enable-logging=stderr --dump-dom " + "file://" + page + " >" + out + " 2>" + log;
  BOOST_REQUIRE_EQUAL(std::system(command.c_str()), 0);
  std::string console;
  const std::string all = read_file(log);
  for (std::size_t at = all.find(":CONSOLE"); at != std::string::npos; at = all.find(":CONSOLE", at + 1)) {
    console += all.substr(at, all.find('\n', at) - at) + "\n";
  }
  return {read_file(out), console};
}

// Of the first card.
std::string figure(const std::string& dom, const std::string& key) {
  std::smatch found;
  const std::regex pattern("data-key=\"" + key + "\">([^<]*)<");
  return std::regex_search(dom, found, pattern) ? found[1].str() : "";
}

std::string threshold(const std::string& dom) {
  std::smatch found;
  const std::regex pattern("<output[^>]*>([^<]*)<");
  return std::regex_search(dom, found, pattern) ? found[1].str() : "";
}

// A page without the policy, so that a test may act as a user, and an action at its end.
std::string acted_on(std::string page, const std::string& action) {
  const std::size_t policy = page.find("<meta http-equiv=");
  page.erase(policy, page.find('>', policy) + 1 - policy);
  const std::size_t end = page.rfind("</body>");
  return page.insert(end, "<script>" + action + "</script>");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(browser_test, TempFolder)

BOOST_AUTO_TEST_CASE(the_page_is_quiet_and_its_slider_moves_the_figures) {
  if (browser().empty()) {
    BOOST_TEST_MESSAGE("skipped: no Chromium here");
    return;
  }
  const Outcome made =
      call_ballast({"demo", "--rows",      "1500", "--positives", "60",      "--repeats", "2",     "--trees",
                    "8",    "--rounds",    "8",    "--synthetic", "100",     "--augment", "smote", "--base-rate",
                    "0.01", "--cost-miss", "500",  "--out",       file("o"), "--quiet"});
  BOOST_REQUIRE_EQUAL(made.status, 0);
  const Visit plain = visit(*this, file("o/report.html"));
  BOOST_TEST(plain.console == "");
  BOOST_TEST(plain.dom.find("id=\"live\" hidden") == std::string::npos);  // the script ran, policy and all
  const std::string page = read_file(file("o/report.html"));
  const std::string low = acted_on(page,
                                   "var s = document.getElementById('threshold'); s.value = 0;"
                                   "s.dispatchEvent(new Event('input'));");
  const Visit moved = visit(*this, write("low.html", low));
  BOOST_TEST(moved.console == "");
  for (const char* key : {"recall", "alerts", "cost"}) {
    BOOST_TEST_CONTEXT(key) {
      BOOST_TEST(figure(plain.dom, key) != "");
      BOOST_TEST(figure(plain.dom, key) != "–");
      BOOST_TEST(figure(plain.dom, key) != figure(moved.dom, key));
    }
  }
  const std::string chosen = acted_on(page, "document.querySelector('.card button').click();");
  const Visit set = visit(*this, write("chosen.html", chosen));
  BOOST_TEST(threshold(plain.dom) == "0.50");
  BOOST_TEST(threshold(set.dom) != "0.50");
  BOOST_TEST(figure(set.dom, "chosen").find(": " + threshold(set.dom) + ".") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
