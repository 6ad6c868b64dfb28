// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Markup
import Quality
import Reports
import Timing

/// Results to report on, small enough to be read in a golden file.
enum SampleResults {
  /// A colophon with everything fixed.
  static let colophon = Colophon(
    tool: "Lineup 1.0.0", facility: "Harbour Post", person: "Mairi Sinclair", host: "mcr-03", date: Date(timeIntervalSince1970: 1_795_471_653))

  /// A short programme at 25 frames a second that starts at ten hours.
  static func inspection(
    path: String = "/deliveries/HarbourLights_Ep3.mov", findings: [Finding] = [], readings: Readings = loud, frames: Int = 7500, unreadable: Int = 0
  ) -> InspectionReport {
    InspectionReport(
      tool: .init(name: "Lineup", version: "1.0.0"), path: path, digest: "xxh64:0ea03b369a463d9d", profile: "prores-master", findings: findings,
      readings: readings, rate: .fps25, start: "10:00:00:00", duration: Double(frames) / 25, frames: frames, unreadable: unreadable, seconds: 41.2)
  }

  /// Readings with a gap of silence.
  static let loud = Readings(
    loudness: LoudnessReading(integrated: -21.4, range: 9.2, maxTruePeak: -0.3, maxShortTerm: -17.8, maxMomentary: -14.9),
    tracks: [TrackReading(stream: 1, channels: 2, samples: 14_400_000, loudness: LoudnessReading(integrated: -21.4))],
    loudnessOverTime: LoudnessSeries(interval: 60, momentary: [-22, -20, nil, -25, -21], shortTerm: [nil, -21, nil, -23, -22]),
    lumaOverTime: LumaSeries(framesPerPoint: 2500, mean: [0.4, 0.5, 0.45], minimum: [-0.01, 0, 0], maximum: [1.02, 0.9, 0.95]))

  /// Readings of silence.
  static let silent = Readings(
    tracks: [TrackReading(stream: 0, channels: 1, samples: 48_000)],
    loudnessOverTime: LoudnessSeries(interval: 1, momentary: [nil, nil], shortTerm: [nil, nil]))

  /// A finding from frame `start` to `end`.
  static func finding(_ check: CheckIdentifier, _ severity: Severity, _ start: Int, _ end: Int, _ text: String) -> Finding {
    func label(_ frame: Int) -> String { Timecode(wrapping: FrameCount(900_000 + frame), at: .fps25).description }
    let place = FrameSpan(frames: FrameCount(start)..<FrameCount(end), start: label(start), end: label(end))
    return Finding(check, severity: severity, place: place, value: Double(end - start) / 25, limit: 2, unit: "s", text: text)
  }

  /// One finding of each kind, in the order in which an inspection lists them.
  static var findings: [Finding] {
    var waived = finding(.freeze, .mandatory, 7300, 7500, "The picture stands still for 8 s.")
    waived.waiver = Waiver(by: "J. Okafor", on: "2026-11-20", reason: "End card.", digest: "xxh64:0ea03b369a463d9d")
    return [
      Finding(.loudness, severity: .mandatory, value: -21.4, limit: -23, unit: "LUFS", text: "The programme is 1.6 LU too loud."),
      Finding(.crosscheck, severity: .info, text: "The wrapper says matrix BT.709, the essence BT.2020."),
      finding(.black, .mandatory, 1250, 1325, "75 black pictures."), finding(.silence, .advisory, 4500, 4800, "Every channel is silent for 12 s."),
      waived,
    ]
  }

  /// What a person saw and another instrument reported, and one fault of four tracks.
  static var seen: [Finding] {
    var seen = finding(.eye, .advisory, 100, 125, "Boom in shot.")
    seen.grade = 3
    seen.review = Review(person: "A. Lind & Son", on: "2026-11-26", display: "Grade 1", scope: "whole programme, once")
    var foreign = finding(.black, .advisory, 200, 225, "Black frames.")
    foreign.source = "Advanced QC Tool v1 (The Company)"
    let silent = (1...4).map { stream in
      var silent = finding(.silence, .advisory, 7494, 7500, "Channel 1 of stream \(stream) is silent.")
      silent.stream = stream
      return silent
    }
    return [seen, foreign] + silent
  }

  /// A file whose wrapper and essence differ on the matrix.
  static var media: MediaDescription {
    var wrapper = VideoFacts()
    wrapper.codec = "prores"
    wrapper.width = 1920
    wrapper.color = ColorDescription(primaries: 1, matrix: 1)
    var essence = wrapper
    essence.scan = .progressive
    essence.color.matrix = 9
    return MediaDescription(
      path: "/deliveries/HarbourLights_Ep3.mov", byteCount: 8_412_339_004,
      wrapper: WrapperDescription(
        format: "mov", name: "QuickTime / MOV", duration: MediaTime(7500, tick: Ratio(1, 25)), metadata: ["title": "Harbour"]),
      video: [VideoStream(index: 0, wrapper: wrapper, essence: essence)],
      timecodes: [TimecodeStream(source: .quickTimeTrack, start: Timecode(wrapping: 900_000, at: .fps25), reel: "HL_EP3")])
  }

  /// An order that went wrong half way.
  static let order = OrderReport(
    order: "WO-2026-0147", client: "Northlight Pictures", title: "Episode 3", status: .partial, started: Date(timeIntervalSince1970: 1_795_471_000),
    seconds: 653,
    tasks: [
      .init(
        id: "card", kind: "offload", asked: "Copy A001 to shared and nearline", status: .clean, started: Date(timeIntervalSince1970: 1_795_471_000),
        finished: Date(timeIntervalSince1970: 1_795_471_200), seconds: 200.2, outputs: ["shared/A001"]),
      .init(id: "master", kind: "deliver", asked: "Deliver as ‘prores-master’", status: .blocked, messages: ["Waits for ‘check’."]),
    ],
    sources: [.init(path: "A001/C001.mov", bytes: 1234, digests: ["xxh64": "0ea03b369a463d9d"])], exceptions: ["‘master’ was not begun."])
}

/// Reads `html` as XML: it throws where an element is not closed or an attribute is open.
@discardableResult
func parse(_ html: String) throws -> MarkupElement {
  try MarkupElement(parsing: Array(html.utf8), subject: "report")
}

extension MarkupElement {
  /// Every element below this one, and itself.
  var family: [MarkupElement] { [self] + children.flatMap(\.family) }
}
