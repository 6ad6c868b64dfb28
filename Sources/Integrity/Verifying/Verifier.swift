// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Compares files with what was recorded about them.
///
///     let report = try Verifier("/mnt/shared/A001R2EC").verify()    // looks only
///     let report = try Verifier("/mnt/shared/A001R2EC").verify(recording: Signature(host: host))    // and adds a generation
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
  /// - Parameter signature: who signs the generation that is added to the history with what was found; nil looks only. Of a part of the
  ///   history's folder, the generation holds that part. A list gets no generation.
  /// - Throws: `IntegrityError`: `unreadable` when there is no such file or list, `noHistory` when there is nothing to compare with,
  ///   `malformed` for a list that is none, `cancelled`.
  public func verify(
    against reference: Reference = .history, recording signature: Signature? = nil, cancellation: Cancellation = Cancellation(),
    progress: (@Sendable (IntegrityProgress) -> Void)? = nil
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
      let name = SystemPath.split(resolved).name
      guard !isFolder || name != GenerationName.folder else {
        throw IntegrityError(.refused, path, "is a history, and no media is in it: name the folder around it, ‘\(SystemPath.split(resolved).folder)’")
      }
      let (scope, inside) = try Self.nearestHistory(resolved, isFolder: isFolder)
      var pass = HistoryPass(scope, as: signature == nil ? .look : .verify, signature: signature ?? .nobody)
      pass.parts = inside.map { [$0] } ?? []
      return try pass.run(cancellation: cancellation, progress: progress)
    case .list(let list):
      let scope = isFolder ? resolved : SystemPath.split(resolved).folder
      let inside = isFolder ? nil : try? ContainedPath(SystemPath.split(resolved).name)
      var verification = Verification(try Expectation(list: list, scope: scope), only: inside, cancellation)
      return try verification.run(progress)
    }
  }

  /// Whether `path` lies in, or is, a folder with a history; false where that cannot be told.
  public static func hasHistory(around path: String) -> Bool {
    guard let real = RealPath.of(path), let facts = try? FileFacts.of(real) else { return false }
    return (try? nearestHistory(real, isFolder: facts.kind == .folder)) != nil
  }

  /// The folder with the nearest history, going up, and where in it `path` is.
  static func nearestHistory(_ path: String, isFolder: Bool) throws(IntegrityError) -> (scope: String, inside: ContainedPath?) {
    var scope = isFolder ? path : (path as NSString).deletingLastPathComponent
    while true {
      if try History.stands(in: scope) {
        let rest = path.utf8.dropFirst(scope.utf8.count).drop { $0 == UInt8(ascii: "/") }
        return (scope, try? ContainedPath(String(Substring(rest))))
      }
      if CopyJournal.stands(beside: scope) { throw .unfinishedCopy(scope) }
      guard scope != "/", !scope.isEmpty else { break }
      scope = (scope as NSString).deletingLastPathComponent
    }
    let folder = isFolder ? path : SystemPath.split(path).folder
    let hint = manifest(in: folder, near: SystemPath.split(path).name).map { "\(folder)/\($0) may be its manifest: name it with --against" }
    let inside = isFolder ? History.advice(below: path) : nil
    throw IntegrityError(.noHistory, path, "has no ASC MHL history; \(hint ?? inside ?? "name a manifest or a checksum list with --against")")
  }

  /// A manifest that stands by itself in `folder`: as for a single file that was copied. One that bears the name is preferred.
  private static func manifest(in folder: String, near name: String) -> String? {
    let stem = (name as NSString).deletingPathExtension
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.lowercased().hasSuffix(".mhl") && !$0.hasPrefix(".")
    }
    return all.sorted().last { $0.hasPrefix(stem) } ?? all.min()
  }
}
