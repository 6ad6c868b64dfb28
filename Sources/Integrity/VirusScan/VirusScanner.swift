// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation

/// Scans a file or a folder for viruses through a clamd that runs already. Reads only.
///
///     let report = try VirusScanner(.standard).scan("/media/A001R2EC")
///     print(report.summary)    // 7 of 10 files scanned, none infected; 3 left out by kind
///
/// No answer, half an answer, or an answer to another question leaves a file "not scanned". So does an OK that says nothing because the scanner
/// is set up to be silent about its limits; see ``ScanPolicy`` and decision 0047.
public struct VirusScanner: Sendable {
  /// Where the scanner listens.
  public let address: ClamdAddress
  /// What is wanted of it.
  public let policy: ScanPolicy
  private let clock: WallClock

  /// A scanner that listens at `address`.
  public init(_ address: ClamdAddress, policy: ScanPolicy = ScanPolicy(), clock: WallClock = .system) {
    self.address = address
    self.policy = policy
    self.clock = clock
  }

  /// Asks the scanner what it is, and whether the policy lets it be used. Worth asking before long work that ends in a scan.
  /// - Throws: `IntegrityError`: `unreadable` when nothing that is a scanner answers, `refused` when its signatures are too old, `cancelled`.
  public func engine(cancellation: Cancellation = Cancellation()) throws(IntegrityError) -> ScanEngine {
    let client = client(cancellation)
    let engine = try answer { () throws(ClamdFault) in try client.engine() }
    if let reason = policy.reasonToRefuse(engine, ageDays: engine.ageDays(at: clock.now)) {
      throw IntegrityError(.refused, address.description, "nothing was scanned, for \(reason)")
    }
    return try answer { () throws(ClamdFault) in try client.probe(engine, largest: policy.largestTrusted) }
  }

  /// Scans. Blocks until done.
  /// - Throws: As `engine(cancellation:)`; also `unreadable` when there is no such file or folder, or nothing in it.
  public func scan(
    _ path: String, cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> ScanReport {
    let (started, begin) = (clock.now, ContinuousClock.now)
    let list = try ScanList(path)
    let engine = try engine(cancellation: cancellation)
    let run = ScanRun(list: list, client: client(cancellation), policy: policy, engine: engine, progress: progress)
    let files = run.files()
    if cancellation.isCancelled { throw IntegrityError(.cancelled, path, "the scan was stopped; run it again") }
    return ScanReport(
      source: list.source, socket: address.description, engine: engine, started: started, seconds: (ContinuousClock.now - begin).inSeconds,
      files: files)
  }

  // MARK: -

  private func answer(_ ask: () throws(ClamdFault) -> ScanEngine) throws(IntegrityError) -> ScanEngine {
    do throws(ClamdFault) { return try ask() } catch {
      if error.kind == .cancelled { throw IntegrityError(.cancelled, address.description, "the scan was stopped; run it again") }
      throw IntegrityError(
        .unreadable, address.description, "\(error.text); nothing was scanned: check that clamd runs and that this user may use its socket")
    }
  }

  private func client(_ cancellation: Cancellation) -> ClamdClient {
    ClamdClient(address: address, patience: policy.patience, cancellation: cancellation)
  }
}
