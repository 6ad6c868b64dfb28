// SPDX-License-Identifier: Apache-2.0

import Files

/// Why a receipt or a key could not be made or used.
public struct CustodyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// There is no signing key yet.
    case noKey
    /// A file holds no Ed25519 key of the kind that was asked for.
    case notAKey
    /// Others than the owner may read the private key.
    case exposedKey
    /// A file is no receipt, or was changed so that it no longer reads as one.
    case notAReceipt
    /// What the receipt should say cannot be said in one.
    case notReceiptable
  }

  /// The kind of fault.
  public let code: Code
  /// The file or folder it is about.
  public let subject: String
  /// What to try, in words.
  public let remedy: String

  /// An error about `subject`, with what to try.
  public init(_ code: Code, subject: String, remedy: String) {
    self.code = code
    self.subject = subject
    self.remedy = remedy
  }

  /// One sentence an operator can act on.
  public var description: String {
    let fault =
      switch code {
      case .noKey: "does not exist, and nothing can be signed without a key"
      case .notAKey: "is not an Ed25519 key of the kind that is needed"
      case .exposedKey: "may be read by others than its owner, and is not used"
      case .notAReceipt: "is not a receipt as it was written"
      case .notReceiptable: "gets no receipt"
      }
    return "‘\(subject.printable)’ \(fault): \(remedy.printable)"
  }
}
