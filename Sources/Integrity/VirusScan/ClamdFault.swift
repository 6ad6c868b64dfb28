// SPDX-License-Identifier: Apache-2.0

/// Why a conversation with clamd came to nothing.
struct ClamdFault: Error, Equatable, Sendable {
  enum Kind: Sendable {
    /// Nobody listens, or the connection broke.
    case unreachable
    /// No answer in time.
    case silent
    /// An answer that is none: cut short, too long, or of another protocol.
    case unintelligible
    /// The file itself could not be read.
    case unreadable
    /// The operator stopped it.
    case cancelled
  }

  let kind: Kind
  /// What happened, to follow the name of the file or the socket.
  let text: String

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// Whether the daemon itself is the trouble, so that asking it about the next file may be in vain too.
  var isOfTheDaemon: Bool { kind == .unreachable || kind == .silent }
}
