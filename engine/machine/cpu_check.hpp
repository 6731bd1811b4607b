// Does this processor have what the program was compiled for? Asked first thing in main, so that a program built for
// another machine says so in one line where it would die of an illegal instruction later.
#pragma once

namespace ballast::numeric {

// The name of an instruction set that this build uses and this processor lacks ("avx512f"), or null when all is there.
// Holds no vector code itself, allocates nothing and throws nothing.
const char* missing_instruction_set() noexcept;

// What this build was compiled for: "x86-64-v3" or "the processor it was built on", for the message.
const char* compiled_for() noexcept;

}  // namespace ballast::numeric
