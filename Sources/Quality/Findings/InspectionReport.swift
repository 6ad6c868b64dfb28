// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What an inspection says of one file.
///
/// All of it but `seconds`, `measurements` and `recheck` is the same, bit for bit, whenever and on however many threads the same file is examined under the same profile.
public struct InspectionReport: Hashable, Sendable, Codable {
  /// The program that examined it.
  public struct Tool: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// The program `name` at `version`.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The program that examined the file.
  public var tool: Tool
  /// The file's path as it was given.
  public var path: String
  /// The file's digest, `algorithm:hex`, where the caller had one made.
  public var digest: String?
  /// The name of the profile.
  public var profile: String
  /// The outcome.
  public var verdict: Verdict
  /// What was found, by place; findings without a place come first.
  public var findings: [Finding]
  /// What was measured.
  public var readings: Readings
  /// The rate at which frames are counted; `nil` for sound that no rate is stated for.
  public var rate: FrameRate?
  /// The label of the first frame.
  public var start: String?
  /// The length of what was examined, in seconds of programme.
  public var duration: Double
  /// Pictures examined in the first stream of pictures; for sound alone, the frames its length covers.
  public var frames: Int
  /// Pictures or blocks of sound that could not be read or measured.
  public var unreadable: Int
  /// How long the inspection took, in seconds.
  public var seconds: Double
  /// The digest of the measurements that were kept of its pictures, `algorithm:hex`; `nil` where none were.
  public var measurements: String?
  /// What was taken over from an earlier report; `nil` where nothing was asked to be.
  public var recheck: Recheck?
  /// Viewings and listenings by people; `nil` in a report that no person added to.
  public var reviews: [Review]?

  /// A report; the verdict follows from the findings and from whether everything was examined.
  public init(
    tool: Tool, path: String, digest: String? = nil, profile: String, findings: [Finding], readings: Readings, rate: FrameRate? = nil,
    start: String? = nil, duration: Double, frames: Int, unreadable: Int = 0, seconds: Double = 0
  ) {
    self.tool = tool
    self.path = path
    self.digest = digest
    self.profile = profile
    self.verdict = Verdict(findings: findings, isComplete: unreadable == 0)
    self.findings = findings
    self.readings = readings
    self.rate = rate
    self.start = start
    self.duration = duration
    self.frames = frames
    self.unreadable = unreadable
    self.seconds = seconds
  }

  /// Puts runs of frames, given by their numbers, into labels; only for a report with a rate.
  public func spans(_ runs: [Range<Int>]) -> [Recheck.Span] {
    guard let rate, let start, let first = try? Timecode(start, at: rate) else { return [] }
    let clock = FrameClock(rate: rate, start: first)
    return runs.map { Recheck.Span(clock.span($0)) }
  }

  /// The findings of one severity, in the report's order.
  public func findings(_ severity: Severity) -> [Finding] { findings.filter { $0.severity == severity } }
}
