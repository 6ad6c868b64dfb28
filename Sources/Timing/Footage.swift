// SPDX-License-Identifier: Apache-2.0

/// A gauge of film, by how many frames lie in a foot.
public enum FilmGauge: String, Hashable, Sendable, Codable, CaseIterable {
  /// 35 mm with four perforations a frame: 16 frames a foot.
  case mm35FourPerf = "35mm-4perf"
  /// 16 mm: 40 frames a foot.
  case mm16 = "16mm"

  /// Frames in a foot.
  public var framesPerFoot: Int { self == .mm35FourPerf ? 16 : 40 }
}

/// A length of film in feet and frames, `123+04`.
public struct Footage: Hashable, Sendable, CustomStringConvertible {
  /// The length in frames, from zero.
  public let frameCount: FrameCount
  /// The film.
  public let gauge: FilmGauge

  /// The length of `frameCount` frames.
  ///
  /// - Throws: `TimingError.outOfRange` for a count below zero.
  public init(_ frameCount: FrameCount, on gauge: FilmGauge) throws(TimingError) {
    guard frameCount >= .zero else {
      throw TimingError(.outOfRange, subject: "\(frameCount) frames", remedy: "a length of film is zero or more")
    }
    self.frameCount = frameCount
    self.gauge = gauge
  }

  /// A length from text, `123+04`.
  ///
  /// - Throws: `TimingError.malformed`, or `.outOfRange` for more frames than a foot holds.
  public init(_ text: String, on gauge: FilmGauge) throws(TimingError) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }), let feet = Int(parts[0]),
      let frames = Int(parts[1]), feet <= Int.max / 64
    else { throw TimingError(.malformed, subject: text, remedy: "type feet and frames, such as 123+04") }
    guard frames < gauge.framesPerFoot else {
      throw TimingError(.outOfRange, subject: text, remedy: "a foot of \(gauge.rawValue) has frames 00 to \(gauge.framesPerFoot - 1)")
    }
    try self.init(FrameCount(feet * gauge.framesPerFoot + frames), on: gauge)
  }

  /// Whole feet.
  public var feet: Int { frameCount.value / gauge.framesPerFoot }
  /// Frames beyond the whole feet.
  public var frames: Int { frameCount.value % gauge.framesPerFoot }

  /// Feet and frames, `123+04`.
  public var description: String { "\(feet)+" + (frames < 10 ? "0" : "") + "\(frames)" }
}
