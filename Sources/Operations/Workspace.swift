// SPDX-License-Identifier: Apache-2.0

public import Catalog
import Files
import Foundation

/// A folder in which Lineup remembers: the catalogue with its audit log, and reports.
///
/// It is reached through no link, and nothing in it is: whoever may put a link there would choose where records and reports go. Links above it are
/// the volume's own affair. It stays the folder that was opened, and what is written once another stands in its place is an error.
public struct Workspace: Sendable {
  /// The folder.
  public let folder: String
  /// What is known.
  public let catalog: CatalogDatabase
  private let held: OpenFolder

  private static let reportsName = "reports"

  /// Opens the workspace at `folder`, making it where there is none.
  ///
  /// - Parameter isStopped: whether the program was asked to stop, which ends opening and reading where they take long.
  /// - Throws: `OperationsError.badInput` where `folder` is a link or was exchanged meanwhile; `FilesError`, `CatalogError`.
  public init(_ folder: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws {
    try Self.refuseLink(folder)
    try Folder.create(folder)
    try self.init(folder) { () throws(CatalogError) in try CatalogDatabase(folder: folder, isStopped: isStopped) }
  }

  /// Opens the workspace at `folder` to look at it; nothing is written there, and nothing can be.
  public init(reading folder: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws {
    try Self.refuseLink(folder)
    try self.init(folder) { () throws(CatalogError) in try CatalogDatabase(reading: folder, isStopped: isStopped) }
  }

  private init(_ folder: String, _ open: () throws(CatalogError) -> CatalogDatabase) throws {
    self.folder = folder
    held = try OpenFolder(folder)
    catalog = try open()
    try check()
  }

  /// Where reports go.
  public var reports: String { SystemPath.join(folder, Self.reportsName) }

  /// Makes the folder `name` among the reports, where it is missing.
  ///
  /// - Returns: its path.
  /// - Throws: `FilesError.escapesRoot` where a link stands in its place; what `check` throws.
  public func makeReports(_ name: String) throws -> String {
    try check()
    _ = try held.makingFolder(Self.reportsName).makingFolder(name)
    return SystemPath.join(reports, name)
  }

  /// Looks whether the folder that was opened still stands at its path.
  ///
  /// - Throws: `OperationsError.badInput` where it does not.
  public func check() throws {
    guard !held.isInPlace else { return }
    throw OperationsError(
      .badInput, subject: folder,
      "the workspace ‘\(folder)’ was exchanged or moved away while it was in use: find out by whom, put it back, and run the command again")
  }

  /// Refuses a folder that is no workspace yet, for work that only looks. Nothing is made.
  ///
  /// - Throws: `OperationsError.badInput` with what may have been meant; `FilesError` where it cannot be looked for.
  public static func refuseMissing(_ folder: String) throws {
    try refuseLink(folder)
    guard !isWorkspace(folder) else { return }
    let (above, name) = SystemPath.split(folder)
    let others = ((try? OpenFolder(above).names()) ?? []).filter { $0 != name && isWorkspace(SystemPath.join(above, $0)) }
    let question = NearestName.question(name, among: others)
    throw OperationsError(
      .badInput, subject: folder,
      "there is no workspace ‘\(folder)’"
        + (question.isEmpty ? ": check its path; ‘lineup run’ and ‘lineup offload’ make one, and this makes none" : question))
  }

  // MARK: -

  private static func isWorkspace(_ folder: String) -> Bool {
    !FileFacts.isAbsent(SystemPath.join(folder, CatalogDatabase.fileName))
  }

  private static func refuseLink(_ folder: String) throws {
    let (above, name) = SystemPath.split(folder)  // a slash behind a link's name would follow it
    let link = SystemPath.join(above, name)
    guard try FileFacts.ifExists(link)?.kind == .link else { return }
    let what = "the workspace ‘\(folder)’ is a symbolic link"
    guard (try? FileFacts.of(link)) != nil else {
      let words = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)).map { " to ‘\($0)’" } ?? ""
      throw OperationsError(
        .badInput, subject: folder, "\(what)\(words), and leads nowhere: check whether its volume is mounted, and name the workspace's own folder")
    }
    throw OperationsError(
      .badInput, subject: folder,
      "\(what), and records are not written through one: name ‘\(URL(filePath: link).resolvingSymlinksInPath().path)’, to which it leads, "
        + "once you know that it should")
  }
}
