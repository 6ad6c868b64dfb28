// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What is made of pictures before they are coded: whole pictures of fields or fields of them, another raster, another speed. Nothing of it happens unasked,
/// and no picture is ever made up between two others but those that deinterlacing completes.
public struct PictureConversion: Hashable, Sendable {
  /// How fields become whole pictures.
  public enum Deinterlacing: String, Hashable, Sendable, CaseIterable {
    /// One picture for both fields, as many as there were.
    case frames
    /// One picture for each field, twice as many.
    case fields
  }

  /// How whole pictures become fields.
  public enum Interlacing: String, Hashable, Sendable, CaseIterable {
    /// Both fields are of one picture, as many as there were: progressive segmented frames.
    case segments = "psf"
    /// Each field is of another picture, half as many.
    case fields
  }

  /// How fields become whole pictures; nothing leaves them.
  public var deinterlacing: Deinterlacing?
  /// Columns and rows; nothing leaves them.
  public var raster: Raster?
  /// How a picture of one shape comes into a frame of another.
  public var fit: Fit
  /// How whole pictures, shown at their speed, become fields; nothing leaves them.
  public var interlacing: Interlacing?
  /// Pictures a second as they are to be shown: each stays, and all run faster or slower. Nothing leaves the rate.
  public var speed: FrameRate?

  /// A conversion that leaves everything as it is, unless it is said.
  public init(
    deinterlacing: Deinterlacing? = nil, raster: Raster? = nil, fit: Fit = .bars, interlacing: Interlacing? = nil, speed: FrameRate? = nil
  ) {
    self.deinterlacing = deinterlacing
    self.raster = raster
    self.fit = fit
    self.interlacing = interlacing
    self.speed = speed
  }

  /// Whether it leaves pictures as they are.
  public var isNothing: Bool { deinterlacing == nil && raster == nil && interlacing == nil && speed == nil }

  /// What becomes of pictures of a shape.
  /// - Throws: `MediaIOError` where it cannot be done with them, or should not.
  public func outcome(of source: PictureShape) throws(MediaIOError) -> Outcome {
    var outcome = Outcome(shape: source, activeFormat: nil, filters: [])
    if let deinterlacing {
      guard source.scan.isInterlaced else { throw refusal(of: source, "they are whole pictures already: leave --deinterlace out") }
      outcome.filters.append(Self.deinterlacer(source.scan, bothFields: deinterlacing == .fields))
      outcome.shape.scan = .progressive
      if deinterlacing == .fields { outcome.shape.rate = try scaled(source.rate, by: 2, over: 1) }
    }
    if let raster { try convert(&outcome, to: raster) }
    if let speed {
      try check(speed, for: outcome.shape)
      outcome.shape.rate = speed.nonDropFrame
    }
    if let interlacing {
      guard !outcome.shape.scan.isInterlaced else { throw refusal(of: source, "they have fields already: leave --interlace out") }
      outcome.shape.scan = Self.fieldOrder(ofRows: outcome.shape.height)
      if interlacing == .fields {
        outcome.filters.append(Self.interlacer(outcome.shape.scan))
        outcome.shape.rate = try scaled(outcome.shape.rate, by: 1, over: 2)
      }
    }
    return outcome
  }

  /// What becomes of pictures.
  public struct Outcome: Sendable {
    /// What they are then.
    public var shape: PictureShape
    /// The active format that the raster gives them; nothing where it tells none.
    public var activeFormat: ActiveFormat?
    /// The filters that do it, in their order.
    var filters: [String]
  }

  // MARK: - Steps

  /// Standard definition has its first field where its interfaces have it: 525 lines the lower one (SMPTE ST 125), all others the upper one.
  static func fieldOrder(ofRows height: Int) -> ScanType { [480, 486, 512].contains(height) ? .interlacedBottomFirst : .interlacedTopFirst }

  static func deinterlacer(_ scan: ScanType, bothFields: Bool) -> String {
    "bwdif=mode=\(bothFields ? "send_field" : "send_frame"):deint=all:parity=\(scan == .interlacedTopFirst ? "tff" : "bff")"
  }

  private static func interlacer(_ scan: ScanType) -> String { "interlace=scan=\(scan == .interlacedTopFirst ? "tff" : "bff"):lowpass=off" }

  /// Scales pictures. Fields are completed first, scaled as pictures of their moments, and taken out of those: lines stay where they belong, and no field
  /// gets anything of another's moment but what completes it.
  private func convert(_ outcome: inout Outcome, to raster: Raster) throws(MediaIOError) {
    let source = outcome.shape
    let isInterlaced = source.scan.isInterlaced
    guard !isInterlaced || raster.hasFields else {
      throw refusal(of: source, "\(raster.width)×\(raster.height) has whole pictures only: add --deinterlace fields, or frames")
    }
    let plan = FramingPlan(from: source, to: raster, fit)
    if isInterlaced { outcome.filters.append(Self.deinterlacer(source.scan, bothFields: true)) }
    outcome.filters += plan.filters
    outcome.shape.width = raster.width
    outcome.shape.height = raster.height
    outcome.shape.pixelAspect = plan.target.pixelAspect
    outcome.shape.color.matrix = raster.matrix
    if isInterlaced {
      outcome.shape.scan = Self.fieldOrder(ofRows: raster.height)
      outcome.filters.append(Self.interlacer(outcome.shape.scan))
    }
    outcome.activeFormat = plan.activeFormat
  }

  /// Speeds between film and the television of 50 Hz (24, 23.976 and 25 pictures a second): what differs by more is another programme.
  private func check(_ speed: FrameRate, for shape: PictureShape) throws(MediaIOError) {
    let change = Double(speed.numerator) * Double(shape.rate.denominator) / (Double(speed.denominator) * Double(shape.rate.numerator))
    guard !shape.scan.isInterlaced || shape.rate.hasSameSpeed(as: speed) else {
      throw refusal(of: shape, "pictures with fields keep their rate: add --deinterlace frames, or leave --rate out")
    }
    guard change > 0.95, change < 1.05 else {
      throw refusal(
        of: shape, "from \(shape.rate) to \(speed) is no change of speed that anybody should see, and pictures between pictures are not made up here")
    }
  }

  private func scaled(_ rate: FrameRate, by numerator: Int, over denominator: Int) throws(MediaIOError) -> FrameRate {
    do throws(TimingError) { return try FrameRate(rate.numerator * numerator, rate.denominator * denominator) } catch {
      throw MediaIOError(.invalidRequest, subject: "a rate of \(rate)", remedy: error.description)
    }
  }

  private func refusal(of shape: PictureShape, _ remedy: String) -> MediaIOError {
    MediaIOError(.invalidRequest, subject: "pictures of \(shape.width)×\(shape.height) at \(shape.rate)", remedy: remedy)
  }
}
