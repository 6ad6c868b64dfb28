// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

struct `Pro Tools session exports` {
  private static let heading = """
    SESSION NAME:\tReel 2
    SAMPLE RATE:\t48000.000000
    BIT DEPTH:\t24-bit
    SESSION START TIMECODE:\t01:59:50:00
    TIMECODE FORMAT:\t25 Frame
    # OF AUDIO TRACKS:\t2

    """
  private static let columns = "CHANNEL \tEVENT   \tCLIP NAME                     \tSTART TIME    \tEND TIME      \tDURATION      \tSTATE\n"

  private func read(_ text: String) throws -> (timeline: Timeline, notes: [ParseNote]) {
    let reading = try TimelineFormat.txt.read(Array(text.utf8), subject: "reel2.txt")
    return (try #require(reading.timelines.first), reading.notes)
  }

  private func track(_ name: String, state: String = "", columns: String = Self.columns, _ events: String...) -> String {
    "TRACK NAME:\t\(name)\nCOMMENTS:\t\nUSER DELAY:\t0 Samples\nSTATE: \(state)\nPLUG-INS: \n" + columns + events.map { $0 + "\n" }.joined() + "\n\n"
  }

  @Test func `clips lie where the export places them, and know their files and channels`() throws {
    let (cut, notes) = try read(
      Self.heading + """
        O N L I N E  F I L E S  I N  S E S S I O N
        Filename      \tLocation
        boom.wav      \tMacintosh HD:Reel 2:Audio Files:


        O N L I N E  C L I P S  I N  S E S S I O N
        CLIP NAME     \tSource File
        boom.L        \tboom.wav\t[1]
        boom.R        \tboom.wav\t[2]


        T R A C K  L I S T I N G

        """
        + track(
          "DX 1 (Stereo)", "1       \t1       \tboom.L        \t   02:00:00:00\t   02:00:02:10\t   00:00:02:10\tUnmuted",
          "1       \t2       \tboom.L        \t   02:00:03:00\t   02:00:04:00\t   00:00:01:00\tMuted",
          "2       \t1       \tboom.R        \t   02:00:00:00\t   02:00:02:10\t   00:00:02:10\tUnmuted"))
    #expect(notes.isEmpty && cut.name == "Reel 2" && cut.start.description == "01:59:50:00" && cut.rate == .fps25)
    #expect(cut.tracks.map(\.name) == ["DX 1", "DX 1"] && cut.tracks.allSatisfy { $0.kind == .audio && $0.isEnabled && $0.rate == nil })
    #expect(cut.tracks[0].items.map(\.frames.value) == [250, 60, 15, 25])
    let clip = try #require(cut.tracks[1].items.last?.clip)
    #expect(clip.media.path == "Macintosh HD:Reel 2:Audio Files:boom.wav" && clip.sourceTrack == 2 && clip.source == nil)
    #expect(cut.tracks[0].items.compactMap(\.clip).map(\.isEnabled) == [true, false])
  }

  /// The same two clips, two and a half seconds apart, in every unit that an export can be made in.
  @Test(arguments: [
    ("02:00:00:00", "02:00:01:00", "02:00:03:12", "", [250, 25, 62]), ("0:10.000", "0:11.000", "0:13.480", "1000", [10000, 1000, 2480]),
    ("480000", "528000", "647040", "48000", [480_000, 48_000, 119_040]), ("15+10", "17+03", "21+01", "", [250, 25, 62]),
    ("02:00:00:00.00", "02:00:01:00.50", "02:00:03:12.25", "2500", [25_000, 2550, 6175]),
  ])
  func `every unit is understood exactly`(start: String, end: String, next: String, rate: String, frames: [Int]) throws {
    let (cut, notes) = try read(
      Self.heading + "T R A C K  L I S T I N G\n"
        + track("FX", "1\t1\tdoor\t\(start)\t\(end)\tx\tUnmuted", "1\t2\tdoor\t\(next)\t\(next)\tx\tUnmuted"))
    #expect(notes.isEmpty)
    #expect(cut.tracks[0].items.map(\.frames.value) == frames + [0])
    #expect(cut.tracks[0].rate?.description ?? "" == rate)
  }

  @Test func `fades become transitions with all of them behind the cut`() throws {
    let (cut, notes) = try read(
      Self.heading + "T R A C K  L I S T I N G\n"
        + track(
          "MX", "1\t1\t(fade in)\t02:00:00:00\t02:00:00:05\t\tUnmuted", "1\t2\ta\t02:00:00:05\t02:00:02:00\t\tUnmuted",
          "1\t3\t(cross fade)\t02:00:02:00\t02:00:02:10\t\tUnmuted", "1\t4\tb\t02:00:02:10\t02:00:04:00\t\tUnmuted",
          "1\t5\t(fade out)\t02:00:04:00\t02:00:04:20\t\tUnmuted"))
    #expect(notes.isEmpty)
    let items = cut.tracks[0].items
    #expect(items.map(\.frames.value) == [250, 0, 50, 0, 50, 0, 20])
    #expect(items.compactMap { if case .transition(let one) = $0 { one.tail.value } else { nil } } == [5, 10, 20])
    #expect(items.compactMap(\.clip).map(\.name) == ["a", "b"])
  }

  @Test func `timestamps give the source, from the sample where the export counts samples`() throws {
    let columns = Self.columns.replacing("STATE", with: "TIMESTAMP         \tSTATE")
    let (cut, _) = try read(
      Self.heading + "T R A C K  L I S T I N G\n"
        + track("DX", columns: columns, "1\t1\t(fade in)\t480000\t484800\t4800\t\tUnmuted", "1\t2\tboom\t484800\t528000\t43200\t1728004800\tUnmuted"))
    let source = try #require(cut.tracks[0].items.last?.clip?.source)
    // The clip is heard from the fade on: its source begins so much earlier.
    #expect(source.rate.numerator == 48_000 && source.start.frameCount == 1_728_000_000 && source.duration == 48_000)
  }

  @Test func `marks, those of tracks and those in several lines are kept`() throws {
    let (cut, notes) = try read(
      Self.heading + "T R A C K  L I S T I N G\n" + track("DX", "1\t1\ta\t02:00:00:00\t02:00:02:00\t\tUnmuted") + """
        M A R K E R S  L I S T I N G
        #   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME             \tTRACK NAME       \tTRACK TYPE  \tCOMMENTS
        1   \t02:00:00:00  \t480000            \tSamples  \tFFOA             \tMarkers          \tRuler       \t
        2   \t02:00:01:00  \t528000            \tSamples  \tADR 12           \tDX               \tTrack       \ttraffic
            \t             \t                  \t         \t                 \t                 \t            \tloud
        3   \t02:00:02:00  \t3|3               \tTicks    \tLFOA             \tMarkers          \tRuler       \t

        """)
    #expect(notes.isEmpty)
    #expect(cut.markers.map(\.text) == ["FFOA", "LFOA"] && cut.markers.map(\.place.value) == [250, 300])
    #expect(cut.tracks[0].markers == [Marker(place: 275, name: "ADR 12", text: "traffic\nloud")])
  }

  @Test func `what is not understood is kept or named with its line`() throws {
    let (cut, notes) = try read(
      Self.heading + "T R A C K  L I S T I N G\n"
        + track("DX", state: "Inactive Hidden", "1\t1\ta\t13|3\t14|1\t1|2\tUnmuted", "rubbish", "1\t2\tb\t02:00:02:00\t02:00:01:00\t\tUnmuted")
        + "V I D E O  L I S T I N G\nanything\n")
    #expect(cut.tracks.count == 1 && !cut.tracks[0].isEnabled && cut.tracks[0].items.isEmpty)
    #expect(cut.kept.contains(Kept("txt", "anything")))
    #expect(notes.map(\.description).joined(separator: "\n").contains("bars and beats") && notes.count == 4 && notes.allSatisfy { $0.line > 0 })
  }

  @Test func `drop-frame, an unknown rate and other texts are told apart`() throws {
    #expect(try read(Self.heading.replacing("25 Frame", with: "29.97 Drop Frame")).timeline.rate == .fps29_97df)
    let (cut, notes) = try read(Self.heading.replacing("25 Frame", with: "lots"))
    #expect(cut.rate == .fps25 && notes.count == 1)
    #expect(throws: EditorialError.self) { try SessionText.read(Array("TITLE: x".utf8), subject: "x.txt") }
    // An edit decision list under the name of a text is one all the same.
    let list = "TITLE: x\n001  A V C 01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00\n"
    #expect(try TimelineFormat.txt.read(Array(list.utf8), rate: .fps25, subject: "x.txt").timelines.first?.frames == 25)
    #expect(throws: EditorialError.self) { try TimelineFormat.txt.write(cut) }
  }
}
