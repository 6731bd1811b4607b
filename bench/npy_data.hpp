// Data of the peer scripts for benchmarks: NAME_X.npy (float32, rows x D), NAME_y.npy and NAME_test.npy (bytes), as
// numpy writes them in C order. Reads only what those scripts write.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "classifiers/classifier.hpp"
#include "engine/error.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::bench {

struct Npy {
  std::vector<std::size_t> shape;
  std::vector<char> bytes;
};

inline Npy read_npy(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error("cannot read").in(path);
  char head[10];
  in.read(head, sizeof head);
  const auto length = static_cast<std::uint8_t>(head[8]) + 256u * static_cast<std::uint8_t>(head[9]);
  std::string header(length, ' ');
  in.read(header.data(), static_cast<std::streamsize>(length));
  Npy out;
  std::size_t at = header.find('(') + 1;
  while (header[at] != ')') {
    std::size_t used = 0;
    out.shape.push_back(std::stoul(header.substr(at), &used));
    at += used;
    while (header[at] == ',' || header[at] == ' ') ++at;
  }
  out.bytes.assign(std::istreambuf_iterator<char>(in), {});
  return out;
}

struct Part {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;

  classifiers::TrainingSet set() const { return {x.view(), y, {}, 2, {}}; }
};

struct PeerData {
  Part train, test;
};

// folder: where gen_data.py wrote. rows: 0, or the first so many training rows.
inline PeerData read_peer_data(const std::string& folder, const std::string& name, std::size_t rows = 0) {
  const Npy x = read_npy(folder + "/" + name + "_X.npy");
  const Npy y = read_npy(folder + "/" + name + "_y.npy");
  const Npy test = read_npy(folder + "/" + name + "_test.npy");
  const std::size_t columns = x.shape.at(1);
  std::vector<std::size_t> picks[2];
  for (std::size_t row = 0; row < y.bytes.size(); ++row) {
    const bool in_test = test.bytes[row] != 0;
    if (in_test || rows == 0 || picks[0].size() < rows) picks[in_test ? 1 : 0].push_back(row);
  }
  PeerData out;
  for (const bool in_test : {false, true}) {
    Part& part = in_test ? out.test : out.train;
    part.x = numeric::Matrix<double>(picks[in_test ? 1 : 0].size(), columns);
    std::size_t to = 0;
    for (const std::size_t row : picks[in_test ? 1 : 0]) {
      std::vector<float> values(columns);
      std::memcpy(values.data(), x.bytes.data() + row * columns * sizeof(float), columns * sizeof(float));
      std::ranges::copy(values, part.x.row(to++).begin());
      part.y.push_back(y.bytes[row]);
    }
  }
  return out;
}

}  // namespace ballast::bench
