// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Foundation
internal import Synchronization

/// What libav said while one file was worked on, kept out of standard error and out of other files' journals.
///
/// A context's `opaque` field points to its journal; decoder threads share the field and so the journal.
final class Journal: Sendable {
  /// A hostile file can make a decoder complain without end; a report needs the first complaints only.
  static let limit = 100

  private let lines = Mutex<[String]>([])

  /// The lines so far, each once, in order of first appearance.
  var notes: [String] { lines.withLock { $0 } }

  /// The field value that leads back here; the journal must outlive the context.
  var opaque: UnsafeMutableRawPointer {
    Journal.listen
    return Unmanaged.passUnretained(self).toOpaque()
  }

  /// Keeps `line` unless it is there, the journal is full, or it is the tail of a line that libav prints in pieces.
  func add(_ line: String) {
    lines.withLock { lines in
      if lines.count < Journal.limit, line.count > 3, !lines.contains(line) { lines.append(line) }
    }
  }

  /// Puts our callback in libav's place, once for the process.
  private static let listen: Void = lineup_log_start { journal, line in
    guard let journal, let line else { return }
    var text = String(cString: line).split(whereSeparator: \.isNewline).joined(separator: " ")
    if let advice = text.range(of: " Consider increasing the value") { text.removeSubrange(advice.lowerBound...) }  // for FFmpeg's own users
    Unmanaged<Journal>.fromOpaque(journal).takeUnretainedValue().add(text)
  }
}
