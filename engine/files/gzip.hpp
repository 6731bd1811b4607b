// gzip in and out as decorators of files: bytes are inflated or deflated on their way through. Reading takes any number
// of members one after another, and zero bytes behind them, as gzip itself does. Written files hold neither time nor
// name: equal bytes in, equal bytes out.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

// Opens `path` for reading; what begins like gzip is inflated on the way, anything else comes as it is.
// Reading throws Error: truncated or corrupt gzip data.
std::unique_ptr<InputFile> open_inflated(const std::string& path, FileLayer& layer = system_files());

// The bytes of `file`, inflated if they begin like gzip; `path` is its name in messages.
std::unique_ptr<InputFile> inflated(std::unique_ptr<InputFile> file, const std::string& path);

// Deflates into `to`, which must outlive it. close() writes the end of the gzip stream, and leaves `to` open.
std::unique_ptr<OutputFile> deflate_into(OutputFile& to);

// Writes a whole file by atomic.hpp's rule, deflated if its name ends in .gz.
void write_by_name(const std::string& path, const std::function<void(OutputFile&)>& put);
void write_by_name(const std::string& path, std::string_view text);

}  // namespace ballast::files
