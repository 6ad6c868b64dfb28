// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Editorial
import Essence
import Files
import Foundation
import Integrity

/// Looks through folders for the media that cuts may be linked to. With a workspace, what did not change since last time is not opened again.
///
/// A spanned recording is one item, as its card or its camera's way of naming says. What cannot be read is named and stepped over. Nothing is written but the
/// workspace's index.
public struct IndexMedia: Sendable {
  /// The folders, or single files.
  public var roots: [String]

  /// An index of the media in `roots`.
  public init(_ roots: [String]) { self.roots = roots }

  /// What was found.
  public struct Found: Sendable {
    /// The media, in the order of the folders and, within each, of paths.
    public var items: [MediaItem] = []
    /// What could not be looked into, or opened, a sentence each.
    public var unread: [String] = []
    /// What was odd about cards and logs, a sentence each.
    public var notes: [String] = []
    /// How many recordings were opened.
    public var opened = 0
    /// How many were known from last time.
    public var known = 0
  }

  /// Looks.
  ///
  /// - Throws: `FilesError` where a folder cannot be read, `CatalogError`, `CancellationError`.
  public func run(in environment: Environment) async throws -> Found {
    var found = Found()
    var paths: Set<String> = []
    for root in roots {
      let pass = try MediaPass(Self.absolute(root), in: environment)
      try await pass.run { part in
        found.items += part.items.filter { paths.insert($0.path).inserted }
        found.unread += part.unread
        found.notes += part.notes
        found.opened += part.opened
        found.known += part.known
      }
    }
    return found
  }

  /// A path as the index has it.
  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}

/// One folder.
private struct MediaPass {
  /// Records in one transaction: what was opened so far survives a kill.
  private static let batch = 500

  let root: String
  let environment: Environment
  private let known: [String: MediaRecord]

  init(_ root: String, in environment: Environment) throws {
    self.root = root
    self.environment = environment
    try environment.workspace?.check()
    known = Dictionary(try environment.workspace?.catalog.media(root: root).map { ($0.path, $0) } ?? []) { first, _ in first }
  }

  func run(_ take: (IndexMedia.Found) -> Void) async throws {
    var found = IndexMedia.Found()
    let card = try await onOwnThread { [root] in try CardContents(root, groups: nil, cancellation: $0) }
    let stamps = GroupStamps(card)
    (found.unread, found.notes) = (card.unread, card.notes)
    var records: [MediaRecord?] = []
    var changed: [Int] = []
    for (place, group) in card.groups.enumerated() {
      let path = SystemPath.join(card.root, group.files[0].text)
      if let record = known[path], record.stamp == stamps.stamp(of: group) {
        records.append(record)
      } else {
        records.append(nil)
        changed.append(place)
      }
    }
    (found.opened, found.known) = (changed.count, records.count - changed.count)
    try await study(changed, of: card, stamps, into: &records)
    let present = Set(records.compactMap { $0?.path })
    // A folder that could not be listed may hold what is not seen now.
    let gone = card.unread.isEmpty ? known.keys.filter { !present.contains($0) }.sorted() : []
    if !gone.isEmpty { try store([], forgetting: gone) }
    var clips = records.compactMap { $0?.clip }
    found.notes += MediaLogs(card).apply(to: &clips)
    for (record, clip) in zip(records.compactMap(\.self), clips) {
      if let trouble = clip.trouble { found.unread.append(trouble) }
      found.items.append(MediaItem(clip, root: card.root, digest: record.digest))
    }
    take(found)
  }

  // MARK: -

  /// Opens what is new or has changed, two at a time.
  private func study(_ places: [Int], of card: CardContents, _ stamps: GroupStamps, into records: inout [MediaRecord?]) async throws {
    guard !places.isEmpty else { return }
    var waiting: [MediaRecord] = []
    try await withThrowingTaskGroup(of: (Int, MediaRecord).self) { workers in
      var next = 0
      func startNext() {
        guard next < places.count else { return }
        let place = places[next]
        next += 1
        let group = card.groups[place]
        workers.addTask { [root] in
          try await onOwnThread { cancellation in
            let study = try ClipStudy(group, on: card, posters: false, isProved: false, cancellation: cancellation)
            let path = SystemPath.join(card.root, group.files[0].text)
            let digest = (try? SampleDigest.of(group.files.map { SystemPath.join(card.root, $0.text) })) ?? ""
            return (place, MediaRecord(root: root, path: path, stamp: stamps.stamp(of: group), digest: digest, clip: study.summary))
          }
        }
      }
      for _ in 0..<2 { startNext() }
      var done = 0
      while let (place, record) = try await workers.next() {
        records[place] = record
        waiting.append(record)
        done += 1
        environment.progress(WorkProgress(subject: root, done: done, total: places.count, unit: .files))
        if waiting.count >= Self.batch {
          try store(waiting, forgetting: [])
          waiting = []
        }
        startNext()
      }
    }
    try Task.checkCancellation()
    try store(waiting, forgetting: [])
  }

  private func store(_ records: [MediaRecord], forgetting gone: [String]) throws {
    guard let workspace = environment.workspace, !records.isEmpty || !gone.isEmpty else { return }
    try workspace.check()
    try workspace.catalog.updateMedia(
      root: root, storing: records, forgetting: gone, by: AuditContext(environment.host, clock: environment.clock))
  }
}
