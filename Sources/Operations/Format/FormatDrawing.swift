// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import MediaIO
import Signals
import Timing

/// Draws and sounds what a layout has beside the programme.
struct FormatDrawing: Sendable {
  let plan: FormatPlan
  let directions: FormatDirections
  let form: PictureForm
  /// The clock of each part.
  private let clocks: [IdentClock]
  private let bars: TestPattern
  private let black: TestPattern
  private let leader: CountdownLeader?
  private let mark: SyncMark

  /// - Throws: `SignalsError` where a card cannot be lettered.
  init(_ plan: FormatPlan, _ directions: FormatDirections, cards: [IdentCard], form: PictureForm, lettering: Lettering?) throws {
    (self.plan, self.directions, self.form) = (plan, directions, form)
    let face: IdentClock.Face =
      switch directions.face?.value ?? .analogue {
      case .analogue: .analogue
      case .countdown: .countdown
      case .slate: .none
      }
    clocks = try lettering.map { lettering in try cards.map { try IdentClock($0, face: face, in: form, lettering: lettering) } } ?? []
    leader = lettering.map { CountdownLeader(in: form, lettering: $0) }
    bars = TestPattern(.bars(.full100), format: form.format, width: form.width, height: form.height)
    black = TestPattern(.black, format: form.format, width: form.width, height: form.height)
    mark = SyncMark(directions.sync?.form == .square ? .square : .full, in: form)
  }

  /// Whether a plan needs letters.
  static func needsLettering(_ plan: FormatPlan) -> Bool {
    plan.sections.contains {
      switch $0.content {
      case .clock, .leader: true
      default: false
      }
    }
  }

  /// The picture of a frame of a section that is drawn; `nil` for what comes from a file.
  func picture(at frame: Int, of section: FormatPlan.Section) -> Picture? {
    let position = FrameCount(frame)
    switch section.content {
    case .bars: return bars.picture(at: position)
    case .black: return black.picture(at: position)
    case .sync: return mark.picture(at: position)
    case .clock(let part):
      return clocks.indices.contains(part)
        ? clocks[part].picture(at: position, framesToGo: plan.start(ofPart: part) - frame, rate: plan.rate) : nil
    case .leader: return leader?.picture(at: position, framesToGo: section.frames.upperBound - frame, rate: plan.rate)
    case .programme, .hold, .textless: return nil
    }
  }

  /// The sound of some samples of the file that lie in a section that is drawn, one array for each channel of `track`.
  func sound(_ samples: Range<Int>, of section: FormatPlan.Section, track: FormatTrack, isSurround: Bool) -> [[Int32]] {
    let rate = track.shape.sampleRate
    let start = plan.rate.firstSample(of: FrameCount(section.frames.lowerBound), sampleRate: rate)
    let own = samples.lowerBound - start..<samples.upperBound - start
    let silence = [Int32](repeating: 0, count: samples.count)
    switch section.content {
    case .bars(let tone?):
      let kind = isSurround ? directions.surroundTone?.value ?? tone : tone
      let signal = LineUpSignal(LineUpSignal.Kind(kind), sampleRate: rate)
      return track.positions.map { signal.samples(own, of: $0) }
    case .sync: return pip(own, frames: 0..<(directions.sync?.pip.value ?? 0), track, else: silence)
    case .leader:
      let pop = section.frames.count - CountdownLeader.pop(at: plan.rate)
      return pip(own, frames: pop..<pop + 1, track, else: silence)
    default: return track.positions.map { _ in silence }
    }
  }

  /// 1 kHz at line-up level in some frames of a section, from the first of them on.
  private func pip(_ samples: Range<Int>, frames: Range<Int>, _ track: FormatTrack, else silence: [Int32]) -> [[Int32]] {
    let rate = track.shape.sampleRate
    let heard =
      plan.rate.firstSample(
        of: FrameCount(frames.lowerBound), sampleRate: rate)..<plan.rate.firstSample(
        of: FrameCount(frames.upperBound), sampleRate: rate)
    let shared = samples.clamped(to: heard)
    guard !shared.isEmpty, frames.lowerBound >= 0 else { return track.positions.map { _ in silence } }
    var channel = silence
    let tone = LineUpSignal(.steady, sampleRate: rate).samples(shared.lowerBound - heard.lowerBound..<shared.upperBound - heard.lowerBound, of: .left)
    channel.replaceSubrange(shared.lowerBound - samples.lowerBound..<shared.upperBound - samples.lowerBound, with: tone)
    return track.positions.map { _ in channel }
  }
}

extension LineUpSignal.Kind {
  init(_ tone: LayoutRequirement.Tone) {
    self =
      switch tone {
      case .steady: .steady
      case .ebuStereo: .ebuStereo
      case .glits: .glits
      case .blits: .blits
      }
  }
}
