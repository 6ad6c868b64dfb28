#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lays the Python judges of tests (scripts/judges.txt) in .venv-judges. A test whose judge is absent is skipped by name; CI insists.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=scripts/judges.txt
have=.venv-judges/judges.txt
cmp -s "$wanted" "$have" && exit 0
if python3 -m venv .venv-judges && .venv-judges/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted"; then
  cp "$wanted" "$have"
elif [ -n "${CI:-}" ]; then
  echo "error: the Python judges could not be installed from PyPI" >&2
  exit 2
else
  echo "The Python judges could not be installed from PyPI: the tests that ask them will be skipped, by name." >&2
fi
