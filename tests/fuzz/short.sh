#!/bin/sh
# A short run of every fuzzer, without libFuzzer: see short/main.cc. `make fuzz` is the long one.
cd "$(dirname "$0")/../.." || exit 2
passed=0
failed=0
for source in tests/fuzz/*.cc; do
  name=$(basename "$source" .cc)
  if timeout 120 "build/${VARIANT:-release}/short/$name" "${RUNS:-10000}" "tests/fuzz/seeds/$name"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$name: failed on build/fuzz/short-$name"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
