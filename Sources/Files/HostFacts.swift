// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which machine, user and program did something: what manifests, reports and the audit log sign with.
public struct HostFacts: Hashable, Codable, Sendable {
  /// The machine's name on the network.
  public let hostName: String
  /// The system and its release, `Linux 6.1.0`.
  public let operatingSystem: String
  /// The login name of the user, or its number where it has no name.
  public let user: String
  /// The name of the program.
  public let tool: String
  /// The version of the program.
  public let toolVersion: String

  /// Facts as given, as tests fix them.
  public init(hostName: String, operatingSystem: String, user: String, tool: String = "lineup", toolVersion: String) {
    self.hostName = hostName
    self.operatingSystem = operatingSystem
    self.user = user
    self.tool = tool
    self.toolVersion = toolVersion
  }

  /// The facts of this machine and this process.
  public static func current(toolVersion: String) -> HostFacts {
    var system = utsname()
    uname(&system)
    return HostFacts(
      hostName: text(&system.nodename), operatingSystem: "\(text(&system.sysname)) \(text(&system.release))", user: userName(),
      toolVersion: toolVersion)
  }

  // MARK: -

  private static func userName() -> String {
    var record = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 << 10) { text in
      guard let start = text.baseAddress, getpwuid_r(getuid(), &record, start, text.count, &found) == 0, found != nil else {
        return "user \(getuid())"
      }
      return String(cString: record.pw_name)
    }
  }

  /// The text in one of the fixed C arrays of `utsname`, which end in NUL.
  private static func text<Characters>(_ characters: inout Characters) -> String {
    withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
