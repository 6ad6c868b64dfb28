// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// One connection to clamd, for one question and its answer; closed when it goes out of scope.
///
/// It never waits without end: everything must be over at the deadline it was made with, however slowly the other side drips.
struct ClamdConnection: ~Copyable {
  /// The longest answer that is read: a path (4096 bytes on Linux) and a signature's name, with room to spare.
  static let longestAnswer = 16 << 10
  /// How often a wait looks up to see whether it should stop.
  private static let glance: Duration = .milliseconds(200)

  private let descriptor: Int32
  private let deadline: ContinuousClock.Instant
  private let cancellation: Cancellation

  /// Connects.
  /// - Parameter limit: how long the whole conversation may take.
  init(to address: ClamdAddress, within limit: Duration, _ cancellation: Cancellation) throws(ClamdFault) {
    let deadline = ContinuousClock.Instant.now + limit
    let descriptor: Int32
    switch address {
    case .socketFile(let path): descriptor = try Self.connect(socketFile: path)
    case .port(let host, let number): descriptor = try Self.connect(host: host, port: number, until: deadline, cancellation)
    }
    self.descriptor = descriptor
    self.deadline = deadline
    self.cancellation = cancellation
  }

  deinit { close(descriptor) }

  /// Sends all of `bytes`.
  /// - Returns: False when the other side has spoken or left already: what it said is to be read, and nothing more to be sent.
  func send(_ bytes: UnsafeRawBufferPointer) throws(ClamdFault) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let ready = try wait(for: POLLIN | POLLOUT)
      // Over its limit clamd answers at once and closes: the answer is there to read, although sending now fails.
      if ready & ~POLLOUT != 0 { return false }
      let count = Foundation.send(descriptor, rest.baseAddress, rest.count, Self.noSignal)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EPIPE || errno == ECONNRESET {
        return false
      } else if errno != EAGAIN, errno != EINTR {
        throw Self.unreachable(errno)
      }
    }
    return true
  }

  /// Sends a text.
  func send(_ text: String) throws(ClamdFault) -> Bool {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { buffer in Result { () throws(ClamdFault) in try send(buffer) } }
    return try result.get()
  }

  /// All that the other side says until it closes.
  func answer() throws(ClamdFault) -> [UInt8] {
    var answer: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      try wait(for: POLLIN)
      let count = recv(descriptor, &block, block.count, 0)
      if count == 0 { return answer }
      if count < 0 {
        if errno == EAGAIN || errno == EINTR { continue }
        // What was said before the connection broke stands; whether it is whole is for its reader to judge.
        if errno == ECONNRESET, !answer.isEmpty { return answer }
        throw Self.unreachable(errno)
      }
      answer += block[..<count]
      guard answer.count <= Self.longestAnswer else { throw ClamdFault(.unintelligible, "clamd's answer has no end") }
    }
  }

  // MARK: -

  /// Waits until one of `events` can be done.
  @discardableResult
  private func wait(for events: Int32) throws(ClamdFault) -> Int32 {
    try Self.wait(descriptor, for: events, until: deadline, cancellation)
  }

  private static func wait(
    _ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant, _ cancellation: Cancellation
  ) throws(ClamdFault) -> Int32 {
    while true {
      if cancellation.isCancelled { throw ClamdFault(.cancelled, "the scan was stopped") }
      let left = deadline - .now
      guard left > .zero else { throw ClamdFault(.silent, "clamd did not answer in time") }
      let (seconds, attoseconds) = min(left, glance).components
      var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let count = poll(&request, 1, Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1)
      if count > 0 { return Int32(request.revents) }
      if count < 0, errno != EINTR { throw unreachable(errno) }
    }
  }

  private static func unreachable(_ number: Int32) -> ClamdFault {
    ClamdFault(.unreachable, "clamd cannot be reached (\(String(cString: strerror(number))))")
  }

  private static func connect(socketFile path: String) throws(ClamdFault) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count <= ClamdAddress.longestSocketPath else { throw unreachable(ENAMETOOLONG) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = try open(AF_UNIX)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(descriptor, $0, size) } }
    guard result == 0 else {  // a Unix socket connects at once or not at all
      let fault = unreachable(errno)
      close(descriptor)
      throw fault
    }
    return descriptor
  }

  /// Connects to the first of the host's addresses that takes the call.
  private static func connect(
    host: String, port: UInt16, until deadline: ContinuousClock.Instant, _ cancellation: Cancellation
  ) throws(ClamdFault) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = stream
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0, let list else { throw ClamdFault(.unreachable, "the host is not known (\(String(cString: gai_strerror(status))))") }
    defer { freeaddrinfo(list) }
    var fault = unreachable(ECONNREFUSED)
    for entry in sequence(first: list, next: { $0.pointee.ai_next }) {
      let descriptor = try open(entry.pointee.ai_family)
      do throws(ClamdFault) {
        guard Foundation.connect(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0 || errno == EINPROGRESS else {
          throw unreachable(errno)
        }
        try finish(descriptor, until: min(deadline, .now + .seconds(10)), cancellation)
        return descriptor
      } catch {
        close(descriptor)
        guard error.kind != .cancelled else { throw error }
        fault = error
      }
    }
    throw fault
  }

  /// Waits until a connection on its way is there or has failed.
  private static func finish(_ descriptor: Int32, until deadline: ContinuousClock.Instant, _ cancellation: Cancellation) throws(ClamdFault) {
    _ = try wait(descriptor, for: POLLOUT, until: deadline, cancellation)
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 else { throw unreachable(errno) }
    guard error == 0 else { throw unreachable(error) }
  }

  /// A socket that children do not inherit, that never blocks, and whose broken pipes raise no signal.
  private static func open(_ family: Int32) throws(ClamdFault) -> Int32 {
    let descriptor = socket(family, stream, 0)
    guard descriptor >= 0 else { throw unreachable(errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    #if canImport(Darwin)
      var on: Int32 = 1
      _ = setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
    return descriptor
  }

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
