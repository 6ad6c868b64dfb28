// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence
internal import Synchronization

extension PixelFormat {
  /// The layout that libav calls `format`; `nil` for a format without a description. The corresponding C function is
  /// `av_pix_fmt_desc_get`.
  init?(_ format: AVPixelFormat) {
    guard let descriptor = av_pix_fmt_desc_get(format)?.pointee, let name = descriptor.name else { return nil }
    let flags = descriptor.flags
    func has(_ flag: Int32) -> Bool { flags & UInt64(flag) != 0 }
    let parts = [descriptor.comp.0, descriptor.comp.1, descriptor.comp.2, descriptor.comp.3].prefix(Int(descriptor.nb_components))
    let isMeasurable = ![AV_PIX_FMT_FLAG_PAL, AV_PIX_FMT_FLAG_BITSTREAM, AV_PIX_FMT_FLAG_HWACCEL, AV_PIX_FMT_FLAG_BAYER].contains(where: has)
    let model: Model =
      if !isMeasurable || String(cString: name).hasPrefix("xyz") { .other } else if has(AV_PIX_FMT_FLAG_RGB) { .rgb } else {
        parts.count < 3 ? .gray : .yCbCr
      }
    self.init(
      name: String(cString: name), model: model,
      components: parts.map {
        Component(plane: Int($0.plane), step: Int($0.step), offset: Int($0.offset), shift: Int($0.shift), depth: Int($0.depth))
      },
      log2ChromaWidth: Int(descriptor.log2_chroma_w), log2ChromaHeight: Int(descriptor.log2_chroma_h),
      hasAlpha: has(AV_PIX_FMT_FLAG_ALPHA), isBigEndian: has(AV_PIX_FMT_FLAG_BE), isFloat: has(AV_PIX_FMT_FLAG_FLOAT))
  }

  /// The layout of `format`, made once for the process.
  static func cached(_ format: AVPixelFormat) -> PixelFormat? {
    known.withLock { known in
      if let found = known[format.rawValue] { return found }
      let made = PixelFormat(format)
      known[format.rawValue] = made
      return made
    }
  }

  private static let known = Mutex<[Int32: PixelFormat]>([:])

  /// The layout of that name; `nil` where FFmpeg has none.
  public static func named(_ name: String) -> PixelFormat? { cached(av_get_pix_fmt(name)) }

  /// libav's number for the layout, by its name.
  var libAV: AVPixelFormat { av_get_pix_fmt(name) }
}
