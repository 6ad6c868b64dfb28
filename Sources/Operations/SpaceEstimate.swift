// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import Timing

extension Encoding {
  /// About how many bytes `media` comes to in this encoding: enough to say beforehand whether a disk will hold it.
  ///
  /// Codings of constant quality are taken at the upper end of what they usually need; the answer is rounded up by a tenth.
  func estimatedBytes(for media: MediaDescription) -> Int {
    let picture = media.video.first?.facts
    let rate = picture?.rate
    let seconds =
      if let rate, let frames = picture?.frameCount {
        Double(frames.value) * Double(rate.denominator) / Double(rate.numerator)
      } else {
        media.wrapper.duration?.seconds ?? 0
      }
    var bitsPerSecond = 0.0
    if let video, let rate, let width = picture?.width, let height = picture?.height {
      bitsPerSecond += video.bitsPerSecond(width: width, height: height, rate: rate)
    }
    if let audio {
      for stream in media.audio.map(\.facts) {
        let channels = audio.layout?.positions.count ?? stream.channelCount ?? 2
        let kept = (audio.sampleRate ?? stream.sampleRate ?? 48_000) * channels * audio.bitDepth
        bitsPerSecond += Double(audio.coding == .aac ? audio.bitRate ?? kept : kept)
      }
    }
    return Int(max(0, min(bitsPerSecond * seconds / 8 * 1.1, 1e18))) + 65_536
  }
}

extension Encoding.Video {
  fileprivate func bitsPerSecond(width: Int, height: Int, rate: FrameRate) -> Double {
    if case .byFrameRate(let table) = self.rate, let key = table.keys.sorted().first(where: { $0 >= rate.nominal }) ?? table.keys.max() {
      return Double(table[key] ?? 0)
    }
    var pixels = Double(width * height)
    switch raster {
    case .source, .signal: break
    case .exactly(let columns, let rows): pixels = Double(columns * rows)
    case .within(let columns, let rows): pixels = min(pixels, Double(columns * rows))
    }
    return pixels * bitsPerPixel * Double(rate.numerator) / Double(rate.denominator)
  }

  /// Bits for each pixel of each picture. ProRes: target data rates of Apple's ProRes white paper at 1920×1080, 29.97 frames a second; DNxHR: Avid's
  /// published rates at the same; lossless and uncompressed: what the samples themselves take.
  private var bitsPerPixel: Double {
    let reference = 1920.0 * 1080 * 30_000 / 1001
    return switch (coding, profile) {
    case (.prores, "proxy"): 45e6 / reference
    case (.prores, "lt"): 102e6 / reference
    case (.prores, "standard"): 147e6 / reference
    case (.prores, "4444"): 330e6 / reference
    case (.prores, _): 220e6 / reference
    case (.dnxhd, "dnxhr_lb"): 45e6 / reference
    case (.dnxhd, "dnxhr_sq"): 145e6 / reference
    case (.dnxhd, "dnxhr_444"): 440e6 / reference
    case (.dnxhd, _): 220e6 / reference
    case (.ffv1, _): 20
    case (.dpx, _): 32
    case (.tiff, _), (.exr, _): 48
    case (.v210, _): 128.0 / 6
    case (.h264, _), (.h265, _): 0.3
    // At their rates for 25 pictures a second, 1080 rows of high definition and 608 of standard.
    case (.mpeg2, _): 50e6 / (1920 * 1080 * 25)
    case (.avcIntra, _): 114e6 / (1920 * 1080 * 25)
    case (.d10, _): 50e6 / (720 * 576 * 25)
    }
  }
}

/// The sum of two sizes, or the most there is: sizes come from files, and files lie.
func capped<Size: FixedWidthInteger>(_ first: Size, _ second: Size) -> Size {
  let (sum, overflowed) = first.addingReportingOverflow(second)
  return overflowed ? .max : sum
}
