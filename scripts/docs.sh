#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The manual page and the shell completions, made from the commands' own definitions.
set -euo pipefail
cd "$(dirname "$0")/.."
lineup=${1:?usage: docs.sh LINEUP}
mkdir -p man/completions
swift package --allow-writing-to-directory man plugin generate-manual --output-directory man
for shell in bash zsh fish; do
  "$lineup" --generate-completion-script "$shell" >"man/completions/lineup.$shell"
done
echo "The manual:   man man/lineup.1"
echo "Completions:  source man/completions/lineup.bash"
