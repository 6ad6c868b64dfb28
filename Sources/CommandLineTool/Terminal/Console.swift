// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Operations
import Synchronization

/// The way out: text or one JSON document on standard output, errors and progress on standard error.
final class Console: Sendable {
  /// Whether the command promised one JSON document.
  let wantsJSON: Bool
  private let progressDisplay: ProgressDisplay
  private let documentPrinted = Mutex(false)
  private let writingFailed = Mutex(false)

  /// Whether something that was to be printed on standard output could not be: a full disk, most likely. A reader that went away is no failure.
  var outputFailed: Bool { writingFailed.withLock { $0 } }

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

  /// A line for a person; nothing where a JSON document was promised. What would break the line or drive the terminal is shown as an escape.
  func say(_ line: String = "") {
    guard !wantsJSON else { return }
    progressDisplay.clear()
    print(line.printable + "\n")
  }

  /// Many lines for a person, written some thousands at once: a call of the system for each would take longer than to make them.
  func say(each lines: some Sequence<String>) {
    guard !wantsJSON else { return }
    progressDisplay.clear()
    var text = ""
    for line in lines {
      text += line.printable
      text += "\n"
      guard text.utf8.count >= 1 << 16 else { continue }
      print(text)
      text = ""
    }
    if !text.isEmpty { print(text) }
  }

  /// A line on standard error: a warning that does not end the work.
  func warn(_ line: String) { warn(lines: line.printable) }

  private func warn(lines: String) {
    progressDisplay.clear()
    Self.write("lineup: " + lines + "\n", to: STDERR_FILENO)
  }

  /// The document that `--json` promised.
  func document(_ value: some Encodable) throws {
    guard wantsJSON else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    progressDisplay.clear()
    documentPrinted.withLock { $0 = true }
    print(Self.escaped(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n")
  }

  /// Takes news of how far work has come.
  func progress(_ progress: WorkProgress) { progressDisplay.show(progress) }

  /// One sentence on why the work could not be done.
  func fail(_ error: any Error) {
    let sentence = error is CancellationError ? "stopped; run the same command again to go on" : String(describing: error)
    // Several problems are told in a line each; names in them are shown with escapes by the errors themselves.
    warn(lines: Self.harmless(sentence))
    promise(error is CancellationError ? "cancelled" : "failed", sentence)
  }

  /// Why the command line cannot be meant; the argument parser prints the sentence itself.
  func refuse(_ sentence: String) { promise("failed", sentence) }

  /// The document that was promised, for work that came to nothing.
  private func promise(_ status: String, _ sentence: String) {
    guard wantsJSON, !documentPrinted.withLock({ $0 }) else { return }
    try? document(Failure(status: status, error: sentence))
  }

  /// Ends the display.
  func finish() { progressDisplay.clear() }

  private struct Failure: Encodable {
    var status: String
    var error: String
  }

  /// The lines of `text` without anything that drives a terminal: names come from outside.
  static func harmless(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
  }

  /// A JSON text in which what would drive a terminal or turn the direction of writing is escaped. Such characters stand inside strings only.
  private static func escaped(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: acts) else { return json }
    return json.unicodeScalars.reduce(into: "") { text, scalar in
      guard acts(scalar) else { return text.unicodeScalars.append(scalar) }
      for unit in String(scalar).utf16 { text += "\\u" + String(UInt32(unit) + 0x1_0000, radix: 16).dropFirst() }
    }
  }

  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .format, .lineSeparator, .paragraphSeparator: scalar.value != 0x200C && scalar.value != 0x200D
    case .control: scalar.value != 0x0A
    default: false
    }
  }

  private func print(_ text: String) {
    guard let error = Self.write(text, to: STDOUT_FILENO), error != EPIPE, !outputFailed else { return }
    writingFailed.withLock { $0 = true }
    warn("standard output cannot be written: \(String(cString: strerror(error)))")
  }

  /// Writes all of `text`.
  ///
  /// - Returns: the system's error number, where that fails.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}
