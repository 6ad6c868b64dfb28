// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
public import Hashing
import Integrity

/// Checks a receipt: whether its signature is sound, whether the key is the one that is trusted, and whether a folder is the one it is about.
public struct VerifyReceipt: Sendable {
  /// Whose signature counts.
  public enum Trust: Hashable, Sendable {
    /// Any: the key's fingerprint is told, and a person compares it.
    case anyKey
    /// That of one key.
    case key(VerifyingKey)
    /// That of the key with this fingerprint.
    case fingerprint(Digest)

    func includes(_ key: VerifyingKey) -> Bool? {
      switch self {
      case .anyKey: nil
      case .key(let trusted): key == trusted
      case .fingerprint(let fingerprint): key.fingerprint == fingerprint
      }
    }
  }

  /// The receipt's file.
  public var path: String
  /// The folder to hold it against; nothing checks the receipt alone.
  public var folder: String?
  /// Whose signature counts.
  public var trust: Trust

  /// A check of the receipt at `path`.
  public init(_ path: String, folder: String? = nil, trust: Trust = .anyKey) {
    self.path = path
    self.folder = folder
    self.trust = trust
  }

  /// Whether the file at `path` claims to be a receipt: a small JSON file that speaks of one. A file that cannot be read claims nothing.
  public static func isReceipt(at path: String) -> Bool {
    guard let facts = try? FileFacts.of(path), facts.kind == .file, facts.size <= Int64(SignedReceipt.mostBytes),
      let bytes = try? InputFile.contents(of: path, limit: SignedReceipt.mostBytes)
    else { return false }
    return SignedReceipt.isClaimed(by: bytes)
  }

  /// Checks. The folder is read only when the signature is sound and its key not another than the trusted one: otherwise the receipt says nothing.
  ///
  /// - Throws: `FilesError` where the receipt or the folder cannot be read at all. A receipt that was damaged is no error but a broken one.
  public func run(in environment: Environment, task: String? = nil) async throws -> ReceiptReport {
    let start = ContinuousClock.now
    let bytes = try InputFile.contents(of: path, limit: SignedReceipt.mostBytes)
    let signed: SignedReceipt
    do { signed = try SignedReceipt.reading(bytes, subject: path) } catch {
      return ReceiptReport(
        status: .rejected, against: path, receipt: .init(broken: error.description), notes: [Self.unread(folder)].compactMap(\.self))
    }
    let finding = ReceiptReport.Finding(signed, isTrusted: trust.includes(signed.publicKey))
    guard finding.signature == .sound, finding.trusted != false else {
      return ReceiptReport(status: .rejected, against: path, receipt: finding, notes: [Self.unread(folder)].compactMap(\.self))
    }
    guard let folder else { return ReceiptReport(status: .clean, against: path, receipt: finding) }
    guard try FileFacts.of(folder).kind == .folder else {
      throw FilesError(.notDirectory, subject: folder, remedy: "a receipt is of a folder; name the folder that was received")
    }
    let show = environment.progress
    var report = try await onOwnThread { [path] cancellation in
      var comparison = try FolderComparison(folder, with: signed.receipt, cancellation)
      return try comparison.report(against: path, finding) { name, done, total in
        show(WorkProgress(task: task, subject: name, done: done, total: total, unit: .bytes))
      }
    }
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    return report
  }

  private static func unread(_ folder: String?) -> String? { folder.map { "\($0) was not read: a receipt that does not hold says nothing about it" } }
}
