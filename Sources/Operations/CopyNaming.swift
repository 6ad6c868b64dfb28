// SPDX-License-Identifier: Apache-2.0

import Delivery
import Files
import Integrity

/// How the folder of a copy is named, and those above it, in every destination. Inside a card nothing is ever renamed.
public struct CopyNaming: Sendable, Equatable, Codable {
  /// The pattern, as `{production}/{date}/{camera}/{reel}`; see `FolderPattern`.
  public var pattern: String
  /// Values of its fields that people gave. They come before what the card and the clock say.
  public var values: [String: String]

  /// A naming.
  public init(_ pattern: String, values: [String: String] = [:]) {
    self.pattern = pattern
    self.values = values
  }

  /// Where a copy goes by this naming.
  struct Place {
    /// The folders above the copy's own, relative to a destination; `nil` where there is none.
    let above: ContainedPath?
    /// The copy's own folder; `nil` where a single file keeps its name.
    let name: String?
    /// What values were changed to, for people.
    let changes: [String]
  }

  /// The place of a copy of `source`, at every one of `destinations`. A copy that was begun there and not finished keeps its place.
  ///
  /// - Throws: `DeliveryError` for a pattern or a value that will not do.
  func place(of source: String, cards: [CardReport], destinations: [String], in environment: Environment) throws -> Place {
    let pattern = try FolderPattern(pattern)
    let name = SystemPath.split(source).name
    let isFolder = (try? FileFacts.of(source).kind) == .folder
    let values = known(of: name, cards, in: environment).merging(values) { _, given in given }
    let keeping = isFolder ? CardReport.folderNameToKeep(cards, source: name) : nil
    var counter = 1
    for root in destinations where pattern.hasCounter { counter = max(counter, try pattern.nextCounter(in: root, values: values)) }
    for earlier in (1..<max(counter, 1)).reversed() {
      let path = try pattern.path(values, counter: earlier, keeping: keeping).path
      let isBegun = destinations.contains { root in
        let folder = path.parent.map { "\(root)/\($0)" } ?? root
        return CopyPlan.wasBegun(from: source, to: folder, name: path.name)
      }
      guard isBegun else { continue }
      counter = earlier
      break
    }
    let expansion = try pattern.path(values, counter: counter, keeping: keeping)
    guard isFolder else { return Place(above: expansion.path, name: nil, changes: expansion.changes) }
    return Place(above: expansion.path.parent, name: expansion.path.name, changes: expansion.changes)
  }

  // MARK: -

  /// What needs no `--set`: the day, the source's name, who copies, and what the card calls itself, where the source is one card.
  private func known(of name: String, _ cards: [CardReport], in environment: Environment) -> [String: String] {
    var values = ["date": environment.clock.now.localDayText, "source": name, "card": name, "operator": environment.host.user]
    guard let card = cards.first, cards.count == 1 else { return values }
    values["reel"] = card.reel
    values["camera"] = card.camera
    return values
  }
}
