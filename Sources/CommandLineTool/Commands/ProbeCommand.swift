// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Essence
import Files
import Foundation
import Operations
import Timing

/// `lineup probe`: what is in these files?
struct ProbeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Describe media from its wrapper and from its essence, and say where the two disagree.",
    discussion: """
      EXAMPLE
        lineup probe A001C003.mov A001C004.mov --json

      EXIT STATUS
        0 every file was described; 2 none could be; 3 some could not be; 64 wrong command line
      """)

  @Argument(help: "The files.", completion: .file())
  var files: [String]
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    var described: [ProbedFile] = []
    var faults: [ProbeDocument.Fault] = []
    for path in files {
      do {
        let media = try await Describe(path).run()
        described.append(ProbedFile(media))
        for line in MediaText(media).lines { console.say(line) }
        if path != files.last { console.say() }
      } catch let error as CancellationError {
        throw error
      } catch {
        console.warn("\(error)")
        faults.append(ProbeDocument.Fault(path: path, error: "\(error)"))
      }
    }
    if described.isEmpty, files.count == 1, console.wantsJSON == false { return .failed }
    try console.document(ProbeDocument(files: described, failed: faults))
    return faults.isEmpty ? .clean : described.isEmpty ? .failed : .partial
  }
}

/// The document that `probe --json` prints.
private struct ProbeDocument: Encodable {
  struct Fault: Encodable {
    var path: String
    var error: String
  }

  var files: [ProbedFile]
  var failed: [Fault]
}

/// One file of the document, by the contract's keys.
struct ProbedFile: Encodable {
  struct Duration: Encodable {
    @Null var frames: Int?
    @Null var rate: String?
    @Null var timecode: String?
    @Null var seconds: Double?
  }

  struct Video: Encodable {
    var index: Int
    var facts: VideoFacts
    var wrapper: VideoFacts
    var essence: VideoFacts
  }

  struct Audio: Encodable {
    var index: Int
    var language: String?
    var facts: AudioFacts
    var wrapper: AudioFacts
    var essence: AudioFacts
  }

  struct Label: Encodable {
    var source: TimecodeSource
    var start: String
    var rate: String
    @Null var reel: String?
  }

  var path: String
  var bytes: Int
  var wrapper: WrapperDescription
  var duration: Duration
  var video: [Video]
  var audio: [Audio]
  var timecodes: [Label]
  var captions: [CaptionStream]
  var otherStreams: [String]
  var metadata: [String: String]
  var disagreements: [Disagreement]

  init(_ media: MediaDescription) {
    path = media.path
    bytes = media.byteCount
    wrapper = media.wrapper
    duration = Duration(media)
    video = media.video.map { Video(index: $0.index, facts: $0.facts, wrapper: $0.wrapper, essence: $0.essence) }
    audio = media.audio.map { Audio(index: $0.index, language: $0.language, facts: $0.facts, wrapper: $0.wrapper, essence: $0.essence) }
    timecodes = media.timecodes.map { Label(source: $0.source, start: $0.start.description, rate: $0.start.rate.description, reel: $0.reel) }
    captions = media.captions
    otherStreams = media.otherStreams
    metadata = media.wrapper.metadata
    disagreements = media.disagreements
  }
}

extension ProbedFile.Duration {
  /// The length of `media`: in frames where it has pictures, with the length as a timecode at the same rate.
  init(_ media: MediaDescription) {
    let facts = media.video.first?.facts
    let sound = media.audio.first?.facts
    let soundSeconds = sound.flatMap { facts in facts.sampleCount.flatMap { count in facts.sampleRate.map { Double(count) / Double($0) } } }
    frames = facts?.frameCount?.value
    rate = facts?.rate?.description
    timecode =
      if let rate = facts?.rate, let count = facts?.frameCount {
        try? Timecode(count, at: media.timecodes.first { $0.start.rate.hasSameSpeed(as: rate) }?.start.rate ?? rate).description
      } else {
        nil
      }
    seconds = media.wrapper.duration?.seconds ?? soundSeconds
  }
}

/// A file's description as a person reads it on a terminal.
private struct MediaText {
  private(set) var lines: [String] = []

  init(_ media: MediaDescription) {
    lines.append(media.path)
    let duration = ProbedFile.Duration(media)
    var facts = [media.wrapper.name, "\(ByteText(media.byteCount))"]
    if let frames = duration.frames, let rate = duration.rate { facts.append("\(CountText(frames, "frame")) at \(rate)") }
    if let timecode = duration.timecode {
      facts.append("length \(timecode)")
    } else if let seconds = duration.seconds {
      facts.append("\(DurationText(seconds))")
    }
    row("wrapper", facts)
    for stream in media.video { row("video \(stream.index)", Self.words(stream.facts)) }
    for stream in media.audio { row("audio \(stream.index)", Self.words(stream.facts) + [stream.language].compactMap(\.self)) }
    for code in media.timecodes {
      row("timecode", ["\(code.start) at \(code.start.rate)", code.source.rawValue] + [code.reel.map { "reel \($0)" }].compactMap(\.self))
    }
    for stream in media.captions { row("captions \(stream.index)", [stream.codec] + [stream.language].compactMap(\.self)) }
    for stream in media.otherStreams { row("other", [stream]) }
    for difference in media.disagreements { row("DISAGREES", ["\(difference.fact): wrapper \(difference.wrapper), essence \(difference.essence)"]) }
    for note in media.wrapper.notes { row("note", [note]) }
  }

  private mutating func row(_ name: String, _ words: [String]) {
    lines.append("  " + name.padding(toLength: max(12, name.count), withPad: " ", startingAt: 0) + words.joined(separator: ", "))
  }

  private static func words(_ facts: VideoFacts) -> [String] {
    let raster = facts.width.flatMap { width in facts.height.map { "\(width)×\($0)" } }
    let depth = facts.bitDepth.map { "\($0) bit" }
    let profile = facts.profile.map { "(\($0))" }
    let coding = [facts.codec, profile].compactMap(\.self).joined(separator: " ")
    return [coding, raster, facts.rate.map { "\($0) fps" }, facts.scan?.words, facts.chromaSampling, depth].compactMap(\.self)
  }

  private static func words(_ facts: AudioFacts) -> [String] {
    let channels = facts.layout?.description ?? facts.channelCount.map { "\(CountText($0, "channel"))" }
    return [facts.codec, channels, facts.sampleRate.map { "\($0) Hz" }, facts.bitDepth.map { "\($0) bit" }].compactMap(\.self)
  }
}

extension ScanType {
  fileprivate var words: String {
    switch self {
    case .progressive: "progressive"
    case .interlacedTopFirst: "interlaced, top field first"
    case .interlacedBottomFirst: "interlaced, bottom field first"
    }
  }
}
