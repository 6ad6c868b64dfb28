#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The manual page and the shell completions, made from the commands' own definitions.
set -euo pipefail
cd "$(dirname "$0")/.."
lineup=${1:?usage: docs.sh LINEUP}
mkdir -p man/completions
swift package plugin generate-manual
find .build/plugins/GenerateManual -name '*.1' -exec cp {} man/ \;
[ -s man/lineup.1 ] || { echo "error: the argument parser's plugin made no manual page" >&2; exit 2; }
for shell in bash zsh fish; do
  "$lineup" --generate-completion-script "$shell" >"man/completions/lineup.$shell"
done
echo "The manual:   man man/lineup.1"
echo "Completions:  source man/completions/lineup.bash"
