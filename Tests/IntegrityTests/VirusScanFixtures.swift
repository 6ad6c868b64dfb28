// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport

@testable import Integrity

/// What the tests' own signatures find.
enum Infection {
  /// A text that our own second signature finds anywhere.
  static let marker = Array(("lineup-marker-" + "7f3a91").utf8)
}

/// The true daemon, with two signatures of our own: once set up to say when it does not look, once with its usual silence. Both live as long as
/// the test process and no longer, however that ends.
final class RealClamd: Sendable {
  let socket: ClamdAddress
  let port: ClamdAddress

  /// Nil where clamd is not installed or may not start.
  static let pair: (announcing: RealClamd, silent: RealClamd)? = {
    guard let announcing = try? RealClamd("AlertExceedsMax yes\nAlertEncrypted yes\nStreamMaxLength 2M"),
      let silent = try? RealClamd("StreamMaxLength 10M")
    else { return nil }
    return (announcing, silent)
  }()

  private let daemon: ClamdDaemon

  private init(_ settings: String) throws {
    let number = try Self.freePort()
    port = .port(host: "127.0.0.1", number: number)
    let hex = Infection.marker.map { String(format: "%02x", $0) }.joined()
    daemon = try ClamdDaemon(
      settings: """
        TCPSocket \(number)
        TCPAddr 127.0.0.1
        ExcludePath /left-out/
        MaxFileSize 1M
        \(settings)
        """,
      signatures: ["test.hdb": ClamdDaemon.testFileSignature + "\n", "test.ndb": "Test.Marker:0:*:\(hex)\n"])
    socket = try ClamdAddress(daemon.socket)
  }

  private static func freePort() throws -> UInt16 {
    let probe = try ListeningSocket(port: ())
    return probe.number
  }
}

/// A scanner of our own making that says what a test wants.
final class FakeClamd: Sendable {
  /// What it does about one question.
  enum Answer: Sendable {
    /// Takes everything, then says this and closes.
    case say([UInt8])
    /// Says this before it has taken the file.
    case interrupt([UInt8])
    /// Says nothing until the other side has gone.
    case hold

    static func say(_ text: String) -> Answer { .say(Array(text.utf8)) }
  }

  /// The proof of how far a scanner looks, in tests. What is longer is a test's own file.
  private static let longestProbe = 100_000

  let address: ClamdAddress
  private let folder: TemporaryFolder

  /// - Parameters:
  ///   - version: its answer to VERSION.
  ///   - announces: whether it tells of limits and encryption, as a well set up clamd does.
  ///   - looksUpTo: up to which size it finds the test file in a larger one.
  ///   - answer: what it does about a file: the command's line, and what was sent of it.
  init(
    version: Answer = .say("ClamAV 1.4.6/27000/Wed Sep 16 08:50:00 2026\0"), announces: Bool = true, looksUpTo: Int = .max,
    answer: @escaping @Sendable (_ command: String, _ content: [UInt8]) -> Answer = { _, _ in .say("stream: OK\0") }
  ) throws {
    folder = try TemporaryFolder()
    let listener = try ListeningSocket(path: folder.path("fake.sock"))
    address = try ClamdAddress(folder.path("fake.sock"))
    Thread.detachNewThread {
      while let connection = listener.accept() {
        Thread.detachNewThread { Self.serve(connection, version, announces, looksUpTo, answer) }
      }
    }
  }

  private static func serve(
    _ connection: PlainSocket, _ version: Answer, _ announces: Bool, _ looksUpTo: Int, _ answer: (_ command: String, _ content: [UInt8]) -> Answer
  ) {
    let command = connection.line()
    if command == "zVERSION" { return give(version, connection, content: nil) }
    guard command == "zINSTREAM" else { return give(answer(command, []), connection, content: nil) }
    let early = answer(command, [])
    var content: [UInt8] = []
    while let part = connection.part(), !part.isEmpty {
      content += part
      if case .interrupt(let bytes) = early, content.count > longestProbe { return connection.write(bytes) }
    }
    switch content {
    case EngineProbe.encrypted: connection.write(Array("stream: \(announces ? "Heuristics.Encrypted.Zip FOUND" : "OK")\0".utf8))
    case EngineProbe.tooDeep: connection.write(Array("stream: \(announces ? "Heuristics.Limits.Exceeded.MaxRecursion FOUND" : "OK")\0".utf8))
    case EngineProbe.testFile,
      _ where content.starts(with: [0x50, 0x4B]) && content == EngineProbe.testFile(in: Int64(content.count)):
      connection.write(Array("stream: \(content.count <= looksUpTo ? "Eicar-Test-Signature FOUND" : "OK")\0".utf8))
    default: give(answer(command, content), connection, content: content)
    }
  }

  private static func give(_ answer: Answer, _ connection: PlainSocket, content: [UInt8]?) {
    switch answer {
    case .say(let bytes), .interrupt(let bytes): connection.write(bytes)
    case .hold: while connection.read(1) != nil {}
    }
  }
}

/// A socket that waits for callers.
final class ListeningSocket: Sendable {
  private let descriptor: Int32
  let number: UInt16

  init(path: String) throws {
    let descriptor = socket(AF_UNIX, PlainSocket.stream, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    self.descriptor = descriptor
    number = 0
    try Self.bind(descriptor, &address)
  }

  /// On any port of this machine that is free.
  init(port: ()) throws {
    let descriptor = socket(AF_INET, PlainSocket.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    try Self.bind(descriptor, &address)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) } }
    self.descriptor = descriptor
    number = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  func accept() -> PlainSocket? {
    let connection = Foundation.accept(descriptor, nil, nil)
    return connection < 0 ? nil : PlainSocket(connection)
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) throws {
    let size = socklen_t(MemoryLayout<Address>.size)
    let result = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.bind(descriptor, $0, size) } }
    guard result == 0, listen(descriptor, 16) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}

/// A connection that blocks, for tests.
final class PlainSocket: Sendable {
  #if canImport(Darwin)
    static let stream = SOCK_STREAM
  #else
    static let stream = Int32(SOCK_STREAM.rawValue)
  #endif
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// So many bytes, or nil when the other side has gone.
  func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, 0) }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }

  /// A command, without its NUL.
  func line() -> String {
    var bytes: [UInt8] = []
    while let byte = read(1)?[0], byte != 0 { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One part of a stream; empty at its end.
  func part() -> [UInt8]? {
    guard let header = read(4) else { return nil }
    let length = header.reduce(0) { $0 << 8 | Int($1) }
    return length == 0 ? [] : read(length)
  }

  func write(_ bytes: [UInt8]) {
    #if canImport(Darwin)
      _ = send(descriptor, bytes, bytes.count, 0)
    #else
      _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    #endif
  }
}

extension ScanPolicy {
  /// The usual policy for a database of our own, which has no date.
  static var ofAnyAge: ScanPolicy {
    var policy = ScanPolicy()
    policy.maximumDatabaseAge = nil
    return policy
  }
}

extension ScanReport {
  subscript(path: String) -> File? { files.first { $0.path.utf8.elementsEqual(path.utf8) } }
}
