// SPDX-License-Identifier: Apache-2.0

public import Files

/// Who signs a manifest, where and when (`creatorinfo`).
public struct Signature: Sendable {
  /// Machine and program.
  public var host: HostFacts
  /// What time it is.
  public var clock: WallClock
  /// The people responsible.
  public var authors: [HashList.Author]
  /// Where it is made.
  public var location: String?
  /// Free text.
  public var comment: String?

  /// A signature.
  public init(
    host: HostFacts, clock: WallClock = .system, authors: [HashList.Author] = [], location: String? = nil, comment: String? = nil
  ) {
    self.host = host
    self.clock = clock
    self.authors = authors
    self.location = location
    self.comment = comment
  }

  /// Nobody's: of a pass that only looks, and writes no manifest.
  public static let nobody = Signature(host: HostFacts(hostName: "", operatingSystem: "", user: "", toolVersion: ""))

  /// What a manifest of a run that began at `started` says of its making.
  func creator(_ started: Timestamp) -> HashList.Creator {
    .init(
      date: started, hostName: host.hostName, tool: host.tool, toolVersion: host.toolVersion, authors: authors, location: location, comment: comment)
  }
}
