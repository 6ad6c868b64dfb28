// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a work order asked for and what was done about it: the value that its report is made from, and its JSON.
public struct OrderReport: Hashable, Sendable, Codable {
  /// How a task, or the whole order, ended.
  public enum Status: String, Hashable, Sendable, Codable {
    /// Not yet begun.
    case waiting
    /// Under way.
    case running
    /// Not begun, since a task it needs failed.
    case blocked
    /// Done, and nothing found that rejects it.
    case clean
    /// Done; findings reject the result.
    case rejected
    /// Could not be done.
    case failed
    /// Done in part.
    case partial
    /// Stopped by a person.
    case cancelled
  }

  /// Findings by severity.
  public struct FindingCounts: Hashable, Sendable, Codable {
    /// Must be put right.
    public var mandatory: Int
    /// To be looked at.
    public var advisory: Int
    /// Worth knowing.
    public var info: Int

    /// Counts; none unless given.
    public init(mandatory: Int = 0, advisory: Int = 0, info: Int = 0) {
      self.mandatory = mandatory
      self.advisory = advisory
      self.info = info
    }
  }

  /// One task of the order.
  public struct Task: Hashable, Sendable, Codable {
    /// The id that the order gives it.
    public var id: String
    /// Its verb: `offload`, `qc`, `deliver`.
    public var kind: String
    /// What was asked, in words.
    public var asked: String
    /// How it ended.
    public var status: Status
    /// When it began.
    public var started: Date?
    /// When it ended.
    public var finished: Date?
    /// How long it worked, over all its attempts.
    public var seconds: Double?
    /// The paths it made.
    public var outputs: [String]
    /// What it found.
    public var findings: FindingCounts
    /// What it had to say, a sentence each.
    public var messages: [String]

    /// A task.
    public init(
      id: String, kind: String, asked: String, status: Status, started: Date? = nil, finished: Date? = nil, seconds: Double? = nil,
      outputs: [String] = [], findings: FindingCounts = FindingCounts(), messages: [String] = []
    ) {
      self.id = id
      self.kind = kind
      self.asked = asked
      self.status = status
      self.started = started
      self.finished = finished
      self.seconds = seconds
      self.outputs = outputs
      self.findings = findings
      self.messages = messages
    }
  }

  /// A file and what proves it: a source that was used, or a file that was delivered.
  public struct File: Hashable, Sendable, Codable {
    /// Where it is.
    public var path: String
    /// Its size.
    public var bytes: Int
    /// Its digests in hexadecimal (C4 in its own form), by algorithm: `xxh64`, `sha256`, `c4`.
    public var digests: [String: String]
    /// The specification it was made to; for deliveries.
    public var spec: String?

    /// A file.
    public init(path: String, bytes: Int, digests: [String: String], spec: String? = nil) {
      self.path = path
      self.bytes = bytes
      self.digests = digests
      self.spec = spec
    }
  }

  /// The order's reference: `WO-2026-0147`.
  public var order: String
  /// Whom it is for.
  public var client: String?
  /// The production.
  public var production: String?
  /// The programme or episode.
  public var title: String?
  /// When it is due.
  public var due: Date?
  /// `low`, `normal`, `high`, `urgent`.
  public var priority: String?
  /// People to ask, as `Post producer, post@northlight.example`.
  public var contacts: [String]
  /// How it ended.
  public var status: Status
  /// When work began.
  public var started: Date?
  /// When work ended.
  public var finished: Date?
  /// How long the order took, by the clock.
  public var seconds: Double?
  /// The tasks in the order's own order.
  public var tasks: [Task]
  /// The files it was made from.
  public var sources: [File]
  /// The files it delivered.
  public var deliveries: [File]
  /// What did not go as asked, a sentence each.
  public var exceptions: [String]

  /// A report.
  public init(
    order: String, client: String? = nil, production: String? = nil, title: String? = nil, due: Date? = nil, priority: String? = nil,
    contacts: [String] = [], status: Status, started: Date? = nil, finished: Date? = nil, seconds: Double? = nil, tasks: [Task],
    sources: [File] = [], deliveries: [File] = [], exceptions: [String] = []
  ) {
    self.order = order
    self.client = client
    self.production = production
    self.title = title
    self.due = due
    self.priority = priority
    self.contacts = contacts
    self.status = status
    self.started = started
    self.finished = finished
    self.seconds = seconds
    self.tasks = tasks
    self.sources = sources
    self.deliveries = deliveries
    self.exceptions = exceptions
  }
}
