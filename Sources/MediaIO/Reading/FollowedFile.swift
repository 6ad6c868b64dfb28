// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// A file that another program is still writing: whoever reads at its end waits for more, until nothing has come for a while.
///
/// That is the only sign of an end which every wrapper has. A recorder that pauses for longer, or a network share that shows growth late, needs a
/// longer while.
public final class FollowedFile: Sendable {
  /// How often the file is looked at while there is nothing new.
  private static let interval = 0.2

  /// The path.
  public let path: String
  private let quiet: Double
  private let shouldStop: @Sendable () -> Bool
  private let pause: @Sendable (Double) -> Void
  private let hasEnded = Mutex(false)

  /// The file at `path`.
  ///
  /// - Parameters:
  ///   - quiet: seconds without growth after which it is taken for finished.
  ///   - shouldStop: asked while waiting; once it answers `true`, the file ends where it is.
  ///   - pause: lets so many seconds pass; sleeps unless given.
  public init(
    _ path: String, quiet: Double, shouldStop: @escaping @Sendable () -> Bool = { false },
    pause: (@Sendable (Double) -> Void)? = nil
  ) {
    self.path = path
    self.quiet = quiet
    self.shouldStop = shouldStop
    self.pause = pause ?? { Thread.sleep(forTimeInterval: $0) }
  }

  /// Whether nothing more is waited for.
  public var isFinished: Bool { hasEnded.withLock { $0 } }

  /// Bytes in the file now; nought where it cannot be looked at.
  public var byteCount: Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Waits until the file has more than `bytes`; `false` once it has ended, or waiting was to stop.
  public func waits(beyond bytes: Int) -> Bool {
    var (size, waited) = (byteCount, 0.0)
    while size <= bytes {
      if isFinished || shouldStop() { return false }
      guard waited < quiet else {
        hasEnded.withLock { $0 = true }
        return false
      }
      pause(Self.interval)
      let now = byteCount
      // A file that shrinks is written anew.
      waited = now == size ? waited + Self.interval : 0
      size = now
    }
    return true
  }
}
