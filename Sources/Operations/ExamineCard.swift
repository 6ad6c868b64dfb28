// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
public import Integrity

/// Says what camera cards or sound rolls are in a folder, and what is missing on them. Names, sizes and index files tell that; essence
/// is read, and little of it, only where the workspace knows a copy that looks alike (see `earlierCopy`).
public struct ExamineCard: Sendable {
  /// The card, or a folder or drive of cards.
  public var path: String

  /// An examination of what is at `path`.
  public init(_ path: String) { self.path = path }

  /// Examines.
  ///
  /// - Throws: `OperationsError.badInput` where there is no card of a format that is known; `IntegrityError` where the folder cannot be read.
  public func run(in environment: Environment) async throws -> [CardReport] {
    let path = path
    let reports = try await onOwnThread { _ in try CardReport.reports(inFolder: path) }
    guard !reports.isEmpty else {
      if let unfinished = unfinishedHere().first { throw OperationsError(.badInput, subject: path, unfinished) }
      if let part = CardPart.reservation(path) { throw OperationsError(.badInput, subject: path, "‘\(path)’ \(part)") }
      throw OperationsError(
        .badInput, subject: path,
        "‘\(path)’ is no card that Lineup knows, and none is in it: give the card's own folder or the volume; ‘lineup offload’ takes it in all the same"
      )
    }
    return reports
  }

  /// What to say of cards that are copies which were not finished, a sentence each: the folders of `reports`, and the path itself.
  public func unfinished(_ reports: [CardReport]) -> [String] {
    UnfinishedCopies.sentences(at: path, holding: reports.compactMap(\.root?.text))
  }

  /// The same of the folder itself and those at its top, where no card was found: what a copy that was stopped early left is none.
  private func unfinishedHere() -> [String] {
    let names = (try? OpenFolder(path).names().filter(CardReport.looksAt).sorted()) ?? []
    return UnfinishedCopies.sentences(at: path, holding: names)
  }

  /// What lies at the top of a drive beside its cards and was not examined, by name.
  public struct Rest: Sendable {
    /// The folders that hold something and no card that is known.
    public fileprivate(set) var unknown: [String] = []
    /// The files that are media by their names and are in no card.
    public fileprivate(set) var loose: [String] = []
    /// The folders with nothing in them.
    public fileprivate(set) var empty: [String] = []
  }

  /// What lies at the top beside `reports`. Nothing where the path is itself a card: all of it is the card's.
  ///
  /// - Throws: `FilesError` where the folder cannot be read.
  public func rest(_ reports: [CardReport]) throws -> Rest {
    // A roll may be made of takes in folders of the path itself; any other card there has all of it.
    guard reports.allSatisfy({ $0.root != nil || $0.format == .soundRecorder }) else { return Rest() }
    let places = reports.flatMap { report in report.root.map { [$0] } ?? report.clips.flatMap(\.files) }
    let known = Set(places.compactMap(\.names.first))
    let folder = try OpenFolder(path)
    var rest = Rest()
    for name in try folder.names().sorted() where !known.contains(name) && CardReport.looksAt(name) {
      switch try folder.facts(of: name)?.kind {
      case .file: if CardContents.isClip(name) { rest.loose.append(name) }
      case .folder:
        let inside = try? folder.folder(name).names().filter(CardReport.looksAt)
        if inside?.isEmpty == true { rest.empty.append(name) } else { rest.unknown.append(name) }
      case .link, .special, nil: break
      }
    }
    return rest
  }

  /// When, and where to, all or a part of the files were copied before, in a sentence; `nil` where the workspace, if there is one, remembers
  /// nothing.
  ///
  /// Where files look alike, up to eight of them, 32 MB in all, are read, and the ends of the three largest. One that cannot be read is passed over.
  ///
  /// - Throws: `CatalogError` where the workspace cannot be read; `FilesError` where the card cannot be listed.
  public func earlierCopy(in environment: Environment) async throws -> String? {
    guard let catalog = environment.workspace?.catalog else { return nil }
    let path = path
    return try await onOwnThread { cancellation in
      let earlier = try EarlierCopies(of: path, ignoring: [], to: [], in: catalog, cancellation: cancellation)
      return earlier.finding == nil ? nil : earlier.text
    }
  }
}
