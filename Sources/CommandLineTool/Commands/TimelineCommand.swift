// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Editorial
import Files
import Operations
import Timing

/// `lineup timeline`: what does this cut say?
struct TimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Show a cut, check it, write it as another list, and say what changed from one cut to the next.",
    discussion: """
      Read and written are edit decision lists (.edl) of the CMX 3600 family, which do not state their frame rate (give it with --rate); AAF (.aaf) of Avid, Pro Tools and others; Final Cut Pro
      7's XML (.xml), which Premiere, Resolve and others write; FCPXML (.fcpxml, and bundles, .fcpxmld); OpenTimelineIO's files (.otio), archives (.otioz) and folders (.otiod), of the last two
      the cut alone; Avid logs (.ale) and shot lists (.csv). Pro Tools sessions exported as text (.txt) are read.

      EXAMPLES
        lineup timeline show episode3.edl --rate 25
        lineup timeline convert episode3.edl episode3-avid.edl --rate 25 --flavor file32
        lineup timeline convert episode3.fcpxml episode3-premiere.xml
        lineup timeline check episode3.edl --rate 25
        lineup timeline diff episode3_v7.otio episode3_v8.otio --handles 10

      EXIT STATUS
        0 done; 1 the check found what must be put right; 2 could not be read or written; 64 wrong command line
      """,
    subcommands: [
      TimelineShowCommand.self, TimelineCheckCommand.self, TimelineConvertCommand.self, TimelineDiffCommand.self, TimelineRelinkCommand.self,
    ])
}

/// `lineup timeline show`.
struct TimelineShowCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the tracks of a cut, item by item, and what is odd about the list.",
    discussion: """
      EXAMPLE
        lineup timeline show episode3.edl --rate 25

      EXIT STATUS
        0 read; 2 could not be read; 64 wrong command line
      """)

  @Argument(help: "The list.", completion: .file(extensions: TimelineFormat.allCases.map(\.rawValue)))
  var file: String
  @Option(help: "The programme's frame rate, such as 25, 23.976 or 29.97df.")
  var rate: FrameRate?
  @Option(help: "The name of the cut, where a file holds several; without it the first.")
  var sequence: String?
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (timeline, notes) = try ReadTimeline(file, rate: rate, sequence: sequence).run()
    console.say(
      "\(timeline.name.isEmpty ? file : timeline.name)  \(timeline.start), \(CountText(timeline.frames.value, "frame")), at \(timeline.rate)")
    for track in timeline.tracks {
      console.say("\(track.kind.rawValue) \(track.number)\(track.name.isEmpty ? "" : "  " + track.name)")
      console.say(each: TimelineDocument.rows(of: track, in: timeline).lazy.map { "  " + $0.line })
    }
    console.warn("note", each: notes.map(\.description))
    if console.wantsJSON { try console.document(TimelineDocument(timeline, notes)) }
    return .clean
  }
}

/// `lineup timeline convert`.
struct TimelineConvertCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write a cut as another list, and say what that one cannot hold.",
    discussion: """
      EXAMPLE
        lineup timeline convert resolve.edl online.edl --rate 25 --flavor cmx3600
        lineup timeline convert episode3.aaf sound.aaf --for protools

      EXIT STATUS
        0 written; 2 could not be read or written; 64 wrong command line
      """)

  @Argument(help: "The list to read.", completion: .file(extensions: TimelineFormat.allCases.map(\.rawValue)))
  var file: String
  @Argument(help: "The list to write. A file of that name is never written over.")
  var target: String
  @Option(help: "The programme's frame rate, such as 25, 23.976 or 29.97df.")
  var rate: FrameRate?
  @Option(help: "The name of the cut, where a file holds several; without it the first.")
  var sequence: String?
  @Option(help: "Who is to read the list: \(EditListFlavor.allCases.map(\.rawValue).joined(separator: ", ")).")
  var flavor: EditListFlavor = .file129
  @Option(name: .customLong("for"), help: "Who is to read the AAF: \(AAFPurpose.allCases.map(\.rawValue).joined(separator: ", ")).")
  var purpose: AAFPurpose = .avid
  @OptionGroup var output: OutputOptions

  private struct Answer: Encodable {
    var written: String
    var lost: [String]
    var notes: [String]
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let outcome = try ConvertTimeline(
      ReadTimeline(file, rate: rate, sequence: sequence), to: target, options: TimelineWriting(flavor: flavor, aaf: purpose)
    ).run()
    console.warn("note", each: outcome.notes.map { "\(file): \($0)" })
    console.warn("lost", each: outcome.lost)
    console.say("written: \(target)")
    try console.document(Answer(written: target, lost: outcome.lost, notes: outcome.notes.map(\.description)))
    return .clean
  }
}

extension EditListFlavor: ExpressibleByArgument {}

extension AAFPurpose: ExpressibleByArgument {}

/// The document that `timeline show --json` prints, by the contract's keys.
private struct TimelineDocument: Encodable {
  struct Row: Encodable {
    var kind: String
    var name: String
    @Null var reel: String?
    @Null var sourceIn: String?
    @Null var sourceOut: String?
    var recordIn: String
    var recordOut: String
    var frames: Int
    @Null var speed: String?
    @Null var media: String?
    var comments: [String]
    @Null var cdl: Grade?
    var markers: [Mark]

    /// The row as a person reads it.
    var line: String {
      var words = ["\(recordIn)-\(recordOut)", kind]
      if let reel { words.append(reel) }
      if let sourceIn, let sourceOut { words.append("\(sourceIn)-\(sourceOut)") }
      if let speed, speed != "1" { words.append("at \(speed) × speed") }
      if !name.isEmpty { words.append(name) }
      if let media { words.append("(\(media))") }
      return words.joined(separator: "  ")
    }
  }

  struct Grade: Encodable {
    @Null var sop: String?
    @Null var sat: String?
  }

  struct Mark: Encodable {
    var timecode: String
    var frames: Int
    var color: String
    var text: String
  }

  struct Layer: Encodable {
    var kind: String
    var number: Int
    var name: String
    var items: [Row]
  }

  var name: String
  var rate: String
  var start: String
  var tracks: [Layer]
  var markers: [Mark]
  var notes: [String]

  init(_ timeline: Timeline, _ notes: [ParseNote]) {
    name = timeline.name
    rate = timeline.rate.description
    start = timeline.start.description
    tracks = timeline.tracks.map { track in
      Layer(
        kind: track.kind.rawValue, number: track.number, name: track.name, items: Array(Self.rows(of: track, in: timeline)))
    }
    markers = timeline.markers.map { Mark($0, at: $0.place, of: timeline) }
    self.notes = notes.map(\.description)
  }

  /// The rows of a track, each made when it is asked for: a list may have a million.
  static func rows(of track: Track, in timeline: Timeline) -> some Sequence<Row> {
    sequence(state: (index: 0, place: FrameCount.zero)) { state in
      guard track.items.indices.contains(state.index) else { return nil }
      let (item, place) = (track.items[state.index], state.place)
      state = (state.index + 1, place + item.frames)
      return Row(item, at: place, of: timeline, rate: track.rate)
    }
  }
}

extension TimelineDocument.Row {
  init(_ item: TrackItem, at place: FrameCount, of timeline: Timeline, rate: FrameRate?) {
    var (first, length) = (place, item.frames)
    switch item {
    case .gap: (kind, name) = ("gap", "")
    case .clip(let clip): (kind, name) = (clip.sequence == nil ? "clip" : "sequence", clip.name)
    case .transition(let transition):
      (kind, name) = ("transition", transition.kind.words)
      (first, length) = (place - transition.head, transition.frames)
    }
    // A track that is counted in samples is shown by the frames that its edits lie in.
    func label(_ place: FrameCount) -> Timecode {
      timeline.start.advanced(wrapping: rate.flatMap { try? place.convertedByRealTime(from: $0, to: timeline.rate, rounding: .down) } ?? place)
    }
    let (start, end) = (label(first), label(first + length))
    let day = FrameCount(timeline.rate.framesPerDay)
    (recordIn, recordOut) = (start.description, end.description)
    frames = rate == nil ? length.value : (end.frameCount - start.frameCount + day).value % day.value
    let clip = item.clip
    reel = clip.map(\.media.reel)
    sourceIn = clip?.source?.start.description
    sourceOut = clip?.source?.end.description
    speed = clip?.speed.description
    media = clip.flatMap { $0.media.path.isEmpty ? nil : $0.media.path }
    comments = clip?.comments.map { $0.key.isEmpty ? $0.value : "\($0.key): \($0.value)" } ?? []
    cdl = clip?.grade.map { .init(sop: $0.slopeOffsetPower.isEmpty ? nil : $0.slopeOffsetPower, sat: $0.saturation.isEmpty ? nil : $0.saturation) }
    markers = clip?.markers.map { .init($0, at: first + $0.place, of: timeline, rate: rate) } ?? []
  }
}

extension TimelineDocument.Mark {
  /// A mark at a place that is counted at `rate`, where that is not the timeline's.
  init(_ marker: Marker, at place: FrameCount, of timeline: Timeline, rate: FrameRate? = nil) {
    func inFrames(_ place: FrameCount, _ rounding: FrameRounding) -> FrameCount {
      rate.flatMap { try? place.convertedByRealTime(from: $0, to: timeline.rate, rounding: rounding) } ?? place
    }
    timecode = timeline.start.advanced(wrapping: inFrames(place, .down)).description
    (frames, color, text) = (inFrames(marker.frames, .up).value, marker.color, marker.text)
  }
}

extension Transition.Kind {
  fileprivate var words: String {
    switch self {
    case .dissolve: "dissolve"
    case .wipe(let code): "wipe \(code)"
    case .key: "key"
    case .named(let name): name
    }
  }
}
