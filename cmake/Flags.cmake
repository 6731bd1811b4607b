# One interface target carries every flag the project compiles with.
#
# -ffp-contract=off        a multiply and an add are fused where the code says fma, nowhere else: same bits everywhere
# -fno-math-errno,
# -fno-trapping-math       let the vectoriser use select, sqrt and conversions; they change no result
add_library(ballast_flags INTERFACE)
target_compile_options(ballast_flags INTERFACE
  -Wall -Wextra -Wconversion -Wpedantic -ffp-contract=off -fno-math-errno -fno-trapping-math
  $<$<BOOL:${BALLAST_WERROR}>:-Werror>)

# Under BALLAST_UNITY names that one file of a room keeps to itself stand above the next file's, and g++ takes files for
# headers; and of joined std::strings, whose header is precompiled, g++ 12 says wrongly that they reach out of bounds (GCC
# bugs 105329, 105651). A heap of 1 GB before g++ collects garbage, in place of .1: a tenth of a room's time, for up to
# 300 MB more.
if(BALLAST_UNITY)
  set(gnu -Wno-subobject-linkage -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
    "SHELL:--param ggc-min-heapsize=1000000")
  target_compile_options(ballast_flags INTERFACE "$<$<CXX_COMPILER_ID:GNU>:${gnu}>")
else()
  target_compile_options(ballast_flags INTERFACE -Wshadow)
endif()

if(BALLAST_PORTABLE)
  target_compile_options(ballast_flags INTERFACE -march=x86-64-v3)
  target_compile_definitions(ballast_flags INTERFACE BALLAST_PORTABLE)
elseif(BALLAST_NATIVE)
  target_compile_options(ballast_flags INTERFACE -march=native)
endif()

if(BALLAST_SANITIZE)  # g++ 12 sees uninitialised members in <regex> then, and clang does not vectorise
  target_compile_options(ballast_flags INTERFACE
    -fsanitize=${BALLAST_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<IF:$<CXX_COMPILER_ID:GNU>,-Wno-maybe-uninitialized,-Wno-pass-failed>)
  target_link_options(ballast_flags INTERFACE -fsanitize=${BALLAST_SANITIZE})
endif()
