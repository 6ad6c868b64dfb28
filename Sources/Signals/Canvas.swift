// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// Memory for one planar Y′CbCr picture, to be drawn on and then handed over.
///
/// `picture(at:)` consumes the canvas: the pixels become a `Picture` without being copied, and nobody can write to them any more.
///
///     var canvas = Canvas(format: .yuv422p10, width: 1920, height: 1080)
///     canvas.fill(CodeValues(gray: 0.5, depth: 10))
///     let picture = canvas.picture(at: 0)
public struct Canvas: ~Copyable, Sendable {
  /// How the samples lie: planar Y′CbCr of 8 to 16 bits in native words.
  public let format: PixelFormat
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  private let memory: CanvasMemory

  /// A canvas whose samples are all zero until drawn on.
  ///
  /// - Precondition: `format` is planar Y′CbCr without alpha, of 8 bits or of 9 to 16 in little-endian words.
  public init(format: PixelFormat, width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a canvas has pixels")
    precondition(Canvas.supports(format), "a canvas is planar Y′CbCr, not \(format.name)")
    self.format = format
    self.width = width
    self.height = height
    memory = CanvasMemory(format: format, width: width, height: height)
    memory.clear()
  }

  /// A canvas that starts as a copy of what `background` holds.
  init(copying background: borrowing Canvas) {
    format = background.format
    width = background.width
    height = background.height
    memory = CanvasMemory(format: format, width: width, height: height)
    memory.copy(background.memory)
  }

  /// Whether a canvas can be made in `format`.
  public static func supports(_ format: PixelFormat) -> Bool {
    guard format.model == .yCbCr, format.components.count == 3, !format.isBigEndian, !format.isFloat else { return false }
    let step = format.bitDepth > 8 ? 2 : 1
    return (8...16).contains(format.bitDepth)
      && format.components.indices.allSatisfy { format.components[$0] == .init(plane: $0, step: step, depth: format.bitDepth) }
  }

  /// Fills a rectangle, clipped to the canvas; colour-difference samples that it touches take its colour too.
  public mutating func fill(_ color: CodeValues, columns: Range<Int>? = nil, rows: Range<Int>? = nil) {
    for plane in 0..<3 { fill(plane: plane, with: color[plane], columns: columns, rows: rows) }
  }

  /// Fills the luma of a rectangle, clipped to the canvas, and leaves its colour alone.
  public mutating func fill(luma: Int, columns: Range<Int>, rows: Range<Int>) { fill(plane: 0, with: luma, columns: columns, rows: rows) }

  /// The finished picture; its pixels are the canvas's own.
  public consuming func picture(at position: FrameCount, attributes: PictureAttributes? = nil) -> Picture {
    sharedPicture(at: position, attributes: attributes)
  }

  /// A picture over a canvas that is kept, by a caller that never draws on it again.
  func sharedPicture(at position: FrameCount, attributes: PictureAttributes? = nil) -> Picture {
    let memory = memory
    let planes = memory.planes.map {
      Picture.Plane(base: UnsafeRawPointer(memory.base + $0.offset), stride: $0.stride, width: $0.width, height: $0.height)
    }
    return Picture(
      format: format, width: width, height: height, planes: planes, position: position,
      attributes: attributes ?? PictureAttributes(scan: .progressive, color: .bt709, pixelAspect: Ratio(1, 1)), owner: memory)
  }

  // MARK: -

  /// Lets `body` write each row of a plane, or those of `rows` that it has, as samples of type `Sample`.
  mutating func drawRows<Sample: FixedWidthInteger>(
    of plane: Int, as type: Sample.Type, rows: Range<Int>? = nil, _ body: (_ row: Int, _ samples: UnsafeMutableBufferPointer<Sample>) -> Void
  ) {
    precondition(MemoryLayout<Sample>.size == format.components[plane].step, "samples are as wide as the format says")
    let place = memory.planes[plane]
    for row in rows.clamped(to: 0..<place.height, orAll: place.height) {
      let start = (memory.base + place.offset + row * place.stride).assumingMemoryBound(to: Sample.self)
      body(row, UnsafeMutableBufferPointer(start: start, count: place.width))
    }
  }

  private mutating func fill(plane: Int, with value: Int, columns: Range<Int>?, rows: Range<Int>?) {
    let place = memory.planes[plane]
    let isChroma = plane > 0
    let columns = subsampled(columns, by: isChroma ? format.log2ChromaWidth : 0).clamped(to: 0..<place.width, orAll: place.width)
    let rows = subsampled(rows, by: isChroma ? format.log2ChromaHeight : 0).clamped(to: 0..<place.height, orAll: place.height)
    guard !columns.isEmpty else { return }
    for row in rows {
      let start = memory.base + place.offset + row * place.stride
      if format.bitDepth > 8 {
        (start.assumingMemoryBound(to: UInt16.self) + columns.lowerBound).update(repeating: UInt16(value), count: columns.count)
      } else {
        (start.assumingMemoryBound(to: UInt8.self) + columns.lowerBound).update(repeating: UInt8(value), count: columns.count)
      }
    }
  }

  private func subsampled(_ range: Range<Int>?, by shift: Int) -> Range<Int>? {
    range.map { $0.lowerBound >> shift..<($0.upperBound + (1 << shift) - 1) >> shift }
  }
}

extension Range<Int>? {
  /// The range cut to `limits`; everything below `count` where there is none.
  fileprivate func clamped(to limits: Range<Int>, orAll count: Int) -> Range<Int> { self.map { $0.clamped(to: limits) } ?? 0..<count }
}

/// The pixels of a canvas and then of the picture that it became.
private final class CanvasMemory: @unchecked Sendable {  // written through one non-copyable canvas only, which then hands it over
  let base: UnsafeMutableRawPointer
  let planes: [(offset: Int, stride: Int, width: Int, height: Int)]
  private let byteCount: Int

  init(format: PixelFormat, width: Int, height: Int) {
    var offset = 0
    planes = format.components.indices.map { index in
      let (columnShift, rowShift) = index > 0 ? (format.log2ChromaWidth, format.log2ChromaHeight) : (0, 0)
      let columns = (width + (1 << columnShift) - 1) >> columnShift
      let rows = (height + (1 << rowShift) - 1) >> rowShift
      let stride = (columns * format.components[index].step + 63) & ~63
      defer { offset += stride * rows }
      return (offset, stride, columns, rows)
    }
    byteCount = offset
    base = .allocate(byteCount: byteCount, alignment: 64)
  }

  func clear() { base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }

  func copy(_ other: CanvasMemory) { base.copyMemory(from: other.base, byteCount: byteCount) }

  deinit { base.deallocate() }
}
