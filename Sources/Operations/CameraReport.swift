// SPDX-License-Identifier: Apache-2.0

import Editorial
public import Essence
import Markup
public import Timing

/// The camera report of surveyed clips, as lists that editors and spreadsheets take in.
public struct CameraReport: Sendable {
  /// The clips, in the order of the report.
  public let clips: [ClipSummary]

  /// A report on `clips`.
  public init(_ clips: [ClipSummary]) { self.clips = clips }

  /// An Avid log of the clips of one rate.
  public struct Log: Sendable {
    /// The rate.
    public let rate: FrameRate
    /// The file's text.
    public let text: String
  }

  /// The report as Avid logs, one for each rate among the clips, slowest first, for such a log can state one rate.
  ///
  /// - Returns: the logs, and in `notes` the clips that are in none, or whose labels are not their own, a sentence each.
  /// - Throws: `EditorialError`.
  public func logs() throws -> (logs: [Log], notes: [String]) {
    var groups: [(rate: FrameRate, clips: [ClipSummary])] = []
    var notes: [String] = []
    for clip in clips {
      guard let rate = AvidLogExchange.rate(of: clip)?.nonDropFrame else {
        notes.append("\(clip.name) has no frame rate, so it is in no Avid log; it is in the other lists")
        continue
      }
      if clip.start == nil { notes.append("\(clip.name) has no timecode: its labels in the Avid log count from 00:00:00:00") }
      if let place = groups.firstIndex(where: { $0.rate == rate }) { groups[place].clips.append(clip) } else { groups.append((rate, [clip])) }
    }
    groups.sort { $0.rate.numerator * $1.rate.denominator < $1.rate.numerator * $0.rate.denominator }
    let logs = try groups.map { group in
      let (text, remarks) = try AvidLogExchange(group.clips, rate: group.rate).text()
      notes += remarks.map { "Avid log at \(group.rate), \($0)" }
      return Log(rate: group.rate, text: text)
    }
    return (logs, notes)
  }

  /// The report as comma-separated values (RFC 4180): CRLF behind each record, quotation marks around what needs them, in UTF-8.
  ///
  /// A value that a spreadsheet would run as a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, gets an apostrophe
  /// before it, as spreadsheets themselves write it. A column that no clip fills is there all the same, so that lists of two days fit together.
  public func csv() -> String {
    let rows = [Self.columns.map(\.title)] + clips.map { clip in Self.columns.map { CSVText.disarmed($0.value(clip)) } }
    return rows.map(CSVText.line).joined()
  }

  // MARK: -

  private static var columns: [(title: String, value: (ClipSummary) -> String)] {
    let known: [(String, ClipMetadata.Item)] = [
      ("Reel", .reel), ("Scene", .scene), ("Shot", .shot), ("Take", .take), ("Circled", .circled), ("Sound Roll", .soundRoll),
      ("Shoot Date", .shootDate), ("Time Of Day", .timeOfDay), ("Camera", .cameraIndex), ("Maker", .maker), ("Model", .model),
      ("Serial Number", .serialNumber), ("Lens", .lens),
      ("Focal Length", .focalLength), ("Sensor Rate", .sensorRate), ("Shutter", .shutter), ("Exposure Index", .exposureIndex),
      ("White Balance", .whiteBalance), ("Color Space", .colorSpace), ("Transfer", .transfer), ("Look", .look), ("ASC_SOP", .colorSlopeOffsetPower),
      ("ASC_SAT", .colorSaturation), ("UMID", .umid), ("Project", .project), ("Track Names", .trackNames), ("Note", .note),
    ]
    return [
      ("Name", { $0.name }), ("Files", { $0.files.joined(separator: " ") }), ("Start", { $0.start?.description ?? "" }),
      ("End", { $0.start == nil ? "" : AvidLogExchange.end(of: $0)?.description ?? "" }), ("Frames", { $0.frames?.description ?? "" }),
      ("Rate", { AvidLogExchange.rate(of: $0)?.description ?? "" }), ("Seconds", { $0.seconds.map(decimal) ?? "" }), ("Codec", { $0.codec ?? "" }),
      ("Raster", { plain($0.raster) }), ("Sound", { plain($0.sound) }), ("Bytes", { "\($0.byteCount)" }),
      ("Digests", { $0.digests.map { $0.joined(separator: " ") }.joined(separator: " ") }),
    ] + known.map { title, item in (title, { $0.metadata[item] ?? "" }) }
      + [
        (
          "Disagreements",
          { clip in
            clip.metadata.disagreements.map {
              "\($0.item.rawValue): " + $0.entries.map { "\($0.value) (\($0.source.rawValue))" }.joined(separator: ", ")
            }
            .joined(separator: "; ")
          }
        ), ("Trouble", { $0.trouble ?? "" }),
      ]
  }

  /// Seconds with three places, whatever the language.
  private static func decimal(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e12 else { return "" }
    let thousandths = Int((seconds * 1000).rounded())
    return "\(thousandths / 1000)." + String(1000 + thousandths % 1000).dropFirst()
  }

  /// `×` as a letter: spreadsheets of one system take UTF-8 for something else.
  private static func plain(_ text: String?) -> String { String((text ?? "").map { $0 == "×" ? "x" : $0 }) }
}
