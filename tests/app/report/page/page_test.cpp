// The report as a page: right for every kind of study, safe against what data call themselves, and readable.
#include "app/report/page/page.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/data/demo_data.hpp"
#include "app/figures/palette.hpp"
#include "app/report/page/html.hpp"
#include "engine/numeric/random.hpp"
#include "tests/app/figures/balance.hpp"
#include "tests/app/report/page/html_check.hpp"

using namespace ballast;
using namespace ballast::app;
using test::check_html;
using test::HtmlPage;

namespace {

constexpr std::size_t kMostBytes = 2'000'000;

// Columns of normal numbers, of which the positives' are shifted; and text columns.
Dataset made_data(std::size_t rows, std::size_t positives, std::size_t numbers, std::size_t texts,
                  const std::string& prefix = "V", double shift = 2) {
  tabular::Schema schema;
  std::vector<std::vector<double>> cells;
  for (std::size_t c = 0; c < numbers + texts; ++c) {
    const bool text = c >= numbers;
    schema.push_back(
        {prefix + std::to_string(c), text ? tabular::ColumnKind::categorical : tabular::ColumnKind::numeric,
         text ? std::vector<std::string>{"<b>one</b>", "two & a half", "three"} : std::vector<std::string>{}});
    numeric::RandomStream stream(7, numeric::Purpose::kGeneral, c);
    cells.emplace_back();
    for (std::size_t r = 0; r < rows; ++r) {
      const double moved = r < positives ? shift : 0;
      cells[c].push_back(text ? static_cast<double>(stream.below(3)) : stream.normal() + moved);
    }
  }
  schema.push_back({"Class", tabular::ColumnKind::binary, {}});
  cells.emplace_back();
  for (std::size_t r = 0; r < rows; ++r) cells.back().push_back(r < positives ? 1 : 0);
  DataRequest request;
  request.path = "somewhere/made.csv";
  request.target = {"Class", "1"};
  return make_dataset(tabular::Table(std::move(schema), std::move(cells)), request);
}

StudyOptions quick(const std::vector<std::string>& augmentations, std::size_t repeats = 2) {
  StudyOptions options;
  options.augmentations = make_augmentations(augmentations);
  for (Augmentation& a : options.augmentations) {
    a.diffusion.training.updates = 60;
    a.diffusion.sampling.evaluations = 10;
    a.diffusion.hidden = 16;
  }
  options.repeats = repeats;
  options.synthetic = 60;
  options.learners.forest.trees = 8;
  options.learners.boosting.rounds = 8;
  return options;
}

struct Report {
  std::string html;
  HtmlPage page;
  std::vector<std::pair<std::string, std::string>> figures;
};

Report report_of(const Dataset& data, const StudyOptions& options, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  ReportSink sink(data, pool, quiet);
  const StudyResult result = run_study(data, options, pool, quiet, sink);
  ReportRequest request;
  request.command = "ballast run made.csv --target 'the <class>'";
  request.checksum = std::string(64, 'a');
  const page::ReportData& found = sink.finish();
  Report out{report_html(result, found, request), {}, report_figures(result, found, request)};
  out.page = check_html(out.html);
  BOOST_TEST(out.page.fault == "");
  BOOST_TEST(out.html.size() < kMostBytes);
  for (const auto& [name, svg] : out.figures) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(test::xml_fault(svg) == "");
    }
  }
  return out;
}

bool says(const Report& report, const std::string& text) {
  return report.page.text.find(text) != std::string::npos;
}

double linear(int channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(std::string_view colour) {
  const auto channel = [&](std::size_t at) {
    return linear(std::stoi(std::string(colour.substr(at, 2)), nullptr, 16));
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

// WCAG 2.2, contrast ratio.
double contrast(std::string_view a, std::string_view b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_test)

BOOST_AUTO_TEST_CASE(a_study_of_several_arms_has_every_section) {
  StudyOptions options = quick({"tuned", "oversample", "smote", "diffusion"});
  options.base_rate = 0.01;
  const Report report = report_of(made_data(500, 60, 5, 0), options);
  for (const char* id :
       {"verdict", "curves", "balance", "confusion", "map", "columns", "nearness", "learning", "reproduce"}) {
    BOOST_TEST(report.page.ids.contains(id), id);
  }
  BOOST_TEST(says(report, "At a base rate of 1.000 %"));
  BOOST_TEST(says(report, "ballast run made.csv --target &#39;the &lt;class&gt;&#39;"));
  BOOST_TEST(says(report, std::string(64, 'a')));
  for (const char* name : {"curves-roc.svg", "balance-cost.svg", "map.svg", "marginals.svg", "correlations.svg",
                           "nearness.svg", "loss.svg", "denoising.svg", "memorisation.svg"}) {
    BOOST_TEST(std::ranges::count(report.figures, name, &std::pair<std::string, std::string>::first) == 1, name);
  }
}

BOOST_AUTO_TEST_CASE(without_diffusion_there_is_no_look_inside_and_without_rows_no_map_of_them) {
  const Report copies = report_of(made_data(300, 40, 3, 0), quick({"oversample"}));
  BOOST_TEST(!copies.page.ids.contains("learning"));
  BOOST_TEST(says(copies, "100.0 %"));  // every row a copy
  const Report plain = report_of(made_data(300, 40, 3, 0), quick({"tuned"}));
  for (const char* id : {"learning", "nearness", "columns"}) BOOST_TEST(!plain.page.ids.contains(id), id);
}

BOOST_AUTO_TEST_CASE(one_repeat_and_one_classifier_are_told_without_spread) {
  StudyOptions options = quick({"smote"}, 1);
  options.classifiers = {"forest"};
  const Report report = report_of(made_data(300, 30, 3, 0), options);
  BOOST_TEST(says(report, "no spread to show"));
  BOOST_TEST(says(report, "over the test rows of this one split"));
  BOOST_TEST(!says(report, "Mean ± standard deviation"));
  BOOST_TEST(!says(report, "boosting +"));
}

BOOST_AUTO_TEST_CASE(forty_columns_and_text_columns_stay_small_and_right) {
  const Report wide = report_of(made_data(500, 60, 40, 0), quick({"smote", "diffusion"}));
  for (const char* column : {">V0<", ">V17<", ">V39<"}) BOOST_TEST(wide.html.find(column) != std::string::npos);
  BOOST_TEST(!says(wide, "that differ most."));
  const Report wider = report_of(made_data(300, 40, 45, 0), quick({"smote"}, 1));
  BOOST_TEST(says(wider, "The 40 columns of 45 that differ most."));
  const Report texts = report_of(made_data(400, 50, 2, 3), quick({"oversample", "diffusion"}));
  BOOST_TEST(texts.html.find(">&lt;b&gt;one&lt;/b&gt;</text>") != std::string::npos);  // a label beside its bar
  const Report text_alone = report_of(made_data(400, 50, 0, 2), quick({"oversample", "diffusion"}));
  BOOST_TEST(text_alone.page.ids.contains("figure-marginals"));
  BOOST_TEST(!text_alone.page.ids.contains("figure-correlations"));
}

BOOST_AUTO_TEST_CASE(constant_and_missing_cells_leave_no_holes) {
  Dataset data = made_data(300, 40, 4, 1);
  for (double& cell : data.table.column(0)) cell = 7;
  for (std::size_t r = 0; r < data.rows(); r += 3) data.table.column(1)[r] = tabular::kMissing;
  for (double& cell : data.table.column(2)) cell = tabular::kMissing;
  report_of(data, quick({"smote", "diffusion"}, 1));
}

BOOST_AUTO_TEST_CASE(an_arm_that_finds_nothing_is_still_right) {
  StudyOptions options = quick({"none"});
  options.learners.forest.min_samples_leaf = 200;  // one leaf: every score is the base rate
  options.learners.boosting.min_child_weight = 1e9;
  const Report report = report_of(made_data(400, 20, 3, 0, "V", 0), options);
  BOOST_TEST(says(report, "0.000"));
}

BOOST_AUTO_TEST_CASE(names_from_the_data_cannot_become_markup) {
  Dataset data = made_data(300, 40, 2, 1, "<script>alert(1)</script>&\"'");
  data.name = "folder/<img src=x onerror=alert(1)>.csv";
  const Report report = report_of(data, quick({"smote"}, 1));
  BOOST_TEST(report.page.tags.at("script") == 2u);  // ours, and its data
  BOOST_TEST(!report.page.tags.contains("img"));
  BOOST_TEST(!says(report, "folder/"));
}

BOOST_AUTO_TEST_CASE(the_page_is_the_same_at_any_number_of_threads) {
  const Dataset data = made_data(300, 40, 3, 1);
  const std::string one = report_of(data, quick({"smote", "diffusion"}), 1).html;
  BOOST_TEST((one == report_of(data, quick({"smote", "diffusion"}), 3).html));
}

BOOST_AUTO_TEST_CASE(the_policy_of_the_page_names_its_own_script_and_style_alone) {
  const Report report = report_of(made_data(300, 30, 2, 0), quick({"none"}, 1));
  for (const std::string& source : {page::page_script(), page::page_style()}) {
    BOOST_TEST(report.html.find("'" + page::source_hash(source) + "'") == std::string::npos);  // escaped
    BOOST_TEST(report.html.find("&#39;" + page::source_hash(source) + "&#39;") != std::string::npos);
  }
  BOOST_TEST(report.html.find(" style=") == std::string::npos);
  BOOST_TEST(report.html.find(" onclick=") == std::string::npos);
}

// echo -n abc | openssl dgst -sha256 -binary | base64
BOOST_AUTO_TEST_CASE(a_hash_reads_as_openssl_writes_it) {
  BOOST_TEST(page::source_hash("abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

BOOST_AUTO_TEST_CASE(text_stands_out_from_what_is_behind_it_in_both_schemes) {
  using figures::Colour;
  constexpr double kLeast = 4.5;  // WCAG 2.2, success criterion 1.4.3
  for (const Colour text : {Colour::ink, Colour::muted, Colour::series1}) {
    for (const Colour ground : {Colour::surface, Colour::wash}) {
      BOOST_TEST(contrast(figures::light_value(text), figures::light_value(ground)) >= kLeast);
      BOOST_TEST(contrast(figures::dark_value(text), figures::dark_value(ground)) >= kLeast);
    }
  }
}

BOOST_AUTO_TEST_CASE(lines_and_marks_stand_out_in_both_schemes) {
  constexpr double kLeast = 3;  // WCAG 2.2, success criterion 1.4.11
  for (std::size_t i = 0; i < figures::kSeriesColours; ++i) {
    const figures::Colour colour = figures::series_colour(i);
    BOOST_TEST_CONTEXT(figures::colour_class(colour)) {
      BOOST_TEST(contrast(figures::light_value(colour), figures::light_value(figures::Colour::surface)) >= kLeast);
      BOOST_TEST(contrast(figures::dark_value(colour), figures::dark_value(figures::Colour::surface)) >= kLeast);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
