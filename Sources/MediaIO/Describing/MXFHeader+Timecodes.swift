// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Files
internal import Timing

extension MXFHeader {
  /// The timecode of every package that has one: the material package first, then the source packages in file order.
  ///
  /// - Parameter videoRate: the rate of the pictures, for packages whose timecode track runs at another clock.
  func timecodes(videoRate: FrameRate?) -> [TimecodeStream] {
    let packages = order.compactMap { sets[$0] }
    let tape = packages.lazy.filter { $0.kind == Kind.sourcePackage && isTape($0) }.compactMap { $0.text(Item.packageName) }.first { !$0.isEmpty }
    var found: [TimecodeStream] = []
    for (kind, source) in [(Kind.materialPackage, TimecodeSource.mxfMaterialPackage), (Kind.sourcePackage, .mxfSourcePackage)] {
      for package in packages where package.kind == kind {
        let start = package.references(Item.tracks).lazy.compactMap { sets[$0] }.compactMap { timecode(of: $0, videoRate) }.first
        if let start, !found.contains(where: { $0.source == source && $0.start == start }) {
          found.append(TimecodeStream(source: source, start: start, reel: tape))
        }
      }
    }
    return found
  }

  /// The start of a track that is, or whose sequence begins with, a timecode component (ST 377-1, annex B.17).
  private func timecode(of track: LocalSet, _ videoRate: FrameRate?) -> Timecode? {
    guard let sequence = track.references(Item.sequence).first.flatMap({ sets[$0] }) else { return nil }
    let components = sequence.kind == Kind.sequence ? sequence.references(Item.components).compactMap { sets[$0] } : [sequence]
    guard let component = components.first(where: { $0.kind == Kind.timecodeComponent }),
      let start = component.integer(Item.startTimecode, Int64.self), let base = component.integer(Item.roundedBase, UInt16.self), base > 0
    else { return nil }
    let isDropFrame = component.integer(Item.dropFrame, UInt8.self) == 1
    let clocks = [editRate(of: track), videoRate].compactMap(\.self).filter { $0.nominal == Int(base) }
    let clock = clocks.first.map { ($0.numerator, $0.denominator) } ?? (Int(base), 1)
    guard let rate = try? FrameRate(clock.0, clock.1, dropFrame: isDropFrame) else { return nil }
    return try? Timecode(FrameCount(Int(start)), at: rate)
  }

  private func editRate(of track: LocalSet) -> FrameRate? {
    guard var item = track.items[Item.editRate], let numerator = try? item.integer(Int32.self), let denominator = try? item.integer(Int32.self)
    else { return nil }
    return try? FrameRate(Int(numerator), Int(denominator))
  }

  private func isTape(_ package: LocalSet) -> Bool {
    package.references(Item.descriptor).contains { sets[$0]?.kind == Kind.tapeDescriptor }
  }

  /// Byte 14 of the keys of structural metadata sets (ST 377-1, annex A, table A.1).
  private enum Kind {
    static let sequence: UInt8 = 0x0F
    static let timecodeComponent: UInt8 = 0x14
    static let tapeDescriptor: UInt8 = 0x2E
    static let materialPackage: UInt8 = 0x36
    static let sourcePackage: UInt8 = 0x37
  }

  /// Local tags (ST 377-1, annexes A and B).
  private enum Item {
    static let components: UInt16 = 0x1001
    static let startTimecode: UInt16 = 0x1501
    static let roundedBase: UInt16 = 0x1502
    static let dropFrame: UInt16 = 0x1503
    static let packageName: UInt16 = 0x4402
    static let tracks: UInt16 = 0x4403
    static let descriptor: UInt16 = 0x4701
    static let sequence: UInt16 = 0x4803
    static let editRate: UInt16 = 0x4B01
  }
}
