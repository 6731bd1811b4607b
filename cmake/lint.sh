#!/bin/sh
# clang-format on every source; clang-tidy in as many processes as there are cores: on every file of the house, or, after
# SINCE=REVISION, on those that changed since then or whose own header did.
set -eu
sources=$(git ls-files '*.cpp' '*.hpp')
# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources
tidied() {
  git ls-files 'engine/*.cpp' 'autodiff/*.cpp' 'nn/*.cpp' 'diffusion/*.cpp' 'classifiers/*.cpp' 'app/*.cpp'
}
changed() {
  git diff --name-only "$SINCE" | sed -n 's/\.[ch]pp$/.cpp/p' | sort -u
}
mkdir -p build
tidied | sort > build/lint-files
if [ -n "${SINCE:-}" ] && git cat-file -e "$SINCE^{commit}" 2> /dev/null; then
  changed | comm -12 - build/lint-files > build/lint-changed
  mv build/lint-changed build/lint-files
fi
cmake --preset lint > /dev/null
xargs -r -P "$(nproc)" -n 4 clang-tidy -p build/lint --quiet < build/lint-files 2> build/lint/tidy.log ||
  { tail -n 20 build/lint/tidy.log; exit 1; }
echo "lint: $(wc -l < build/lint-files) files clean"
