// SPDX-License-Identifier: Apache-2.0

import Files

/// Where a scanner daemon listens.
///
///     try ClamdAddress("/run/clamav/clamd.ctl")    // a Unix socket: the usual place on Debian
///     try ClamdAddress("scanner.example:3310")     // TCP; IPv6 in brackets: [::1]:3310
public enum ClamdAddress: Hashable, Sendable, CustomStringConvertible {
  /// A socket file on this machine.
  case socketFile(String)
  /// A port of this or another machine. The protocol neither encrypts nor asks who is calling: keep it on networks that are trusted.
  case port(host: String, number: UInt16)

  /// Where the Debian package puts its socket.
  public static let standard = ClamdAddress.socketFile("/run/clamav/clamd.ctl")

  /// An address as people type it: what has a "/" in it is a socket file, everything else a host and a port.
  /// - Throws: `IntegrityError` with code `refused` for what is neither.
  public init(_ text: String) throws(IntegrityError) {
    if text.utf8.contains(UInt8(ascii: "/")) {
      guard text.utf8.count <= Self.longestSocketPath, !text.utf8.contains(0) else {
        throw IntegrityError(
          .refused, text, "is too long for a socket's path; at most \(Self.longestSocketPath) bytes: make a link with a shorter one")
      }
      self = .socketFile(text)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
      throw IntegrityError(
        .refused, text, "is no address of a scanner; give the path of its socket, such as /run/clamav/clamd.ctl or ./clamd.sock, or HOST:PORT")
    }
    var host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, isBracketed || !host.contains(":"), !host.utf8.contains(0) else {
      throw IntegrityError(.refused, text, "is no address of a scanner; an IPv6 address stands in brackets, such as [::1]:3310")
    }
    self = .port(host: String(host), number: number)
  }

  /// Whether the daemon is on this machine for certain, so that it may be given paths to read by itself.
  public var isLocal: Bool {
    if case .socketFile = self { true } else { false }
  }

  /// The address as it is typed.
  public var description: String {
    switch self {
    case .socketFile(let path): path
    case .port(let host, let number): host.contains(":") ? "[\(host)]:\(number)" : "\(host):\(number)"
    }
  }

  /// The room for a path in the systems' `sockaddr_un`, less its NUL: 108 bytes on Linux, 104 on a Mac.
  static let longestSocketPath = 103
}
