#!/bin/sh
# fuzz.sh SECONDS: each fuzzer of build/fuzz in turn. What they found interesting stays in build/fuzz/corpus and is
# where the next run starts; a file that makes one fail lands in build/fuzz/faults.
set -eu
mkdir -p build/fuzz/faults
build/fuzz/tests/fuzz/write_seeds build/fuzz/seeds
for fuzzer in build/fuzz/tests/fuzz/*_fuzz; do
  name=$(basename "$fuzzer" _fuzz)
  mkdir -p "build/fuzz/corpus/$name"
  "$fuzzer" -max_total_time="$1" -timeout=10 -rss_limit_mb=1500 -malloc_limit_mb=512 -max_len=65536 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/faults/$name-" "build/fuzz/corpus/$name" "build/fuzz/seeds/$name" \
    > "build/fuzz/$name.log" 2>&1 || { tail -n 40 "build/fuzz/$name.log"; exit 1; }
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log") files, no fault"
done
