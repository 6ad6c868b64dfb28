// SPDX-License-Identifier: Apache-2.0

/// How far a copy or a verification has come.
public struct IntegrityProgress: Equatable, Sendable {
  /// Bytes read so far, all passes together.
  public let bytesDone: Int64
  /// Bytes to read in all.
  public let bytesTotal: Int64
  /// Files finished.
  public let filesDone: Int
  /// Files in all.
  public let filesTotal: Int
  /// The file being read.
  public let currentFile: String
}

/// Adds up progress and passes it on, ten times a second at most.
struct ProgressMeter: ~Copyable {
  private let total: (bytes: Int64, files: Int)
  private let report: (@Sendable (IntegrityProgress) -> Void)?
  private var done: (bytes: Int64, files: Int) = (0, 0)
  private var last: ContinuousClock.Instant?

  init(bytes: Int64, files: Int, report: (@Sendable (IntegrityProgress) -> Void)?) {
    total = (bytes, files)
    self.report = report
  }

  mutating func add(bytes: Int64, file: String) {
    done.bytes += bytes
    tell(file, always: false)
  }

  mutating func finishFile(_ file: String) {
    done.files += 1
    tell(file, always: done.files == total.files)
  }

  private mutating func tell(_ file: String, always: Bool) {
    guard let report else { return }
    let now = ContinuousClock.now
    if !always, let last, now - last < .milliseconds(100) { return }
    last = now
    report(.init(bytesDone: done.bytes, bytesTotal: total.bytes, filesDone: done.files, filesTotal: total.files, currentFile: file))
  }
}
