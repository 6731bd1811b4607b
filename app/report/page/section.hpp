// What the report is made of: sections of paragraphs, tables and pictures, as plain data. page.hpp turns them into
// HTML, and the pictures into files of their own. Text is plain here and escaped there, so nothing that comes from a
// data set (names of columns, labels, files) can become markup.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/figures/figure.hpp"

namespace ballast::app::page {

// The first `row_heads` cells of a row name it; the others are figures, flush right.
struct DataTable {
  std::string caption = {};
  std::vector<std::string> head = {};
  std::vector<std::vector<std::string>> rows = {};
  std::size_t row_heads = 1;
};

struct Picture {
  std::string file;  // its name as a file, without ".svg"
  figures::Figure figure;
  DataTable table = {};  // the same for readers who cannot see it; may be empty
};

struct Section {
  std::string id, title;
  std::string opening = {};            // ready-made, before all
  std::vector<std::string> lead = {};  // paragraphs
  std::vector<DataTable> tables = {};
  std::string html = {};  // ready-made, after the tables
  std::vector<Picture> pictures = {};
  std::vector<std::string> notes = {};  // paragraphs below all

  bool empty() const { return lead.empty() && tables.empty() && html.empty() && pictures.empty(); }
};

}  // namespace ballast::app::page
