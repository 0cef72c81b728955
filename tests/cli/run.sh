#!/bin/sh
# The golden cases. Each folder tests/cli/NAME holds `cmd`, a shell script that runs in a fresh copy of
# the folder with the programs first on PATH, and what is expected of it: `out`, `err`, `status`
# (missing: nothing, nothing, 0); `in` is its standard input.
# Usage: run.sh [--golden] [NAME]...   --golden writes what was printed as what is expected.
TOP=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$TOP/build/${VARIANT:-release}:$PATH
LC_ALL=C.UTF-8
export TOP PATH LC_ALL
cd "$TOP/tests/cli" || exit 2

golden=
[ "${1-}" = --golden ] && golden=1 && shift
[ $# -gt 0 ] || set -- */cmd
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# Runs the case in its copy; leaves out, err and status in $work/got.
run_case() {
  rm -rf "$work/case" "$work/got"
  cp -r "$1" "$work/case"
  (cd "$work/case" && rm -f out err status)
  mkdir "$work/got"
  (
    cd "$work/case" || exit 99
    input=in
    [ -e in ] || input=/dev/null
    sh ./cmd < "$input" > ../got/out 2> ../got/err
  )
  status=$?
  [ "$status" = 0 ] || echo "$status" > "$work/got/status"
  find "$work/got" -size 0 -delete
}

# expect CASE FILE: true if it is as expected; else shows how it differs.
expect() {
  want=$1/$2
  got=$work/got/$2
  [ -e "$want" ] || want=/dev/null
  [ -e "$got" ] || got=/dev/null
  cmp -s "$want" "$got" || { diff -u --label "$1/$2" --label "printed" "$want" "$got"; false; }
}

for name; do
  name=${name%/cmd}
  run_case "$name"
  if [ "$golden" ]; then
    rm -f "$name/out" "$name/err" "$name/status"
    find "$work/got" -type f -exec cp {} "$name" \;
  fi
  good=1
  for file in out err status; do expect "$name" "$file" || good=0; done
  if [ "$good" = 1 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s: %s\n' "$name" "$(cat "$name/cmd")"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
