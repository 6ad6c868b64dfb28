// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// A reference to decoded data, released with the object. The corresponding C type is `AVFrame`.
final class Frame: @unchecked Sendable {  // read-only once a picture or block is made of it
  let pointer: UnsafeMutablePointer<AVFrame>

  /// An empty frame.
  init() throws(MediaIOError) {
    guard let frame = av_frame_alloc() else { throw .outOfMemory("a frame") }
    pointer = frame
  }

  deinit {
    var frame: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&frame)
  }
}

extension Picture {
  /// The picture that `frame` holds, without copying; `nil` for a layout that main memory does not hold.
  init?(_ frame: Frame, position: FrameCount, tick: AVRational, quarterTurns: Int = 0) {
    let source = frame.pointer.pointee
    guard let format = PixelFormat.cached(AVPixelFormat(source.format)), source.width > 0, source.height > 0 else { return nil }
    var planes: [Plane] = []
    for index in 0..<(format.components.map(\.plane).max() ?? -1) + 1 {
      guard let base = frame.pointer.data(index) else { return nil }
      let isChroma = format.isChroma(plane: index)
      let (shiftX, shiftY) = isChroma ? (format.log2ChromaWidth, format.log2ChromaHeight) : (0, 0)
      planes.append(
        Plane(
          base: UnsafeRawPointer(base), stride: Int(frame.pointer.lineSize(index)), width: -(-Int(source.width) >> shiftX),
          height: -(-Int(source.height) >> shiftY)))
    }
    self.init(
      format: format, width: Int(source.width), height: Int(source.height), planes: planes, position: position,
      attributes: PictureAttributes(frame.pointer, tick: tick, quarterTurns: quarterTurns), owner: frame)
  }
}

extension PictureAttributes {
  /// What `frame` says of itself; its time is in ticks of `tick` seconds.
  init(_ frame: UnsafeMutablePointer<AVFrame>, tick: AVRational, quarterTurns: Int) {
    let source = frame.pointee
    let time = source.best_effort_timestamp
    self.init(
      scan: ScanType(frame),
      color: ColorDescription(source.color_primaries, source.color_trc, source.colorspace, source.color_range),
      pixelAspect: Ratio(source.sample_aspect_ratio), isKey: lineup_frame_is_key(frame) != 0,
      isDamaged: source.flags & AV_FRAME_FLAG_CORRUPT != 0 || source.decode_error_flags != 0,
      timestamp: time == lineup_no_timestamp ? nil : MediaTime(Int(time), tick: Ratio(Int(tick.num), Int(tick.den))), quarterTurns: quarterTurns)
  }
}

extension ScanType {
  /// How `frame` was scanned, as its decoder flagged it.
  init(_ frame: UnsafeMutablePointer<AVFrame>) {
    self =
      lineup_frame_is_interlaced(frame) == 0 ? .progressive : lineup_frame_is_top_first(frame) != 0 ? .interlacedTopFirst : .interlacedBottomFirst
  }
}

extension UnsafeMutablePointer<AVFrame> {
  /// The first byte of plane `index` (0 to 7).
  func data(_ index: Int) -> UnsafeMutablePointer<UInt8>? {
    withUnsafePointer(to: &pointee.data) { tuple in
      tuple.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 8) { $0[index] }
    }
  }

  /// Bytes from row to row of plane `index` (0 to 7).
  func lineSize(_ index: Int) -> Int32 {
    withUnsafePointer(to: &pointee.linesize) { tuple in tuple.withMemoryRebound(to: Int32.self, capacity: 8) { $0[index] } }
  }
}

extension PixelFormat {
  /// Whether a plane holds colour differences only, and so has their columns and rows.
  fileprivate func isChroma(plane: Int) -> Bool {
    guard model == .yCbCr else { return false }
    return !components.enumerated().contains { $1.plane == plane && ($0 == 0 || hasAlpha && $0 == components.count - 1) }
  }
}
