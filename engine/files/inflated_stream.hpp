// A stream that may come compressed, for work that takes its bytes as they arrive.
#pragma once

#include <istream>
#include <memory>
#include <string>

namespace ballast::files {

// What comes through `in`, which must outlive it: inflated if it begins like gzip, and then read ahead; else byte for
// byte as it arrives. Waits for the first byte. Reading throws Error, with `name`, on truncated or corrupt gzip data.
std::unique_ptr<std::istream> inflated_stream(std::istream& in, const std::string& name);

}  // namespace ballast::files
