#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Uses the program as an operator would, on real clips and on the demonstration's order, and checks what it says and makes. About a minute.
set -euo pipefail
cd "$(dirname "$0")/.."
lineup=$(realpath "${1:?usage: smoke.sh LINEUP}")
order=$PWD/examples/harbour-lights/order.yaml
fixtures=${LINEUP_FIXTURES:-$PWD/../shared/fixtures}/media
# shellcheck source=scripts/expect.sh
. scripts/expect.sh
cd "$scratch"

echo "The words on the tin"
expect 0 "help" "$lineup" --help
for command in run offload verify probe qc timecode transcode rewrap check deliver specs audit id clock card folders scan camera-report receipt keys mhl; do
  expect 0 "$command --help" "$lineup" "$command" --help
  grep -qi 'exit status' out || fail "$command --help does not list the exit statuses" out
done
for shell in bash zsh fish; do expect 0 "completions for $shell" "$lineup" --generate-completion-script "$shell"; done
expect 64 "an unknown command" "$lineup" conjure

echo "Timecode"
expect 0 "25 to 50" "$lineup" timecode convert 10:00:00:12 --from 25 --to 50 --json
json "real time is kept" '.timecode == "10:00:00:24" and .rate == "50" and .frames == 1800024'
expect 0 "drop frame" "$lineup" timecode frames '00:01:00;02' --rate 29.97df --json
json "the labels skip two numbers each minute" '.frames == 1800'
expect 2 "a label that drop frame skips" "$lineup" timecode frames '00:01:00;00' --rate 29.97df
says "the nearest legal labels" '00:00:59;29' '00:01:00;02'

echo "Cuts"
for number in 1 2 3 4; do
  printf '00%d  A00%d     V     C        01:00:00:00 01:00:02:00 10:00:%02d:00 10:00:%02d:00\n* FROM CLIP NAME: take_%d\n' \
    $number $number $((number * 2 - 2)) $((number * 2)) $number
done >v7.edl
{ sed -n 1,2p v7.edl && echo '002  A002     V     C        00:59:59:20 01:00:02:00 10:00:02:00 10:00:04:04' && echo '* FROM CLIP NAME: take_2' &&
  echo '003  A004     V     C        01:00:00:00 01:00:02:00 10:00:04:04 10:00:06:04' && echo '* FROM CLIP NAME: take_4'; } >v8.edl
expect 0 "a list becomes OpenTimelineIO" "$lineup" timeline convert v7.edl v7.otio --rate 24 --json
json "nothing is lost" '.lost == []'
expect 0 "and an archive" "$lineup" timeline convert v7.otio v7.otioz
expect 0 "and a folder" "$lineup" timeline convert v7.otioz v7.otiod
expect 0 "which is read" "$lineup" timeline show v7.otiod --json
json "the same clips" '[.tracks[0].items[].reel] == ["A001", "A002", "A003", "A004"]'
expect 0 "what changed" "$lineup" timeline diff v7.otiod v8.edl --rate 24 --handles 2 --report changes.html --changed changed.edl --markers marked.otio --json
json "a head beyond its handles, a clip gone, and a ripple" \
  '[.changes[].kind] == ["trim", "delete"] and .changes[0].short.head == 2 and .changes[0].withinHandles == false and .faults == [] and .ripples[0].frames == -44'
grep -q 'take_2' changed.edl || fail "the changed clip is not in its list" changed.edl
grep -q 'rescan, 2 frames' changes.html || fail "the report does not name the rescan" changes.html
expect 2 "no list is written over" "$lineup" timeline convert v7.otio v7.otiod

echo "Specifications"
expect 0 "specs list" "$lineup" specs list --json
json "the library holds what the demonstration uses" '[.specs[].name] | contains(["rushes", "prores-master"])'

echo "Clock numbers"
expect 0 "a number with dashes is read" "$lineup" id check abc-wxyz001-030 --json
json "and written strictly" '.identifiers[0].canonical == "ABC/WXYZ001/030" and .identifiers[0].seconds == 30'
expect 1 "a wrong check character" "$lineup" id check 10.5240/7791-8534-2C23-9030-8610-6 --json
json "its part" '.status == "rejected" and .identifiers[0].fault.part == "check character"'
expect 0 "a name for a destination" "$lineup" id name ABC/WXYZ001/030 --for peach --json
json "no slash" '.names[0].name == "ABC-WXYZ001-030.mxf"'

echo "Cards and folders"
clip=card-red/A001_C001_0502A6.RDC/A001_C001_0502A6
mkdir -p "${clip%/*}" && for part in 001 002 003; do echo essence >"${clip}_$part.R3D"; done
expect 0 "a whole card" "$lineup" card card-red --json
json "what it is" '.status == "clean" and (.cards[0] | .format == "red" and .reel == "A001" and .faults == [] and (.clips[0].files | length) == 3)'
rm "${clip}_002.R3D"
expect 1 "a card with a gap" "$lineup" card card-red --json
json "the gap, and that it speaks against erasing" '.cards[0].faults[0] | .code == "gapInSpan" and .incomplete'
mkdir no-card
expect 2 "a folder that is no card" "$lineup" card no-card
expect 0 "folders" "$lineup" folders create --in . --set production="Harbour Lights" --json
json "what was made" '.root == "./Harbour-Lights" and (.created | length) > 20 and .existing == []'
expect 0 "folders again" "$lineup" folders create --in . --set production="Harbour Lights" --json
json "nothing was made again" '.created == []'
expect 0 "the folders are as the template has them" "$lineup" folders check Harbour-Lights
rmdir Harbour-Lights/02_PROXIES
expect 1 "a folder is missing" "$lineup" folders check Harbour-Lights --json
json "its name" '.missing == ["02_PROXIES"]'

if [ -d "$fixtures" ]; then
  echo "Real clips"
  expect 0 "probe" "$lineup" probe "$fixtures/bikes.mp4" --json
  json "what bikes.mp4 is" '.files[0] | .duration.frames == 250 and (.duration.rate == "25") and (.video | length) == 1 and (.audio | length) == 0'
  json "the fixed keys" '.files[0] | has("path") and has("wrapper") and has("timecodes") and has("metadata") and has("disagreements")'
  expect 0 "probe of two" "$lineup" probe "$fixtures/bigbuckbunny.mp4" "$fixtures/speech.flac" --json
  json "six channels, and sound alone" '(.files | length) == 2 and (.files[0].audio | length) == 1 and (.files[1].video | length) == 0'
  "$lineup" qc "$fixtures/bigbuckbunny.mp4" --spec rushes --json --report qc.html >out 2>err || [ $? -eq 1 ] || fail "qc of a real clip" err
  json "a verdict, findings and readings" '(.verdict | IN("pass", "passWithWarnings", "fail")) and (.findings | type == "array") and .frames == 132
    and (.readings.loudness | has("integrated") and has("maxTruePeak"))'
  grep -q '<html' qc.html || fail "the report is not a page" qc.html
  "$lineup" qc "$fixtures/bikes.mp4" --spec rushes --json >out 2>err || [ $? -eq 1 ] || fail "qc of a silent clip" err
  json "the loudness of no sound is null" '.readings.loudness.integrated == null'

  mkdir card && cp "$fixtures/bikes.mp4" "card/A clip, naïve 🎬.mp4" && cp "$fixtures/speech.flac" card/
  expect 0 "offload" "$lineup" offload card --to one two --json
  json "two good copies, and no leave to erase: they share a device with the source" '.files == 2 and (.destinations | length) == 2 and all(.destinations[]; .status == "clean" and .failed == [])
  and (.safeToErase | not) and (.reasons | length) > 0'
  expect 0 "offload again" "$lineup" offload card --to one two --json
  expect 0 "verify" "$lineup" verify one/card --no-generation --json
  json "everything is there" '.status == "clean" and .verified == 2 and .failed == [] and .missing == [] and .chain.intact'
  export LINEUP_KEY=$PWD/keys/signing-key.pem
  expect 0 "keys create" "$lineup" keys create
  refuses 2 "keys create again" "$lineup" keys create --key "$LINEUP_KEY"
  expect 0 "receipt" "$lineup" receipt one/card two/card --out receipt.json --report receipt.html --json
  json "what the receipt states" '.files == 2 and (.rootHashes | length) == 1 and (.fingerprint | length) == 79'
  expect 0 "verify a receipt" "$lineup" verify two/card --against receipt.json --trust "$(jq -r .fingerprint out)" --json
  json "sound, trusted and the same folder" '.status == "clean" and .receipt.signature == "sound" and .receipt.trusted and .verified == 2'
  sed 's/"files": 2/"files": 3/' receipt.json >forged.json
  expect 1 "verify a forged receipt" "$lineup" verify forged.json --json
  json "the signature is broken" '.receipt.signature == "broken"'
  expect 0 "verify adds a generation" "$lineup" verify one/card --json
  json "the second" '.generation == 2 and .chain == {generations: 2, intact: true}'
  expect 0 "mhl create" "$lineup" mhl create card --hash xxh64 c4 --json
  json "a first generation" '.generation == 1 and .failed == [] and .new == []'
  expect 0 "mhl diff" "$lineup" mhl diff card --json
  expect 0 "mhl check" "$lineup" mhl check card --json
  expect 0 "mhl info" "$lineup" mhl info card --json
  expect 0 "mhl flatten" "$lineup" mhl flatten card one/card --to two --collection --json
  expect 0 "an MHL 1.1 list" "$lineup" mhl create card --format mhl1 --hash md5 --to card.mhl --json
  expect 0 "verify against it" "$lineup" verify card --against card.mhl --json
  printf note >card/note.txt
  expect 0 "a generation with a note in it" "$lineup" mhl create card --json
  rm card/note.txt
  expect 0 "mhl withdraw" "$lineup" mhl withdraw card --path note.txt --author Ann --comment "dropped by mistake" --json
  rm -r card/ascmhl
  chmod u+w one/card/speech.flac && printf x | dd of=one/card/speech.flac bs=1 seek=1000 conv=notrunc status=none
  expect 1 "verify after one byte changed" "$lineup" verify one/card --no-generation --json
  json "the changed file is named" '.status == "rejected" and (.failed | length) == 1'
  expect 1 "the receipt after one byte changed" "$lineup" verify one/card --against receipt.json --json
  json "the changed file is named" '.receipt.signature == "sound" and (.failed | length) == 1 and .verified == 1'

  echo "Virus scan"
  expect 2 "a scan without a scanner" "$lineup" scan card --socket ./nothing.sock --json
  says "what to do" 'check that clamd runs'
  if command -v clamd >/dev/null || [ -x /usr/sbin/clamd ]; then
    mkdir signatures dropped && cp "$fixtures/bikes.mp4" dropped/
    printf '44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar\n' >signatures/test.hdb
    # shellcheck disable=SC2016
    printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$' 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*' >dropped/setup.exe
    printf '%s\n' "LocalSocket $scratch/clamd.sock" "DatabaseDirectory $scratch/signatures" "PidFile $scratch/clamd.pid" "LogFile $scratch/clamd.log" \
      'AlertExceedsMax yes' 'AlertEncrypted yes' >clamd.conf
    PATH=$PATH:/usr/sbin clamd -c clamd.conf >/dev/null 2>&1
    trap 'kill "$(cat "$scratch/clamd.pid")"; rm -rf "$scratch"' EXIT
    export LINEUP_CLAMD=$scratch/clamd.sock
    expect 2 "signatures without a date" "$lineup" scan dropped --json
    expect 1 "a scan" "$lineup" scan dropped --max-database-age any --quarantine aside --move --json
    json "the virus is named, and moved" '.status == "rejected" and (.infected | map(.path)) == ["setup.exe"] and .quarantined[0].moved and .scanned == 2'
    [ ! -e dropped/setup.exe ] || fail "the infected file is still there"
    expect 0 "a scan of what is left" "$lineup" scan dropped --max-database-age any --json
    json "nothing found" '.status == "clean" and .infected == [] and .notScanned == []'
  else
    echo "SKIPPED: virus scan: clamd is not here"
  fi

  echo "Bad input"
  head -c 100000 "$fixtures/bigbuckbunny.mp4" >half.mp4 && : >empty.mov && echo "not media" >text.mxf
  for file in half.mp4 empty.mov text.mxf nowhere.mov card; do
    refuses 2 "probe of $file" "$lineup" probe "$file"
    refuses 2 "qc of $file" "$lineup" qc --spec rushes "$file"
  done
  expect 64 "a specification that does not exist" "$lineup" qc "$fixtures/bikes.mp4" --spec rushs
  says "the nearest specification" rushes
  expect 2 "a destination inside the source" "$lineup" offload card --to card/copy
  [ ! -e card/copy ] || fail "a refused offload left something behind"
else
  echo "SKIPPED: real clips and bad input: $fixtures is not here"
fi

echo "The demonstration's order"
mkdir demo && cp "$order" demo/order.yaml
expect 0 "demo-media" "$lineup" demo-media demo/media
expect 0 "the card and the roll" "$lineup" card demo/media --json
json "the card and the roll are whole" '[.cards[] | select(.whole) | .format] == ["arri", "soundRecorder"] and .unknown == []'
expect 0 "the plan" "$lineup" run demo/order.yaml --dry-run --json
[ ! -e demo/storage ] || fail "a dry run wrote something"
expect 0 "the order" "$lineup" run demo/order.yaml --json
cp out order.json
json "all is done; the faulty clip has findings, the delivered one has none" '.status == "clean" and all(.tasks[]; .status == "clean")
  and (.tasks[] | select(.id == "check") | .findings | .mandatory + .advisory > 0)
  and (.tasks[] | select(.id == "check-master") | .findings | .mandatory + .advisory == 0)'
for id in card-a001 describe check proxies master; do
  json "$id has outputs" ".tasks[] | select(.id == \"$id\") | (.outputs | length) > 0" order.json
done
jq -r '.tasks[].outputs[]' order.json | while IFS= read -r path; do [ -s "$path" ] || [ -d "$path" ] || fail "the order names an output that is not there: $path"; done
expect 0 "the planted faults" "$lineup" qc demo/media/A001R2EC/A001C004_261126_R2EC.mov --spec rushes --json
json "black, freeze and silence are found" '[.findings[].check] | contains(["video.black", "video.freeze", "audio.silence"])'
expect 0 "the planted faults in EBU QC" "$lineup" qc demo/media/A001R2EC/A001C004_261126_R2EC.mov --spec rushes --report demo/planted.json --report demo/planted.xml
expect 0 "a page from the JSON" "$lineup" qc report demo/planted.json --report demo/planted.html
grep -q 'data:image/jpeg;base64,' demo/planted.html || fail "the page shows no frame of a finding" demo/planted.html
expect 0 "the EBU QC read in" "$lineup" qc import demo/planted.xml --out demo/theirs.json --json
json "carries the instrument's name" '[.findings[].source] | length > 0 and all(. != null)'
expect 0 "the clean clip" "$lineup" qc demo/media/A001R2EC/A001C003_261126_R2EC.mov --spec rushes --json
json "has nothing to object to" '[.findings[] | select(.severity != "info")] == []'
expect 0 "the camera report" "$lineup" camera-report demo/storage/nearline/A001R2EC --out demo/A001R2EC.ale --out demo/A001R2EC.csv --json
json "four clips with labels and lengths, two lists" '(.clips | length) == 4 and all(.clips[]; .trouble == null and .rate == "25" and .frames > 0 and .start != null)
  and .clips[2].start == "10:11:30:00" and (.written | length) == 2'
grep -q "^A001C003_261126_R2EC	VA1A2	10:11:30:00	10:11:40:00" demo/A001R2EC.ale || fail "the Avid log lacks a clip" demo/A001R2EC.ale
expect 2 "a list that is there already" "$lineup" camera-report demo/media/A001R2EC --out demo/A001R2EC.csv
expect 0 "the second copy" "$lineup" verify demo/storage/nearline/A001R2EC --no-generation --json
expect 0 "the audit log" "$lineup" audit verify --workspace demo/workspace
expect 0 "the order again" "$lineup" run demo/order.yaml --json
sed 's/spec: rushes/spec: rushs/' demo/order.yaml >demo/wrong.yaml
expect 2 "an order with a mistake" "$lineup" run demo/wrong.yaml
says "the mistake's line and remedy" 'wrong.yaml:' rushes

echo "Conform"
cat >conform.edl <<EDL
TITLE: harbour lights
FCM: NON-DROP FRAME
001  A001R2EC V C 10:04:13:00 10:04:15:00 01:00:00:00 01:00:02:00
002  A001R2EC V C 10:11:31:00 10:11:34:00 01:00:02:00 01:00:05:00
003  A099     V C 10:00:00:00 10:00:01:00 01:00:05:00 01:00:06:00
EDL
expect 0 "a check of the cut" "$lineup" timeline check conform.edl --rate 25 --json
json "the cut passes" '.verdict == "pass"'
expect 3 "a conform with a reel that is not there" "$lineup" conform conform.edl --rate 25 --media demo/media --handles 10 --out linked.edl \
  --report conform.html --report conform.csv --json
json "two are linked, one is offline" '.events == 3 and .linked == 2 and .offline == 1 and (.items[0].media | endswith("A001C002_261126_R2EC.mov"))
  and all(.items[]; .evidence != "")'
grep -q "SOURCE FILE: .*A001C002_261126_R2EC.mov" linked.edl || fail "the linked list names no media" linked.edl
grep -q "A099" conform.csv || fail "the table lacks a reel" conform.csv
refuses 2 "a list that is there already" "$lineup" conform conform.edl --rate 25 --media demo/media --out linked.edl
expect 3 "why it is offline" "$lineup" find conform.edl --rate 25 --media demo/media --json
json "no such reel, with a remedy" '.items[2].cause == "noSuchReel" and .items[2].remedy != "" and .items[0].cause == "online"'
cp demo/media/A001R2EC/A001C003_261126_R2EC.mov twin.mov
expect 0 "a copy is no second candidate" "$lineup" conform conform.edl --rate 25 --media demo/media twin.mov --choose 3=none --json
json "the copy is told" '.items[1].evidence | contains("copy")'

echo "Pulls and returns"
expect 3 "a pull with a reel that is not there" "$lineup" pull conform.edl --rate 25 --media demo/media --handles 10 --as prores-proxy --to pull --report pull.html --json
json "two shots are pulled with handles, one is refused" '(.pulls | map(.frames)) == [70, 95] and .short == [] and (.refused | length) == 1'
for list in json otio ale edl csv; do
  [ -s "pull/pull.$list" ] || fail "the pull lacks a list" "pull/pull.json"
done
refuses 2 "a folder that holds a pull already" "$lineup" pull conform.edl --rate 25 --media demo/media --to pull
shot=$(basename pull/media/*C002*.mov .mov)
mkdir back
cp "pull/media/$shot.mov" "back/${shot}_comp_v001.mov"
expect 3 "one shot came back, one is missing" "$lineup" pull checkin back --against pull --cut conform.edl --rate 25 --out returned.otio --json
json "the one is accepted and cut in" '.accepted == 1 and .refused == 0 and .missing == 1 and .clips == 1'
grep -q "comp_v001" returned.otio || fail "the new cut does not name what came back" returned.otio

echo "Audio turnover"
cat >sound.edl <<EDL
TITLE: harbour sound
FCM: NON-DROP FRAME
001  A001R2EC A C 10:04:13:00 10:04:15:00 01:00:00:00 01:00:02:00
002  A099     A C 10:00:00:00 10:00:01:00 01:00:02:00 01:00:03:00
EDL
expect 3 "sound is handed over, and a reel is missing" "$lineup" turnover sound.edl --rate 25 --media demo/media --to turnover --handles 5 --pop --mix --json
json "one clip to the sample, one missing, two tones" '(.clips | length) == 1 and .clips[0].samples == 96000 and .missing[0].state == "offline"
  and (.pops | map(.start)) == [-96000, 238080]'
refuses 2 "a folder that is not empty" "$lineup" turnover sound.edl --rate 25 --media demo/media --to turnover
expect 0 "the AAF is read" "$lineup" timeline show turnover/harbour_sound.aaf --json
expect 0 "the guide is a mix in step" "$lineup" turnover checkin turnover/harbour_sound_guide.wav --cut sound.edl --rate 25 --json
json "the tones are there to the sample" '.verdict == "accepted" and (.pops | map(.lateSamples)) == [0, 0]'

echo "Smoke: $passed checks passed"
