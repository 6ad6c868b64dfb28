// SPDX-License-Identifier: Apache-2.0

public import Catalog
public import Quality

extension FindingCounts {
  /// The findings of a report, counted.
  public init(_ findings: [Finding]) {
    self.init()
    for finding in findings {
      switch finding.severity {
      case .mandatory: mandatory += 1
      case .advisory: advisory += 1
      case .info: info += 1
      }
    }
  }

  /// Adds two counts.
  public static func += (left: inout FindingCounts, right: FindingCounts) {
    left.mandatory += right.mandatory
    left.advisory += right.advisory
    left.info += right.info
  }
}

/// A file that a task read or made, with what proves its bytes.
public struct FileProof: Sendable, Equatable, Codable {
  /// The file's absolute path.
  public var path: String
  /// Its size.
  public var bytes: Int
  /// Hashes by algorithm name.
  public var digests: [String: String]
  /// When its contents last changed, as its file system says.
  public var modified: String?
  /// The files that it was made from.
  public var madeFrom: [String]

  /// A file and its proof.
  public init(path: String, bytes: Int, digests: [String: String] = [:], modified: String? = nil, madeFrom: [String] = []) {
    self.path = path
    self.bytes = bytes
    self.digests = digests
    self.modified = modified
    self.madeFrom = madeFrom
  }

  /// The same file, made from `source`.
  func made(from source: String) -> FileProof { FileProof(path: path, bytes: bytes, digests: digests, modified: modified, madeFrom: [source]) }

  /// Whether `other` is proved to hold the same bytes: as many, with a hash in common and none that differs.
  public func hasSameBytes(as other: FileProof) -> Bool {
    let common = digests.keys.filter { other.digests[$0] != nil }
    return bytes == other.bytes && !common.isEmpty && common.allSatisfy { digests[$0] == other.digests[$0] }
  }
}

/// What came of a task: a value that is stored, reported and handed to the tasks that need it.
public struct TaskOutcome: Sendable, Equatable, Codable {
  /// How it ended.
  public var status: WorkStatus
  /// What a later task takes as its input: a copied folder, encoded files.
  public var products: [String]
  /// Everything it wrote for people: reports, manifests, notes. Paths.
  public var documents: [String]
  /// What it read.
  public var sources: [FileProof]
  /// What it made.
  public var files: [FileProof]
  /// What it found.
  public var findings: FindingCounts
  /// What an operator should know, one sentence each.
  public var notes: [String]
  /// Those of the notes that must not be overlooked although the task ended well: pieces of a card that are missing, and that it may not be erased.
  public var warnings: [String]?

  /// An outcome.
  public init(
    status: WorkStatus, products: [String] = [], documents: [String] = [], sources: [FileProof] = [], files: [FileProof] = [],
    findings: FindingCounts = FindingCounts(), notes: [String] = [], warnings: [String]? = nil
  ) {
    self.status = status
    self.products = products
    self.documents = documents
    self.sources = sources
    self.files = files
    self.findings = findings
    self.notes = notes
    self.warnings = warnings
  }

  /// Every path it wrote, products first.
  public var outputs: [String] {
    var seen: Set<String> = []
    return (products + files.map(\.path) + documents).filter { seen.insert($0).inserted }
  }
}
