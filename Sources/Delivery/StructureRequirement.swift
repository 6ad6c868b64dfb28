// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What the parts of a delivered file's wrapper, its coded streams and their labels have to be like. A part that is `nil` is not asked.
public struct StructureRequirement: Hashable, Sendable, Encodable {
  /// A framework of descriptive metadata in an MXF header (SMPTE ST 377-1, 10).
  public enum Framework: String, Hashable, Sendable, Encodable, CaseIterable, CustomStringConvertible {
    /// AMWA AS-11 core.
    case as11Core = "as11-core"
    /// AMWA AS-11 segmentation.
    case as11Segmentation = "as11-segmentation"
    /// UK DPP.
    case ukDPP = "uk-dpp"

    /// The name that specifications use.
    public var description: String { rawValue }
  }

  /// Operational patterns of MXF, as `OP1a`.
  public let operationalPatterns: Figure<Requirement<String>>?
  /// Whether the header partition has to be closed and complete and the chain of partitions whole.
  public let closedAndComplete: Figure<Bool>?
  /// Whether there has to be a random index pack that agrees with the partitions.
  public let randomIndex: Figure<Bool>?
  /// Whether MXF has to have index tables that are whole and end where the pictures do.
  public let indexTables: Figure<Bool>?
  /// The size of the KLV alignment grid, in bytes.
  public let alignments: Figure<Requirement<Int>>?
  /// Whether the essence has to lie in one partition.
  public let singleEssencePartition: Figure<Bool>?
  /// Descriptive metadata that have to be in the header.
  public let frameworks: Figure<[Framework]>?
  /// Whether the index of QuickTime and MP4 has to come before the essence.
  public let indexFirst: Figure<Bool>?
  /// The most pictures in a group.
  public let largestGroup: Figure<Int>?
  /// Whether every picture has to be coded by itself.
  public let allIntra: Figure<Bool>?
  /// Whether every group has to be decodable without the one before.
  public let closedGroups: Figure<Bool>?
  /// The most pictures predicted both ways in a row.
  public let largestBidirectionalRun: Figure<Int>?
  /// The least bits of picture a second, on average.
  public let smallestMeanBitRate: Figure<Int>?
  /// The most bits of picture a second, on average.
  public let largestMeanBitRate: Figure<Int>?
  /// The most bits of picture in any second.
  public let largestPeakBitRate: Figure<Int>?
  /// Whether the stated bit rate has to be within 5 % of the measured one.
  public let statedBitRate: Figure<Bool>?
  /// Whether every timecode has to start alike.
  public let timecodesAgree: Figure<Bool>?
  /// Whether no timecode may jump.
  public let timecodesContinuous: Figure<Bool>?
  /// Kinds of captions of which at least one has to be there.
  public let captions: Figure<[CaptionKind]>?
  /// Whether there may be no captions inside the file.
  public let noCaptions: Figure<Bool>?
  /// Codes of the active format (AFD) of which one has to be there.
  public let activeFormats: Figure<[Int]>?
  /// Whether there may be no active format inside the file.
  public let noActiveFormat: Figure<Bool>?
  /// A regular expression that the whole file name has to match.
  public let fileName: Figure<String>?
  /// The most bytes of the file.
  public let largestFile: Figure<Int>?
}

extension StructureRequirement {
  private static let keys = [
    "operationalPatterns", "closedAndComplete", "randomIndex", "indexTables", "alignments", "singleEssencePartition", "frameworks", "indexFirst",
    "largestGroup",
    "allIntra", "closedGroups", "largestBidirectionalRun", "smallestMeanBitRate", "largestMeanBitRate", "largestPeakBitRate", "statedBitRate",
    "timecodesAgree", "timecodesContinuous", "captions", "noCaptions", "activeFormats", "noActiveFormat", "fileName", "largestFile",
  ]

  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    guard let section = SpecificationSection(value, "structure", keys: Self.keys, sources: sources) else { return nil }
    let rates = 10_000...100_000_000_000
    operationalPatterns = section.figure("operationalPatterns") { $0.texts($1) }
    closedAndComplete = section.figure("closedAndComplete") { $0.flag($1) }
    randomIndex = section.figure("randomIndex") { $0.flag($1) }
    indexTables = section.figure("indexTables") { $0.flag($1) }
    alignments = section.figure("alignments") { $0.requirement($1) { $0.integer($1, in: 0...1_048_576) } }
    singleEssencePartition = section.figure("singleEssencePartition") { $0.flag($1) }
    frameworks = section.figure("frameworks") { $0.choices($1, of: Framework.self) }
    indexFirst = section.figure("indexFirst") { $0.flag($1) }
    largestGroup = section.figure("largestGroup") { $0.integer($1, in: 1...10_000) }
    allIntra = section.figure("allIntra") { $0.flag($1) }
    closedGroups = section.figure("closedGroups") { $0.flag($1) }
    largestBidirectionalRun = section.figure("largestBidirectionalRun") { $0.integer($1, in: 0...64) }
    smallestMeanBitRate = section.figure("smallestMeanBitRate") { $0.integer($1, in: rates) }
    largestMeanBitRate = section.figure("largestMeanBitRate") { $0.integer($1, in: rates) }
    largestPeakBitRate = section.figure("largestPeakBitRate") { $0.integer($1, in: rates) }
    statedBitRate = section.figure("statedBitRate") { $0.flag($1) }
    timecodesAgree = section.figure("timecodesAgree") { $0.flag($1) }
    timecodesContinuous = section.figure("timecodesContinuous") { $0.flag($1) }
    captions = section.figure("captions") { $0.choices($1, of: CaptionKind.self) }
    noCaptions = section.figure("noCaptions") { $0.flag($1) }
    activeFormats = section.figure("activeFormats") { $0.integers($1, in: 0...15) }
    noActiveFormat = section.figure("noActiveFormat") { $0.flag($1) }
    fileName = section.figure("fileName") { value, what in
      value.parsed(what, limit: 200, form: "write a regular expression, as [A-Z]{3}_[0-9]{3}\\.mxf") { (try? Regex($0)) == nil ? nil : $0 }
    }
    largestFile = section.figure("largestFile") { $0.integer($1, in: 1...1 << 50) }
    if captions != nil, noCaptions?.value == true { section.mistake("captions are both asked for and forbidden: keep ‘captions’ or ‘noCaptions’") }
    if activeFormats != nil, noActiveFormat?.value == true {
      section.mistake("an active format is both asked for and forbidden: keep ‘activeFormats’ or ‘noActiveFormat’")
    }
  }
}

extension StrictYAML.Value {
  /// A list of whole numbers within `range`, and at least one of them.
  fileprivate func integers(_ what: String, in range: ClosedRange<Int>) -> [Int]? {
    guard let list = list(what) else { return nil }
    let numbers = list.compactMap { $0.integer(what, in: range) }
    if list.isEmpty { mistake("\(what) is empty: list a value, or remove it") }
    return numbers.isEmpty || numbers.count < list.count ? nil : numbers
  }

  /// A list of names, each one of a set, and at least one of them.
  fileprivate func choices<Choice: RawRepresentable & CaseIterable>(_ what: String, of type: Choice.Type) -> [Choice]?
  where Choice.RawValue == String {
    guard let list = list(what) else { return nil }
    let chosen = list.compactMap { $0.choice(what, of: type) }
    if list.isEmpty { mistake("\(what) is empty: list a value, or remove it") }
    return chosen.isEmpty || chosen.count < list.count ? nil : chosen
  }
}
