// SPDX-License-Identifier: Apache-2.0

internal import Essence
public import Timing

/// A signal as a coding of broadcasters takes it: raster, rate and scanning, and how the coding holds them.
public struct Signal: Hashable, Sendable {
  /// Columns of the picture.
  public var width: Int
  /// Rows of a whole picture.
  public var height: Int
  /// Pictures a second; how they are labelled does not matter.
  public var rate: FrameRate
  /// Which field is first, where there are fields.
  public var scan: Scan
  /// Columns that are coded; fewer than the picture has are made by squeezing it.
  public var codedWidth: Int
  /// Rows that are coded above the picture, where a tape has its vertical interval.
  public var linesAbove: Int
  /// Rows that are coded below the picture.
  public var linesBelow: Int

  /// How a signal is scanned.
  public enum Scan: String, Hashable, Sendable {
    case progressive = "p"
    case topFirst = "i"
    case bottomFirst = "i, lower field first"
  }

  /// A signal whose raster is coded as it is, unless it is said.
  public init(
    _ width: Int, _ height: Int, _ rate: FrameRate, _ scan: Scan, codedWidth: Int? = nil, linesAbove: Int = 0, linesBelow: Int = 0
  ) {
    (self.width, self.height, self.rate, self.scan) = (width, height, rate, scan)
    (self.codedWidth, self.linesAbove, self.linesBelow) = (codedWidth ?? width, linesAbove, linesBelow)
  }

  /// Its short name, such as `1920×1080i25`.
  public var name: String {
    "\(width)×\(height)" + (scan == .progressive ? "p" : "i") + rate.nonDropFrame.description + (scan == .bottomFirst ? " (lower field first)" : "")
  }

  /// Whether pictures of a shape are this signal.
  func isSignal(of shape: PictureShape) -> Bool {
    let scans: [ScanType: Scan] = [.progressive: .progressive, .interlacedTopFirst: .topFirst, .interlacedBottomFirst: .bottomFirst]
    return shape.width == width && shape.height == height && shape.rate.hasSameSpeed(as: rate) && scans[shape.scan] == scan
  }

  // MARK: - Tables

  /// 1080 rows in fields (SMPTE ST 274).
  static func interlaced1080(_ rates: [FrameRate], width: Int = 1920, codedWidth: Int? = nil) -> [Signal] {
    rates.map { Signal(width, 1080, $0, .topFirst, codedWidth: codedWidth) }
  }

  /// Whole pictures.
  static func progressive(_ width: Int, _ height: Int, _ rates: [FrameRate], codedWidth: Int? = nil) -> [Signal] {
    rates.map { Signal(width, height, $0, .progressive, codedWidth: codedWidth) }
  }

  /// 625 lines as D-10 codes them: 32 of the vertical interval and 576 of picture (SMPTE ST 356).
  static let d10At625 = [Signal(720, 576, .fps25, .topFirst, linesAbove: 32), Signal(720, 608, .fps25, .topFirst)]

  /// 525 lines as D-10 codes them: 26 of the vertical interval and 486 of picture, of which 480 leave out four at the top and two at the bottom.
  static let d10At525 = [
    Signal(720, 480, .fps29_97, .bottomFirst, linesAbove: 30, linesBelow: 2), Signal(720, 486, .fps29_97, .bottomFirst, linesAbove: 26),
    Signal(720, 512, .fps29_97, .bottomFirst),
  ]
}

extension Encoding.Video {
  /// The signal that pictures of a shape are; nothing where the coding takes any.
  /// - Throws: `MediaIOError` where it takes some, and this is none of them.
  func signal(of shape: PictureShape) throws(MediaIOError) -> Signal? {
    guard !signals.isEmpty else { return nil }
    if let found = signals.first(where: { $0.isSignal(of: shape) }) { return found }
    let scan: Signal.Scan = shape.scan == .progressive ? .progressive : shape.scan == .interlacedTopFirst ? .topFirst : .bottomFirst
    let own = Signal(shape.width, shape.height, shape.rate, scan)
    throw MediaIOError(
      .invalidRequest, subject: "pictures of \(own.name)",
      remedy: "\(coding.rawValue) takes \(signals.map(\.name).joined(separator: ", ")): convert them to one of these, or choose another preset")
  }
}
