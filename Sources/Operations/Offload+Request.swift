// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity

extension CopyPlan {
  /// The plan for a request whose paths `resolve` makes absolute. An empty one is no folder, and stays empty for preflight to name.
  init(_ request: OffloadRequest, source: String, resolve: (String) -> String, in environment: Environment) {
    self.init(
      source: source, destinations: request.destinations.map { $0.isEmpty ? $0 : resolve($0) }, host: environment.host, clock: environment.clock)
    algorithms = request.algorithms
    verification = request.verify
    ignorePatterns = request.ignore
    requiredCopies = request.copies
  }
}

extension Offload {
  /// The offload that a request asks for, its paths made absolute by `resolve`.
  ///
  /// - Throws: `IntegrityError` for a scanner's address that is none.
  init(_ request: OffloadRequest, source: String, resolve: (String) -> String, in environment: Environment) throws {
    let scan = try request.scan.map { text in
      var scan = Scan(try ClamdAddress(text.contains("/") ? resolve(text) : text), quarantine: request.quarantine.map(resolve))
      scan.policy.maximumDatabaseAge = request.databaseAge.map(ScanPolicy.days)
      return scan
    }
    self.init(CopyPlan(request, source: source, resolve: resolve, in: environment), naming: request.naming, scan: scan)
    plan.acceptsDuplicate = request.accepts?.contains(.duplicate) ?? false
    acceptsOtherVolume = request.accepts?.contains(.otherVolume) ?? false
  }
}
