// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a virus scan found, file by file. A file that was not scanned is never called clean.
public struct ScanReport: Codable, Equatable, Sendable {
  /// What is known of one file.
  public enum Verdict: String, Codable, Sendable {
    /// Scanned, and no signature found.
    case clean
    /// Scanned, and a signature found.
    case infected
    /// Wanted by the policy and not scanned, or not to its end.
    case notScanned
    /// Left out, as the policy wants.
    case leftOut
  }

  /// How a file was scanned.
  public enum Method: String, Codable, Sendable {
    /// Its bytes were sent (INSTREAM).
    case instream
    /// The scanner read it by itself (SCAN).
    case scan
  }

  /// One file.
  public struct File: Codable, Equatable, Sendable {
    /// Where it is, from the scanned folder; of a single file its name.
    public let path: String
    /// Its length in bytes.
    public let bytes: Int64
    /// What it is by its bytes: `PDF`, `QuickTime or MP4`. Nil for what could not be looked at.
    public let kind: String?
    /// What is known of it.
    public let verdict: Verdict
    /// What was found in it.
    public let signature: String?
    /// Why it was not scanned.
    public let reason: String?
    /// How it was scanned.
    public let method: Method?
    /// What is odd about it, whatever the scanner says: its bytes are of another kind than its name, or something is behind its end.
    public let suspicion: String?

    /// A file's result.
    public init(
      path: String, bytes: Int64, kind: String? = nil, verdict: Verdict, signature: String? = nil, reason: String? = nil, method: Method? = nil,
      suspicion: String? = nil
    ) {
      self.path = path
      self.bytes = bytes
      self.kind = kind
      self.verdict = verdict
      self.signature = signature
      self.reason = reason
      self.method = method
      self.suspicion = suspicion
    }
  }

  /// How it ended: `rejected` when something is infected, `partial` when something wanted was not scanned, else `clean`.
  public let status: IntegrityStatus
  /// The scanned file's or folder's real path.
  public let source: String
  /// The scanner's address.
  public let socket: String
  /// What looked, with which signatures.
  public let engine: ScanEngine
  /// How old the signatures were; nil when that is not known.
  public let ageDays: Int?
  /// When it began.
  public let started: Timestamp
  /// How long it took.
  public let seconds: Double
  /// Every file, link and special file, in the order of the walk.
  public let files: [File]

  /// The report of a scan that went to its end.
  init(source: String, socket: String, engine: ScanEngine, started: Timestamp, seconds: Double, files: [File]) {
    let verdicts = Set(files.map(\.verdict))
    status = verdicts.contains(.infected) ? .rejected : verdicts.contains(.notScanned) ? .partial : .clean
    self.source = source
    self.socket = socket
    self.engine = engine
    ageDays = engine.ageDays(at: started)
    self.started = started
    self.seconds = seconds
    self.files = files
  }

  /// The files with a verdict.
  public func files(_ verdict: Verdict) -> [File] { files.filter { $0.verdict == verdict } }

  /// How many files were scanned.
  public var scanned: Int { files.count { $0.verdict == .clean || $0.verdict == .infected } }

  /// The result in one sentence: `7 of 10 files scanned, none infected; 3 left out by kind`.
  public var summary: String {
    let infected = files(.infected).count
    let rest = [(Verdict.notScanned, "could not be scanned"), (.leftOut, "left out by kind")].compactMap { verdict, words in
      let count = files(verdict).count
      return count == 0 ? nil : "; \(count) \(words)"
    }
    let found = scanned == 0 ? "" : infected == 0 ? ", none infected" : ", \(infected) infected"
    return "\(scanned) of \(CountText(files.count, "file")) scanned\(found)\(rest.joined())"
  }

  /// What speaks against trusting the files or erasing their source, a sentence each; none when nothing does.
  public var reservations: [String] {
    var sentences: [String] = []
    let infected = files(.infected)
    if !infected.isEmpty {
      let named = infected.map { file in "\(file.path) (\(file.signature ?? "unnamed"))" }
      sentences.append("\(infected.count) of \(CountText(files.count, "file")) \(infected.count == 1 ? "is" : "are") infected: \(named.listed)")
    }
    let open = files(.notScanned)
    if !open.isEmpty {
      let files = "\(open.count) of \(CountText(files.count, "file"))"
      sentences.append("\(files) should have been scanned for viruses and \(open.count == 1 ? "was" : "were") not: \(open.map(\.path).listed)")
    }
    return sentences
  }
}
