# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that use the program as an operator would: run it, compare its exit status, look into its JSON.

passed=0
# A scratch folder that goes when the script ends.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/lineup.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

fail() { echo "FAILED: $1" >&2; shift; [ $# -eq 0 ] || cat "$@" >&2; exit 1; }

# expect STATUS TITLE COMMAND…: runs the command; its output is left in $scratch/out and $scratch/err.
expect() {
  local wanted=$1 title=$2 status=0
  shift 2
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  [ "$status" -eq "$wanted" ] || fail "$title: exit status $status, not $wanted: $*" "$scratch/out" "$scratch/err"
  passed=$((passed + 1))
}

# json TITLE FILTER [FILE]: the last command printed one JSON document (or FILE holds one), and the jq filter is true of it.
json() {
  jq --exit-status --slurp "length == 1 and (.[0] | $2)" "${3:-$scratch/out}" >/dev/null || fail "$1: not so: $2" "${3:-$scratch/out}"
  passed=$((passed + 1))
}

# says TITLE TEXT…: the last command's stderr holds each text.
says() {
  local title=$1 text
  shift
  for text in "$@"; do grep -qF -- "$text" "$scratch/err" || fail "$title: stderr does not say '$text'" "$scratch/err"; done
  passed=$((passed + 1))
}

# refuses STATUS TITLE COMMAND…: ends with the status and one line on stderr (nothing on stdout) that names the last argument's file name.
refuses() {
  local title=$2
  expect "$@"
  [ ! -s "$scratch/out" ] || fail "$title: printed to stdout" "$scratch/out"
  says "$title" "$(basename -- "${*: -1}")"
}
