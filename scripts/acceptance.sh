#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the README promises, from a clean clone: `make demo` and `make test` do everything, and the built demonstration takes under three minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
clone=$(mktemp -d "${TMPDIR:-/tmp}/lineup-acceptance.XXXXXX")
trap 'rm -rf "$clone"' EXIT
[ ! -d ../shared/fixtures ] || export LINEUP_FIXTURES=${LINEUP_FIXTURES:-$(realpath ../shared/fixtures)}

git clone --quiet . "$clone/lineup"
cd "$clone/lineup"
make demo
make clean-demo
started=$SECONDS
make demo
took=$((SECONDS - started))
[ "$took" -lt 180 ] || { echo "error: the built demonstration took $took s; 180 are allowed" >&2; exit 1; }
make test
LINEUP_OPTIMIZE_SIGNALS=1 LINEUP_EXHAUSTIVE=1 swift test -c release -Xswiftc -enable-testing --disable-xctest --filter "TimingTests|QualityTests"
[ -z "$(git status --porcelain)" ] || { git status --short; echo "error: the two commands leave files that git sees" >&2; exit 1; }
echo "Acceptance: both commands work from a clean clone; the demonstration takes $took s"
