#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Kills a running work order with SIGKILL at random moments, runs it again to its end, and compares with a run that nobody disturbed:
# the same files with the same bytes in both copies, a manifest that verifies, an intact audit log, no debris. "torture.sh LINEUP [ROUNDS] [SEED]"
set -euo pipefail
cd "$(dirname "$0")/.."
lineup=$(realpath "${1:?usage: torture.sh LINEUP [ROUNDS] [SEED]}")
rounds=${2:-20}
RANDOM=${3:-$$}
order=$PWD/examples/harbour-lights/order.yaml
# shellcheck source=scripts/expect.sh
. scripts/expect.sh
cd "$scratch"

"$lineup" demo-media media

lay() { mkdir "$1" && cp "$order" "$1/order.yaml" && cp -r media "$1/media"; }
run() { "$lineup" run "$1/order.yaml" --workspace "$1/workspace" --quiet; }
now() { python3 -c 'import time; print(int(time.time() * 1000))'; }
# What must be the same after any number of kills: the copied and made files, by content. Manifests and reports carry the time.
contents() { (cd "$1" && find storage deliveries -type f -not -path '*/ascmhl/*' -not -name '*.html' -not -name '*.pdf' -not -name '*.json' -print0 | sort -z | xargs -0 openssl sha256 -r); }

lay calm
start=$(now)
expect 0 "the undisturbed order" run calm
span=$(($(now) - start))
contents calm >expected
echo "The order takes $span ms undisturbed; killing it $rounds times"

for round in $(seq "$rounds"); do
  rm -rf shaken && lay shaken
  kills=$((1 + RANDOM % 3))
  for _ in $(seq $kills); do
    "$lineup" run shaken/order.yaml --workspace shaken/workspace --quiet >/dev/null 2>&1 &
    victim=$!
    delay=$((RANDOM * span / 32768))
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -KILL "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
  done
  expect 0 "round $round: the order after $kills kills" run shaken
  contents shaken >found
  diff expected found >differences || fail "round $round: the result differs" differences
  for copy in shared nearline; do expect 0 "round $round: verify $copy" "$lineup" verify "shaken/storage/$copy/A001R2EC" --no-generation; done
  expect 0 "round $round: the audit log" "$lineup" audit verify --workspace shaken/workspace
done
echo "Torture: $rounds orders, killed one to three times each, all ended in the same verified result ($passed checks passed)"
