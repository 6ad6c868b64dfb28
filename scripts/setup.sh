#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what Lineup needs from the system, if anything is missing: "setup.sh build" or "setup.sh test" (build, and the judges of tests).
set -euo pipefail

# To build, and to print reports as PDF. libebur128 judges our loudness in tests, but the package manager asks for it whenever it plans a build.
apt_build=(pkg-config libavformat-dev libavcodec-dev libavutil-dev libavfilter-dev libswscale-dev libswresample-dev
  libfreetype-dev libxxhash-dev libssl-dev libsqlite3-dev libebur128-dev weasyprint fonts-dejavu-core)
# Peers that tests compare with, and what the scripts use.
# clamav-daemon: tests start a clamd of their own, with signatures and sockets of their own; the system's service, if it runs, is not touched.
apt_test=(ffmpeg mediainfo tesseract-ocr libxml2-utils poppler-utils xxhash openssl shellcheck jq python3 python3-venv clamav-daemon)

brew_build=(pkgconf ffmpeg freetype xxhash openssl@3 sqlite libebur128 weasyprint)
brew_test=(clamav mediainfo tesseract libxml2 poppler shellcheck jq python@3)

purpose=${1:-test}
case "$purpose" in
  build) apt=("${apt_build[@]}") brew=("${brew_build[@]}") ;;
  test) apt=("${apt_build[@]}" "${apt_test[@]}") brew=("${brew_build[@]}" "${brew_test[@]}") ;;
  *) echo "usage: setup.sh build|test" >&2; exit 64 ;;
esac

swift --version >/dev/null 2>&1 || { echo "error: Swift 6.3 or later is needed: see https://www.swift.org/install" >&2; exit 2; }

if command -v apt-get >/dev/null; then
  missing=()
  for package in "${apt[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || exit 0
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Lineup needs system packages that are missing. Run this line, then make again:" >&2
      echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
      exit 2
    fi
    as_root=(sudo -n)
  fi
  echo "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
elif command -v brew >/dev/null; then
  missing=()
  for formula in "${brew[@]}"; do
    brew list --versions "$formula" >/dev/null 2>&1 || missing+=("$formula")
  done
  [ ${#missing[@]} -eq 0 ] || brew install --quiet "${missing[@]}"
else
  echo "error: neither apt-get nor Homebrew is here; install the equivalents of: ${apt[*]}" >&2
  exit 2
fi
