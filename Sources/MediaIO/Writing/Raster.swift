// SPDX-License-Identifier: Apache-2.0

internal import Essence

extension PictureConversion {
  /// How a picture of one shape comes into a frame of another.
  public enum Fit: String, Hashable, Sendable, CaseIterable {
    /// All of it, between black bars.
    case bars
    /// The frame is full, and what stands over is cut away on both sides.
    case cut
    /// Half of each: cut to 14:9, between narrower bars.
    case middle = "14:9"
    /// All of it, stretched to the frame, whose shape is only a flag: anamorphic.
    case stretch
  }

  /// The columns and rows of a frame, and the shape of its picture.
  public struct Raster: Hashable, Sendable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Whether the picture is 16:9, and not 4:3; matters in standard definition, whose raster tells it not.
    public let isWide: Bool
    /// How many of the 720 columns of standard definition the picture is taken to fill.
    public let active: ActiveColumns

    /// A raster.
    public init(_ width: Int, _ height: Int, isWide: Bool = true, active: ActiveColumns = .analogue) {
      (self.width, self.height, self.isWide, self.active) = (width, height, isWide, active)
    }

    /// Whether it is one of standard definition, whose pixels are not square.
    var isStandardDefinition: Bool { width == 720 && [480, 486, 576].contains(height) }
    /// Whether there is a signal of it with fields.
    var hasFields: Bool { isStandardDefinition || height == 1080 }
    /// The matrix by the numbers of H.273: that of BT.601 for standard definition.
    var matrix: Int { isStandardDefinition ? (height == 576 ? 5 : 6) : 1 }
    /// Width of a pixel over its height.
    var pixelAspect: Ratio { isStandardDefinition ? active.pixelAspect(is625: height == 576, isWide: isWide) : Ratio(1, 1) }
    /// Width of the picture over its height.
    var aspect: Double { isStandardDefinition ? (isWide ? 16.0 / 9 : 4.0 / 3) : Double(width) / Double(height) }
  }

  /// How many of the 720 columns of standard definition a picture of 4:3 or 16:9 fills: the line of analogue television is shorter than what is sampled of it.
  public enum ActiveColumns: String, Hashable, Sendable, CaseIterable {
    /// The 52 µs of the analogue line: 702 columns at 625 lines (ITU-R BT.601 samples at 13.5 MHz; 14.75 MHz makes square ones).
    case analogue = "702"
    /// Whole macroblocks, as MPEG has it.
    case macroblocks = "704"
    /// All 720, as some programs reckon. It draws circles 2.6 % too wide.
    case all = "720"

    /// Width of a pixel over its height.
    func pixelAspect(is625: Bool, isWide: Bool) -> Ratio {
      switch (self, is625) {
      case (.analogue, true): isWide ? Ratio(118, 81) : Ratio(59, 54)
      case (.macroblocks, true): isWide ? Ratio(16, 11) : Ratio(12, 11)
      case (.all, true): isWide ? Ratio(64, 45) : Ratio(16, 15)
      case (.analogue, false), (.macroblocks, false): isWide ? Ratio(40, 33) : Ratio(10, 11)
      case (.all, false): isWide ? Ratio(32, 27) : Ratio(8, 9)
      }
    }
  }
}

/// Where a picture comes from in its raster and goes to in another.
struct FramingPlan {
  let target: PictureConversion.Raster
  /// What is cut out of the source.
  private(set) var crop: (width: Int, height: Int, x: Int, y: Int)
  /// What that becomes.
  private(set) var inner: (width: Int, height: Int)
  /// Its shape: width over height as seen.
  private let content: Double
  private let fit: PictureConversion.Fit
  private let matrices: (source: Int, isFull: Bool)

  init(from source: PictureShape, to target: PictureConversion.Raster, _ fit: PictureConversion.Fit) {
    (self.target, self.fit) = (target, fit)
    let stated = Double(source.width * source.pixelAspect.numerator) / Double(source.height * max(1, source.pixelAspect.denominator))
    // Rows of a tape's vertical interval are no picture.
    let hidden = [608: 32, 512: 26][source.height].flatMap { source.width == 720 ? $0 : nil } ?? 0
    let rows = source.height - hidden
    let raster = PictureConversion.Raster(source.width, rows, isWide: stated > 1.5, active: target.active)
    let pixel = raster.isStandardDefinition ? raster.pixelAspect : source.pixelAspect
    let square = Double(pixel.numerator) / Double(max(1, pixel.denominator))
    let aspect = raster.isStandardDefinition ? raster.aspect : Double(source.width) * square / Double(rows)
    let content: Double =
      switch fit {
      case .bars, .stretch: aspect
      case .cut: target.aspect
      case .middle: 14.0 / 9
      }
    self.content = content
    func even(_ value: Double, atMost most: Int) -> Int { min(most, max(2, Int((value / 2).rounded()) * 2)) }
    // The columns of standard definition that are outside the picture go with what is cut.
    let columns = even(Double(rows) * min(content, aspect) / square, atMost: source.width)
    let cutRows = even(Double(rows) * min(1, aspect / content), atMost: rows)
    crop = (columns, cutRows, (source.width - columns) / 4 * 2, hidden + (rows - cutRows) / 4 * 2)
    let targetSquare = Double(target.pixelAspect.numerator) / Double(target.pixelAspect.denominator)
    let picture = even(Double(target.height) * target.aspect / targetSquare, atMost: target.width)
    if fit == .stretch {
      inner = (picture, target.height)
    } else {
      inner = (
        even(Double(target.height) * min(content, target.aspect) / targetSquare, atMost: picture),
        even(Double(target.height) * min(1, target.aspect / content), atMost: target.height)
      )
    }
    matrices = (source.color.matrix ?? (source.height >= 720 ? 1 : source.height > 512 ? 5 : 6), source.color.isFullRange == true)
  }

  /// The filters that do it, on whole pictures.
  var filters: [String] {
    let pixel = target.pixelAspect
    return [
      "crop=\(crop.width):\(crop.height):\(crop.x):\(crop.y)",
      "scale=w=\(inner.width):h=\(inner.height):flags=lanczos+accurate_rnd+full_chroma_int:interl=0"
        + ":in_color_matrix=\(PictureTarget.name(ofMatrix: matrices.source)):in_range=\(matrices.isFull ? "full" : "limited")"
        + ":out_color_matrix=\(PictureTarget.name(ofMatrix: target.matrix)):out_range=\(matrices.isFull ? "full" : "limited")",
      "pad=w=\(target.width):h=\(target.height):x=floor((ow-iw)/4)*2:y=floor((oh-ih)/4)*2", "setsar=\(pixel.numerator)/\(pixel.denominator)",
    ]
  }

  /// What a receiver may make of it (SMPTE ST 2016-1, table 1); nothing where no code says it.
  var activeFormat: ActiveFormat? {
    guard fit != .stretch else { return nil }
    let codes: [(aspect: Double, code: Int)] = [(4.0 / 3, 9), (14.0 / 9, 11), (16.0 / 9, 10)]
    let code = codes.first { abs($0.aspect - content) < 0.02 }?.code ?? (content > 16.0 / 9 ? 4 : nil)
    return code.flatMap { ActiveFormat(code: $0, isWide: target.aspect > 1.5) }
  }
}
