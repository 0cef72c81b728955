#!/bin/sh
# jq before rejig: jq picks the records (here the Japanese ones that were marked), rejig rewrites them.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$(dirname "$here")/build/${VARIANT:-release}:$PATH

xlsx2jsonl "$here/review.xlsx" |
  jq -c 'select(.language == "Japanese" and .uniqueness != null)' |
  rejig -f "$here/reasoning.rejig"
