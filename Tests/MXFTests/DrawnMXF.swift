// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import TestSupport

@testable import MXF

/// A small file of drawn bytes: pictures of constant or of varying length, and tracks of sound.
struct DrawnMXF {
  var pictures: [[UInt8]]
  var sounds: [[[UInt8]]]
  var isConstant: Bool
  var start: Int64 = 900_000
  var frameworks: [PlacedFramework] = []

  init(_ count: Int, isConstant: Bool, tracks: Int = 2, seed: UInt64 = 1, size: Int = 3000) {
    var random = SeededRandom(seed)
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
    pictures = (0..<count).map { _ in bytes(isConstant ? size : size + Int.random(in: 0...500, using: &random)) }
    sounds = (0..<tracks).map { _ in (0..<count).map { _ in bytes(60) } }
    self.isConstant = isConstant
  }

  var plan: OP1aPlan {
    let counter = Counter()
    var plan = OP1aPlan(
      rate: .init(25, 1), duration: Int64(pictures.count),
      elements: [
        .init(
          .picture, container: .avcFrameWrapped, elementType: 0x05,
          descriptor: EssenceDescriptor.avcIntra100At1080i25(ActiveFormat(code: 10, isWide: true)),
          byteCount: isConstant ? pictures.first?.count : nil)
      ]
        + sounds.map { _ in
          .init(
            .sound, container: .wavePCMFrameWrapped, elementType: 0x01, descriptor: EssenceDescriptor.wavePCM(bits: 24),
            byteCount: sounds.first?.first?.count ?? 0)
        },
      timecode: .init(start: start, base: 25, isDropFrame: false),
      product: .init(company: "Test", name: "drawn", version: "1", identifier: [UInt8](repeating: 9, count: 16)),
      date: Timestamp(seconds: 1_795_000_000), newIdentifier: { counter.next() })
    plan.frameworks = frameworks
    return plan
  }

  func write(to path: String, _ change: (inout OP1aPlan) -> Void = { _ in }) throws {
    var plan = plan
    change(&plan)
    var writer = try OP1aWriter(path, plan)
    for frame in pictures.indices {
      let elements = [pictures[frame]] + sounds.map { $0[frame] }
      try writer.append(elements.map(\.count), flags: .init(keyFrameOffset: -Int8(frame % 12), bits: frame % 12 == 0 ? 0xC0 : 0x20)) {
        element, memory in
        memory.copyBytes(from: elements[element])
      }
    }
    try writer.finish()
  }

  /// Identifiers that count, so that a file is the same each time.
  private final class Counter: @unchecked Sendable {
    private var count: UInt64 = 0

    func next() -> [UInt8] {
      count += 1
      return [UInt8](repeating: 0xAB, count: 8) + Array(number: count)
    }
  }
}
