#!/bin/sh
# Whether every source is laid out as `make format` would leave it.
cd "$(dirname "$0")/.." || exit 2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
all=$(find src tests -name '*.cc' -o -name '*.h' | wc -l)
find src tests -name '*.cc' -o -name '*.h' | xargs clang-format --dry-run > "$log" 2>&1
wrong=$(sed -n 's/:[0-9]*:[0-9]*: warning: .*clang-format-violations.*//p' "$log" | sort -u)
failed=$(printf '%s' "$wrong" | grep -c '')
[ -z "$wrong" ] || printf '%s\n' "$wrong" | sed 's/$/: run make format/'
echo "$((all - failed)) passed, $failed failed"
[ "$failed" = 0 ]
