// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// A picture made small enough for a report.
enum SmallPicture {
  /// The widest it is, in pixels.
  private static let maximumWidth = 320

  /// `frame` upright, with square pixels, at most `maximumWidth` wide and as high as that makes it, as full-range 4:2:0.
  static func scaled(_ frame: Frame, turns: Int, aspect stated: AVRational) throws(MediaIOError) -> Frame {
    let source = frame.pointer.pointee
    let own = source.sample_aspect_ratio
    let pixel = own.num > 0 && own.den > 0 ? own : stated.num > 0 && stated.den > 0 ? stated : AVRational(num: 1, den: 1)
    var (columns, rows) = (Double(source.width) * Double(pixel.num) / Double(pixel.den), Double(source.height))
    if turns % 2 == 1 { (columns, rows) = (rows, columns) }
    let scale = min(1, Double(maximumWidth) / columns, Double(maximumWidth) * 2 / rows)
    func even(_ value: Double) -> Int { max(2, Int((value / 2).rounded()) * 2) }
    let (width, height) = (min(maximumWidth, even(columns * scale)), even(rows * scale))
    guard let format = PixelFormat.cached(AVPixelFormat(source.format)) else {
      throw MediaIOError(.unsupportedCoding, subject: "a picture", remedy: "main memory cannot hold its layout; convert it elsewhere")
    }
    let shape = PictureShape(format: format, width: Int(source.width), height: Int(source.height), rate: .fps25)
    let matrix = source.colorspace == AVCOL_SPC_UNSPECIFIED ? (source.height >= 720 ? ":in_color_matrix=bt709" : ":in_color_matrix=bt601") : ""
    let turn = [[], ["transpose=clock"], ["hflip,vflip"], ["transpose=cclock"]][turns & 3]
    let filters =
      turn + ["scale=w=\(width):h=\(height):flags=area+accurate_rnd+full_chroma_int+bitexact\(matrix):out_color_matrix=bt601:out_range=full"]
    let chain = try FilterChain(
      input: ("buffer", shape.sourceArguments), text: (filters + ["format=yuvj420p", "setsar=1/1"]).joined(separator: ","), sink: "buffersink",
      threads: 1)
    frame.pointer.pointee.pts = 0
    frame.pointer.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
    try chain.push(frame)
    try chain.push(nil)
    guard let result = try chain.pull() else {
      throw MediaIOError(.processingFailed, subject: "a picture", remedy: "it could not be made smaller; check it with probe")
    }
    return result
  }

  /// `frame`, which was scaled, as JPEG.
  static func encoded(_ frame: Frame) throws(MediaIOError) -> ClipSummary.Poster {
    ClipSummary.Poster(
      jpeg: try JPEGEncoder.encode(frame), width: Int(frame.pointer.pointee.width), height: Int(frame.pointer.pointee.height))
  }
}
