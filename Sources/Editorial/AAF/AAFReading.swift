// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes cuts of the compositions of an AAF.
final class AAFReading {
  /// A slot of a mob: one track of it.
  struct Slot {
    var object: AAFObject
    var id: Int
    var essence: AAFKnown.Essence
    var rate: AAFRate
    var origin: Int
    var physicalTrack: Int?
    var segment: AAFObject
  }

  /// More items than any programme has: what is nested in itself would not end.
  static let mostItems = 1 << 20

  let store: AAFStore
  private let content: AAFObject
  private(set) var mobs: [MobIdentifier: AAFObject] = [:]
  private var order: [MobIdentifier] = []
  private var slots: [Int: [Slot]] = [:]
  private var finished: [Int: (timeline: Timeline, items: Int)] = [:]
  private var open: Set<Int> = []
  /// Items that were laid so far.
  var laid = 0
  /// What `source(of:)` and the chapters beside it remember.
  var labels: [Int: [AAFLabels]] = [:]
  var sequences: [Int: [(start: Int, component: AAFObject)]] = [:]
  var media: [AAFMediaKey: AAFMedia] = [:]
  /// Media whose bytes are in the file, by mob.
  private(set) var embedded: [MobIdentifier: Int64] = [:]

  init(_ store: AAFStore, content: AAFObject) {
    self.store = store
    self.content = content
  }

  /// All cuts that are no part of another.
  func run() -> TimelineReading {
    for mob in store.vector(content, AAFProperty.mobs) {
      guard let id = mob.mob(AAFProperty.mobID) else {
        store.note("a mob without an identifier was left out")
        continue
      }
      if mobs.updateValue(mob, forKey: id) == nil {
        order.append(id)
      } else {
        store.note("two mobs have the identifier \(id): the later one was taken")
      }
    }
    readEmbedded()
    let compositions = order.compactMap { mobs[$0] }.filter { $0.kind == .compositionMob }
    var tops = compositions.filter { $0.identifier(AAFProperty.mobUsage) == AAFKnown.topLevel }
    if tops.isEmpty, !compositions.isEmpty {
      let used = referredTo(by: compositions)
      tops = compositions.filter { $0.mob(AAFProperty.mobID).map(used.contains) != true }
      store.note("no composition says that it is the uppermost: those that no other one holds were taken")
    }
    let timelines = tops.compactMap { timeline(of: $0, depth: 0)?.timeline }
    return TimelineReading(timelines, notes: store.notes.finished)
  }

  /// The cut of a composition, made once; `nil` where it holds itself or lies too deep.
  func timeline(of mob: AAFObject, depth: Int) -> (timeline: Timeline, items: Int)? {
    if let known = finished[mob.entry] { return known }
    let name = mob.text(AAFProperty.mobName) ?? ""
    guard open.insert(mob.entry).inserted else {
      store.note("the composition ‘\(name)’ holds itself: it was left out there")
      return nil
    }
    defer { open.remove(mob.entry) }
    guard depth < Timeline.deepestNesting else {
      store.note("the composition ‘\(name)’ lies deeper than \(Timeline.deepestNesting) cuts in one another, and was left out")
      return nil
    }
    let before = laid
    let timeline = AAFComposition(self, mob, name: name, depth: depth).timeline()
    finished[mob.entry] = (timeline, laid - before + 1)
    return finished[mob.entry]
  }

  /// Counts items that a cut takes in; `false` where the file has more of them than any programme.
  func count(_ items: Int) -> Bool {
    laid += items
    guard laid > Self.mostItems else { return true }
    store.note(once: "items", "its cuts come to more than \(Self.mostItems) items, one within another: the rest was left out")
    return false
  }

  /// The slots of a mob, in order.
  func slots(of mob: AAFObject) -> [Slot] {
    if let known = slots[mob.entry] { return known }
    var found: [Slot] = []
    for object in store.vector(mob, AAFProperty.mobSlots) {
      guard let segment = store.strong(object, AAFProperty.slotSegment) else {
        store.note("a slot of ‘\(mob.text(AAFProperty.mobName) ?? "")’ has no segment, and was left out")
        continue
      }
      let isEvent = object.kind == .eventMobSlot
      let rate = AAFRate(object.rational(isEvent ? AAFProperty.eventEditRate : AAFProperty.editRate))
      found.append(
        Slot(
          object: object, id: object.integer(AAFProperty.slotID) ?? 0, essence: isEvent ? .other : essence(of: segment), rate: rate ?? .none,
          origin: object.integer(AAFProperty.origin) ?? 0, physicalTrack: object.integer(AAFProperty.physicalTrack), segment: segment))
    }
    slots[mob.entry] = found
    return found
  }

  /// What a component is made of.
  func essence(of component: AAFObject) -> AAFKnown.Essence {
    guard let reference = component.weak(AAFProperty.dataDefinition) else { return .other }
    if let known = AAFKnown.essences[reference.key] { return known }
    switch store.definition(component, AAFProperty.dataDefinition)?.text(AAFProperty.definitionName) {
    case "Picture", "PictureWithMatte": return .picture
    case "Sound": return .sound
    default: return .other
    }
  }

  // MARK: -

  private func readEmbedded() {
    for data in store.vector(content, AAFProperty.essenceData) {
      guard let mob = data.mob(AAFProperty.essenceMobID), let name = data.data(AAFProperty.essenceBytes).map({ AAFValue.text($0.dropFirst()) }),
        let stream = store.file.child(name, of: data.entry), let entry = store.file.entries[stream]
      else { continue }
      embedded[mob] = entry.byteCount
    }
    guard !embedded.isEmpty else { return }
    let total = embedded.values.reduce(Int64(0)) { $0.addingReportingOverflow($1).partialValue }
    store.note("media is in the file itself, which was not read: \(embedded.count) of \(total) bytes together")
  }

  /// The mobs that clips of these compositions name, found without laying anything.
  private func referredTo(by compositions: [AAFObject]) -> Set<MobIdentifier> {
    var found: Set<MobIdentifier> = []
    var seen: Set<Int> = []
    var open = compositions.flatMap { slots(of: $0).map(\.segment) }
    while let segment = open.popLast() {
      guard seen.insert(segment.entry).inserted else { continue }
      if let id = segment.mob(AAFProperty.sourceID) { found.insert(id) }
      for list in [AAFProperty.components, AAFProperty.inputSegments, AAFProperty.scopeSlots, AAFProperty.alternates, AAFProperty.choices] {
        open += store.vector(segment, list)
      }
      if let selected = store.strong(segment, AAFProperty.selected) { open.append(selected) }
    }
    return found
  }
}

/// How many edit units pass in a second, whatever they are: frames, samples.
struct AAFRate: Hashable {
  let numerator: Int
  let denominator: Int

  /// No rate that can be.
  static let none = AAFRate(numerator: 1, denominator: 1)

  private init(numerator: Int, denominator: Int) { (self.numerator, self.denominator) = (numerator, denominator) }

  init(_ rate: FrameRate) { (numerator, denominator) = (rate.numerator, rate.denominator) }

  /// The rate of a fraction; `nil` where it is none. Programs that keep rates as decimals write 2997/100 or 23976/1000 for n/1001.
  init?(_ fraction: (numerator: Int, denominator: Int)?) {
    guard let (top, bottom) = fraction, top > 0, bottom > 0, let reduced = Ratio(top, bottom) else { return nil }
    for nominal in [24, 25, 30, 48, 50, 60, 90, 96, 100, 120] where reduced.denominator != 1 && reduced.denominator != 1001 {
      // Within a hundredth of a frame of n/1001.
      let difference = (reduced.numerator * 1001 - nominal * 1000 * reduced.denominator).magnitude
      if difference.multipliedReportingOverflow(by: 100).partialValue <= UInt(reduced.denominator) * 1001 {
        self.init(numerator: nominal * 1000, denominator: 1001)
        return
      }
    }
    self.init(numerator: reduced.numerator, denominator: reduced.denominator)
  }

  /// The rate as that of labels; `nil` where it is no such.
  func frameRate(isDrop: Bool = false) -> FrameRate? {
    (try? FrameRate(numerator, denominator, dropFrame: isDrop)) ?? (try? FrameRate(numerator, denominator))
  }

  /// Whether these are samples of sound rather than frames.
  var isOfSamples: Bool { numerator / denominator >= 1000 }

  /// The whole number of units of another rate that pass by the time that `position` units of this one do, rounded down.
  func converted(_ position: Int, to other: AAFRate) -> Int {
    guard self != other else { return position }
    let top = Int128(position) * Int128(denominator) * Int128(other.numerator)
    let bottom = Int128(numerator) * Int128(other.denominator)
    let quotient = top / bottom
    return Int(clamping: top % bottom < 0 ? quotient - 1 : quotient)
  }
}
