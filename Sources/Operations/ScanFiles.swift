// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
public import Integrity

/// Scans a file, a card or a received drive for viruses, and puts what is infected into quarantine.
public struct ScanFiles: Sendable {
  /// What came of it.
  public struct Result: Codable, Sendable {
    /// What was found.
    public var report: ScanReport
    /// What was put aside.
    public var quarantined: [Quarantine.Kept]
    /// Infected files that could not be put aside, and why. They are where they were.
    public var failed: [CopyReport.Failure]
  }

  /// The file or folder.
  public var path: String
  /// Where the scanner listens.
  public var address: ClamdAddress
  /// What is scanned, and how far the scanner is believed.
  public var policy: ScanPolicy
  /// The folder that infected files are put into; nil leaves them where they are.
  public var quarantine: String?
  /// Whether their originals are then taken away.
  public var moves: Bool

  /// A scan of `path`.
  public init(_ path: String, through address: ClamdAddress, policy: ScanPolicy = ScanPolicy(), quarantine: String? = nil, moves: Bool = false) {
    self.path = path
    self.address = address
    self.policy = policy
    self.quarantine = quarantine
    self.moves = moves
  }

  /// Scans. Nothing on disk is changed unless there is a quarantine.
  ///
  /// - Throws: `IntegrityError` where nothing was scanned: no such path, no scanner, signatures older than the policy, a quarantine that cannot be used.
  public func run(in environment: Environment, task: String? = nil) async throws -> Result {
    let (scan, host, clock, show) = (self, environment.host, environment.clock, environment.progress)
    return try await onOwnThread { cancellation in
      try scan.scan(host, clock, cancellation) { step in
        show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
      }
    }
  }

  /// The same on this thread.
  func scan(
    _ host: HostFacts, _ clock: WallClock, _ cancellation: Cancellation, progress: @escaping @Sendable (IntegrityProgress) -> Void
  ) throws -> Result {
    let quarantine = try quarantine.map { try Quarantine($0, apartFrom: path, host: host, clock: clock) }
    let report = try VirusScanner(address, policy: policy, clock: clock).scan(path, cancellation: cancellation, progress: progress)
    var result = Result(report: report, quarantined: [], failed: [])
    guard let quarantine else { return result }
    for file in report.files(.infected) {
      do throws(IntegrityError) {
        result.quarantined.append(try quarantine.keep(file, of: report, moving: moves, cancellation: cancellation))
      } catch {
        result.failed.append(.init(path: file.path, reason: error.description))
      }
    }
    return result
  }
}
