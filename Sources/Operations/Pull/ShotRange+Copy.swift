// SPDX-License-Identifier: Apache-2.0

import Essence
import Integrity
import MediaIO
import Timing

extension ShotRange {
  /// Copies the frames to `path` as they are, and proves by their first and last picture that they are those.
  ///
  /// - Throws: `PullFault` where they cannot be copied; `MediaIOError` of writing; `CancellationError`.
  func copy(to path: String, cancellation: Cancellation) throws {
    guard parts.count == 1 else { throw PullFault("it goes on in another file of its recording, and copying cannot join files: choose a preset") }
    let (source, range) = (parts[0].source.path, parts[0].range)
    let copy: StreamCopy
    do { copy = try StreamCopy(of: source) } catch { throw PullFault(error.description) }
    try copy.run(range, to: path, labels: labels) { try cancellation.check() }
    try check(path)
    for place in Set([0, count - 1]) {
      guard try Self.bytes(of: path, at: place) == Self.bytes(of: source, at: range.lowerBound + place) else {
        throw PullFault("the copy does not show picture \(range.lowerBound + place) where it should: choose a preset")
      }
    }
  }

  /// The samples of a picture.
  private static func bytes(of path: String, at frame: Int) throws -> [UInt8] {
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    try reader.seek(to: FrameCount(frame))
    while let event = try reader.next() {
      guard case .picture(let picture, _) = event else { continue }
      var bytes: [UInt8] = []
      for (index, plane) in picture.planes.enumerated() {
        let width = plane.width * (picture.format.components.first { $0.plane == index }?.step ?? 1)
        for row in 0..<plane.height { bytes += UnsafeRawBufferPointer(start: plane.row(row), count: width) }
      }
      return bytes
    }
    return []
  }
}
