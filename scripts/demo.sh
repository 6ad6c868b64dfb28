#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demonstration: makes a camera card and a sound roll, runs examples/harbour-lights/order.yaml on them, and says where to look.
# Running it again resumes: what is done and still proves right is not done twice.
set -euo pipefail
cd "$(dirname "$0")/.."
lineup=${1:?usage: demo.sh LINEUP}
demo=examples/harbour-lights
started=$SECONDS

if [ ! -d "$demo/media" ]; then
  rm -rf "$demo/media.part"
  "$lineup" demo-media "$demo/media.part"
  mv "$demo/media.part" "$demo/media"
fi

"$lineup" run "$demo/order.yaml"

look() { # TITLE FOLDER NAME…: the files of those names in a folder. What this page promises must be there.
  local title=$1 folder=$2 names=() found
  shift 2
  for name in "$@"; do names+=(-o -name "$name"); done
  found=$(find "$demo/$folder" -type f \( "${names[@]:1}" \) | sort)
  [ -n "$found" ] || { echo "error: $title: there is none in $demo/$folder" >&2; exit 2; }
  printf '\n%s\n' "$title"
  printf '  %s\n' "${found//$'\n'/$'\n'  }"
}
look "Two verified copies of the card and the roll, each with its ASC MHL history" storage '*.mhl'
look "Reports: open the inspection first; A001C004 is the clip with planted faults" workspace '*.html' '*.pdf'
look "Proxies" storage/shared/proxies '*.mp4' '*.mov'
look "The delivered master and its papers" deliveries '*'

cat <<END

Done in $((SECONDS - started)) s.
Next:  $lineup card $demo/media
       $lineup verify $demo/storage/nearline/A001R2EC
       $lineup audit verify --workspace $demo/workspace
END
