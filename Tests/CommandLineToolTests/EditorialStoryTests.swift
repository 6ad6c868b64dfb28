// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

/// A reel from its cards to the mix and the shots that come back, by the program alone.
@Suite struct EditorialStoryTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  @Test func `a reel is conformed, re-cut, pulled, given back, turned over and traced`() throws {
    try takeIn()
    let planted = try writeCuts().planted
    let twin = try conform()
    try compare(planted: planted)
    try pull()
    try checkIn()
    _ = try turnOver()
    try trace(twin: twin)
  }

  @Test(.enabled(if: hasJudge, "pyaaf2 is not installed among the judges"))
  func `pyaaf2 finds in the turnover every sample of the cut where it belongs`() throws {
    try takeIn()
    let cut = try writeCuts().timeline("reel 1 v8")
    _ = try conform()
    let record = try turnOver("--embed")
    let judged = try #require(InstalledTool("python3")).run("-c", Self.judge, folder.path("turnover/reel_1_v8.aaf"), folder.path("."), in: folder.url)
    try #require(judged.status == 0, "\(judged.errors)")
    let clips = try #require(try JSON(judged.output)["clips"]?.list)
    let heard = try #require(cut.tracks.last).placedItems.compactMap { place, item in item.clip.map { (place: place.value * 1920, clip: $0) } }
    #expect(clips.count == heard.count && heard.count == 14)
    for (number, (clip, (place, wanted))) in zip(clips, heard).enumerated() {
      let (first, length) = (Int(clip["place"]?.number ?? -1), Int(clip["length"]?.number ?? -1))
      // A clip that is passed into by a dissolve begins half of it sooner, and one that is passed out of ends as much later.
      let (head, tail) = (wanted.name == "sh07" ? 4 * 1920 : 0, wanted.name == "sh06" ? 4 * 1920 : 0)
      #expect(first == place - head && length == wanted.frames.value * 1920 + head + tail, "\(wanted.name)")
      let file = try #require(record["clips.\(number).source"]?.text)
      let label = try Timecode(#require(StoryCut.files[URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent]), at: .fps25)
      let offset = (try #require(wanted.source).start.frameCount - label.frameCount).value * 1920 + first - place
      let samples = try Self.firstChannel(of: file)[offset..<offset + length]
      let bytes = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0 >> 16)] }
      #expect(try Data(contentsOf: folder.url.appendingPathComponent("\(number).raw")) == Data(bytes), "\(wanted.name)")
    }
  }

  // MARK: - The steps

  /// Three cards of camera files and a folder of plates, each taken in twice.
  private func takeIn() throws {
    let media = StoryCut.files.filter { $0.key != "B001C001" }.sorted { $0.key < $1.key }
    for (number, (name, start)) in media.enumerated() {
      // Silence at another place in each, so that no two are the same.
      let marks = (0..<10).map { $0 == number % 10 ? "S" : "." }.joined()
      let place = name.hasPrefix("HL") ? "plates/\(name).mov" : "cards/A001/CLIPS/\(name).mov"
      try TinyMedia.clip(folder.path(place), pictures: "..........", sound: marks, framesPerMark: StoryCut.fileFrames / 10, start: start)
    }
    for (card, frames) in [("B001", 20), ("B001_2", 21)] {
      try TinyMedia.clip(
        folder.path("cards/\(card)/CLIPS/B001C001.mov"), pictures: "..........", sound: "L.........", framesPerMark: frames, start: "11:00:00:00")
    }
    for card in ["cards/A001", "cards/B001", "cards/B001_2", "plates"] {
      let taken = try program.run("offload", card, "--to", "one", "two", "--workspace", "house")
      try #require(taken.status == 0, "\(taken.output)\(taken.errors)")
    }
  }

  /// Versions 7 and 8, of which the later is returned.
  private func writeCuts() throws -> StoryCut {
    let old = try StoryCut()
    var new = old
    try new.plantAll()
    for (name, cut) in [("v7", old), ("v8", new)] {
      try Data(TimelineFormat.otio.write(cut.timeline("reel 1 \(name)")).bytes).write(to: folder.url.appendingPathComponent("\(name).otio"))
    }
    return new
  }

  /// Two recordings have the labels of one clip: it is linked to neither until a person says which, once and for all versions.
  private func conform() throws -> String {
    let first = try program.run("conform", "v7.otio", "--media", "one", "--handles", "10", "--workspace", "house", "--json")
    #expect(first.status == 3, "\(first.errors)")
    let document = try first.document()
    #expect(document["events"]?.number == 14 && document["linked"]?.number == 13 && document["ambiguous"]?.number == 1)
    let item = try #require(document["items"]?.list?.first { $0["name"]?.text == "sh14" })
    #expect(item["state"]?.text == "ambiguous" && item["media"]?.kind == .null && item["candidates"]?.list?.count == 2)
    let chosen = try #require(item["candidates"]?.list?.compactMap { $0["media"]?.text }.first { $0.contains("B001_2") })
    let event = try #require(item["event"]?.number.map { Int($0) })
    let second = try program.run(
      "conform", "v7.otio", "--media", "one", "--handles", "10", "--workspace", "house", "--choose", "\(event)=\(chosen)", "--out", "v7_linked.otio",
      "--report", "conform.html")
    #expect(second.status == 0 && second.output.contains("14 linked"), "\(second.output)\(second.errors)")
    let later = try program.run("conform", "v8.otio", "--media", "one", "--workspace", "house", "--out", "v8_linked.otio", "--json")
    #expect(later.status == 0, "\(later.output)\(later.errors)")
    let again = try later.document()["items"]?.list?.first { $0["name"]?.text == "sh14" }
    #expect(again?["media"]?.text == chosen && again?["decided"]?.truth == true)
    return chosen
  }

  private func compare(planted: Set<String>) throws {
    let compared = try program.run("timeline", "diff", "v7.otio", "v8.otio", "--handles", "10", "--report", "changes.html", "--json")
    #expect(compared.status == 0, "\(compared.errors)")
    let document = try compared.document()
    let changes = try #require(document["changes"]?.list)
    #expect(Set(changes.map { "\($0["kind"]?.text ?? "") \($0["clip"]?.text ?? "")" }) == planted)
    #expect(planted.count == 12 && changes.count == 12 && changes.allSatisfy { $0["kinds"]?.list?.count == 1 })
    #expect(document["faults"]?.list?.isEmpty == true)
    let beyond = changes.filter { $0["withinHandles"]?.truth == false }
    func names(unpulled: Bool) -> [String] { beyond.filter { $0["short.isUnpulled"]?.truth == unpulled }.compactMap { $0["clip"]?.text }.sorted() }
    // Of what was pulled one goes beyond its handles; the new clip and the new version of a plate were never pulled.
    #expect(names(unpulled: false) == ["sh04"] && names(unpulled: true) == ["sh08", "sh15"])
    let short = beyond.first { $0["clip"]?.text == "sh04" }
    #expect(short?["short.tail"]?.number == 4 && short?["text"]?.text?.contains("rescan") == true)
  }

  private func pull() throws {
    let pulled = try program.run(
      "pull", "v7_linked.otio", "--media", "one", "--handles", "10", "--name-from", "comment:VFX", "--only-named", "--as", "prores-proxy", "--to",
      "pull",
      "--workspace", "house", "--json")
    #expect(pulled.status == 0, "\(pulled.errors)")
    let document = try pulled.document()
    #expect(document["pulls"]?.list?.map { $0["name"]?.text } == ["HL_010", "HL_050"])
    #expect(document["pulls"]?.list?.map { $0["frames"]?.number } == [50, 50] && document["short"]?.list?.isEmpty == true)
  }

  /// What comes back a frame short is refused by name; whole it is cut into the version of today, in which it was slipped.
  private func checkIn() throws {
    try TinyMedia.clip(folder.path("back/HL_010_comp_v001.mov"), pictures: ".", sound: ".", framesPerMark: 50, start: "10:00:00:10")
    try TinyMedia.clip(folder.path("back/HL_050_comp_v001.mov"), pictures: ".", sound: ".", framesPerMark: 49, start: "10:01:20:10")
    let refused = try program.run("pull", "checkin", "back", "--against", "pull", "--cut", "v8_linked.otio", "--out", "v8_part.otio")
    #expect(refused.status == 1 && refused.output.contains("HL_050  REFUSED") && refused.output.contains("it is 1 frame short: 49 of 50"))
    #expect(try media(of: "sh01", in: "v8_part.otio").hasSuffix("HL_010_comp_v001.mov"))
    #expect(try media(of: "sh05", in: "v8_part.otio").hasSuffix("A001C005.mov"))
    try TinyMedia.clip(folder.path("back/HL_050_comp_v002.mov"), pictures: ".", sound: ".", framesPerMark: 50, start: "10:01:20:10")
    let whole = try program.run("pull", "checkin", "back", "--against", "pull", "--cut", "v8_linked.otio", "--out", "v8_vfx.otio", "--json")
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(try whole.document()["clips"]?.number == 2)
    #expect(try media(of: "sh05", in: "v8_vfx.otio").hasSuffix("HL_050_comp_v002.mov"))
  }

  private func media(of name: String, in file: String) throws -> String {
    let cut = try #require(TimelineFormat.otio.read(path: folder.path(file)).timelines.first)
    return try #require(cut.tracks[0].items.compactMap(\.clip).first { $0.name == name }).media.path
  }

  private func turnOver(_ more: String...) throws -> JSON {
    let made = try program.start(
      ["turnover", "v8_linked.otio", "--media", "one", "--to", "turnover", "--handles", "10", "--mix", "--workspace", "house", "--json"] + more
    ).wait()
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    let record = try made.document()
    let frames = try StoryCut.frames(of: folder.path("v8.otio"))
    #expect(record["missing"]?.list?.isEmpty == true && record["clips"]?.list?.count == 14)
    #expect(record["frames"]?.number == Double(frames) && record["samples"]?.number == Double(frames * 1920))
    let own = try program.run("turnover", "checkin", "turnover/reel_1_v8_guide.wav", "--against", "turnover/turnover.json")
    #expect(own.status == 0, "\(own.output)\(own.errors)")
    return record
  }

  /// From a frame of the conform, and from one of what was made for the client, back to the card.
  private func trace(twin: String) throws {
    // The fifth clip of version 8 is sh05, and its third frame is ten and six and three frames into what was pulled.
    let cut = try #require(TimelineFormat.otio.read(path: folder.path("v8_linked.otio")).timelines.first)
    let place = try #require(cut.tracks[0].placedItems.first { $0.item.clip?.name == "sh05" }).start
    let label = cut.start.advanced(wrapping: place + 3)
    let traced = try program.run("trace", "v8_linked.otio@\(label)", "--workspace", "house", "--json")
    #expect(traced.status == 0, "\(traced.output)\(traced.errors)")
    let steps = try #require(try traced.document()["steps"]?.list)
    #expect(steps.first?["kind"]?.text == "clip" && steps.first?["timecode"]?.text == "10:01:21:04")
    let file = try #require(steps.first { $0["kind"]?.text == "file" })
    #expect(file["subject"]?.text == folder.path("one/A001/CLIPS/A001C005.mov") && file["timecode"]?.text == "10:01:21:04")
    let card = steps.first { $0["kind"]?.text == "origin" }
    #expect(card?["subject"]?.text == folder.path("cards/A001/CLIPS/A001C005.mov"))
    let hash = try #require(file["digests.xxh64"]?.text)
    let manifests = try FileManager.default.contentsOfDirectory(atPath: folder.path("one/A001/ascmhl")).filter { $0.hasSuffix(".mhl") }
    let manifest = try String(contentsOfFile: folder.path("one/A001/ascmhl/\(try #require(manifests.first))"), encoding: .utf8)
    #expect(manifest.contains(hash) && steps.contains { $0["subject"]?.text == folder.path("two/A001/CLIPS/A001C005.mov") })

    let made = try program.run("transcode", twin, "client.mov", "--preset", "prores-proxy", "--workspace", "house")
    #expect(made.status == 0, "\(made.errors)")
    let back = try program.run("trace", "client.mov@11:00:01:02", "--workspace", "house", "--json")
    #expect(back.status == 0, "\(back.output)\(back.errors)")
    #expect(try back.document()["steps"]?.list?.compactMap { $0["subject"]?.text }.contains(folder.path("cards/B001_2/CLIPS/B001C001.mov")) == true)
  }

  // MARK: - pyaaf2

  private static var hasJudge: Bool {
    guard let python = InstalledTool("python3") else { return false }
    return (try? python.run("-c", "import aaf2", in: FileManager.default.temporaryDirectory).status) == 0
  }

  /// Prints where the clips of the one track lie, and writes what of their sound is heard, each into a file of its own.
  private static let judge = """
    import sys, json, aaf2
    clips = []
    with aaf2.open(sys.argv[1]) as f:
        top, = f.content.toplevel()
        slot, = [s for s in top.slots if s.media_kind == "Sound"]
        assert str(slot.edit_rate) == "48000", slot.edit_rate
        place = 0
        for part in slot.segment.components:
            if type(part).__name__ == "Transition":
                place -= part.length
                continue
            if type(part).__name__ == "SourceClip":
                sound = part.slot.segment.mob
                data = sound.essence.open("r").read()
                with open("%s/%d.raw" % (sys.argv[2], len(clips)), "wb") as out:
                    out.write(data[3 * part.start:3 * (part.start + part.length)])
                clips.append({"place": place, "length": part.length})
            place += part.length
    print(json.dumps({"clips": clips}))
    """

  private static func firstChannel(of path: String) throws -> [Int32] {
    let reader = try MediaReader(path: path, options: .init(video: .none, samples: .exactIntegers))
    var samples: [Int32] = []
    while let event = try reader.next() { if case .integerSound(let block, _) = event { samples += block.channel(0) } }
    return samples
  }
}

extension StoryCut {
  /// Frames of a cut that was written.
  static func frames(of path: String) throws -> Int { try #require(TimelineFormat.otio.read(path: path).timelines.first).frames.value }
}
