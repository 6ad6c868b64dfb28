// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes the objects of an AAF from a cut.
struct AAFWriting {
  let writer: AAFWriter
  let samples: AAFRate
  var lost = LossList()
  /// Definitions that something refers to.
  var operations: [UniqueIdentifier: AAFNode] = [:]
  var parameters: [UniqueIdentifier: AAFNode] = [:]
  var interpolations: [UniqueIdentifier: String] = [AAFKnown.linear: "LinearInterp"]
  var media = AAFMediaPlan()
  private var compositions: [Timeline: MobIdentifier] = [:]
  private var mobs: [AAFNode] = []

  init(_ writer: AAFWriter, samples: AAFRate) { (self.writer, self.samples) = (writer, samples) }

  var isForSound: Bool { writer.purpose == .proTools }

  mutating func run() -> AAFDocument {
    media.gather(writer.timeline, self)
    lost = media.lost
    _ = composition(writer.timeline, usage: AAFKnown.topLevel)
    // The composition that the file is about comes first.
    mobs.reverse()
    var essence: [AAFNode] = []
    let plan = media
    for source in plan.sources {
      mobs += plan.mobs(of: source, &self)
      if let data = plan.essence(of: source) { essence.append(data) }
    }
    mobs += plan.tapes(&self)
    var content = AAFNode(.contentStorage)
    content[AAFProperty.mobs] = .set(mobs, key: AAFProperty.mobID)
    if !essence.isEmpty { content[AAFProperty.essenceData] = .set(essence, key: AAFProperty.essenceMobID) }
    return AAFDocument(file(content), lost: lost.finished)
  }

  // MARK: - File

  private func file(_ content: AAFNode) -> CompoundFileWriter {
    var header = AAFNode(.header)
    header.set(AAFProperty.byteOrder, Int16(0x4949))
    header[AAFProperty.lastModified] = .data(AAFNode.date)
    header[AAFProperty.content] = .strong(content)
    header[AAFProperty.dictionary] = .strong(dictionary())
    header[AAFProperty.version] = .data([1, 1])
    header[AAFProperty.identificationList] = .vector([identification()])
    header.set(AAFProperty.objectModelVersion, UInt32(1))
    header.set(AAFProperty.operationalPattern, AAFKnown.editProtocol)
    var root = AAFNode(classID: UniqueIdentifier(high: 0xB3B3_98A5_1C90_11D4, low: 0x8053_0800_3621_0804))
    root[AAFProperty.metaDictionary] = .strong(AAFModel.dictionary)
    root[AAFProperty.header] = .strong(header)
    // What the header says of a structured file of 4096-byte sectors: AAF in this coding.
    let signature = UniqueIdentifier(high: 0x0D01_0201_0200_0000, low: 0x060E_2B34_0302_0101)
    var file = CompoundFileWriter(sectorSize: 4096, signature: signature, classID: root.classID)
    file.add(root, in: CompoundFileWriter.root)
    file.addTargets()
    return file
  }

  private func identification() -> AAFNode {
    var node = AAFNode(.identification)
    node.set(0x3C01, "Lineup")
    node.set(0x3C02, "Lineup")
    node.set(0x3C04, "1")
    node.set(0x3C05, AAFEffectText.made("product Lineup"))
    node[0x3C06] = .data(AAFNode.date)
    node.set(0x3C09, AAFEffectText.made("generation \(writer.timeline.name)"))
    return node
  }

  private func dictionary() -> AAFNode {
    var node = AAFNode(.dictionary)
    node[AAFProperty.operationDefinitions] = .set(operations.sorted { $0.key < $1.key }.map(\.value), key: AAFProperty.identification)
    node[AAFProperty.parameterDefinitions] = .set(parameters.sorted { $0.key < $1.key }.map(\.value), key: AAFProperty.identification)
    let data = [
      (AAFKnown.picture, "Picture"), (AAFKnown.sound, "Sound"), (AAFKnown.timecode, "Timecode"),
      (AAFKnown.descriptiveMetadata, "Descriptive Metadata"),
    ]
    node[AAFProperty.dataDefinitions] = .set(data.map { AAFNode(.dataDefinition, id: $0.0, name: $0.1) }, key: AAFProperty.identification)
    let containers = [(AAFKnown.container, "AAF"), (AAFKnown.external, "External")]
    node[AAFProperty.containerDefinitions] = .set(
      containers.map { AAFNode(.containerDefinition, id: $0.0, name: $0.1) }, key: AAFProperty.identification)
    node[AAFProperty.interpolationDefinitions] = .set(
      interpolations.sorted { $0.key < $1.key }.map { AAFNode(.interpolationDefinition, id: $0.key, name: $0.value) }, key: AAFProperty.identification
    )
    return node
  }

  // MARK: - Compositions

  /// The mob of a cut, made once.
  mutating func composition(_ timeline: Timeline, usage: UniqueIdentifier) -> MobIdentifier {
    if usage != AAFKnown.topLevel, let known = compositions[timeline] { return known }
    var node = AAFNode(.compositionMob)
    node.set(AAFProperty.mobName, bounded(timeline.name, "the name of the cut"))
    var tracks = AAFTracks(self, timeline)
    let slots = tracks.slots()
    self = tracks.writing
    node[AAFProperty.mobSlots] = .vector(slots)
    let comments = timeline.kept.compactMap { kept -> Clip.Comment? in
      guard kept.format == AAF.format, let text = kept.text.rest(of: "comment "), let mark = text.firstIndex(of: "=") else { return nil }
      return Clip.Comment(key: String(text[..<mark]), value: String(text[text.index(after: mark)...]))
    }
    for kept in timeline.kept where kept.format != AAF.format || !kept.text.hasPrefix("comment ") {
      lost.add(kept, of: "the cut")
    }
    if !comments.isEmpty { node[AAFProperty.mobComments] = .vector(comments.map { tag($0.key, $0.value) }) }
    let id = MobIdentifier(material: AAFEffectText.made("composition " + node.digest.map { String($0) }.joined(separator: ".")))
    node.set(AAFProperty.mobID, id)
    node[AAFProperty.mobModified] = .data(AAFNode.date)
    node[AAFProperty.mobCreated] = .data(AAFNode.date)
    node.set(AAFProperty.mobUsage, usage)
    mobs.append(node)
    compositions[timeline] = id
    return id
  }

  // MARK: - Texts

  /// A text that fits a property.
  mutating func bounded(_ text: String, _ what: @autoclosure () -> String) -> String {
    let most = CompoundFileWriter.largestValue / 2 - 16
    guard text.utf16.count > most else { return text }
    lost.add(.letters, "\(what()) behind its first \(most) characters")
    return String(decoding: Array(text.utf16.prefix(most)), as: UTF16.self)
  }

  /// A tagged value with a text.
  mutating func tag(_ name: String, _ text: String) -> AAFNode {
    tag(bounded(name, "the name of a remark"), type: AAFKnown.string, bounded(text, "the remark ‘\(name.prefix(40))’"))
  }

  /// A tagged value of a type.
  func tag(_ name: String, type: UniqueIdentifier, _ text: String) -> AAFNode {
    var node = AAFNode(.taggedValue)
    node.set(AAFProperty.tagName, name)
    node[AAFProperty.tagValue] = .data(AAFEffectText.bytes(of: text, type: type) ?? AAFEffectText.bytes(of: text, type: AAFKnown.string) ?? [])
    return node
  }

  /// Tags that a reader of AAF kept.
  mutating func tags(_ kept: [Kept], of name: String) -> [AAFNode] {
    var nodes: [AAFNode] = []
    for one in kept {
      guard one.format == AAF.format, let text = one.text.rest(of: "tag "), let space = text.firstIndex(of: " "), let mark = text.firstIndex(of: "=")
      else {
        // Identifiers and sizes are not said again: they are what they are.
        if one.format == AAF.format, one.text.hasPrefix("master ") || one.text.hasPrefix("embedded ") { continue }
        lost.add(one, of: "‘\(name)’")
        continue
      }
      let kind = text[..<space]
      let type = kind == "text" ? AAFKnown.string : kind == "number" ? AAFKnown.int32 : UniqueIdentifier(kind) ?? AAFKnown.string
      guard space < mark, type == AAFKnown.string || AAFModel.standard.type(type) != nil else {
        lost.add(.kept, "what AAF says of ‘\(name)’ in a type of its own: \(text.prefix(60))")
        continue
      }
      nodes.append(
        tag(
          bounded(String(text[text.index(after: space)..<mark]), "the name of a remark on ‘\(name)’"), type: type,
          bounded(String(text[text.index(after: mark)...]), "a remark on ‘\(name)’")))
    }
    return nodes
  }
}

extension UniqueIdentifier: Comparable {
  /// The order of the digits.
  public static func < (left: UniqueIdentifier, right: UniqueIdentifier) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension AAFNode {
  /// The date that is written everywhere, so that the same cut makes the same file: 1 January 2000.
  static let date: [UInt8] = [0xD0, 0x07, 1, 1, 0, 0, 0, 0]

  /// A definition.
  init(_ kind: AAFClass, id: UniqueIdentifier, name: String) {
    self.init(kind)
    set(AAFProperty.identification, id)
    set(AAFProperty.definitionName, name)
    set(AAFProperty.definitionDescription, "")
  }

  /// A component of a kind of essence.
  init(_ kind: AAFClass, _ essence: UniqueIdentifier, length: Int?) {
    self.init(kind)
    self[AAFProperty.dataDefinition] = .weak(.data, essence)
    if let length { set(AAFProperty.length, Int64(length)) }
  }

  /// A slot with a segment.
  static func slot(_ id: Int, _ segment: AAFNode, rate: AAFRate, track: Int?, name: String = "") -> AAFNode {
    var node = AAFNode(.timelineMobSlot)
    node.set(AAFProperty.slotID, UInt32(id))
    if !name.isEmpty { node.set(AAFProperty.slotName, name) }
    node[AAFProperty.slotSegment] = .strong(segment)
    if let track { node.set(AAFProperty.physicalTrack, UInt32(clamping: track)) }
    node.set(AAFProperty.editRate, rate)
    node.set(AAFProperty.origin, Int64(0))
    return node
  }

  /// A reference to a place in a slot of a mob.
  static func sourceClip(_ essence: UniqueIdentifier, length: Int, mob: MobIdentifier, slot: Int, start: Int) -> AAFNode {
    var node = AAFNode(.sourceClip, essence, length: length)
    node.set(AAFProperty.sourceID, mob)
    node.set(AAFProperty.sourceMobSlotID, UInt32(slot))
    node.set(AAFProperty.startTime, Int64(start))
    return node
  }

  /// Labels from a first one on.
  static func labels(_ start: Timecode, length: Int) -> AAFNode {
    var node = AAFNode(.timecode, AAFKnown.timecode, length: length)
    node.set(AAFProperty.timecodeStart, Int64(start.frameCount.value))
    node.set(AAFProperty.timecodeFPS, UInt16(clamping: start.rate.nominal))
    node.set(AAFProperty.timecodeDrop, start.rate.isDropFrame)
    return node
  }
}
