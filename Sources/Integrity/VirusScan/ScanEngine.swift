// SPDX-License-Identifier: Apache-2.0

public import Files

/// Which scanner looked, with which signatures, and whether it says when it does not look.
public struct ScanEngine: Codable, Equatable, Sendable {
  /// The program: `ClamAV 1.4.6`.
  public let version: String
  /// The number of its database of signatures; nil for one of a facility's own making, which has none.
  public let database: Int?
  /// When that database was made; nil when the scanner does not say.
  public let databaseDate: Timestamp?
  /// Whether it says so when a file is beyond one of its limits (`AlertExceedsMax yes`). If not, it calls such a file OK.
  public internal(set) var announcesLimits: Bool
  /// Whether it says so when it cannot look into an encrypted archive (`AlertEncrypted yes`). If not, it calls such an archive OK.
  public internal(set) var announcesEncryption: Bool
  /// The largest file, in bytes, about which its OK is believed: it says so when it does not look, or was seen to find something at the end of
  /// one of this size.
  public internal(set) var looksUpTo: Int64
  /// The largest file inside a ZIP archive, in bytes, that it was seen to look through. There it is silent about its limit whatever its settings.
  public internal(set) var looksInsideUpTo: Int64

  /// An engine as given.
  public init(
    version: String, database: Int?, databaseDate: Timestamp?, announcesLimits: Bool, announcesEncryption: Bool, looksUpTo: Int64,
    looksInsideUpTo: Int64
  ) {
    self.version = version
    self.database = database
    self.databaseDate = databaseDate
    self.announcesLimits = announcesLimits
    self.announcesEncryption = announcesEncryption
    self.looksUpTo = looksUpTo
    self.looksInsideUpTo = looksInsideUpTo
  }

  /// An engine from clamd's answer to VERSION, `ClamAV 1.4.6/27000/Wed Sep 16 08:50:00 2026`; without signatures of ClamAV's own it ends
  /// after the version. Nothing when it is no such answer.
  init?(answer: String) {
    let fields = answer.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard let version = fields.first, version.hasPrefix("ClamAV "), answer.utf8.count <= 400 else { return nil }
    self.init(
      version: String(version).printable, database: fields.count > 1 ? Int(fields[1]) : nil,
      databaseDate: fields.count > 2 ? Timestamp(clibText: fields[2]) : nil, announcesLimits: false, announcesEncryption: false,
      looksUpTo: 0, looksInsideUpTo: 0)
  }

  /// How old the signatures are, in whole days; nil when that is not known. A date more than a day ahead means that one of the two
  /// clocks is wrong, and then nothing is known.
  public func ageDays(at moment: Timestamp) -> Int? {
    guard let databaseDate else { return nil }
    let (seconds, overflowed) = moment.seconds.subtractingReportingOverflow(databaseDate.seconds)
    guard !overflowed, seconds > -86_400 else { return nil }
    return Int(max(0, seconds) / 86_400)
  }

  /// The engine in words: `ClamAV 1.4.6, signatures 27000 of 2026-09-16`.
  public var words: String {
    guard let database else { return "\(version), signatures without number or date" }
    return "\(version), signatures \(database) \(databaseDate.map { "of \($0.dateText)" } ?? "without a date")"
  }
}

extension Timestamp {
  /// A moment as C's `ctime` writes it: `Wed Sep 16 08:50:00 2026`. The zone is the daemon's own and not said; it is taken for UTC, which
  /// is at most 14 hours wrong where days are counted.
  fileprivate init?(clibText text: Substring) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let fields = text.split(separator: " ")
    guard fields.count == 5, let month = months.firstIndex(of: String(fields[1])), let day = Int(fields[2]), (1...31).contains(day) else {
      return nil
    }
    let (monthText, dayText) = (month < 9 ? "0\(month + 1)" : "\(month + 1)", day < 10 ? "0\(day)" : "\(day)")
    self.init("\(fields[4])-\(monthText)-\(dayText)T\(fields[3])Z")
  }
}
