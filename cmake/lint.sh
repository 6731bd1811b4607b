#!/bin/sh
# clang-format on every source; clang-tidy on every file of the house, in as many processes as there are cores.
set -eu
sources=$(git ls-files '*.cpp' '*.hpp')
# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources
cmake --preset lint > /dev/null
git ls-files 'engine/*.cpp' 'autodiff/*.cpp' 'nn/*.cpp' 'diffusion/*.cpp' 'classifiers/*.cpp' 'app/*.cpp' |
  xargs -P "$(nproc)" -n 4 clang-tidy -p build/lint --quiet 2> build/lint/tidy.log || { tail -n 20 build/lint/tidy.log; exit 1; }
echo "lint: clean"
