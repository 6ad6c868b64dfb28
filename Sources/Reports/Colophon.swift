// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Who made a report, with what, where and when. A caller supplies all of it, so the same result always gives the same report.
public struct Colophon: Hashable, Sendable, Codable {
  /// The program and its version, as `Lineup 1.0.0`.
  public var tool: String
  /// The facility that answers for the report.
  public var facility: String?
  /// The person who ran it.
  public var person: String?
  /// The machine it ran on.
  public var host: String?
  /// When the report was made.
  public var date: Date
  /// The zone in which the report writes its dates.
  public var timeZone: TimeZone

  /// A colophon.
  public init(
    tool: String, facility: String? = nil, person: String? = nil, host: String? = nil, date: Date, timeZone: TimeZone = .gmt
  ) {
    self.tool = tool
    self.facility = facility
    self.person = person
    self.host = host
    self.date = date
    self.timeZone = timeZone
  }

  /// The last lines of a report's head: who, where, with what, when.
  var facts: [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = []
    if let facility { facts.append(.init("Facility", facility)) }
    if let person { facts.append(.init("Operator", person)) }
    if let host { facts.append(.init("Machine", host)) }
    return facts + [.init("Made with", tool), .init("Report made", Figures.date(date, in: timeZone))]
  }
}
