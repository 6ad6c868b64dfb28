// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Files
import Foundation

/// Makes a production's folders from a template. Folders that are there stay as they are, so it can be run again at any time.
public struct CreateFolders: Sendable {
  /// The folders to make.
  public var template: FolderTemplate
  /// The folder to make them in, which must be there: a volume that is not mounted must not be written around.
  public var parent: String
  /// Values for the fields of names.
  public var values: [String: String]
  /// Whether to say what would be made, and make nothing.
  public var isDryRun: Bool

  /// What was made.
  public struct Result: Sendable, Equatable, Encodable {
    /// The production's own folder.
    public let root: String
    /// Folders that were made (or would be), each before those inside it.
    public let created: [String]
    /// Folders that were there.
    public let existing: [String]
    /// What values were changed to, to be fit for every file system.
    public let changes: [String]
  }

  /// Folders of `template` in the folder `parent`.
  public init(_ template: FolderTemplate, in parent: String, values: [String: String], isDryRun: Bool = false) {
    self.template = template
    self.parent = parent
    self.values = values
    self.isDryRun = isDryRun
  }

  /// Makes the folders.
  ///
  /// - Throws: `DeliveryError` for values that are missing or unusable; `OperationsError.alreadyExists` for what stands in the way, before
  ///   anything is made; `OperationsError.badInput` where a folder cannot be made, naming those that were.
  public func run(in environment: Environment) async throws -> Result {
    let copy = self
    return try await onOwnThread { _ in try copy.make() }
  }

  // MARK: -

  private struct Step {
    let path: ContainedPath
    let mode: UInt32?
  }

  private func make() throws -> Result {
    guard let facts = try FileFacts.ifExists(parent) else {
      throw OperationsError(.badInput, subject: parent, "‘\(parent)’ is not there: check the name, and that the volume is mounted")
    }
    guard try facts.kind == .folder || FileFacts.of(parent).kind == .folder else {
      throw OperationsError(.badInput, subject: parent, "‘\(parent)’ is no folder: name the folder that productions are in")
    }
    let counter = template.root.hasCounter ? try template.root.nextCounter(in: parent, values: values) : nil
    let root = try template.root.path(values, counter: counter)
    let plan = try template.plan(values)
    let steps = try steps(above: root.path) + plan.folders.map { Step(path: try root.path.appending($0.path.text), mode: $0.mode) }
    var (created, existing): ([String], [String]) = ([], [])
    var missing: [Step] = []
    for step in steps {
      if try stands(step.path) { existing.append(shown(step.path)) } else { missing.append(step) }
    }
    for step in missing {
      if !isDryRun { try make(step, isClaimed: template.root.hasCounter && step.path == root.path, after: created) }
      created.append(shown(step.path))
    }
    return Result(
      root: shown(root.path), created: created, existing: existing,
      changes: (root.changes + plan.changes).reduce(into: []) { list, change in
        if !list.contains(change) { list.append(change) }
      })
  }

  /// The production's own folder and those above it, the outermost first.
  private func steps(above root: ContainedPath) -> [Step] {
    var paths: [ContainedPath] = []
    var path: ContainedPath? = root
    while let folder = path {
      paths.insert(folder, at: 0)
      path = folder.parent
    }
    return paths.map { Step(path: $0, mode: nil) }
  }

  /// Whether the folder is there.
  ///
  /// - Throws: where something else is in its way: nothing is made then.
  private func stands(_ path: ContainedPath) throws -> Bool {
    let folder = path.parent.map(shown) ?? parent
    let (name, names) = (path.name, try LookAlikeEntry.names(in: folder))
    switch try LookAlikeEntry.find(name, in: folder, among: names) {
    case .none: return false
    case .folder: return true
    case .other:
      throw OperationsError(
        .alreadyExists, subject: shown(path), "‘\(shown(path))’ is there and is no folder: move it away, or change the template; nothing was made")
    case .lookAlike(let found):
      let difference = LookAlikeEntry.difference(found, name)
      throw OperationsError(
        .alreadyExists, subject: shown(path),
        "‘\(folder)/\(found)’ differs from ‘\(name)’ \(difference), and some volumes cannot tell them apart: rename it, or change the template; nothing was made"
      )
    }
  }

  private func make(_ step: Step, isClaimed: Bool, after created: [String]) throws {
    let path = shown(step.path)
    do {
      if isClaimed { try Folder.createNew(path) } else { try Folder.create(path) }
      if let mode = step.mode { try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: path) }
    } catch {
      let reason = (error as? FilesError)?.description ?? "‘\(path)’ could not be made: \(error.localizedDescription)"
      let count = "\(CountText(created.count, "folder")) \(created.count == 1 ? "was" : "were")"
      let made = created.isEmpty ? "no folder was made" : "\(count) made before it, the last ‘\(created[created.count - 1])’"
      throw OperationsError(.badInput, subject: path, "\(reason); \(made); run it again when the cause is gone, and it goes on from there")
    }
  }

  private func shown(_ path: ContainedPath) -> String { parent.hasSuffix("/") ? parent + path.text : "\(parent)/\(path)" }
}
