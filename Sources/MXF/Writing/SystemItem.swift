// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// The system item that begins an edit unit of D-10: what is in it, which it is, and its timecode (SMPTE ST 326, ST 385, ST 386).
struct SystemItem {
  private let container: UniversalLabel
  private let timecode: StatedTimecode
  private let rate: UInt8
  private let package: [UInt8]

  /// The bytes of its pack and its set, keys and lengths included.
  static let byteCount = 20 + 57 + 20 + 35

  /// System items of a plan.
  /// - Parameter package: the identifier of the file package.
  init(_ plan: OP1aPlan, package: [UInt8]) {
    container = plan.elements[0].container
    timecode = plan.timecode
    // ST 326: which rate it is, and whether it is one of those over 1.001. D-10 has two.
    rate = plan.timecode.base == 25 ? 2 << 1 : 3 << 1 | 1
    self.package = package
  }

  /// That of an edit unit.
  func bytes(_ number: Int64) -> [UInt8] {
    // It has a user date (the timecode), a picture and a sound item, and says which container it is of.
    var pack: [UInt8] = [0x5C, rate, 0, 0, 0]
    pack.append(UInt16(truncatingIfNeeded: number))
    pack += container.bytes + [UInt8](repeating: 0, count: 17)
    pack += [0x81] + label(number) + [UInt8](repeating: 0, count: 12)
    return KLVBytes.packet(.systemPack, pack) + KLVBytes.packet(.packageMetadataSet, [0x83, 0x00, 0x20] + package)
  }

  /// A label as ST 12-1 has it, frames first, two digits a byte; the second bit of the first says that labels are dropped.
  private func label(_ number: Int64) -> [UInt8] {
    let rate: FrameRate = timecode.base == 25 ? .fps25 : timecode.isDropFrame ? .fps29_97df : .fps29_97
    let fields = Timecode(wrapping: FrameCount(Int(clamping: timecode.start &+ number)), at: rate).fields
    func digits(_ value: Int) -> UInt8 { UInt8(value / 10 % 10) << 4 | UInt8(value % 10) }
    return [digits(fields.frames) | (timecode.isDropFrame ? 0x40 : 0), digits(fields.seconds), digits(fields.minutes), digits(fields.hours)]
  }
}
