// SPDX-License-Identifier: Apache-2.0

public import Integrity

/// Writes a list of checksums, or an MHL 1.1 list, of a folder.
public struct WriteHashList: Sendable {
  /// Of what, and which kind of list.
  public var writer: ListWriter
  /// The list.
  public var path: String

  /// A list to be written to `path`.
  public init(_ writer: ListWriter, to path: String) {
    self.writer = writer
    self.path = path
  }

  /// Hashes and writes.
  ///
  /// - Throws: `IntegrityError` where it cannot be done.
  public func run(in environment: Environment) async throws -> VerificationReport {
    let (writer, path, show) = (writer, path, environment.progress)
    return try await onOwnThread { try writer.write(to: path, cancellation: $0) { show(WorkProgress($0, task: nil)) } }
  }
}
