// SPDX-License-Identifier: Apache-2.0

public import Files
import Hashing

/// What a history says of itself: its generations, who made them, and what one file went through.
public struct HistorySummary: Encodable, Sendable {
  /// One generation.
  public struct Generation: Encodable, Sendable {
    /// Its number.
    public let number: Int
    /// The manifest's file name.
    public let manifest: String
    /// When the run that made it began.
    public let date: Timestamp
    /// The machine.
    public let host: String
    /// The program and its version.
    public let tool: String
    /// `in-place`, `transfer` or `flatten`.
    public let process: String
    /// The people responsible.
    public let authors: [String]
    /// Where it was made.
    public let location: String?
    /// Free text.
    public let comment: String?
    /// How many files it lists.
    public let files: Int
    /// How many of those did not match.
    public let failed: Int
    /// The content and structure hashes of the whole.
    public let rootHash: [String]
    /// What it lets go as removed on purpose.
    public let withdrawn: [String]
    /// What earlier ones let go and it takes back.
    public let reinstated: [String]
    /// What it says of the file that was asked for.
    public let file: [String]?
  }

  /// The history's folder, from the one that was asked about; `.` for that itself.
  public let scope: String
  /// The generations, oldest first.
  public let generations: [Generation]
  /// Whether chain and manifests agree.
  public let intact: Bool
  /// What does not agree, and what the reader passed over.
  public let notes: [String]

  /// The history of `scope` and those inside it, the outermost first.
  /// - Parameter file: a file whose record in each generation is wanted.
  /// - Throws: `IntegrityError`: `noHistory`, `unreadable`.
  public static func of(_ scope: String, file: ContainedPath? = nil) throws(IntegrityError) -> [HistorySummary] {
    guard let record = try HistoryRecord(scope: scope) else { throw IntegrityError(.noHistory, scope, "has no ASC MHL history") }
    let tree = try TreeScan(scope, record: record, ignoring: [])
    try tree.requireWhole()
    let closest = file.flatMap { file in tree.nodes.lastIndex { $0.folder.map(file.isInside) ?? true } }
    var summaries: [HistorySummary] = []
    for (number, node) in tree.nodes.enumerated() where closest == nil || closest == number {
      summaries.append(try HistorySummary(node, in: scope, file: file.map(node.inner)))
    }
    return summaries
  }

  private init(_ node: TreeScan.Node, in scope: String, file: ContainedPath?) throws(IntegrityError) {
    self.scope = node.folder?.text ?? "."
    intact = node.record.faults.isEmpty
    notes = node.record.faults.map(\.text) + node.record.notes
    var path = file
    var found: [Generation] = []
    let folder = "\(node.folder.map { "\(scope)/\($0)" } ?? scope)/\(GenerationName.folder)"
    // Backwards, since a rename is recorded in the generation that it was found in: before that, the file has its earlier name.
    for generation in node.record.generations.reversed() {
      var (files, failed, said, earlier): (Int, Int, [String]?, ContainedPath?) = (0, 0, file == nil ? nil : [], nil)
      let manifest: ManifestFile
      do throws(FilesError) { manifest = try ManifestFile("\(folder)/\(generation.fileName)") } catch {
        throw IntegrityError(.unreadable, folder, error.description)
      }
      _ = try HashList.scanning(manifest) { entry in
        guard case .file(let entry) = entry else { return true }
        files += 1
        if entry.hashes.contains(where: { $0.action == .failed }) { failed += 1 }
        if let path, entry.path == path {
          said = entry.hashes.map { "\($0.action?.rawValue ?? "original") \($0.digest)" }
          if let previous = entry.previousPath { said?.append("renamed from \(previous)") }
          earlier = entry.previousPath
        }
        return true
      }
      found.append(Generation(generation, files: files, failed: failed, file: said))
      path = earlier ?? path
    }
    generations = found.reversed()
  }
}

extension HistorySummary.Generation {
  fileprivate init(_ generation: Generation, files: Int, failed: Int, file: [String]?) {
    let (creator, process) = (generation.hashList.creator, generation.hashList.process)
    number = generation.number
    manifest = generation.fileName
    date = creator.date
    host = creator.hostName
    tool = [creator.tool, creator.toolVersion].compactMap(\.self).joined(separator: " ")
    self.process = process.kind.rawValue
    authors = creator.authors.map { author in
      let more = [author.role, author.email, author.phone].compactMap(\.self).joined(separator: ", ")
      return more.isEmpty ? author.name : "\(author.name) (\(more))"
    }
    location = creator.location
    comment = creator.comment
    self.files = files
    self.failed = failed
    rootHash = (process.rootHash?.content ?? []).map { "content \($0)" } + (process.rootHash?.structure ?? []).map { "structure \($0)" }
    withdrawn = generation.hashList.withdrawn.map(\.text)
    reinstated = generation.hashList.reinstated.map(\.text)
    self.file = file
  }
}
