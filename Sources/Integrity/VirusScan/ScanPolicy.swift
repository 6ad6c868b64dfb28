// SPDX-License-Identifier: Apache-2.0

import Files

/// What a facility wants scanned, by how fresh a scanner, and how far that is believed.
///
/// Terabytes of essence cannot be scanned (clamd takes about 40 MB a second and stops at 2 GB a file), so files are chosen by kind: everything
/// is wanted but media whose bytes are what its name says. What is left out is listed with its reason, file by file.
public struct ScanPolicy: Codable, Equatable, Sendable {
  /// How files reach the scanner.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// Files up to `streamedFirst` are sent; larger ones are read by clamd where that is on this machine, and sent where it cannot.
    case automatic
    /// Every file is sent (INSTREAM). The only way for a clamd in a container or on another machine.
    case stream
    /// Every file is read by clamd (SCAN), which must see it under the same path.
    case path
  }

  /// Whether media is scanned too.
  public var scansEverything: Bool
  /// From how many bytes on media is left out. Smaller files cost nothing.
  public var smallestLeftOut: Int64
  /// The largest file, in bytes, about which an OK may be believed where the scanner does not say when a file is beyond its limits. It has to
  /// prove first that it looks that far. Debian sets clamd up to look at 25 MB.
  public var largestTrusted: Int64
  /// How old signatures may be; nil for any age. Where there is a limit, signatures without a date are too old.
  public var maximumDatabaseAge: Duration?
  /// How files reach the scanner.
  public var method: Method
  /// The largest file, in bytes, that is sent before anything else is tried.
  public var streamedFirst: Int64
  /// How many files are scanned at once.
  public var connections: Int
  /// How long an answer may take, the sending of large files not counted. clamd itself gives up on a file after 120 s.
  public var patience: Duration

  /// The usual policy: by kind, with signatures of the last seven days.
  public init() {
    scansEverything = false
    smallestLeftOut = 1_000_000
    largestTrusted = 25_000_000
    maximumDatabaseAge = Self.days(7)
    method = .automatic
    streamedFirst = 25_000_000
    connections = 4
    patience = .seconds(150)
  }

  /// A number of days as a duration.
  public static func days(_ days: Int) -> Duration { .seconds(Int64(days) * 86_400) }

  /// ClamAV's own bound, which no setting lifts (clamd.conf(5), MaxFileSize): it never looks at a larger file.
  static let largestOfAll: Int64 = 2 << 30

  /// Why a file is left out of the scan; nil when it is wanted.
  /// - Parameter appendix: what was found behind its end.
  func reasonToLeaveOut(_ kind: FileKind, size: Int64, appendix: String?) -> String? {
    if size == 0 { return "empty: there is nothing to scan" }
    guard !scansEverything, kind.family == .media, kind.fitsName, appendix == nil, size >= smallestLeftOut else { return nil }
    return "media by its first bytes and its name (\(kind.name)), looked at by kind only"
  }

  /// Why an answer "OK" about a file says nothing; nil when it is believed.
  func reasonToDoubt(_ engine: ScanEngine, _ kind: FileKind, size: Int64) -> String? {
    let settings = "set ‘AlertExceedsMax yes’ and ‘AlertEncrypted yes’ in clamd.conf"
    if size > engine.looksUpTo {
      return
        "larger than \(ByteText(engine.looksUpTo).exact), and this clamd was not seen to look further and does not say when it stops: \(settings), or raise MaxFileSize there and --largest here"
    }
    if !engine.announcesLimits, [.archive, .diskImage, .document].contains(kind.family) {
      return "it holds other files (\(kind.name)), and this clamd does not say when it stops at a limit inside: \(settings)"
    }
    if !engine.announcesEncryption, kind.family == .archive || kind.family == .diskImage {
      return "it may be encrypted (\(kind.name)), and this clamd does not say so when it cannot look inside: \(settings)"
    }
    return nil
  }

  /// What to try with a file, in order.
  func attempts(size: Int64, isLocal: Bool) -> [ScanReport.Method] {
    switch method {
    case .stream: [.instream]
    case .path: [.scan]
    case .automatic where !isLocal: [.instream]
    case .automatic: size > streamedFirst ? [.scan, .instream] : [.instream, .scan]
    }
  }

  /// Why a scanner is not to be used; nil when it may be.
  func reasonToRefuse(_ engine: ScanEngine, ageDays: Int?) -> String? {
    guard let maximumDatabaseAge else { return nil }
    let limit = Int(maximumDatabaseAge.components.seconds / 86_400)
    guard let ageDays else {
      return
        "the age of its signatures is not known (\(engine.words)), and the policy allows \(CountText(limit, "day")): update them, or allow any age"
    }
    guard ageDays > limit else { return nil }
    return
      "its signatures are \(CountText(ageDays, "day")) old (\(engine.words)), and the policy allows \(limit): update them with freshclam, or allow more days"
  }
}
