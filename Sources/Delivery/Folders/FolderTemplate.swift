// SPDX-License-Identifier: Apache-2.0

public import Files

/// The folders that a house gives each production, as data.
public struct FolderTemplate: Hashable, Sendable, Encodable {
  /// A folder of the template, with those inside it.
  public struct Folder: Hashable, Sendable, Encodable {
    /// Its name, which may have fields.
    public let name: FolderPattern
    /// What it is for.
    public let note: String?
    /// The permissions it gets, as chmod writes them, `2775`; what the system gives where `nil`.
    public let mode: String?
    /// The folders inside it, in the order written.
    public let folders: [Folder]
  }

  /// A folder to be made.
  public struct PlannedFolder: Hashable, Sendable {
    /// Where, relative to the production's own folder.
    public let path: ContainedPath
    /// What it is for.
    public let note: String?
    /// Its permission bits, where the template says.
    public let mode: UInt32?
  }

  /// A short name: lower-case letters, digits and dashes.
  public let name: String
  /// The title for people.
  public let title: String
  /// What it is for, in a sentence.
  public let summary: String
  /// How the production's own folder is named; it may be several, one in another, and the last may be numbered.
  public let root: FolderPattern
  /// The folders inside it, in the order written.
  public let folders: [Folder]

  /// The fields that its names use, each once.
  public var fields: [String] {
    func inside(_ folders: [Folder]) -> [String] { folders.flatMap { $0.name.fields + inside($0.folders) } }
    return (root.fields + inside(folders)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Every folder below the production's own, each before those inside it, with names for `values`.
  ///
  /// - Throws: `DeliveryError` as `FolderPattern.path`, and where two folders come out with one name.
  public func plan(_ values: [String: String]) throws(DeliveryError) -> (folders: [PlannedFolder], changes: [String]) {
    var (planned, changes): ([PlannedFolder], [String]) = ([], [])
    try Self.plan(folders, in: nil, values, &planned, &changes)
    return (planned, changes)
  }

  // MARK: -

  private static func plan(
    _ folders: [Folder], in parent: ContainedPath?, _ values: [String: String], _ planned: inout [PlannedFolder], _ changes: inout [String]
  ) throws(DeliveryError) {
    var names: Set<String> = []
    for folder in folders {
      let expansion = try folder.name.path(values)
      let path: ContainedPath
      do throws(FilesError) { path = try parent?.appending(expansion.path.text) ?? expansion.path } catch {
        throw DeliveryError(.invalidMetadata, subject: "the folder ‘\(expansion.path)’", fault: "cannot be named", remedy: error.remedy)
      }
      guard names.insert(expansion.path.text.lowercased()).inserted else {
        throw DeliveryError(
          .invalidMetadata, subject: "the folder ‘\(path)’", fault: "comes twice with these values", remedy: "give values that tell the folders apart"
        )
      }
      for change in expansion.changes where !changes.contains(change) { changes.append(change) }
      planned.append(PlannedFolder(path: path, note: folder.note, mode: folder.mode.flatMap { UInt32($0, radix: 8) }))
      try plan(folder.folders, in: path, values, &planned, &changes)
    }
  }
}
