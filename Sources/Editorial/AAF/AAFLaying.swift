// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Lays the components of a segment end to end.
struct AAFLaying {
  /// Segments within segments that are followed; programs nest a handful.
  private static let deepest = 64

  let reading: AAFReading
  let essence: AAFKnown.Essence
  private let store: AAFStore
  private let effects: AAFEffects

  init(_ reading: AAFReading, essence: AAFKnown.Essence) {
    (self.reading, self.essence) = (reading, essence)
    store = reading.store
    effects = AAFEffects(reading.store)
  }

  /// What a segment is on a track.
  ///
  /// - Parameters:
  ///   - scopes: what the slots of the scopes around it hold that come before it, the innermost scope last.
  ///   - position: where it begins within its slot of the innermost scope.
  mutating func items(of segment: AAFObject, scopes: [[[AAFItem]]], position: Int, depth: Int) -> [AAFItem] {
    let length = self.length(segment)
    guard depth < Self.deepest else {
      store.note(once: "depth", "segments lie deeper than \(Self.deepest) in one another: the rest was left out")
      return [.gap(length)]
    }
    guard reading.count(1) else { return [.gap(length)] }
    switch segment.kind {
    case .sequence: return sequence(segment, scopes, position, depth)
    case .filler: return [.gap(length)]
    case .sourceClip: return [.piece(AAFPiece(length: length, clip: segment, remarked: [segment]))]
    case .scopeReference: return reference(segment, scopes, position, length)
    case .nestedScope:
      var slots: [[AAFItem]] = []
      for slot in store.vector(segment, AAFProperty.scopeSlots) {
        slots.append(items(of: slot, scopes: scopes + [slots], position: 0, depth: depth + 1))
      }
      return slots.last ?? [.gap(length)]
    case .selector: return selector(segment, scopes, position, depth)
    case .essenceGroup:
      let choices = store.vector(segment, AAFProperty.choices)
      let chosen = choices.first { $0.mob(AAFProperty.sourceID).map { reading.mobs[$0] != nil } ?? false } ?? choices.first
      return chosen.map { items(of: $0, scopes: scopes, position: position, depth: depth + 1) } ?? [.gap(length)]
    case .operationGroup: return operation(segment, scopes, position, depth, length)
    case .pulldown:
      return store.strong(segment, AAFProperty.pulldownInput).map { items(of: $0, scopes: scopes, position: position, depth: depth + 1) } ?? [
        .gap(length)
      ]
    default:
      store.note(once: "kind \(segment.classID)", "a component of the class \(segment.classID) is not known here: a gap was left in its place")
      return [.gap(length)]
    }
  }

  /// What a selector stands for where it mutes something: it selects nothing, and holds what is muted as an alternate.
  static func mutedSegment(_ selector: AAFObject, _ store: AAFStore) -> AAFObject? {
    guard let selected = store.strong(selector, AAFProperty.selected), selected.kind == .filler || selected.kind == .scopeReference else {
      return nil
    }
    return store.vector(selector, AAFProperty.alternates).first
  }

  // MARK: -

  private func length(_ component: AAFObject) -> Int {
    let length = component.integer(AAFProperty.length) ?? 0
    if length < 0 || length > Timeline.longestItem.value { store.note(once: "length", "a component has a length of \(length): it was bounded") }
    return min(max(0, length), Timeline.longestItem.value)
  }

  private mutating func sequence(_ segment: AAFObject, _ scopes: [[[AAFItem]]], _ position: Int, _ depth: Int) -> [AAFItem] {
    var laid: [AAFItem] = []
    var place = position
    var head = 0
    for component in store.vector(segment, AAFProperty.components) {
      if component.kind == .transition {
        let length = self.length(component)
        let cut = min(max(0, component.integer(AAFProperty.cutPoint) ?? 0), length)
        laid.cutEnd(length - cut)
        place -= length
        laid.append(.transition(effects.transition(component, head: cut, tail: length - cut)))
        head = cut
        continue
      }
      var part = items(of: component, scopes: scopes, position: max(0, place), depth: depth + 1)
      place += length(component)
      if head > 0 { part.cutStart(head) }
      head = 0
      laid += part
    }
    // Remarks of a sequence are about the pieces in it.
    if depth > 0, laid.count == 1, case .piece(var piece) = laid[0] {
      piece.remarked.append(segment)
      laid[0] = .piece(piece)
    }
    return laid
  }

  private func reference(_ segment: AAFObject, _ scopes: [[[AAFItem]]], _ position: Int, _ length: Int) -> [AAFItem] {
    let (scope, slot) = (segment.integer(AAFProperty.relativeScope) ?? 0, segment.integer(AAFProperty.relativeSlot) ?? 0)
    // In no scope, or beyond the outermost one, it is what one sees through to the track below.
    guard scope >= 0, scope < scopes.count, slot > 0 else { return [.gap(length)] }
    let slots = scopes[scopes.count - 1 - scope]
    guard slot <= slots.count else { return [.gap(length)] }
    let part = slots[slots.count - slot].part(from: position, length: length)
    guard !part.isEmpty, reading.count(part.count) else { return [.gap(length)] }
    return part
  }

  private mutating func selector(_ segment: AAFObject, _ scopes: [[[AAFItem]]], _ position: Int, _ depth: Int) -> [AAFItem] {
    if let muted = Self.mutedSegment(segment, store) {
      return items(of: muted, scopes: scopes, position: position, depth: depth + 1).map { item in
        guard case .piece(var piece) = item else { return item }
        piece.isEnabled = false
        return .piece(piece)
      }
    }
    guard let selected = store.strong(segment, AAFProperty.selected) else { return [.gap(length(segment))] }
    let others = store.vector(segment, AAFProperty.alternates).count
    if others > 0 { store.note(once: "alternates", "what lies beside the chosen one of a group or multi-camera clip was left out") }
    return items(of: selected, scopes: scopes, position: position, depth: depth + 1)
  }

  private mutating func operation(_ segment: AAFObject, _ scopes: [[[AAFItem]]], _ position: Int, _ depth: Int, _ length: Int) -> [AAFItem] {
    let inputs = store.vector(segment, AAFProperty.inputSegments)
    guard let first = inputs.first else {
      return [.piece(AAFPiece(length: length, generator: effects.name(segment), effects: effects.making(segment), remarked: [segment]))]
    }
    var laid = items(of: first, scopes: scopes, position: position, depth: depth + 1)
    for input in inputs.dropFirst() {
      let other = items(of: input, scopes: scopes, position: position, depth: depth + 1)
      guard other.contains(where: { if case .piece = $0 { true } else { false } }) else { continue }
      if laid.allSatisfy({ if case .gap = $0 { true } else { false } }) {
        laid = other
      } else {
        store.note(once: "inputs", "an effect lays several pictures over one another: the lowest was taken, and the others left out")
      }
    }
    if effects.isMotion(segment) { return retimed(laid, segment, length) }
    let effect = effects.effect(segment)
    return laid.map { item in
      guard case .piece(var piece) = item else { return item }
      if let effect { piece.effects.append(effect) }
      piece.remarked.append(segment)
      return .piece(piece)
    }
  }

  /// The pieces of a retime's input, as long as the retime makes them.
  private func retimed(_ laid: [AAFItem], _ segment: AAFObject, _ length: Int) -> [AAFItem] {
    let total = laid.reduce(0) { $0 + $1.length }
    guard let motion = effects.motion(segment, length: length, inputLength: total) else {
      store.note("a retime without a speed was left out")
      return laid
    }
    if laid.count > 1 { store.note(once: "retimed", "several clips are retimed as one: the speed of each is exact, its place rounded to the frame") }
    var place = 0
    var start = 0
    return laid.map { item in
      place += item.length
      // Of one clip all the length; of several each its share.
      let end = total > 0 ? Int(clamping: Int128(length) * Int128(place) / Int128(total)) : length
      defer { start = end }
      switch item {
      case .transition: return item
      case .gap: return .gap(end - start)
      case .piece(var piece):
        var own = motion
        if laid.count > 1 { (own.points, own.offset) = ([], 0) }
        if let inner = piece.motion {
          own.speed = own.speed.multiplied(by: inner.speed.numerator, over: inner.speed.denominator) ?? own.speed
          if !inner.points.isEmpty || !own.points.isEmpty {
            store.note(once: "curves", "a retime within a retime: the mean of the inner one was taken")
          }
          own.points = []
        }
        piece.motion = own
        piece.length = end - start
        piece.remarked.append(segment)
        return .piece(piece)
      }
    }
  }
}
