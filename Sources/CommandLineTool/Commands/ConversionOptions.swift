// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import MediaIO
import Operations
import Timing

/// What is made of a source on its way to an encoding, as the command line says it.
struct ConversionOptions: ParsableArguments {
  @Option(help: "Columns and rows, such as 1920x1080, 720x576 (625 lines) or 720x486 (525).")
  var raster: String?
  @Option(help: "How a picture comes into a frame of another shape: bars, cut, 14:9 or stretch.")
  var fit: PictureConversion.Fit = .bars
  @Option(help: "The shape of a frame of standard definition: 4:3 or 16:9.")
  var aspect = "16:9"
  @Option(help: "How many of the 720 columns of standard definition a picture fills: 702, 704 or 720.")
  var active: PictureConversion.ActiveColumns = .analogue
  @Option(help: "Make whole pictures of fields: frames (one for both) or fields (one for each, twice as many).")
  var deinterlace: PictureConversion.Deinterlacing?
  @Option(help: "Make fields of whole pictures: psf (both of one picture) or fields (of two pictures, half as many).")
  var interlace: PictureConversion.Interlacing?
  @Option(help: "Show every picture at this rate, faster or slower: 24 or 23.976 to 25 and back.")
  var rate: String?
  @Option(help: "With --rate: the pitch of the sound is to follow the speed, or to be kept (keep).")
  var soundPitch: SoundSpeed.Pitch?
  @Option(help: "Mix surround down to stereo: lo-ro (centre and surrounds 3 dB down).")
  var downmix: DownmixName?

  /// The names of mixes.
  enum DownmixName: String, ExpressibleByArgument, CaseIterable {
    case loRo = "lo-ro"
  }

  /// What they come to.
  func conversion() throws -> Conversion {
    guard aspect == "16:9" || aspect == "4:3" else { throw ValidationError("--aspect is 16:9 or 4:3, not ‘\(aspect)’") }
    var pictures = PictureConversion(deinterlacing: deinterlace, fit: fit, interlacing: interlace)
    if let raster {
      let numbers = raster.lowercased().split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ $0 >= 16 && $0 <= 16_384 && $0 % 2 == 0 }) else {
        throw ValidationError("--raster is columns and rows in even numbers, such as 1920x1080, not ‘\(raster)’")
      }
      pictures.raster = .init(numbers[0], numbers[1], isWide: aspect == "16:9", active: active)
    }
    if let rate {
      guard let found = try? FrameRate(rate) else {
        throw ValidationError("--rate is a number of pictures a second, such as 25 or 23.976, not ‘\(rate)’")
      }
      pictures.speed = found
    } else if soundPitch != nil {
      throw ValidationError("--sound-pitch says what becomes of the sound where --rate is given")
    }
    return Conversion(pictures: pictures, pitch: soundPitch, downmix: downmix.map { _ in Downmix() })
  }

  func validate() throws { _ = try conversion() }
}

extension PictureConversion.Fit: ExpressibleByArgument {}
extension PictureConversion.ActiveColumns: ExpressibleByArgument {}
extension PictureConversion.Deinterlacing: ExpressibleByArgument {}
extension PictureConversion.Interlacing: ExpressibleByArgument {}
extension SoundSpeed.Pitch: ExpressibleByArgument {}
