// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// One ASC MHL v2.0 manifest: what was hashed, when, by whom and with which result.
///
/// The order of the values follows `ASCMHL.xsd` (namespace `urn:ASC:MHL:v2.0`).
public struct HashList: Equatable, Sendable {
  /// Who made it.
  public var creator: Creator
  /// What kind of run made it, and the hash of the whole.
  public var process: Process
  /// Files and folders, in the order of the manifest.
  public var entries: [Entry]
  /// Manifests of nested histories that belong to the same run.
  public var references: [Reference]
  /// What of the source was left behind by the copy that the manifest is of (`metadata`, in a namespace of our own).
  public var omitted: [Omission]
  /// What this generation lets go, from the scope of its history (`metadata`, in a namespace of our own): see `Withdrawal`.
  public var withdrawn: [ContainedPath]
  /// What earlier generations let go and this one takes back, in the same place.
  public var reinstated: [ContainedPath]

  /// A manifest.
  public init(
    creator: Creator, process: Process, entries: [Entry] = [], references: [Reference] = [], omitted: [Omission] = [],
    withdrawn: [ContainedPath] = [], reinstated: [ContainedPath] = []
  ) {
    self.creator = creator
    self.process = process
    self.entries = entries
    self.references = references
    self.omitted = omitted
    self.withdrawn = withdrawn
    self.reinstated = reinstated
  }

  /// The files among the entries.
  public var files: [File] {
    entries.compactMap { if case .file(let file) = $0 { file } else { nil } }
  }

  /// The folders among the entries.
  public var folders: [Folder] {
    entries.compactMap { if case .folder(let folder) = $0 { folder } else { nil } }
  }
}

extension HashList {
  /// Who made a manifest (`creatorinfo`).
  public struct Creator: Equatable, Sendable {
    /// The start of the run.
    public var date: Timestamp
    /// The machine's name.
    public var hostName: String
    /// The program's name.
    public var tool: String
    /// The program's version, if it says.
    public var toolVersion: String?
    /// The people responsible.
    public var authors: [Author]
    /// Where it was made.
    public var location: String?
    /// Free text.
    public var comment: String?

    /// A creator.
    public init(
      date: Timestamp, hostName: String, tool: String, toolVersion: String? = nil, authors: [Author] = [], location: String? = nil,
      comment: String? = nil
    ) {
      self.date = date
      self.hostName = hostName
      self.tool = tool
      self.toolVersion = toolVersion
      self.authors = authors
      self.location = location
      self.comment = comment
    }
  }

  /// A person responsible for a manifest (`author`).
  public struct Author: Equatable, Sendable {
    /// The person's name.
    public var name: String
    /// The person's part in the work.
    public var role: String?
    /// An address with an `@` and a dot, as the schema asks.
    public var email: String?
    /// A telephone number.
    public var phone: String?

    /// A person.
    public init(name: String, role: String? = nil, email: String? = nil, phone: String? = nil) {
      self.name = name
      self.role = role
      self.email = email
      self.phone = phone
    }
  }

  /// What kind of run made a manifest (`processinfo`).
  public struct Process: Equatable, Sendable {
    /// The kinds of run that ASC MHL knows.
    public enum Kind: String, Sendable, CaseIterable {
      /// Files were hashed where they are.
      case inPlace = "in-place"
      /// Files were copied.
      case transfer
      /// Generations were condensed into one manifest.
      case flatten
    }

    /// The kind of run.
    public var kind: Kind
    /// The hashes of the scope itself.
    public var rootHash: DirectoryDigests?
    /// What was left out: lines in the syntax of gitignore.
    public var ignorePatterns: [String]

    /// A run.
    public init(kind: Kind, rootHash: DirectoryDigests? = nil, ignorePatterns: [String] = []) {
      self.kind = kind
      self.rootHash = rootHash
      self.ignorePatterns = ignorePatterns
    }
  }

  /// A file or a folder.
  public enum Entry: Equatable, Sendable {
    /// A file (`hash`).
    case file(File)
    /// A folder (`directoryhash`).
    case folder(Folder)
  }

  /// A file and its hashes (`hash`).
  public struct File: Equatable, Sendable {
    /// Where it is, from the scope.
    public var path: ContainedPath
    /// Its length in bytes; zero is a length.
    public var size: Int64?
    /// When it was last modified.
    public var modified: Timestamp?
    /// One hash a format.
    public var hashes: [RecordedHash]
    /// Where it was before the rename that this run found.
    public var previousPath: ContainedPath?

    /// A file.
    public init(path: ContainedPath, size: Int64?, modified: Timestamp?, hashes: [RecordedHash], previousPath: ContainedPath? = nil) {
      self.path = path
      self.size = size
      self.modified = modified
      self.hashes = hashes
      self.previousPath = previousPath
    }
  }

  /// A folder and its hashes (`directoryhash`).
  public struct Folder: Equatable, Sendable {
    /// Where it is, from the scope.
    public var path: ContainedPath
    /// When it was last modified.
    public var modified: Timestamp?
    /// Content and structure hashes.
    public var digests: DirectoryDigests
    /// Where it was before the rename that this run found.
    public var previousPath: ContainedPath?

    /// A folder.
    public init(path: ContainedPath, modified: Timestamp?, digests: DirectoryDigests, previousPath: ContainedPath? = nil) {
      self.path = path
      self.modified = modified
      self.digests = digests
      self.previousPath = previousPath
    }
  }

  /// One hash of a file, with what the run found.
  public struct RecordedHash: Equatable, Sendable {
    /// What the run found.
    public enum Action: String, Sendable, CaseIterable, Codable {
      /// The first hash ever recorded for the path.
      case original
      /// The file matched what an earlier generation recorded.
      case verified
      /// The file did not match. Never a reference for later runs.
      case failed
    }

    /// The hash.
    public var digest: Digest
    /// What the run found; absent in some manifests of other tools.
    public var action: Action?
    /// When it was computed.
    public var date: Timestamp?

    /// A hash.
    public init(_ digest: Digest, action: Action?, date: Timestamp? = nil) {
      self.digest = digest
      self.action = action
      self.date = date
    }
  }

  /// The hashes of a folder, in the same formats for both.
  public struct DirectoryDigests: Equatable, Sendable {
    /// Hashes over what the folder holds, whatever the names.
    public var content: [Digest]
    /// Hashes over names and contents.
    public var structure: [Digest]
    /// When they were computed.
    public var date: Timestamp?

    /// The hashes of a folder.
    public init(content: [Digest], structure: [Digest], date: Timestamp? = nil) {
      self.content = content
      self.structure = structure
      self.date = date
    }
  }

  /// Something that was on the source and is in no copy. No element of ASC MHL is meant for it, and its schema has room for it in `metadata`.
  public struct Omission: Hashable, Sendable {
    /// Where it was on the source, fit for one line.
    public var path: String
    /// Why it was left behind, for people.
    public var reason: String

    /// An omission. Control characters and bytes that are no UTF-8 are kept as escapes.
    public init(path: String, reason: String) {
      self.path = path.printable
      self.reason = reason.printable
    }
  }

  /// A manifest of a nested history (`hashlistreference`).
  public struct Reference: Equatable, Sendable {
    /// Where it is, from this scope.
    public var path: ContainedPath
    /// The C4 of the manifest file.
    public var c4: Digest

    /// A reference.
    public init(path: ContainedPath, c4: Digest) {
      self.path = path
      self.c4 = c4
    }
  }
}
