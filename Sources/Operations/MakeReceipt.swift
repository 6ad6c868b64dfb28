// SPDX-License-Identifier: Apache-2.0

public import Custody
import Files
import Foundation
public import Hashing
import Integrity

/// Gives a receipt for a folder, or for several copies of one, from the latest generation of its ASC MHL history.
///
/// Nothing is signed that cannot be stood up for: the history must be intact and its latest generation have a root hash, which must be the hash of what
/// the history itself says of every file; and the files must be there, all of them and no others, with the sizes that are recorded. Their bytes are
/// read again only where that is asked for.
public struct MakeReceipt: Sendable {
  /// The folder, and other copies of it.
  public var folders: [String]
  /// The facility's name, if it gives it.
  public var facility: String?
  /// For whom.
  public var recipient: String?
  /// Free text.
  public var comment: String?
  /// Whether to read and compare every file first.
  public var verifiesFiles: Bool

  /// A receipt for `folders`, which are copies of one another.
  public init(of folders: [String], facility: String? = nil, recipient: String? = nil, comment: String? = nil, verifiesFiles: Bool = false) {
    precondition(!folders.isEmpty, "a receipt is of something")
    self.folders = folders
    self.facility = facility
    self.recipient = recipient
    self.comment = comment
    self.verifiesFiles = verifiesFiles
  }

  /// Looks at every folder and signs.
  ///
  /// - Throws: `CustodyError` with code `notReceiptable` where something does not hold, with what; `FilesError` and `IntegrityError` where it could not
  ///   be read.
  public func run(in environment: Environment, key: SigningKey, task: String? = nil) async throws -> SignedReceipt {
    var copies: [FolderCopy] = []
    for folder in folders {
      if verifiesFiles { try await verify(folder, in: environment, task: task) }
      copies.append(try await onOwnThread { _ in try FolderCopy(folder) })
    }
    let first = copies[0]
    for copy in copies.dropFirst() {
      let isOther = copy.rootHashes.contains { hash in first.rootHashes.contains { $0.algorithm == hash.algorithm && $0 != hash } }
      if isOther { throw refusal(copy.path, "it is not a copy of \(first.path): their root hashes differ; give each a receipt of its own") }
    }
    let rootHashes = first.rootHashes.filter { hash in copies.allSatisfy { $0.rootHashes.contains(hash) } }
    guard !rootHashes.isEmpty else {
      let used = copies.map { "\($0.path) has \($0.rootHashes.map(\.algorithm.rawValue).joined(separator: ", "))" }.joined(separator: ", ")
      throw refusal(first.path, "no hash is common to all copies, so that they cannot be compared: \(used); give each a receipt of its own")
    }
    let host = environment.host
    var omitted: [Receipt.Omissions.Entry] = []
    var seen: Set<String> = []
    for one in copies.flatMap(\.omitted) where seen.insert(one.path).inserted { omitted.append(.init(path: one.path, reason: one.reason)) }
    let signed = Receipt(
      folder: (first.path as NSString).lastPathComponent, files: first.files, bytes: first.bytes, rootHashes: rootHashes, ignored: first.ignored,
      copies: copies.map { .init(path: $0.path, generation: $0.generation, manifest: $0.manifest, manifestC4: $0.manifestC4) },
      received: first.received, issued: environment.clock.now,
      by: .init(facility: facility, host: host.hostName, user: host.user, tool: "\(host.tool) \(host.toolVersion)"), recipient: recipient,
      comment: comment, omitted: .init(omitted), remarks: try Self.remarks(on: copies)
    ).signed(with: key)
    let size = Int64(signed.text.utf8.count)
    guard size <= Int64(SignedReceipt.mostBytes) else {
      let most = ByteText(Int64(SignedReceipt.mostBytes)).exact
      throw refusal(
        first.path,
        "it would have \(ByteText(size).exact), and none is read of more than \(most): what its history leaves out by pattern or by path is too "
          + "much to say. Give receipts for folders inside it, or make a copy, whose history begins anew")
    }
    return signed
  }

  // MARK: -

  /// What is not in the hashes and must be known with them: what is true of all copies once, and of one with its path.
  private static func remarks(on copies: [FolderCopy]) throws -> [String] {
    var remarks: [String] = []
    for copy in copies {
      for remark in copy.withdrawn {
        let isCommon = copies.allSatisfy { $0.withdrawn.contains(remark) }
        let text = isCommon ? remark : "‘\(copy.path)’: \(remark)"
        if !remarks.contains(text) { remarks.append(text) }
      }
      // Only the date is taken from the note, and said to be its own: who had the drive can have written it.
      guard let refused = try RefusedOffload.beside(copy.path) else { continue }
      remarks.append(
        "on \(refused.date.wholeSecond) an offload to ‘\(copy.path)’ was refused, says a note beside it, which has the reasons. "
          + "This receipt is for what lies there now, and for nothing else that was offered")
    }
    return remarks
  }

  private func verify(_ folder: String, in environment: Environment, task: String?) async throws {
    let report = try await Verify(folder).run(in: environment, task: task)
    guard report.status != .clean else { return }
    let lines =
      report.failed.map { "\($0.path) \($0.reason)" } + report.missing.map { "\($0) is missing" } + report.new.map { "\($0) is new" } + report.notes
    throw refusal(folder, "it is not as its history says: \(lines.firstFew)")
  }
}

private func refusal(_ folder: String, _ remedy: String) -> CustodyError { CustodyError(.notReceiptable, subject: folder, remedy: remedy) }

/// One copy, looked at.
private struct FolderCopy: Sendable {
  let path: String
  let files: Int
  let bytes: Int64
  let rootHashes: [Receipt.RootHash]
  let ignored: [String]
  let generation: Int
  let manifest: String
  let manifestC4: Digest
  let received: Timestamp
  let omitted: [HashList.Omission]
  let withdrawn: [String]

  init(_ folder: String) throws {
    guard try FileFacts.of(folder).kind == .folder else { throw FilesError(.notDirectory, subject: folder) }
    path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard let history = try History(scope: path), let latest = history.generations.last else {
      if CopyPlan.isUnfinishedCopy(at: folder) {
        throw refusal(folder, "it \(CopyPlan.unfinishedCopy)")
      }
      throw refusal(folder, "it has no ASC MHL history; offload it with Lineup, or make a generation with ‘lineup mhl create’")
    }
    var patterns = IgnorePatterns(history.ignorePatterns)
    var inventory = try FolderInventory(path, ignoring: patterns)
    let inner = try Self.patterns(of: inventory.nestedHistories, in: path)
    if !inner.isEmpty {
      patterns = IgnorePatterns(inner + history.ignorePatterns)
      inventory = try FolderInventory(path, ignoring: patterns)
    }
    guard patterns.lines.allSatisfy({ $0 == $0.printable }) else {
      throw refusal(folder, "its history leaves out files by a pattern with control characters, which a receipt cannot state")
    }
    if let trouble = inventory.troubles.first { throw trouble }
    guard let recorded = try RecordedFolder(path, nested: inventory.nestedHistories) else { throw refusal(folder, "its history is gone") }
    guard recorded.faults.isEmpty else { throw refusal(folder, "its history is not intact: \(recorded.faults.firstFew)") }
    guard recorded.failed.isEmpty else {
      throw refusal(folder, "its latest generation found files that differ: \(recorded.failed.map(\.text).firstFew)")
    }
    try Self.compare(inventory, with: recorded, leavingOut: patterns, in: folder)
    guard inventory.bytes < Receipt.byteLimit else {
      throw refusal(folder, "its files claim more bytes than a receipt can state; do they have holes?")
    }
    files = inventory.files.count
    bytes = inventory.bytes
    rootHashes = try Self.rootHashes(of: latest, inventory, recorded, in: folder)
    ignored = patterns.linesInForce
    generation = latest.number
    manifest = latest.fileName
    manifestC4 = latest.c4
    received = Self.arrival(history.generations).hashList.creator.date
    omitted = recorded.omitted
    withdrawn = recorded.withdrawn
  }

  /// What the histories inside leave out, as the folder's own has to say it.
  private static func patterns(of nested: [ContainedPath], in folder: String) throws -> [String] {
    try nested.flatMap { scope in
      try History(scope: "\(folder)/\(scope)").map { IgnorePatterns($0.ignorePatterns).lines(asSeenAround: scope) } ?? []
    }
  }

  /// The generation with which the folder came here. Verifying adds generations, and a history that came with the files begins with other people's:
  /// counted is the first copy that was made by the machine and program that made the last.
  private static func arrival(_ generations: [Generation]) -> Generation {
    let copies = generations.filter { $0.hashList.process.kind == .transfer }
    guard let last = copies.last?.hashList.creator else { return generations[0] }
    return copies.first { $0.hashList.creator.hostName == last.hostName && $0.hashList.creator.tool == last.tool } ?? generations[0]
  }

  /// Everything that is recorded is there in its size, and nothing else is.
  private static func compare(
    _ inventory: FolderInventory, with recorded: RecordedFolder, leavingOut patterns: IgnorePatterns, in folder: String
  ) throws {
    let advice = "run ‘lineup verify’ on it, and make a new generation where the change is meant"
    let present = Set(inventory.files.map(\.path))
    let missing = recorded.digests.keys.filter { !present.contains($0) }.sorted()
    let unseen = missing.filter(patterns.leavesOut)
    guard unseen.isEmpty else {
      throw refusal(
        folder,
        "a pattern of its history leaves out files that the same history has on record, so that nothing can be said of them: "
          + unseen.map(\.text).firstFew)
    }
    guard missing.isEmpty else { throw refusal(folder, "files of its history are missing: \(missing.map(\.text).firstFew); \(advice)") }
    let new = inventory.files.filter { recorded.digests[$0.path] == nil }
    let makers = new.map { SystemLitter.maker(ofAnythingAt: $0, in: folder) }
    if let maker = makers.first ?? nil, makers.allSatisfy({ $0 != nil }) {
      throw refusal(
        folder,
        "what by name \(maker) leaves in folders was added to it: \(new.map(\.path.text).firstFew). Every file of its history is there: delete what was added, "
          + "or run ‘lineup verify’ on it, which leaves that out")
    }
    guard new.isEmpty else { throw refusal(folder, "files were added since its latest generation: \(new.map(\.path.text).firstFew); \(advice)") }
    let other = inventory.files.filter { file in recorded.sizes[file.path].map { $0 != file.facts.size } ?? false }
    guard other.isEmpty else { throw refusal(folder, "files have another size than recorded: \(other.map(\.path.text).firstFew); \(advice)") }
  }

  /// The root hashes of the latest generation that are those of what is recorded of every file.
  private static func rootHashes(
    of latest: Generation, _ inventory: FolderInventory, _ recorded: RecordedFolder, in folder: String
  ) throws -> [Receipt.RootHash] {
    let stated = latest.hashList.process.rootHash
    let pairs = (stated?.content ?? []).compactMap { content in
      (stated?.structure ?? []).first { $0.algorithm == content.algorithm }.map { Receipt.RootHash(content: content, structure: $0) }
    }
    guard !pairs.isEmpty else {
      throw refusal(folder, "its latest generation, \(latest.fileName), has no root hash; make one of the whole folder with ‘lineup mhl create’")
    }
    let proved = try pairs.filter { pair in
      guard let computed = inventory.rootHash(recorded.digests, pair.algorithm) else { return false }
      guard computed == pair else {
        throw refusal(
          folder,
          "the \(pair.algorithm.rawValue) root hash in \(latest.fileName) is not that of the files and folders here: some were renamed, added or removed since; run ‘lineup verify’ on it"
        )
      }
      return true
    }
    guard !proved.isEmpty else {
      throw refusal(folder, "its root hash cannot be followed from the hashes of its files; make a new generation with ‘lineup mhl create’")
    }
    return proved
  }
}

extension [String] {
  /// The first few, and how many more there are.
  var firstFew: String { prefix(3).joined(separator: ", ") + (count > 3 ? " and \(count - 3) more" : "") }
}
