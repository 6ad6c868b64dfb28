// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Timing

/// Puts the sections of a layout into frames. All places are reckoned from the first frame of the programme until the end.
struct FormatPlanBuilder {
  private let layout: FormatLayout
  private let material: FormatPlan.Material
  private let rate: FrameRate
  private let asked: [LayoutRequirement.Section]
  private let programme: LayoutRequirement.Section
  /// The label of the programme's first frame.
  private let origin: Timecode
  /// Frames after the programme that belong to its layout.
  private let tail: Int

  init(_ layout: FormatLayout, _ material: FormatPlan.Material, _ leavingOut: Set<String>) throws(DeliveryError) {
    (self.layout, self.material, rate) = (layout, material, material.rate)
    let sections = layout.layout.sections.map(\.value)
    for name in leavingOut.sorted() {
      guard let section = sections.first(where: { $0.name == name }) else {
        throw Self.fault(layout, "has no section ‘\(name)’", "leave out one of \(sections.map { "‘\($0.name)’" }.joined(separator: ", "))")
      }
      guard section.isOptional else { throw Self.fault(layout, "cannot do without ‘\(name)’", "only optional sections can be left out") }
    }
    let built = sections.filter { !leavingOut.contains($0.name) }
    let programmes = built.filter { $0.holds.contains(.programme) }
    guard programmes.count == 1, let programme = programmes.first else {
      throw Self.fault(layout, "has \(programmes.count) sections that hold the programme", "a layout to build has one; name another layout")
    }
    self.programme = programme
    if case .anyOf(let rates)? = layout.directions.rates?.value, !rates.contains(rate) {
      throw Self.fault(
        layout, "is for \(rates.map { "\($0)" }.joined(separator: " or ")) pictures a second and the programme has \(rate)",
        "convert the programme first, or name another layout")
    }
    guard case .end(let after)? = programme.to else {
      throw Self.fault(layout, "does not say that ‘\(programme.name)’ reaches to the end", "write ‘to: end’ or ‘to: end-5s’")
    }
    // A programme that brings its own hold along ends where ours would.
    let freezes = material.hasLivingHolds ? built.filter { $0.from == .end(after) && $0.holds.contains(.still) } : []
    if material.hasLivingHolds, layout.directions.parts == nil {
      throw Self.fault(layout, "wants its holds perfectly still", "leave out --living-holds")
    }
    asked = built.filter { !freezes.contains($0) }
    tail = after.frames(at: material.rate) - freezes.reduce(0) { $0 + Self.length(of: $1, at: material.rate) }
    switch programme.from {
    case .label(let label): origin = try Self.timecode(label, rate, layout)
    case .start(let distance):
      origin = try Self.timecode(layout.directions.start?.value ?? "00:00:00:00", rate, layout)
        .advanced(wrapping: FrameCount(distance.frames(at: rate)))
    case .end: throw Self.fault(layout, "places ‘\(programme.name)’ from the end", "place it by a timecode or from the start")
    }
    guard !material.parts.isEmpty, material.parts.allSatisfy({ $0 > 0 }) else {
      throw Self.fault(layout, "has nothing to be built around", "give a programme that has pictures")
    }
  }

  func build() throws(DeliveryError) -> (start: Timecode, sections: [FormatPlan.Section], mutes: [Range<Int>]) {
    var sections = try body()
    let end = (sections.last?.frames.upperBound ?? 0) + tail
    var mutes: [Range<Int>] = []
    var head = 0
    for section in asked where section != programme {
      let frames = try place(section, end: end)
      head = min(head, frames.lowerBound)
      if section.holds == [.silence] {
        mutes.append(frames)
        continue
      }
      guard frames.upperBound <= 0 || frames.lowerBound >= end - tail else {
        throw fault("wants ‘\(section.name)’ within the programme, whose pictures are not ours", "name a layout that leaves them alone")
      }
      sections.append(FormatPlan.Section(name: section.name, frames: frames, content: try content(of: section)))
    }
    if let leader = layout.directions.leader?.value.frames(at: rate) {
      head = min(head, -leader)
      sections.append(FormatPlan.Section(name: "leader", frames: -leader..<0, content: .leader))
    }
    if case .start(let distance) = programme.from { head = min(head, -distance.frames(at: rate)) }
    if let start = layout.directions.start?.value, case .label = programme.from {
      head = min(head, try offset(of: .label(start), "start", end: end))
    }
    sections = try filled(sections, from: head, to: end)
    if let sync = layout.directions.sync { sections = try flashed(sections, sync, end: end) }
    sections += try elements(from: end)
    let moved = sections.map { FormatPlan.Section(name: $0.name, frames: shifted($0.frames, -head), content: $0.content) }
    let programme = shifted(0..<end - tail, -head)
    let muted = try mutes.map { (frames) throws(DeliveryError) in
      let frames = shifted(frames, -head)
      guard frames.clamped(to: programme) == frames else { throw fault("wants silence outside the programme", "say what is to be seen there too") }
      return frames
    }
    return (origin.advanced(wrapping: FrameCount(head)), moved, muted)
  }

  // MARK: - Parts

  /// The programme's parts and what stands between them, from 0 on.
  private func body() throws(DeliveryError) -> [FormatPlan.Section] {
    var (sections, next) = ([FormatPlan.Section](), 0)
    func add(_ name: String, _ count: Int, _ content: FormatPlan.Content) {
      guard count > 0 else { return }
      sections.append(FormatPlan.Section(name: name, frames: next..<next + count, content: content))
      next += count
    }
    let count = material.parts.count
    for (part, frames) in material.parts.enumerated() {
      add(count == 1 ? programme.name : "part \(part + 1)", frames, .programme(part: part))
      guard part < count - 1 else { break }
      guard let breaks = layout.directions.parts else {
        throw fault("says nothing of what stands between parts", "give one file, or name a layout for programmes in parts")
      }
      guard !rate.isDropFrame else {
        throw fault("begins parts on whole minutes, of which drop-frame labels leave most out", "name another layout")
      }
      if !material.hasLivingHolds { add("hold of part \(part + 1)", breaks.freeze.value.frames(at: rate), .hold(part: part)) }
      let (lead, before) = (breaks.clock.value.frames(at: rate), breaks.blackBefore.value.frames(at: rate))
      let minute = 60 * rate.nominal
      let soonest = origin.frameCount.value + next + breaks.black.value.frames(at: rate) + lead
      let start = (soonest + minute - 1) / minute * minute - origin.frameCount.value
      add("black after part \(part + 1)", start - lead - next, .black)
      add("clock of part \(part + 2)", lead - before, .clock(part: part + 1))
      add("black before part \(part + 2)", before, .black)
    }
    return sections
  }

  private func elements(from end: Int) throws(DeliveryError) -> [FormatPlan.Section] {
    guard !material.textless.isEmpty else { return [] }
    guard let directions = layout.directions.textless else {
      throw fault("has no place for textless elements", "leave them out, or name a layout that has one")
    }
    var (sections, next) = ([FormatPlan.Section](), end)
    for (element, frames) in material.textless.enumerated() {
      let gap = (element == 0 ? directions.black : directions.between).value.frames(at: rate)
      if gap > 0 { sections.append(FormatPlan.Section(name: "black before textless \(element + 1)", frames: next..<next + gap, content: .black)) }
      next += gap
      sections.append(FormatPlan.Section(name: "textless \(element + 1)", frames: next..<next + frames, content: .textless(element: element)))
      next += frames
    }
    return sections
  }

  // MARK: - Places

  private func content(of section: LayoutRequirement.Section) throws(DeliveryError) -> FormatPlan.Content {
    let holds = Set(section.holds)
    if holds.contains(.bars) { return .bars(tone: holds.contains(.tone) ? section.tone ?? .steady : nil) }
    if holds.contains(.clock), !holds.contains(.tone) { return .clock(part: 0) }
    if holds.contains(.black), !holds.contains(.tone) { return .black }
    if holds.contains(.still), !holds.contains(.tone) { return .hold(part: material.parts.count - 1) }
    throw fault("wants tone without bars in ‘\(section.name)’", "ask for bars with it")
  }

  private func place(_ section: LayoutRequirement.Section, end: Int) throws(DeliveryError) -> Range<Int> {
    let start = try offset(of: section.from, section.name, end: end)
    let stop: Int
    if let to = section.to {
      stop = try offset(of: to, section.name, end: end)
    } else {
      stop = start + (section.length?.frames(at: rate) ?? 0)
    }
    guard start < stop else {
      throw fault("leaves no frames for ‘\(section.name)’", "the programme may be too short for it")
    }
    return start..<stop
  }

  /// A place as frames after the programme's first.
  private func offset(of position: LayoutPosition, _ name: String, end: Int) throws(DeliveryError) -> Int {
    switch position {
    case .label(let label):
      let timecode = try Self.timecode(label, rate, layout)
      let day = rate.framesPerDay
      let frames = (timecode.frameCount.value - origin.frameCount.value) % day
      return frames > day / 2 ? frames - day : frames < -day / 2 ? frames + day : frames
    case .start(let distance):
      guard case .start(let own) = programme.from else {
        throw fault("places ‘\(name)’ from the start and the programme by a timecode", "place both the same way")
      }
      return distance.frames(at: rate) - own.frames(at: rate)
    case .end(let distance): return end - distance.frames(at: rate)
    }
  }

  /// The sections in order, with black where nothing stands.
  private func filled(_ sections: [FormatPlan.Section], from head: Int, to end: Int) throws(DeliveryError) -> [FormatPlan.Section] {
    var (result, next) = ([FormatPlan.Section](), head)
    for section in sections.sorted(by: { $0.frames.lowerBound < $1.frames.lowerBound }) {
      guard section.frames.lowerBound >= next else {
        throw fault("has ‘\(section.name)’ begin before ‘\(result.last?.name ?? "")’ has ended", "give each frame one section")
      }
      if section.frames.lowerBound > next {
        result.append(FormatPlan.Section(name: "black", frames: next..<section.frames.lowerBound, content: .black))
      }
      result.append(section)
      next = section.frames.upperBound
    }
    if next < end { result.append(FormatPlan.Section(name: "black", frames: next..<end, content: .black)) }
    return joined(result)
  }

  /// Black that follows black of the same name is one.
  private func joined(_ sections: [FormatPlan.Section]) -> [FormatPlan.Section] {
    sections.reduce(into: []) { result, section in
      if let last = result.last, last.content == .black, section.content == .black, last.name == section.name {
        result[result.count - 1] = FormatPlan.Section(
          name: last.name, frames: last.frames.lowerBound..<section.frames.upperBound, content: .black)
      } else {
        result.append(section)
      }
    }
  }

  /// The sections with the sync flash in the black that it stands in.
  private func flashed(_ sections: [FormatPlan.Section], _ sync: FormatDirections.Sync, end: Int) throws(DeliveryError) -> [FormatPlan.Section] {
    let start = try offset(of: sync.at.value, "sync flash", end: end)
    let frames = start..<start + sync.frames.value
    guard let index = sections.firstIndex(where: { $0.content == .black && $0.frames.clamped(to: frames) == frames }) else {
      throw fault("has its sync flash where it has no black", "put it into the black before the programme")
    }
    let black = sections[index]
    let pieces = [
      FormatPlan.Section(name: black.name, frames: black.frames.lowerBound..<start, content: .black),
      FormatPlan.Section(name: "sync flash", frames: frames, content: .sync),
      FormatPlan.Section(name: black.name, frames: frames.upperBound..<black.frames.upperBound, content: .black),
    ]
    return sections[..<index] + pieces.filter { !$0.frames.isEmpty } + sections[(index + 1)...]
  }

  /// The frames of a section that stands at the end.
  private static func length(of section: LayoutRequirement.Section, at rate: FrameRate) -> Int {
    if let length = section.length { return length.frames(at: rate) }
    guard case .end(let from) = section.from, case .end(let to)? = section.to else { return 0 }
    return from.frames(at: rate) - to.frames(at: rate)
  }

  private func shifted(_ frames: Range<Int>, _ distance: Int) -> Range<Int> { frames.lowerBound + distance..<frames.upperBound + distance }

  private static func timecode(_ label: String, _ rate: FrameRate, _ layout: FormatLayout) throws(DeliveryError) -> Timecode {
    do throws(TimingError) { return try Timecode(label, at: rate) } catch {
      throw fault(layout, "places something at \(label), which is no label at \(rate)", "name a layout for this rate")
    }
  }

  private func fault(_ fault: String, _ remedy: String) -> DeliveryError { Self.fault(layout, fault, remedy) }

  private static func fault(_ layout: FormatLayout, _ fault: String, _ remedy: String) -> DeliveryError {
    DeliveryError(.invalidSpecification, subject: "the layout ‘\(layout.name)’", fault: fault, remedy: remedy)
  }
}
