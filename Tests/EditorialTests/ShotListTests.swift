// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

struct `Shot lists` {
  private func read(_ text: String, _ rate: FrameRate? = nil) throws -> (timeline: Timeline, notes: [ParseNote]) {
    let reading = try TimelineFormat.csv.read(Array(text.utf8), rate: rate, subject: "shots.csv")
    return (try #require(reading.timelines.first), reading.notes)
  }

  @Test func `an edit index is read by the names of its columns`() throws {
    let (cut, notes) = try read(
      """
      #,Reel,Match,V,C,Dur,Source In,Source Out,Record In,Record Out,Name,Comments,Source FPS
      1,A001C003,OK,V1,C,25,01:00:00:00,01:00:01:00,10:00:00:00,10:00:01:00,take 1,"the good, ""wide"" one",25
      2,A001C004,OK,V1,C,50,02:00:00:00,02:00:02:00,10:00:02:00,10:00:04:00,take 2,,25
      3,A001C005,OK,V2,C,12,03:00:00:00,03:00:00:12,10:00:00:05,10:00:00:17,title,,25

      """)
    #expect(notes.isEmpty && cut.start.description == "10:00:00:00" && cut.rate == .fps25)
    #expect(cut.tracks.map(\.number) == [1, 2] && cut.tracks[0].items.map(\.frames.value) == [25, 25, 50])
    let clip = try #require(cut.tracks[0].items.first?.clip)
    #expect(clip.media.reel == "A001C003" && clip.comments.contains(Clip.Comment(key: "Comments", value: "the good, \"wide\" one")))
    #expect(cut.tracks[1].items.map(\.frames.value) == [5, 12])
  }

  @Test(arguments: [";", "\t"]) func `a list without record labels is laid end to end`(separator: String) throws {
    let text = "Shot list for Tuesday\nClip,TC In,TC Out,Tape\nA,01:00:00:00,01:00:01:00,R1\nB,01:00:00:00,01:00:02:00,R2\n"
    let (cut, notes) = try read(text.replacing(",", with: separator), .fps25)
    #expect(cut.tracks[0].items.map(\.frames.value) == [25, 50])
    #expect(notes.contains { $0.line == 1 } && notes.contains { $0.text.contains("end to end") })
  }

  @Test func `a rate that nobody states is supposed, and clips that overlap go above`() throws {
    let (cut, notes) = try read(
      "Clip,Record In,Record Out\nA,01:00:00:00,01:00:01:24\nB,01:00:01:00,01:00:02:00\nC,nonsense,01:00:02:00\nD,01:00:04:00,01:00:03:00\n")
    #expect(cut.rate == .fps25 && cut.tracks.count >= 2)
    #expect(notes.contains { $0.text.contains("lowest") } && notes.contains { $0.text.contains("tracks above") })
    #expect(notes.contains { $0.line == 4 } && notes.contains { $0.line == 5 && $0.text.contains("before its in-point") })
  }

  @Test func `what is written is read the same`() throws {
    let media = MediaReference(
      name: "master", reel: "A001", path: "/media/a, b.mov", identifier: "urn:smpte:umid:060a2b34", available: try Self.range("00:59:00:00", 5000))
    let clip = Clip(
      name: "=take \"1\"", frames: 50, source: try Self.range("01:00:00:00", 100), speed: try #require(Ratio(2)), media: media, sourceTrack: 2,
      isEnabled: false, grade: ColorDecisionText(slopeOffsetPower: "(1 1 1)(0 0 0)(1 1 1)", saturation: "0.9"),
      comments: [Clip.Comment(key: "Scene", value: "12A")])
    var slow = clip
    (slow.speed, slow.name) = (try #require(Ratio(119, 60)), "-b")
    let cut = Timeline(
      name: "", start: try Timecode("10:00:00:00", at: .fps25),
      tracks: [Track(.video, number: 1, items: [.clip(clip), .gap(10), .clip(slow)]), Track(.audio, number: 2, items: [.clip(slow)])])
    let (bytes, lost) = try TimelineFormat.csv.write(cut)
    #expect(lost.isEmpty)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("'=take"), "a spreadsheet would run the name as a formula")
    let (again, notes) = try read(text)
    #expect(notes.isEmpty)
    #expect(again == cut)
  }

  @Test func `what a list cannot say is told with its place`() throws {
    let clip = Clip(name: "a", frames: 50, source: nil, markers: [Marker(place: 3, text: "look")])
    let cut = Timeline(
      name: "Episode 3", start: try Timecode("10:00:00:00", at: .fps25),
      tracks: [Track(.video, number: 1, name: "main", items: [.gap(5), .clip(clip), .transition(Transition(.dissolve, head: 2, tail: 3)), .gap(5)])],
      markers: [Marker(place: 0, text: "start")], kept: [Kept("edl", "GPI 1")])
    let lost = try TimelineFormat.csv.write(cut).lost
    for words in ["Episode 3", "‘main’", "‘look’", "‘start’", "transition of 5 frames", "edl: GPI", "5 frames before"] {
      #expect(lost.contains { $0.text.contains(words) }, "\(words)")
    }
  }

  @Test func `what is no shot list is refused`() {
    for text in ["", "a,b,c\n1,2,3\n", "Clip,Reel\nA,B\n", "\u{0}\u{1}\u{2}"] {
      #expect(throws: EditorialError.self) { try read(text) }
    }
  }

  private static func range(_ start: String, _ frames: FrameCount) throws -> TimecodeRange {
    try TimecodeRange(in: Timecode(start, at: .fps25), duration: frames)
  }
}

struct `Avid logs as timelines` {
  @Test func `clips of a log are read and written as a cut's`() throws {
    let reading = try TimelineFormat.ale.read(Array(Lists.camera.utf8), subject: "camera.ale")
    let cut = try #require(reading.timelines.first)
    #expect(cut.rate == .fps25 && cut.tracks[0].items.map(\.frames.value) == [250, 12])
    let clip = try #require(cut.tracks[0].items.first?.clip)
    #expect(clip.media.reel == "A002R2EC" && clip.comments.contains(Clip.Comment(key: "My Own", value: "kept")))
    let (bytes, lost) = try TimelineFormat.ale.write(cut)
    #expect(lost.map(\.text) == ["where the clips lie in the cut: a log has no order"])
    #expect(try TimelineFormat.ale.read(bytes, subject: "again.ale").timelines == reading.timelines)
  }

  @Test(.enabled(if: Lists.fixtures != nil), arguments: [0, 1, 2, 3])
  func `logs of other programs give all their clips`(index: Int) throws {
    guard let folder = Lists.fixtures else { return }
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/" + Lists.names[index])))
    let rows = try AvidLogExchange.read(bytes, subject: "log").list.rows.count
    let cut = try #require(TimelineFormat.ale.read(bytes, subject: "log").timelines.first)
    #expect(cut.tracks.flatMap(\.items).compactMap(\.clip).count == rows)
    #expect(cut.tracks.flatMap(\.items).compactMap(\.clip).allSatisfy { $0.source != nil && $0.frames > .zero })
  }
}
