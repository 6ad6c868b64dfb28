// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Compares files with what was recorded about them. Reads only: no generation is added to a history.
///
///     let report = try Verifier("/mnt/shared/A001R2EC").verify()
public struct Verifier: Sendable {
  /// What to compare with.
  public enum Reference: Sendable, Equatable {
    /// The history beside the files: the `ascmhl` folder of the folder, or of the nearest folder above.
    case history
    /// One manifest or checksum list; its paths are relative to the verified folder.
    case list(String)
  }

  private let path: String

  /// A verifier of the file or folder at `path`.
  public init(_ path: String) { self.path = path }

  /// Verifies. Blocks until done.
  /// - Throws: `IntegrityError`: `unreadable` when there is no such file or list, `noHistory` when there is nothing to compare with,
  ///   `malformed` for a list that is none, `cancelled`.
  public func verify(
    against reference: Reference = .history, cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> VerificationReport {
    let facts: FileFacts
    do throws(FilesError) { facts = try FileFacts.of(path) } catch {
      let isGone = error.code == .notFound
      throw IntegrityError(
        .unreadable, path, isGone ? "there is no such file or folder; check the path and that the volume is mounted" : error.explanation)
    }
    guard let resolved = RealPath.of(path) else { throw IntegrityError(.unreadable, path, FilesError(subject: path).explanation) }
    let isFolder = facts.kind == .folder
    switch reference {
    case .history:
      let (scope, inside) = try Self.nearestHistory(resolved, isFolder: isFolder)
      let expectation = try Expectation(historyOf: scope)
      var verification = Verification(expectation, only: inside, cancellation)
      return try verification.run(progress)
    case .list(let list):
      let scope = isFolder ? resolved : (resolved as NSString).deletingLastPathComponent
      let inside = isFolder ? nil : try? ContainedPath((resolved as NSString).lastPathComponent)
      var verification = Verification(try Expectation(list: list, scope: scope), only: inside, cancellation)
      return try verification.run(progress)
    }
  }

  /// The folder with the nearest history, going up, and where in it `path` is.
  private static func nearestHistory(_ path: String, isFolder: Bool) throws(IntegrityError) -> (scope: String, inside: ContainedPath?) {
    var scope = isFolder ? path : (path as NSString).deletingLastPathComponent
    while true {
      if try History.stands(in: scope) {
        let rest = path.utf8.dropFirst(scope.utf8.count).drop { $0 == UInt8(ascii: "/") }
        return (scope, try? ContainedPath(String(Substring(rest))))
      }
      guard scope != "/", !scope.isEmpty else { break }
      scope = (scope as NSString).deletingLastPathComponent
    }
    throw IntegrityError(.noHistory, path, "has no ASC MHL history; name a manifest or a checksum list with --against")
  }
}
