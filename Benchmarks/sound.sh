#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How many times faster than real time a stereo pair is checked on one processor, beside libebur128 in the same run. Needs a release build of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
LINEUP_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --disable-xctest --filter SoundSpeedTests
