// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Files
import Foundation

/// Compares a production's folders with the template they should follow. It reads only.
public struct CheckFolders: Sendable {
  /// The folders that should be there.
  public var template: FolderTemplate
  /// The production's own folder.
  public var root: String
  /// Values for the fields of names below it.
  public var values: [String: String]

  /// Something that the template does not have.
  public struct Stranger: Sendable, Equatable, Encodable {
    /// Relative to the production's folder.
    public let path: String
    /// What is strange about it, and what to try.
    public let text: String
  }

  /// What the comparison came to.
  public struct Result: Sendable, Equatable, Encodable {
    /// The production's own folder.
    public let root: String
    /// Folders of the template that are not there, relative to it.
    public let missing: [String]
    /// What is there and should not be, or not under that name.
    public let strange: [Stranger]

    /// Whether the folders are as the template has them.
    public var isClean: Bool { missing.isEmpty && strange.isEmpty }
  }

  /// A comparison of the folder `root` with `template`.
  public init(_ template: FolderTemplate, of root: String, values: [String: String]) {
    self.template = template
    self.root = root
    self.values = values
  }

  /// Compares.
  ///
  /// - Throws: `DeliveryError` for values that are missing; `FilesError` where the folder, or one of the template's in it, cannot be listed.
  public func run(in environment: Environment) async throws -> Result {
    let copy = self
    return try await onOwnThread { _ in try copy.compare() }
  }

  // MARK: -

  private func compare() throws -> Result {
    guard try FileFacts.of(root).kind == .folder else { throw FilesError(.notDirectory, subject: root) }
    let plan = try template.plan(values).folders.map(\.path)
    var (missing, strange): ([String], [Stranger]) = ([], [])
    var absent: [ContainedPath] = []
    // A folder of the template that has folders of its own is fully described; what is in the others is the production's business.
    let structured = [nil] + Set(plan.compactMap(\.parent)).sorted().map(Optional.some)
    for folder in structured where !absent.contains(where: { folder?.isInside($0) == true }) {
      let place = folder.map { "\(root)/\($0)" } ?? root
      let wanted = plan.filter { $0.parent == folder }
      let names = try Folder.names(in: place).filter { !$0.hasPrefix(".") }
      var accounted: Set<[UInt8]> = []
      for path in wanted {
        let found = try LookAlikeEntry.find(path.name, in: place, among: names)
        switch found {
        case .folder: break
        case .none: missing.append(path.text)
        case .other: strange.append(Stranger(path: path.text, text: "is no folder, and the template has one there: move it away"))
        case .lookAlike(let name):
          accounted.insert(Array(name.utf8))
          let shown = folder.map { "\($0)/\(name)" } ?? name
          strange.append(
            Stranger(path: shown, text: "differs from ‘\(path.name)’ \(LookAlikeEntry.difference(name, path.name)): rename it to that"))
        }
        if case .folder = found { accounted.insert(Array(path.name.utf8)) } else { absent.append(path) }
        if case .other = found { accounted.insert(Array(path.name.utf8)) }
      }
      for name in names where !accounted.contains(Array(name.utf8)) {
        let known = NearestName.question(name, among: wanted.map(\.name))
        strange.append(Stranger(path: folder.map { "\($0)/\(name)" } ?? name, text: "is not in the template\(known)"))
      }
    }
    // What is inside a missing folder is missing with it.
    for path in plan where absent.contains(where: { $0 != path && path.isInside($0) }) { missing.append(path.text) }
    return Result(root: root, missing: missing.sorted(), strange: strange.sorted { $0.path < $1.path })
  }
}
