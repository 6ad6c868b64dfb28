// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// What pictures of a source become in an encoding.
struct PictureTarget {
  let format: PixelFormat
  let width: Int
  let height: Int
  /// The picture's own columns and rows; the rest of the raster is black.
  private let inner: (width: Int, height: Int)
  /// The row on which it begins; nothing for the middle of the raster.
  private var top: Int?
  let pixelAspect: Ratio
  let scan: ScanType
  let color: ColorDescription
  let rate: FrameRate
  /// The active format that a change of raster gives the pictures.
  let activeFormat: ActiveFormat?
  /// The filters that turn and convert pictures, and what they are after those.
  private let steps: [String]
  private let base: PictureShape
  /// The matrix that the source's code values are read with; the one it states, or the one of its raster.
  private let sourceMatrix: Int

  init(_ video: Encoding.Video, of source: PictureShape) throws(MediaIOError) {
    guard let format = PixelFormat.named(video.pixelFormat) else {
      throw MediaIOError(.invalidRequest, subject: "pixel format ‘\(video.pixelFormat)’", remedy: "use one of FFmpeg's names, such as yuv422p10le")
    }
    self.format = format
    var (shape, steps) = (source.upright, [String]())
    if shape.scan.isInterlaced, source.quarterTurns & 3 > 0 {  // fields turned lie in columns or change places
      steps.append(PictureConversion.deinterlacer(shape.scan, bothFields: false))
      shape.scan = .progressive
    }
    steps += PictureTarget.turns[source.quarterTurns & 3]
    let outcome = try video.conversion.outcome(of: shape)
    (shape, activeFormat) = (outcome.shape, outcome.activeFormat)
    steps += outcome.filters
    if shape.scan.isInterlaced, video.deinterlaces {
      steps.append(PictureConversion.deinterlacer(shape.scan, bothFields: false))
      shape.scan = .progressive
    }
    (self.steps, base, scan, rate) = (steps, shape, shape.scan, shape.rate)
    let upright = shape
    switch video.raster {
    case .source:
      (width, height, pixelAspect) = (upright.width, upright.height, upright.pixelAspect)
      inner = (width, height)
    case .exactly(let width, let height):
      (self.width, self.height, pixelAspect) = (width, height, Ratio(1, 1))
      inner = PictureTarget.fit(upright, width, height, enlarging: true)
    case .within(let width, let height):
      inner = PictureTarget.fit(upright, width, height, enlarging: false)
      (self.width, self.height, pixelAspect) = (inner.width, inner.height, Ratio(1, 1))
    case .signal:
      guard let signal = try video.signal(of: upright) else {
        throw MediaIOError(.invalidRequest, subject: video.coding.rawValue, remedy: "the encoding asks for a signal and names none")
      }
      inner = (signal.codedWidth, signal.height)
      (width, height, top) = (signal.codedWidth, signal.height + signal.linesAbove + signal.linesBelow, signal.linesAbove)
      pixelAspect = video.coding == .d10 ? PictureTarget.d10Aspect(upright, height: height) : PictureTarget.squeezed(upright.pixelAspect, signal)
    }
    try video.coding.check(width: width, height: height, of: upright)
    sourceMatrix = upright.color.matrix ?? (upright.height >= 720 ? 1 : upright.height > 486 ? 5 : 6)
    var color = upright.color
    if let wished = video.color {
      color.primaries = color.primaries ?? wished.primaries
      color.transfer = color.transfer ?? wished.transfer
      color.matrix = color.matrix ?? wished.matrix
    }
    if format.model == .yCbCr {
      if color.matrix == 0 { color.matrix = 1 }  // red, green and blue become the matrix of high definition
      color.isFullRange = false
    }
    self.color = color
  }

  /// Pictures in `seconds`, at least one.
  func keyInterval(_ seconds: Double) -> Int { max(1, Int((seconds * Double(rate.numerator) / Double(rate.denominator)).rounded())) }

  /// The filters that lead here; `nil` where nothing is to be done.
  var conversion: String? {
    var filters = steps
    let targetMatrix = color.matrix ?? sourceMatrix
    let isFull = base.color.isFullRange == true || base.format.name.hasPrefix("yuvj")
    let isCoded = [.yCbCr, .gray].contains(base.format.model)  // and not red, green and blue
    let isSameColor = !isCoded || (targetMatrix == sourceMatrix && !isFull)
    if inner != (base.width, base.height) || inner != (width, height) || format != base.format || !isSameColor {
      var scale = "scale=w=\(inner.width):h=\(inner.height):flags=lanczos+accurate_rnd+full_chroma_int:interl=\(scan.isInterlaced ? 1 : 0)"
      if isCoded {
        scale += ":in_color_matrix=\(PictureTarget.name(ofMatrix: sourceMatrix)):in_range=\(isFull ? "full" : "limited")"
      }
      if format.model == .yCbCr { scale += ":out_color_matrix=\(PictureTarget.name(ofMatrix: targetMatrix)):out_range=limited" }
      filters += [scale, "format=\(format.name)"]
      // From an even row on, so that fields stay what they are.
      if inner != (width, height) {
        filters.append("pad=w=\(width):h=\(height):x=floor((ow-iw)/4)*2:y=\(top.map(String.init) ?? "floor((oh-ih)/4)*2")")
      }
      filters += ["setsar=\(pixelAspect.numerator)/\(pixelAspect.denominator)"]
    }
    return filters.isEmpty ? nil : filters.joined(separator: ",")
  }

  /// The filters for 0 to 3 quarter turns clockwise.
  private static let turns = [[], ["transpose=clock"], ["hflip,vflip"], ["transpose=cclock"]]

  /// Makes `frame` say what the target is: encoders read some of it from each frame and not from their context.
  func label(_ frame: Frame) {
    let label = frame.pointer
    label.pointee.pict_type = AV_PICTURE_TYPE_NONE  // the encoder decides which pictures are key pictures, not the source
    label.pointee.color_primaries = color.libAVPrimaries
    label.pointee.color_trc = color.libAVTransfer
    label.pointee.colorspace = color.libAVMatrix
    label.pointee.color_range = color.libAVRange
    label.pointee.sample_aspect_ratio = pixelAspect.libAV
    lineup_frame_set_scan(label, scan.isInterlaced ? 1 : 0, scan == .interlacedTopFirst ? 1 : 0)
  }

  /// The largest even raster of the picture's shape, square pixels, within the given one.
  private static func fit(_ source: PictureShape, _ width: Int, _ height: Int, enlarging: Bool) -> (width: Int, height: Int) {
    let aspect = Double(source.width * source.pixelAspect.numerator) / Double(source.height * max(1, source.pixelAspect.denominator))
    let rows = min(Double(height), Double(width) / aspect, enlarging ? .infinity : Double(source.height))
    func even(_ value: Double) -> Int { max(2, Int((value / 2).rounded()) * 2) }
    return (min(width, even(rows * aspect)), min(height, even(rows)))
  }

  /// The shape of pixels of which fewer are coded.
  private static func squeezed(_ aspect: Ratio, _ signal: Signal) -> Ratio {
    var (a, b) = (aspect.numerator * signal.width, aspect.denominator * signal.codedWidth)
    let (numerator, denominator) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a > 0 ? Ratio(numerator / a, denominator / a) : aspect
  }

  /// MPEG-2 says the shape of the whole picture, which is 4:3 or 16:9; of the coded rows some are no picture.
  private static func d10Aspect(_ source: PictureShape, height: Int) -> Ratio {
    let isWide = source.width * source.pixelAspect.numerator * 2 > source.height * source.pixelAspect.denominator * 3
    return isWide ? Ratio(16 * height, 9 * source.width) : Ratio(4 * height, 3 * source.width)
  }

  /// libav's scaler's name of an H.273 matrix.
  static func name(ofMatrix matrix: Int) -> String {
    switch matrix {
    case 4: "fcc"
    case 5, 6: "bt601"
    case 7: "smpte240m"
    case 9, 10: "bt2020"
    default: "bt709"
    }
  }
}

extension PictureShape {
  /// The shape once its turns have been made.
  fileprivate var upright: PictureShape {
    var upright = self
    upright.quarterTurns = 0
    if quarterTurns % 2 == 1 {
      (upright.width, upright.height) = (height, width)
      upright.pixelAspect = Ratio(pixelAspect.denominator, pixelAspect.numerator)
    }
    return upright
  }
}
