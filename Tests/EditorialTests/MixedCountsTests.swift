// SPDX-License-Identifier: Apache-2.0

import Editorial
import Testing
import Timing

/// Lists and media that count labels otherwise than one another: drop-frame and not, samples and frames, twice the rate.
struct `Lists and media that count otherwise` {
  private func range(_ start: String, _ frames: FrameCount, _ rate: FrameRate) throws -> TimecodeRange {
    try TimecodeRange(in: Timecode(start, at: rate), duration: frames)
  }

  private func cut(_ items: [TrackItem], rate: FrameRate, trackRate: FrameRate? = nil, _ kind: Track.Kind = .video) throws -> Timeline {
    var track = Track(kind, number: 1, items: items)
    track.rate = trackRate
    return Timeline(name: "reel 1", start: try Timecode("01:00:00:00", at: rate), tracks: [track])
  }

  // MARK: - Drop-frame

  @Test func `a pull from drop-frame media by a non-drop list begins at the digits that the list has`() throws {
    let whole = try range("01:00:00;00", 18_000, .fps29_97df)
    let clip = Clip(
      name: "a", frames: 60, source: try range("01:05:10:00", 60, .fps29_97), media: MediaReference(path: "/m/a.mov", available: whole))
    let shot = try #require(PullList(of: cut([.clip(clip)], rate: .fps29_97), options: PullOptions(handles: 0)).shots.first)
    #expect(shot.source.start.description == "01:05:10;00" && shot.source.duration == 60)
    #expect(whole.offset(of: shot.source.start) == FrameCount((5 * 60 + 10) * 30 - 5 * 2))
  }

  @Test func `a conform that links drop-frame media writes the clip's labels as the media counts them`() throws {
    let item = try Cuts.media("/m/x.mov", "10:00:00;00", reel: "A001", rate: .fps29_97df)
    let timeline = try Cuts.cut(Cuts.event, .fps29_97)
    let linked = Conform(MediaIndex([item])).run(timeline).linked(timeline).timeline
    let clip = try #require(linked.tracks[0].items[0].clip)
    #expect(clip.source?.start.description == "10:00:10;00" && clip.media.available == item.labels)
    let relinked = Relink(timeline, from: linked)
    #expect(relinked.linked == 1 && relinked.left.isEmpty)
  }

  @Test func `a label that drop-frame leaves out is read as the next one`() throws {
    let event = "001  A001 V C 10:01:00:00 10:01:02:00 01:00:00:00 01:00:02:00\n"
    let item = try Cuts.media("/m/x.mov", "10:00:00;00", frames: 5000, reel: "A001", rate: .fps29_97df)
    let match = Conform(MediaIndex([item])).run(try Cuts.cut(event, .fps29_97)).matches[0]
    #expect(match.state == .linked && match.firstMediaFrame == 1800)
  }

  @Test func `the last second of an hour of drop-frame media is found by its reel`() throws {
    let event = "001  A001 V C 10:59:58;00 10:59:59;00 01:00:00;00 01:00:01;00\n"
    let item = try Cuts.media("/m/x.mov", "10:00:00;00", frames: 107_892, reel: "A001", rate: .fps29_97df)
    let cut = try EditDecisionList.read(
      Array("TITLE: x\nFCM: DROP FRAME\n\(event)".utf8), rate: .fps29_97df, subject: "cut.edl"
    ).list.timeline().timeline
    #expect(Conform(MediaIndex([item])).run(cut).matches[0].state == .linked)
  }

  // MARK: - Samples

  /// Two pieces of one recording that fade into one another, cut to the sample.
  private func sound(_ crossfade: FrameCount = 48_000) throws -> Timeline {
    let samples = try FrameRate(48_000)
    func clip(_ name: String, at seconds: Int) -> Clip {
      let start = Timecode(wrapping: FrameCount((36_000 + seconds) * 48_000 + 100), at: samples)
      return Clip(
        name: name, frames: 96_000, source: try? TimecodeRange(in: start, duration: 96_000),
        media: MediaReference(reel: "S001", path: "/m/S001T01.wav"))
    }
    return try cut(
      [.clip(clip("a", at: 10)), .transition(Transition(.dissolve, head: 0, tail: crossfade)), .clip(clip("b", at: 30))], rate: .fps25,
      trackRate: samples, .audio)
  }

  private func recording(_ seconds: Int) throws -> MediaItem {
    var item = try Cuts.media("/m/S001T01.wav", "10:00:00:00", frames: 25 * seconds, reel: "S001")
    (item.raster, item.sound) = ("", "1 channel, 48 kHz")
    return item
  }

  @Test func `sound that is cut to the sample finds media that is labelled in frames`() throws {
    let result = Conform(MediaIndex([try recording(60)])).run(try sound())
    #expect(result.matches.map(\.state) == [.linked, .linked])
    #expect(result.matches.map { $0.event.use?.cut.count } == [144_000, 96_000])
    let short = Conform(MediaIndex([try recording(31)])).run(try sound())
    #expect(short.matches.map(\.state) == [.linked, .partial])
  }

  @Test func `handles are frames of the programme, also where sound is cut to the sample`() throws {
    let result = Conform(MediaIndex([try recording(60)]), handles: 10).run(try sound(0))
    #expect(result.matches[0].event.use?.wanted.count == 96_000 + 2 * 19_200)
    var trimmed = try sound(0)
    var first = try #require(trimmed.tracks[0].items[0].clip)
    let source = try #require(first.source)
    first.frames += 1920
    first.source = try TimecodeRange(in: source.start, duration: source.duration + 1920)
    trimmed.tracks[0].items[0] = .clip(first)
    let changes = try ChangeList(from: sound(0), to: trimmed, handles: 10).changes
    #expect(changes.compactMap(\.reach).allSatisfy(\.isWithin) && !changes.isEmpty)
  }

  @Test func `an edit decision list of sound that is cut to the sample has labels of whole frames on both sides of a fade`() throws {
    let (bytes, _) = try TimelineFormat.edl.write(sound())
    let list = try EditDecisionList.read(bytes, rate: .fps25, subject: "a.edl").list
    #expect(list.edits.map(\.source.start.description) == ["10:00:10:00", "10:00:12:00", "10:00:30:00"])
    #expect(list.edits.map(\.source.duration) == [50, 0, 50])
  }

  @Test func `a crossfade of the sound counts where the picture is cut straight`() throws {
    let text = Cuts.event.replacing(" V C", with: " A/V C")
    var timeline = try Cuts.cut(text)
    let audio = try #require(timeline.tracks.firstIndex { $0.kind == .audio })
    timeline.tracks[audio].items.append(.transition(Transition(.dissolve, head: 0, tail: 24)))
    timeline.tracks[audio].items.append(.gap(24))
    let match = Conform(MediaIndex([try Cuts.media("/m/x.mov", frames: 310, reel: "A001")])).run(timeline).matches[0]
    #expect(match.event.tracks == ["V1", "A1"] && match.state == .partial && match.missingTail == 14)
  }

  // MARK: - Rates

  @Test func `handles and transitions of material at twice the rate are twice as many frames of it`() throws {
    func clip(_ start: String) throws -> TrackItem {
      .clip(Clip(name: "a", frames: 50, source: try range(start, 100, .fps50), media: MediaReference(path: "/m/a.mov")))
    }
    let cut = try cut([clip("01:00:10:00"), .transition(Transition(.dissolve, head: 12, tail: 12)), clip("01:01:10:00")], rate: .fps25)
    let shots = PullList(of: cut, options: PullOptions(handles: 8)).shots
    #expect(shots.map(\.cut.duration) == [124, 124] && shots.map(\.source.duration) == [156, 156])
    #expect(shots[1].cut.start.description == "01:01:09:26" && shots[1].headHandle == 16)
  }

  @Test func `the digits of a label are what counts only between rates that count seconds alike`() throws {
    #expect(try Timecode("00:01:00:00", at: .fps29_97).withSameDigits(at: .fps29_97df)?.description == "00:01:00;02")
    #expect(try Timecode("10:00:10;05", at: .fps29_97df).withSameDigits(at: .fps30)?.description == "10:00:10:05")
    #expect(try Timecode("10:00:10:05", at: .fps25).withSameDigits(at: .fps24) == nil)
  }
}
