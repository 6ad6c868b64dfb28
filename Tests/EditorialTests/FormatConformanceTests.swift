// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// A format in one of its forms, as the suite below tries it. A new one is a line in `all`.
struct TimelineForm: CustomTestStringConvertible, Sendable {
  let name: String
  let format: TimelineFormat
  var options = TimelineWriting()
  var manner = DrawnTimelines.Manner.meant
  /// Changes what was written into what another version of the format would have.
  var edit: @Sendable ([UInt8]) -> [UInt8] = { $0 }

  var testDescription: String { name }

  func write(_ cut: Timeline) throws -> (bytes: [UInt8], lost: [TimelineLoss]) {
    let (bytes, lost) = try format.write(cut, options: options)
    return (edit(bytes), lost)
  }

  /// Lists do not state their rate.
  func read(_ bytes: [UInt8], _ rate: FrameRate) throws -> Timeline {
    try #require(try format.read(bytes, rate: format == .edl ? rate : nil, subject: "drawn.\(format.rawValue)").timelines.first)
  }
}

extension TimelineForm {
  static let all: [TimelineForm] =
    EditListFlavor.allCases.map { TimelineForm(name: "edl, \($0.rawValue)", format: .edl, options: TimelineWriting(flavor: $0)) }
    + [TimelineFormat.ale, .csv, .otio, .otioz, .otiod, .xml, .fcpxml, .fcpxmld].map { TimelineForm(name: $0.rawValue, format: $0) }
    + AAFPurpose.allCases.map { TimelineForm(name: "aaf, \($0.rawValue)", format: .aaf, options: TimelineWriting(aaf: $0)) }
    + [TimelineForm(name: "otio, odd cuts", format: .otio, manner: .odd)]
    + ["1.5", "1.8", "1.13"].map { version in
      TimelineForm(name: "fcpxml \(version)", format: .fcpxml) { bytes in
        Array(String(decoding: bytes, as: UTF8.self).replacing("<fcpxml version=\"1.10\">", with: "<fcpxml version=\"\(version)\">").utf8)
      }
    }

  static let rates: [FrameRate] = [.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps30, .fps50, .fps59_94df]
}

/// What holds for every format: a cut that was written is read as the same cut, but for what the writer said would be lost, and all that was said is lost indeed.
struct `Every format of cuts` {
  @Test(arguments: TimelineForm.all)
  func `reads what it wrote as the same cut, but for exactly what it said would be lost`(form: TimelineForm) throws {
    for seed in UInt64(0)..<16 {
      let rate = TimelineForm.rates[Int(seed) % TimelineForm.rates.count]
      var drawing = DrawnTimelines(seed: seed, rate: rate, form.manner)
      let cut = drawing.timeline()
      let (bytes, lost) = try form.write(cut)
      let faults = TimelineDifference(cut, try form.read(bytes, rate), of: form.format, stated: lost).faults
      #expect(faults.isEmpty, "seed \(seed) at \(rate): \(faults.prefix(5).joined(separator: "\n"))")
    }
  }

  @Test(arguments: TimelineForm.all)
  func `loses nothing more the second time, and writes the same bytes`(form: TimelineForm) throws {
    for seed in UInt64(100)..<106 {
      let rate = TimelineForm.rates[Int(seed) % TimelineForm.rates.count]
      var drawing = DrawnTimelines(seed: seed, rate: rate, form.manner)
      let once = try form.read(form.write(drawing.timeline()).bytes, rate)
      let (bytes, lost) = try form.write(once)
      let again = try form.read(bytes, rate)
      let faults = TimelineDifference(once, again, of: form.format, stated: lost).faults
      #expect(faults.isEmpty, "seed \(seed) at \(rate): \(faults.prefix(5).joined(separator: "\n"))")
      let isStable = try form.write(again).bytes == bytes
      #expect(isStable, "seed \(seed) at \(rate): writing it again gives other bytes")
    }
  }
}
