// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The light of pictures in PQ, as CTA-861.3 measures it, against what the file declares and what a specification allows.
///
/// A pixel's light is that of its strongest primary, max(R, G, B), by the function of SMPTE ST 2084; MaxCLL is the highest of any pixel, MaxFALL the highest mean
/// of any picture. Light is whole 65,536ths of 1 cd/m² from a table, and sums are whole numbers, so no order of adding matters. HLG is light of the scene, which each
/// display shows in its own way: it is named in the reading and not measured.
struct ContentLight: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: LightLimits
  private var meter: LightMeter?
  private var transfer: String?
  private var (content, average): (Peak?, Peak?) = (nil, nil)

  /// A level and the frame that first reached it.
  private struct Peak {
    var light: Int
    var frame: Int
  }

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.content.light else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    switch picture.coding.color.transfer {
    case 16: transfer = transfer ?? "PQ"
    case 18:
      transfer = transfer ?? "HLG"
      return
    default: return
    }
    // Constant luminance and ICtCp do not lead to red, green and blue by a matrix alone.
    if let matrix = picture.coding.color.matrix, [10, 13, 14].contains(matrix) { return }
    if meter?.coding != picture.coding { meter = LightMeter(picture.coding, height: picture.height) }
    guard let meter else { return }
    let most = (content: content?.light ?? -1, average: average?.light ?? -1)
    let bound = picture.fact(.lightBound) { meter.bound(picture) }
    if bound.sum > Double(most.average) * Double(max(1, picture.width * picture.height)) {
      let light = picture.fact(.light) { meter.measure(picture) }
      if light.content > most.content { content = Peak(light: light.content, frame: picture.frame) }
      if light.average > most.average { average = Peak(light: light.average, frame: picture.frame) }
    } else if bound.most > most.content {
      let peak = picture.fact(.lightPeak) { meter.peak(picture) }
      if peak > most.content { content = Peak(light: peak, frame: picture.frame) }
    }
  }

  mutating func finish() -> CheckOutcome {
    guard let transfer else { return CheckOutcome() }
    let declared = subject.light
    let reading = LightReading(
      transfer: transfer, maxContent: content.map { Self.candelas($0.light) }, maxContentFrame: content.map { FrameCount($0.frame) },
      maxAverage: average.map { Self.candelas($0.light) }, maxAverageFrame: average.map { FrameCount($0.frame) },
      declaredContent: declared?.maxContent.map(Double.init), declaredAverage: declared?.maxAverage.map(Double.init),
      masteringPeak: declared?.masteringPeak)
    var findings: [Finding] = []
    for (peak, name, most, stated) in [
      (content, "brightest pixel (MaxCLL)", limits.maximumContent, reading.declaredContent),
      (average, "brightest picture’s mean (MaxFALL)", limits.maximumAverage, reading.declaredAverage),
    ] {
      guard let peak else { continue }
      let (light, place) = (Self.candelas(peak.light), subject.clock.span(peak.frame..<peak.frame + 1))
      if let most, light > most { findings.append(finding(light, most, place, .lightExceedsLimit(name, light, most))) }
      if let stated, light > stated * (1 + limits.tolerance) + 0.5 {
        findings.append(finding(light, stated, place, .lightExceedsMetadata(name, light, stated)))
      }
    }
    if let severity = limits.missingMetadata, transfer == "PQ" {
      let missing = [
        (declared?.maxContent == nil, "MaxCLL"), (declared?.maxAverage == nil, "MaxFALL"), (declared?.masteringPeak == nil, "the mastering display"),
      ].filter(\.0).map(\.1)
      if !missing.isEmpty { findings.append(Finding(.lightLevel, severity: severity, stream: subject.stream, text: .metadataIsMissing(missing))) }
    }
    return CheckOutcome(findings: findings, readings: [.content(ContentReadings(light: reading))])
  }

  private func finding(_ light: Double, _ limit: Double, _ place: FrameSpan, _ text: String) -> Finding {
    Finding(.lightLevel, severity: limits.severity, stream: subject.stream, place: place, value: light, limit: limit, unit: "cd/m²", text: text)
  }

  private static func candelas(_ light: Int) -> Double { Double(light) / Double(LightMeter.unit) }
}

extension String {
  fileprivate static func lightExceedsLimit(_ name: String, _ light: Double, _ most: Double) -> String {
    "The \(name) has \(light.spelled(1)) cd/m²; at most \(most.spelled(1)) cd/m² are allowed."
  }

  fileprivate static func lightExceedsMetadata(_ name: String, _ light: Double, _ stated: Double) -> String {
    "The \(name) has \(light.spelled(1)) cd/m², where the file declares \(stated.spelled(0)) cd/m²: displays that trust it will clip or dim."
  }

  fileprivate static func metadataIsMissing(_ names: [String]) -> String {
    "The pictures are in PQ, and the file does not say \(names.joined(separator: ", ")): static metadata is missing."
  }
}
