#!/bin/sh
# jq after rejig: rejig rewrites the records, jq gives them the shape that chat trainers read.
here=$(cd "$(dirname "$0")" && pwd)
PATH=$(dirname "$here")/build/${VARIANT:-release}:$PATH

xlsx2jsonl "$here/review.xlsx" |
  rejig -f "$here/reasoning.rejig" |
  jq -c '{messages: [
    {role: "system", content: .reasoning},
    {role: "user", content: ([.instruction, .input] | map(select(. != null)) | join("\n\n"))},
    {role: "assistant", content: .output}]}'
