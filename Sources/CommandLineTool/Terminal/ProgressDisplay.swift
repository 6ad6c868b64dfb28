// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Operations
import Synchronization

/// Shows how far work has come, on standard error: a bar with rate and time to go, or a JSON object a line.
final class ProgressDisplay: Sendable {
  enum Style: Sendable {
    case bar, json, none
  }

  /// What is known of one piece of work.
  private struct Run {
    var began: ContinuousClock.Instant
    var first: Int
  }

  private struct State {
    var runs: [String: Run] = [:]
    var shown: ContinuousClock.Instant?
    var isLineOpen = false
  }

  private let style: Style
  private let state = Mutex(State())
  private static let interval: Duration = .milliseconds(100)

  init(_ style: Style) { self.style = style }

  /// Shows `progress`, at most ten times a second; the last of a piece of work is always shown.
  func show(_ progress: WorkProgress) {
    guard style != .none else { return }
    let now = ContinuousClock.now
    let line: String? = state.withLock { state in
      let name = "\(progress.task ?? "") \(progress.subject)"
      let run = state.runs[name] ?? Run(began: now, first: progress.done)
      state.runs[name] = run
      let isLast = progress.total == progress.done
      if isLast { state.runs[name] = nil }
      if !isLast, let shown = state.shown, now - shown < Self.interval { return nil }
      state.shown = now
      state.isLineOpen = style == .bar
      let seconds = (now - run.began) / .seconds(1)
      let rate = seconds > 0.2 ? Double(progress.done - run.first) / seconds : nil
      return style == .bar ? Self.bar(progress, rate: rate) : Self.json(progress, rate: rate)
    }
    if let line { Console.write(line, to: STDERR_FILENO) }
  }

  /// Wipes the bar, so that other lines can be printed.
  func clear() {
    let wasOpen = state.withLock { state in
      defer { state.isLineOpen = false }
      return state.isLineOpen
    }
    if wasOpen { Console.write("\r\u{1B}[2K", to: STDERR_FILENO) }
  }

  // MARK: -

  private static func bar(_ progress: WorkProgress, rate: Double?) -> String {
    var parts: [String] = []
    if let task = progress.task { parts.append("[\(task)]") }
    parts.append(printable(progress.subject, limit: 36))
    if let total = progress.total, total > 0 {
      let share = min(1, Double(progress.done) / Double(total))
      let filled = Int(share * 20)
      parts.append(String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled) + String(format: " %3.0f%%", share * 100))
    } else {
      parts.append("\(progress.done) \(progress.unit.rawValue)")
    }
    if let rate { parts.append(Self.rate(rate, progress.unit)) }
    if let rate, rate > 0, let total = progress.total, total > progress.done {
      parts.append("ETA " + duration(Double(total - progress.done) / rate))
    }
    return "\r\u{1B}[2K" + parts.joined(separator: "  ")
  }

  private struct Line: Encodable {
    var type = "progress"
    var task: String?
    var subject: String
    var done: Int
    var total: Int?
    var unit: WorkProgress.Unit
    var rate: Double?
    var etaSeconds: Double?
  }

  private static func json(_ progress: WorkProgress, rate: Double?) -> String {
    var line = Line(task: progress.task, subject: progress.subject, done: progress.done, total: progress.total, unit: progress.unit, rate: rate)
    if let rate, rate > 0, let total = progress.total { line.etaSeconds = Double(total - progress.done) / rate }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(line) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static func rate(_ rate: Double, _ unit: WorkProgress.Unit) -> String {
    switch unit {
    case .bytes: String(format: "%.0f MB/s", rate / 1_000_000)
    case .frames: String(format: "%.0f fps", rate)
    case .files: String(format: "%.0f files/s", rate)
    }
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded())
    return String(format: "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  /// A name fit for one line of a terminal, the end kept where it is too long.
  private static func printable(_ name: String, limit: Int) -> String {
    let clean = name.printable
    return clean.count <= limit ? clean : "…" + clean.suffix(limit - 1)
  }
}
