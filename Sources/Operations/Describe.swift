// SPDX-License-Identifier: Apache-2.0

public import Essence
import MediaIO

/// Describes a media file from its wrapper and from its essence.
public struct Describe: Sendable {
  /// The file.
  public var path: String

  /// A description of the file at `path`.
  public init(_ path: String) { self.path = path }

  /// Opens the file and reads enough of it to know what its essence is.
  ///
  /// - Throws: `MediaIOError` where it is no media.
  public func run() async throws -> MediaDescription {
    let path = path
    return try await onOwnThread { _ in try MediaReader.probe(path) }
  }
}
