// SPDX-License-Identifier: Apache-2.0

public import Essence
import Timing

extension ReportDocument {
  /// A media description sheet: what the wrapper says beside what the essence says, and where they differ.
  public init(media: MediaDescription, colophon: Colophon) {
    let differing = media.disagreements.count
    self.init(
      kind: "Media description", subject: media.fileName,
      badge: differing == 0 ? Badge("Consistent", .good) : Badge("Wrapper and essence differ", .caution),
      summary: differing == 0
        ? "Wrapper and essence agree on every fact that both state." : "Wrapper and essence differ on \(Figures.count(differing, "fact")).",
      facts: media.headFacts, colophon: colophon)
    let keys = Set(media.disagreements.map(\.fact))
    for (number, stream) in media.video.enumerated() {
      sections.append(Section("Video \(number + 1)", StreamFact.facts(of: stream), "video[\(number)]", keys, stream.metadata))
    }
    for (number, stream) in media.audio.enumerated() {
      sections.append(Section("Sound \(number + 1)", StreamFact.facts(of: stream), "audio[\(number)]", keys, stream.metadata))
    }
    sections.append(Section("Timecode", [.table(Table(media.timecodes))]))
    let others = media.captions.map { "Stream \($0.index): \($0.codec), language \($0.language ?? "not stated")" } + media.otherStreams
    if !others.isEmpty { sections.append(Section("Captions and other streams", [.items(others)])) }
    if !media.wrapper.metadata.isEmpty { sections.append(Section("Metadata", [.facts(Self.facts(media.wrapper.metadata))])) }
    if !media.wrapper.notes.isEmpty { sections.append(Section("Notes from reading the wrapper", [.items(media.wrapper.notes)])) }
  }

  /// Metadata in the order of its keys.
  static func facts(_ metadata: [String: String]) -> [Fact] { metadata.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) } }
}

extension ReportDocument.Section {
  /// A stream described twice, the facts that differ first.
  fileprivate init(_ heading: String, _ facts: [StreamFact], _ stream: String, _ differing: Set<String>, _ metadata: [String: String]) {
    func differs(_ fact: StreamFact) -> Bool { differing.contains("\(stream).\(fact.key)") }
    let rows = (facts.filter(differs) + facts.filter { !differs($0) }).map { fact in
      let word = differs(fact) ? "differ" : fact.wrapper != nil && fact.essence != nil ? "agree" : "one side only"
      let cells = [fact.name, fact.wrapper ?? Figures.none, fact.essence ?? Figures.none, word]
      return ReportDocument.Row(cells, tone: differs(fact) ? .caution : .neutral)
    }
    let table = ReportDocument.Table(
      caption: "What each side states of \(heading.lowercased()), differences first",
      columns: [.init("Fact", .name), .init("The wrapper says"), .init("The essence says"), .init("Do they agree?", .mark)], rows: rows,
      emptyText: "Neither side states anything of this stream.")
    self.init(heading, [.table(table)] + (metadata.isEmpty ? [] : [.facts(ReportDocument.facts(metadata))]))
  }
}

extension MediaDescription {
  /// The last component of the path.
  var fileName: String { path.fileName }

  /// What is said of a file at the head of a report.
  /// The streams of sound, those that are alike counted: `16 × pcm_s24le, 1 channel, 48 kHz, 24 bit`.
  private var soundWords: String {
    var kinds: [(words: String, count: Int)] = []
    for words in audio.map(\.facts.words) {
      if let place = kinds.firstIndex(where: { $0.words == words }) { kinds[place].count += 1 } else { kinds.append((words, 1)) }
    }
    return kinds.map { $0.count == 1 ? $0.words : "\($0.count) × \($0.words)" }.joined(separator: "; ")
  }

  var headFacts: [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = [
      .init("File", path, isCode: true), .init("Size", Figures.bytes(byteCount)),
      .init("Wrapper", ([wrapper.name] + [wrapper.profile].compactMap { $0 }.filter { !wrapper.name.hasSuffix($0) }).joined(separator: ", ")),
    ]
    if let picture = video.first?.facts { facts += picture.headFacts }
    if !audio.isEmpty { facts.append(.init("Sound", soundWords)) }
    if let timecode = timecodes.first { facts.append(.init("Starts at", "\(timecode.start)", isCode: true)) }
    if let duration = wrapper.duration { facts.append(.init("Running time", Figures.duration(seconds: duration.seconds))) }
    if let rate = wrapper.bitRate { facts.append(.init("Bit rate", Figures.bitRate(rate))) }
    return facts
  }
}

extension VideoFacts {
  fileprivate var headFacts: [ReportDocument.Fact] {
    var raster: [String] = []
    if let width, let height { raster.append("\(width) × \(height)") }
    if let scan { raster.append(scan.words) }
    if let rate { raster.append("\(rate) pictures a second") }
    let coding = [codec, profile, chromaSampling, bitDepth.map { "\($0) bit" }].compactMap { $0 }.uniqued()
    let colors = [
      ColorNames.primaries(color.primaries), ColorNames.transfer(color.transfer), ColorNames.range(color.isFullRange).map { "\($0) range" },
    ].compactMap { $0 }
    var facts = [ReportDocument.Fact("Picture", raster.joined(separator: ", ")), .init("Coding", coding.joined(separator: ", "))]
    facts.append(.init("Colour", colors.isEmpty ? "not stated" : Array(colors.uniqued()).joined(separator: ", ")))
    return facts.filter { !$0.value.isEmpty }
  }
}

extension AudioFacts {
  /// One stream in a few words.
  fileprivate var words: String {
    let parts = [
      codec, layout?.description ?? channelCount.map { Figures.count($0, "channel") }, sampleRate.map { Figures.short(Double($0) / 1000) + " kHz" },
      bitDepth.map { "\($0) bit" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

extension ReportDocument.Table {
  fileprivate init(_ timecodes: [TimecodeStream]) {
    self.init(
      caption: "Every timecode found, and where",
      columns: [.init("Where", .name), .init("Starts at", .code), .init("Rate"), .init("Reel or tape")],
      rows: timecodes.map { .init([$0.source.words, "\($0.start)", "\($0.start.rate)", $0.reel ?? Figures.none]) },
      emptyText: "The file carries no timecode.")
  }
}

extension TimecodeSource {
  /// Where a timecode was found, in words.
  fileprivate var words: String {
    switch self {
    case .quickTimeTrack: "QuickTime timecode track"
    case .mxfMaterialPackage: "MXF material package"
    case .mxfSourcePackage: "MXF source package"
    case .mxfSystemItem: "MXF system items"
    case .gop: "MPEG-2 GOP header"
    case .bitstream: "Bitstream"
    case .bextTimeReference: "Broadcast Wave time reference"
    case .iXML: "Broadcast Wave iXML"
    case .metadata: "Metadata"
    }
  }
}

extension String {
  /// The last component of a path.
  var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}

extension Sequence where Element: Hashable {
  /// The elements in order, each once.
  func uniqued() -> [Element] {
    var seen = Set<Element>()
    return filter { seen.insert($0).inserted }
  }
}
