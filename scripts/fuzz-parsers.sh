#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lets libFuzzer look for bytes that break a parser: every parser for some seconds, from the kept seeds and, where there are any, real files.
# What breaks one is kept in .build/fuzz/TARGET; make a seed of it in Tests/FuzzTargetsTests/Seeds/TARGET, and it is tried in every test run.
#
# usage: fuzz-parsers.sh [SECONDS] [TARGET…]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
export SWIFT_BACKTRACE=enable=no LINEUP_FUZZ=1
swift build -c release --sanitize fuzzer --product Fuzz --scratch-path .build-fuzz >/dev/null
program=.build-fuzz/release/Fuzz
fixtures=${LINEUP_FIXTURES:-../shared/fixtures}
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  read -ra targets <<<"$({ LINEUP_FUZZ_TARGET=help "$program" -runs=0 2>/dev/null || true; } | sed -n 's/^LINEUP_FUZZ_TARGET is one of //p')"
fi
if [ ${#targets[@]} -eq 0 ]; then
  echo "error: $program names no targets" >&2
  exit 1
fi
status=0
for target in "${targets[@]}"; do
  kept=.build/fuzz/$target
  corpus=.build/fuzz/corpus/$target
  mkdir -p "$kept" "$corpus"
  find "Tests/FuzzTargetsTests/Seeds/$target" -type f -exec cp -n {} "$corpus" \; 2>/dev/null || true
  # The smallest AAF is 180 kB, nearly all of it the dictionary of its classes; of anything else the small are enough.
  pattern="*.$target" length=65536
  case $target in
    aaf | compound) pattern="*.aaf" length=524288 ;;
    otiod) pattern="*.otio" ;;
    fcpxmld) pattern="*.fcpxml" ;;
    markup) pattern="*.*xml" ;;
    hash-list | legacy-list) pattern="*.mhl" ;;
    hash-chain) pattern="*chain*.xml" ;;
    card-log) pattern="*.ale" ;;
    checksums) pattern="*.md5" ;;
  esac
  find "$fixtures/editorial" "$fixtures/integrity" -type f -size "-$((length / 1024))k" -name "$pattern" -exec cp -n {} "$corpus" \; 2>/dev/null || true
  if LINEUP_FUZZ_TARGET=$target "$program" -max_total_time="$seconds" -max_len="$length" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$kept/" -print_final_stats=1 "$corpus" >"$kept/log" 2>&1; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$kept/log") inputs, nothing broke"
  else
    echo "$target: BROKEN: $(grep -m1 -E '^fault:|SUMMARY:' "$kept/log" || tail -n 1 "$kept/log"); see $kept" >&2
    status=1
  fi
done
exit $status
