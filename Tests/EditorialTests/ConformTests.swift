// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

struct `Conforming a cut to media` {
  @Test func `a reel whose labels hold the cut is linked`() throws {
    let match = try Cuts.match(Cuts.event, [Cuts.media("/m/x.mov", reel: "A001"), Cuts.media("/m/y.mov", "11:00:00:00", reel: "A001")])
    #expect(match.state == .linked && match.media?.path == "/m/x.mov" && match.evidence == "reel ‘A001’, and its labels hold the cut")
    #expect(match.candidates.count == 1)
  }

  @Test func `two clips with one timecode and one reel are ambiguous and never linked`() throws {
    let media = try [Cuts.media("/m/x.mov", reel: "A001"), Cuts.media("/n/y.mov", reel: "A001")]
    let match = try Cuts.match(Cuts.event, media)
    #expect(match.state == .ambiguous && match.media == nil && match.candidates.map(\.media.path) == ["/m/x.mov", "/n/y.mov"])
    let timeline = try Cuts.cut(Cuts.event)
    let result = Conform(MediaIndex(media)).run(timeline)
    #expect(result.linked(timeline).timeline == timeline && result.linked(timeline).unlinked.count == 1)
  }

  @Test func `timecode alone links nothing and is shown as a hint`() throws {
    let match = try Cuts.match(Cuts.event, [Cuts.media("/m/x.mov", reel: "B007")])
    #expect(match.state == .offline && match.media == nil && match.candidates.isEmpty && match.hints.map(\.path) == ["/m/x.mov"])
  }

  @Test func `more evidence of another kind decides between two of one reel`() throws {
    let match = try Cuts.match(
      Cuts.event + "* FROM CLIP NAME: harbour\n", [Cuts.media("/m/pier.mov", reel: "A001"), Cuts.media("/m/harbour.mov", reel: "A001")])
    #expect(match.state == .linked && match.media?.path == "/m/harbour.mov" && match.candidates.count == 2)
  }

  @Test func `the ladder goes from the identifier down to a part of the name`() throws {
    let umid = "060A2B340101010501010D4313000000AABBCCDDEEFF00112233445566778899"
    let spoken = "urn:smpte:umid:060a2b34.01010105.01010d43.13000000.aabbccdd.eeff0011.22334455.66778899"
    func rung(_ change: (inout Clip) -> Void, _ item: MediaItem) throws -> Evidence.Rung? {
      var timeline = try Cuts.cut("001  AX V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n")
      var clip = try #require(timeline.tracks[0].items[0].clip)
      change(&clip)
      timeline.tracks[0].items[0] = .clip(clip)
      let match = Conform(MediaIndex([item])).run(timeline).matches[0]
      #expect(match.state == .linked)
      return match.candidates.first?.evidence.first?.rung
    }
    #expect(try rung({ $0.media.identifier = spoken }, Cuts.media("/m/x.mov", identifier: umid)) == .identifier)
    #expect(try rung({ $0.media.reel = "A001" }, Cuts.media("/m/x.mov", reel: "a 001")) == .reel)
    #expect(try rung({ $0.media.path = "file://localhost/m/a%20b.mov" }, Cuts.media("/m/a b.mov")) == .fullPath)
    #expect(try rung({ $0.media.path = "C:\\cut\\x.mov" }, Cuts.media("/m/X.MOV")) == .fileName)
    #expect(try rung({ $0.name = "shot_010_v2.1001.exr" }, Cuts.media("/m/shot_010_v02.mov")) == .fileHead)
    #expect(try rung({ $0.media.reel = "TAPE 7" }, Cuts.media("/m/x.mov", log: "TAPE_7")) == .alias)
    #expect(try rung({ $0.name = "A001C003" }, Cuts.media("/m/A001C003_261126_R2EC.mov")) == .partialName)
  }

  @Test(arguments: [
    ("A001_C003_0501J0", "A001_C003_0501J0_001.R3D"), ("A001C003_140720_R2E4", "A001C003_140720_R2E4.mov"), ("A001C003", "A001C003_150701AB.mxf"),
    ("A001", "A001C003_261126_R2EC.mov"), ("a001c003_2611", "A001C003_26113_X.mov"), ("/cards/A001C003_140720_R2E4.ari", "A001C003_140720_R2E4.mov"),
  ])
  func `reels are known in the forms of cameras`(reel: String, file: String) throws {
    let match = try Cuts.match("001  \(reel) V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n", [Cuts.media("/m/\(file)")])
    let isKnown = reel != "a001c003_2611"
    #expect((match.state == .linked) == isKnown, "\(match.evidence)")
  }

  @Test(arguments: [
    ("LONGREEL", "Long_Reel_Name_Two", "cut to 8 characters"), ("007B", "007", "dub"), ("7", "0007", "as a number"),
    ("A VERY LONG NAME", "A very long name of a tape", "cut to 16 characters"),
  ])
  func `reels that were cut, dubbed or padded are known, and said to be`(reel: String, own: String, words: String) throws {
    let match = try Cuts.match("001  \(reel) V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n", [Cuts.media("/m/x.mov", reel: own)])
    #expect(match.state == .linked && match.evidence.contains(words), "\(match.evidence)")
    let both = try Cuts.match(
      "001  \(reel) V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n", [Cuts.media("/m/x.mov", reel: own), Cuts.media("/m/y.mov", reel: reel)])
    #expect(both.state == .linked && both.media?.path == "/m/y.mov")
  }

  @Test func `media that reach the cut and not its handles are short by so many frames`() throws {
    let match = try Cuts.match(Cuts.event, [Cuts.media("/m/x.mov", "10:00:09:20", frames: 58, reel: "A001")], handles: 12)
    #expect(match.state == .short && match.missingHead == 7 && match.missingTail == 9 && match.media != nil)
    let exact = try Cuts.match(Cuts.event, [Cuts.media("/m/x.mov", "10:00:09:20", frames: 58, reel: "A001")], handles: 3)
    #expect(exact.state == .linked)
  }

  @Test func `media that reach a part of the cut are partial`() throws {
    let match = try Cuts.match(Cuts.event, [Cuts.media("/m/x.mov", "10:00:11:00", frames: 1000, reel: "A001")], handles: 5)
    #expect(match.state == .partial && match.missingHead == 30 && match.missingTail == 0)
  }

  @Test func `handles cost source frames at the clip's speed, backwards too`() throws {
    let fast = "001  A001 V C 10:00:10:00 10:00:14:00 01:00:00:00 01:00:02:00\nM2 A001 050.0 10:00:10:00\n"
    let item = try Cuts.media("/m/x.mov", "10:00:10:00", frames: 100, reel: "A001")
    let match = try Cuts.match(fast, [item], handles: 8)
    #expect(match.state == .short && match.missingHead == 16 && match.missingTail == 15)
    let back = try Cuts.match(fast.replacing("050.0", with: "-050.0"), [item], handles: 8)
    #expect(back.state == .short && back.missingHead + back.missingTail == 31)
    let still = try Cuts.match(fast.replacing("050.0", with: "000.0"), [Cuts.media("/m/x.mov", "10:00:10:00", frames: 1, reel: "A001")], handles: 8)
    #expect(still.state == .linked)
  }

  @Test func `a speed curve needs from its lowest to its highest frame`() throws {
    var timeline = try Cuts.cut(Cuts.event)
    var clip = try #require(timeline.tracks[0].items[0].clip)
    clip.speedCurve = [
      .init(place: 0, source: try #require(Ratio(0))), .init(place: 25, source: try #require(Ratio(100))),
      .init(place: 49, source: try #require(Ratio(52))),
    ]
    timeline.tracks[0].items[0] = .clip(clip)
    let use = try #require(ConformEvent.events(of: timeline).events[0].use)
    #expect(use.cut.count == 101 && use.wanted == use.cut)
    let wide = try #require(ConformEvent.events(of: timeline, handles: 10).events[0].use)
    #expect(wide.wanted.lowerBound == use.cut.lowerBound - 40 && wide.wanted.upperBound == use.cut.upperBound)
  }

  @Test func `transitions need the frames that they show`() throws {
    let text = """
      001  A001 V C        10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00
      002  A001 V C        10:00:12:00 10:00:12:00 01:00:02:00 01:00:02:00
      002  B001 V D    025 10:00:00:00 10:00:04:00 01:00:02:00 01:00:06:00
      """
    let result = try Cuts.conform(
      text, [Cuts.media("/m/x.mov", "10:00:10:00", frames: 60, reel: "A001"), Cuts.media("/m/y.mov", "10:00:00:00", frames: 100, reel: "B001")])
    #expect(result.matches.map(\.state) == [.partial, .linked] && result.matches[0].missingTail == 15)
  }

  @Test func `another rate is told in both readings and not linked`() throws {
    let item = try Cuts.media("/m/x.mov", "10:00:00:00", frames: 290, reel: "A001", rate: .fps23_976)
    let match = try Cuts.match(Cuts.event, [item])
    #expect(match.state == .rateMismatch && match.evidence.contains("re-counted") && match.evidence.contains("resampled") && !match.isLinked)
    #expect(match.evidence.contains("4.27 % faster") && match.evidence.contains("long enough if resampled alone"), "\(match.evidence)")
    let near = Conform(MediaIndex([try Cuts.media("/m/x.mov", reel: "A001", rate: .fps23_976)])).run(try Cuts.cut(Cuts.event, .fps24)).matches[0]
    #expect(near.state == .rateMismatch && near.evidence.contains("0.10 % faster"), "\(near.evidence)")
  }

  @Test func `a list that was read at a rate of none of its media is doubted, once`() throws {
    let media = [try Cuts.media("/m/x.mov", "10:00:10:00", reel: "A001"), try Cuts.media("/m/y.mov", "10:00:10:00", reel: "B001", rate: .fps24)]
    let wrong = Conform(MediaIndex(media)).run(try Cuts.cut(Cuts.event, .fps30))
    #expect(wrong.notes.filter { $0.contains("--rate 25") }.count == 1, "\(wrong.notes)")
    #expect(try Cuts.conform(Cuts.event, media).notes.isEmpty)
    let mixed = try Cuts.conform(Cuts.event + "002  B001 V C 10:00:12:00 10:00:13:00 01:00:02:00 01:00:03:00\n", media)
    #expect(mixed.matches.map(\.state) == [.linked, .rateMismatch] && mixed.notes.isEmpty)
  }

  @Test func `that labels hold the cut is said once, however much evidence needs it`() throws {
    let match = try Cuts.match(Cuts.event + "* FROM CLIP NAME: quay\n", [Cuts.media("/m/quay.mov", reel: "A001")])
    #expect(match.evidence == "reel ‘A001’; the file’s name begins with ‘quay’, and its labels hold the cut", "\(match.evidence)")
  }

  @Test func `a wrong frame code mode is read by its digits, and said`() throws {
    let item = try Cuts.media("/m/x.mov", "10:00:00;00", reel: "A001", rate: .fps29_97df)
    let match = Conform(MediaIndex([item])).run(try Cuts.cut(Cuts.event, .fps29_97)).matches[0]
    #expect(match.state == .linked && match.evidence.contains("the list counts non-drop, and the media drop-frame"))
    #expect(match.firstMediaFrame == 300)
  }

  @Test func `labels that run past midnight hold what lies behind it`() throws {
    let text = "001  A001 V C 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00\n"
    let match = try Cuts.match(text, [Cuts.media("/m/x.mov", "23:59:50:00", reel: "A001")], handles: 30)
    #expect(match.state == .linked && match.firstMediaFrame == 275)
  }

  @Test func `copies of one recording are one, and said to be`() throws {
    let media = try [Cuts.media("/m/x.mov", reel: "A001", digest: "1"), Cuts.media("/n/x.mov", reel: "A001", digest: "1")]
    let match = try Cuts.match(Cuts.event, media)
    #expect(match.state == .linked && match.media?.path == "/m/x.mov" && match.candidates[0].copies == ["/n/x.mov"])
  }

  @Test func `stronger evidence that does not reach the cut beside weaker that does is ambiguous`() throws {
    let text = Cuts.event + "* SOURCE FILE: /m/x.mov\n* FROM CLIP NAME: harbour\n"
    let match = try Cuts.match(text, [Cuts.media("/m/x.mov", "15:00:00:00"), Cuts.media("/m/harbour.mov")])
    #expect(match.state == .ambiguous && match.candidates.count == 2)
  }

  @Test func `the named version is taken, and a later one is told`() throws {
    let text = "001  AX V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n* FROM CLIP NAME: HL_010_v003\n"
    let all = try (1...5).map { try Cuts.media("/v/HL_010_v00\($0).mov") }
    let named = try Cuts.match(text, all)
    #expect(named.state == .linked && named.media?.path == "/v/HL_010_v003.mov" && named.change == nil)
    #expect(named.notes.filter { $0.contains("later version") }.count == 2)
    let without = try Cuts.match(text, all.filter { !$0.path.contains("v003") })
    #expect(without.media?.path == "/v/HL_010_v002.mov" && without.change?.contains("version 2 stands in") == true)
    let later = try Cuts.match(text, Array(all.suffix(2)))
    #expect(later.media == nil && later.state == .offline)
  }

  @Test func `what is not approved stands for nothing`() throws {
    let text = "001  AX V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n* FROM CLIP NAME: HL_010_v003\n"
    let media = try [
      Cuts.media("/v/HL_010_v003.mov", approval: .withheld), Cuts.media("/v/HL_010_v002.mov", approval: .withheld),
      Cuts.media("/v/HL_010_v001.mov", approval: .approved),
    ]
    let match = try Cuts.match(text, media)
    #expect(match.media?.path == "/v/HL_010_v001.mov" && match.change != nil && match.notes.count == 2)
  }

  @Test func `a choice holds for later cuts that take some of the same frames`() throws {
    let media = try [Cuts.media("/m/x.mov", reel: "A001"), Cuts.media("/n/y.mov", reel: "A001")]
    let event = try Cuts.match(Cuts.event, media).event
    let decision = ConformDecision(on: event, path: "/n/y.mov")
    let recut = "001  A001 V C 10:00:11:00 10:00:15:00 01:00:08:00 01:00:12:00\n"
    let match = try Cuts.match(recut, media, [decision])
    #expect(match.state == .linked && match.isDecided && match.media?.path == "/n/y.mov")
    let elsewhere = try Cuts.match(recut.replacing("10:00:1", with: "10:00:3"), media, [decision])
    #expect(elsewhere.state == .ambiguous)
    let gone = try Cuts.match(recut, [media[0]], [decision])
    #expect(gone.media?.path == "/m/x.mov" && !gone.isDecided && gone.notes.contains { $0.contains("chosen for it earlier") })
    let torn = try Cuts.match(recut, media, [decision, ConformDecision(on: try Cuts.match(recut, media).event, path: "/m/x.mov")])
    #expect(torn.state == .ambiguous && torn.notes.contains { $0.contains("choose again") })
    let none = try Cuts.match(recut, media, [ConformDecision(on: event, path: "")])
    #expect(none.state == .excluded && none.isDecided)
  }

  @Test func `one piece on several tracks is one event`() throws {
    let result = try Cuts.conform("001  A001 AA/V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n", [Cuts.media("/m/x.mov", reel: "A001")])
    #expect(result.matches.count == 1 && result.matches[0].event.tracks == ["V1", "A1", "A2"])
    let timeline = try Cuts.cut("001  A001 AA/V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n")
    #expect(result.linked(timeline).timeline.tracks.allSatisfy { $0.items[0].clip?.media.path == "/m/x.mov" })
  }

  @Test func `bars, black and muted clips need no media`() throws {
    let result = try Cuts.conform("001  BARS V C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n", [])
    #expect(result.matches.map(\.state) == [.excluded] && result.isClean)
  }

  @Test func `clips of nested cuts are linked, too`() throws {
    var outer = try Cuts.cut(Cuts.event)
    let inner = try Cuts.cut(Cuts.event)
    var clip = try #require(outer.tracks[0].items[0].clip)
    clip.sequence = inner
    outer.tracks[0].items[0] = .clip(clip)
    let result = Conform(MediaIndex([try Cuts.media("/m/x.mov", reel: "A001")])).run(outer)
    #expect(result.matches.count == 1 && result.matches[0].event.tracks == ["x/V1"])
    #expect(result.linked(outer).timeline.tracks[0].items[0].clip?.sequence?.tracks[0].items[0].clip?.media.path == "/m/x.mov")
  }

  @Test func `pictures are not looked for in sound`() throws {
    var sound = try Cuts.media("/m/A001.wav", reel: "A001")
    (sound.raster, sound.sound) = ("", "2 × 24-bit 48 kHz")
    #expect(try Cuts.match(Cuts.event, [sound]).state == .offline)
    #expect(try Cuts.match(Cuts.event.replacing(" V ", with: " A "), [sound]).state == .linked)
  }

  @Test(arguments: [FrameRate.fps25, .fps23_976, .fps29_97df])
  func `sound that is cut to the sample is found in files that are labelled in frames`(rate: FrameRate) throws {
    let samples = try FrameRate(48_000)
    let labels = try TimecodeRange(in: Timecode("10:00:00\(rate.isDropFrame ? ";" : ":")00", at: rate), duration: 1000)
    var sound = MediaItem(path: "/m/S001.wav", labels: labels, rate: nil, frames: nil, sound: "1 × 24-bit 48 kHz")
    sound.aliases = [.init(.soundRoll, "S001", by: "the file itself")]
    // From 100 frames behind the first on, by real time, and 7 samples.
    let start = try (labels.start.frameCount + 100).convertedByRealTime(from: rate, to: samples, rounding: .down) + 7
    func state(_ frames: FrameCount) throws -> ConformMatch {
      let source = try TimecodeRange(in: Timecode(wrapping: start, at: samples), duration: frames)
      let clip = Clip(name: "S001", frames: frames, source: source, media: MediaReference(reel: "S001"))
      let track = Track(.audio, number: 1, rate: samples, items: [.clip(clip)])
      let cut = Timeline(name: "x", start: try Timecode("01:00:00:00", at: .fps25), tracks: [track])
      return try #require(Conform(MediaIndex([sound])).run(cut).matches.first)
    }
    let short = try state(FrameCount(48_000))
    #expect(short.state == .linked, "\(short.evidence)")
    let long = try state(FrameCount(48_000 * 60))
    #expect(long.state == .partial && long.missingTail > 0, "\(long.evidence)")
  }

  @Test func `a drawn cut of clips from a drawn store is linked to the clips it was drawn from`() throws {
    var random = SeededRandom(7)
    let media = try (0..<600).map { number in
      try Cuts.media(
        "/s/\(number / 20)/C\(1000 + number).mov", "0\(number % 8):\(10 + number % 40):00:00", frames: 500, reel: "R\(100 + number / 10)")
    }
    var text = ""
    var expected: [String] = []
    for number in 0..<300 {
      let item = try #require(media.randomElement(using: &random))
      let start = try #require(item.labels?.start).advanced(wrapping: FrameCount(Int.random(in: 20..<400, using: &random)))
      let record = try Timecode(FrameCount(90_000 + number * 50), at: .fps25)
      let reel = try #require(item.aliases.first?.value)
      text += "\(number + 1)  \(reel) V C \(start) \(start.advanced(wrapping: 50)) \(record) \(record.advanced(wrapping: 50))\n"
      expected.append(item.path)
    }
    let result = try Cuts.conform(text, media, handles: 20)
    #expect(result.matches.map { $0.media?.path ?? "" } == expected && result.isClean)
  }

  @Test func `a store in which everything has one name and one label is ambiguous, with no more candidates than anyone reads`() throws {
    let media = try (0..<3000).map { try Cuts.media("/s/\($0)/C0001.MP4", "00:00:00:00", reel: "A001") }
    let text = (0..<20).map { "\($0 + 1)  A001 V C 00:00:01:00 00:00:02:00 01:00:\(10 + $0 / 25 % 50):00 01:00:\(11 + $0 / 25 % 50):00\n" }.joined()
    let result = try Cuts.conform(text, media)
    #expect(result.count(.ambiguous) == result.matches.count && result.matches.allSatisfy { (2...256).contains($0.candidates.count) })
  }
}
