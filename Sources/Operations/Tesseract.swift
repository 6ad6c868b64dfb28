// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
import Synchronization
import Timing

/// Reads lines of text in pictures with Tesseract, which runs as a child process: one call for each picture.
///
/// What it reads is a help for people: it misses decorative type and reads text into leaves and bricks. No verdict rests on it alone.
struct Tesseract: Sendable {
  /// A line of text in a picture, its box in pixels.
  struct Line: Hashable, Sendable {
    var words: String
    var left, top, width, height: Int
    /// How sure Tesseract is of its words, 0 to 100: the mean.
    var confidence: Double
  }

  /// Words of which it is less sure are not taken.
  private static let leastConfidence = 60.0
  /// The longest that one picture may take.
  private static let seconds = 120.0

  private let program: URL
  private let seconds: Double

  /// The program that the environment variable `LINEUP_TESSERACT` names, or the `tesseract` found on `PATH`.
  ///
  /// - Parameter seconds: the longest that one picture may take.
  /// - Throws: `OperationsError` where there is none.
  init(environment: [String: String] = ProcessInfo.processInfo.environment, seconds: Double = Tesseract.seconds) throws {
    self.seconds = seconds
    let named = environment["LINEUP_TESSERACT"].flatMap { $0.isEmpty ? nil : $0 }
    let places = named.map { [$0] } ?? (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/tesseract" }
    guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      let remedy = named.map { "‘\($0)’ is not a program: set LINEUP_TESSERACT to one, or unset it" }
      throw OperationsError(
        .badInput, subject: "tesseract",
        "text cannot be read: "
          + (remedy
            ?? "Tesseract is not installed. Install it (Debian: apt-get install tesseract-ocr; macOS: brew install tesseract), or leave out --read-text")
      )
    }
    program = URL(fileURLWithPath: found)
  }

  /// The lines of text in `picture`, from the top.
  ///
  /// - Throws: `OperationsError` where Tesseract fails or takes too long; `CancellationError` when asked to stop.
  func lines(in picture: Picture, cancellation: Cancellation) throws -> [Line] {
    guard let page = picture.grayMap else {
      throw OperationsError(
        .badInput, subject: "tesseract", "text cannot be read in pictures of format \(picture.format.name): leave out --read-text")
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "lineup-\(UUID().uuidString).pgm")
    defer { try? FileManager.default.removeItem(at: path) }  // what cannot be removed from there the system will remove
    try page.write(to: path)
    let process = Process()
    process.executableURL = program
    // Lines anywhere, in no order; one thread, since the machine has other work.
    process.arguments = [path.path, "stdout", "--psm", "11", "tsv"]
    process.environment = ProcessInfo.processInfo.environment.merging(["OMP_THREAD_LIMIT": "1"]) { $1 }
    let output = Pipe()
    (process.standardOutput, process.standardError, process.standardInput) = (output, FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    let isLate = Atomic(false)
    let limit = DispatchWorkItem {
      guard process.isRunning else { return }
      isLate.store(true, ordering: .relaxed)
      // It inherits this thread's mask, in which SIGTERM may be blocked: then `terminate()` would wait for it for ever.
      kill(process.processIdentifier, SIGKILL)
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: limit)
    let table = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    limit.cancel()
    try cancellation.check()
    // What it had written by then is not what stands in the picture.
    if isLate.load(ordering: .relaxed), process.terminationReason != .exit || process.terminationStatus != 0 {
      throw OperationsError(
        .badInput, subject: "tesseract",
        "Tesseract took longer than \(seconds.formatted()) seconds over the picture at frame \(picture.position.value) and was stopped: try again when the machine is "
          + "less busy, or leave out --read-text")
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw OperationsError(
        .badInput, subject: "tesseract",
        "Tesseract failed (status \(process.terminationStatus)): try ‘tesseract --list-langs’, which must list eng, or leave out --read-text")
    }
    return Self.lines(ofTable: String(decoding: table, as: UTF8.self))
  }

  /// The lines in Tesseract's table of words: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
  static func lines(ofTable table: String) -> [Line] {
    var lines: [(key: [Substring], line: Line, words: Int)] = []
    for row in table.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
      guard fields.count == 12, fields[0] == "5", let confidence = Double(fields[10]), confidence >= leastConfidence else { continue }
      let word = fields[11].trimmingCharacters(in: .whitespaces)
      let sides = fields[6...9].compactMap { Int($0) }
      guard sides.count == 4, word.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
      let key = Array(fields[1...4])
      let new = Line(words: word, left: sides[0], top: sides[1], width: sides[2], height: sides[3], confidence: confidence)
      if let last = lines.indices.last, lines[last].key == key {
        let count = lines[last].words
        lines[last].line.extend(by: new)
        lines[last].line.confidence = (lines[last].line.confidence * Double(count) + confidence) / Double(count + 1)
        lines[last].words += 1
      } else {
        lines.append((key, new, 1))
      }
    }
    return lines.map(\.line).sorted { ($0.top, $0.left) < ($1.top, $1.left) }
  }
}

extension Tesseract.Line {
  /// Takes in the words and the box of `other`.
  mutating func extend(by other: Tesseract.Line) {
    words += " " + other.words
    encompass(other)
  }

  /// Takes in the box of `other`.
  mutating func encompass(_ other: Tesseract.Line) {
    let (right, bottom) = (max(left + width, other.left + other.width), max(top + height, other.top + other.height))
    (left, top) = (min(left, other.left), min(top, other.top))
    (width, height) = (right - left, bottom - top)
  }

  /// The share of both boxes together that both cover, 0 to 1.
  func overlap(with other: Tesseract.Line) -> Double {
    let across = max(0, min(left + width, other.left + other.width) - max(left, other.left))
    let down = max(0, min(top + height, other.top + other.height) - max(top, other.top))
    let both = width * height + other.width * other.height - across * down
    return both > 0 ? Double(across * down) / Double(both) : 0
  }
}

extension Picture {
  /// Luma, or green, in eight bits as a portable grey map; `nil` for samples that cannot be taken as they lie.
  fileprivate var grayMap: Data? {
    guard format.model != .other, !format.isFloat, !format.components.isEmpty, width > 0, height > 0 else { return nil }
    let component = format.components[format.model == .rgb && format.components.count > 1 ? 1 : 0]
    guard (8...16).contains(component.depth), planes.indices.contains(component.plane) else { return nil }
    let plane = planes[component.plane]
    var page = Data("P5\n\(width) \(height)\n255\n".utf8)
    page.reserveCapacity(page.count + width * height)
    for row in 0..<height {
      let line = plane.row(row) + component.offset
      for column in 0..<width {
        let place = line + column * component.step
        if component.depth + component.shift <= 8 {
          page.append(place.load(as: UInt8.self) >> component.shift)
        } else {
          let word = place.loadUnaligned(as: UInt16.self)
          page.append(
            UInt8(
              truncatingIfNeeded: (format.isBigEndian ? UInt16(bigEndian: word) : UInt16(littleEndian: word))
                >> (component.shift + component.depth - 8)))
        }
      }
    }
    return page
  }
}
