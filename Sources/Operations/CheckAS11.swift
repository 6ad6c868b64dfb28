// SPDX-License-Identifier: Apache-2.0

import Integrity
public import MXF

/// Holds a file against the rules of AS-11 UK DPP HD.
public struct CheckAS11: Sendable {
  /// The MXF file.
  public var path: String

  /// A check of the file at `path`.
  public init(_ path: String) { self.path = path }

  /// Looks at every rule.
  /// - Throws: `FilesError`: it cannot be read, or is no MXF file.
  public func run() async throws -> [AS11Verdict] {
    let path = path
    return try await onOwnThread { cancellation in
      var check = AS11Check(try MXFFile(path))
      guard let verdicts = check.run(goesOn: { _ in !cancellation.isCancelled }) else { throw CancellationError() }
      return verdicts
    }
  }
}
