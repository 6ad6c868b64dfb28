// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Integrity
import Operations

/// What a task asks and what it reads, as two digests: while both are the same, its outcome is too.
struct TaskFingerprint: Sendable, CustomStringConvertible {
  private let request: String
  /// `nil` where nothing of what the task reads is there.
  private let input: String?

  init(_ task: WorkOrder.Task, in order: WorkOrder, given: [String: TaskOutcome]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(task.request)) ?? Data(task.request.kind.utf8)
    request = Digest.of(json, algorithm: .sha256).text
    let paths: [String] =
      switch task.request.input {
      case .path(let path): [order.resolve(path)]
      case .task(let id, let below): (given[id]?.products ?? []).map { below == nil ? $0 : $0 + "/" + (below ?? "") }
      }
    let lines = paths.compactMap(Self.identity)
    input = lines.isEmpty ? nil : Digest.of(lines.joined(separator: "\n"), algorithm: .sha256).text
  }

  /// As the catalogue keeps it.
  var description: String { "\(request) \(input ?? "-")" }

  /// Whether a task recorded with `recorded` need not run again for what it asks and reads.
  func permits(_ recorded: String) -> Bool {
    let parts = recorded.split(separator: " ").map(String.init)
    return parts.count == 2 && parts[0] == request && (input == nil || parts[1] == input)
  }

  /// Paths, sizes and times of everything at `path`; nothing where nothing is there. Lineup's own histories and part files do not count.
  private static func identity(_ path: String) -> String? {
    guard let facts = try? FileFacts.of(path) else { return nil }
    guard facts.kind == .folder else { return "\(path)\t\(facts.size)\t\(facts.modified)" }
    guard let walk = try? FolderWalk(path, where: { $0.name != GenerationName.folder && !$0.name.hasSuffix(PendingFile.temporarySuffix) }) else {
      return nil
    }
    var lines = [path]
    for item in walk {
      switch item {
      case .entry(let entry): if entry.facts.kind == .file { lines.append("\(entry.path)\t\(entry.facts.size)\t\(entry.facts.modified)") }
      case .trouble(let error): lines.append("\(error)")  // what cannot be read now may be readable later, and is then another input
      }
    }
    return lines.joined(separator: "\n")
  }
}
