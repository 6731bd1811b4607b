// What an exported C++ file calls itself, so that any number of models live in one program. Functions of one name in
// one namespace would be merged by the linker without a word, whichever model they belong to: the namespace carries the
// first 8 hex digits of the model's checksum, or, where the user names it, holds an inline namespace that does.
#pragma once

#include <string>

namespace ballast::app {

struct CppNames {
  std::string guard;         // "BALLAST_MODEL_1a2b3c4d"
  std::string space;         // the namespace: "ballast_model_1a2b3c4d", or as the user says
  std::string inline_space;  // inside it: empty, or "model_1a2b3c4d"
};

// name: of the namespace; empty for the default. checksum: of the model's archive, in hex. Throws Error unless the name
// is an identifier that C++ leaves to its users.
CppNames cpp_names(const std::string& name, const std::string& checksum);

}  // namespace ballast::app
