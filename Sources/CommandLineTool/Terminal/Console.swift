// SPDX-License-Identifier: Apache-2.0

import Foundation
import Operations
import Synchronization

/// The way out: text or one JSON document on standard output, errors and progress on standard error.
final class Console: Sendable {
  /// Whether the command promised one JSON document.
  let wantsJSON: Bool
  private let progressDisplay: ProgressDisplay
  private let documentPrinted = Mutex(false)

  init(_ options: OutputOptions) {
    wantsJSON = options.json
    let onTerminal = isatty(STDERR_FILENO) == 1
    let style: ProgressDisplay.Style =
      switch options.progress {
      case _ where options.quiet: .none
      case .json: .json
      case .auto where onTerminal: .bar
      case .auto, .none: .none
      }
    progressDisplay = ProgressDisplay(style)
  }

  /// A line for a person; nothing where a JSON document was promised.
  func say(_ line: String = "") {
    guard !wantsJSON else { return }
    progressDisplay.clear()
    Self.write(line + "\n", to: STDOUT_FILENO)
  }

  /// A line on standard error: a warning that does not end the work.
  func warn(_ line: String) {
    progressDisplay.clear()
    Self.write("lineup: " + line + "\n", to: STDERR_FILENO)
  }

  /// The document that `--json` promised.
  func document(_ value: some Encodable) throws {
    guard wantsJSON else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    progressDisplay.clear()
    documentPrinted.withLock { $0 = true }
    Self.write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n", to: STDOUT_FILENO)
  }

  /// Takes news of how far work has come.
  func progress(_ progress: WorkProgress) { progressDisplay.show(progress) }

  /// One sentence on why the work could not be done.
  func fail(_ error: any Error) {
    let sentence = error is CancellationError ? "stopped; run the same command again to go on" : String(describing: error)
    warn(sentence)
    guard wantsJSON, !documentPrinted.withLock({ $0 }) else { return }
    try? document(Failure(status: error is CancellationError ? "cancelled" : "failed", error: sentence))
  }

  /// Ends the display.
  func finish() { progressDisplay.clear() }

  private struct Failure: Encodable {
    var status: String
    var error: String
  }

  /// Writes all of `text`; a reader that has gone away is no reason to fail.
  static func write(_ text: String, to descriptor: Int32) {
    try? FileHandle(fileDescriptor: descriptor).write(contentsOf: Data(text.utf8))
  }
}
