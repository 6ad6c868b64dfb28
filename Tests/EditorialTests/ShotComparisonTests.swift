// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import TestSupport
import Testing
import Timing

@testable import Editorial

struct `Comparing a reference with media in small` {
  /// A field of waves that drifts by a hundredth of the picture from frame to frame.
  private func signature(_ frame: Int, scene: Int = 0, gain: Float = 1, offset: Float = 0, drift: Double = 0.01, burnIn: Int? = nil)
    -> PictureSignature
  {
    var fields: [Float] = []
    for row in 0..<PictureSignature.rows {
      for column in 0..<PictureSignature.columns {
        let x = Double(column) / 48 + Double(frame) * drift
        let y = Double(row) / 27
        let value = sin(x * Double(9 + scene * 5)) * cos(y * Double(7 + scene * 3)) * 0.2 + sin((x + y) * 23) * 0.1 + 0.5
        // A counter in the lower left, other on every frame.
        let isBurnt = burnIn != nil && row > 23 && column < 14
        fields.append(isBurnt ? Float((column * 7 + (burnIn ?? 0) * 13) % 10) / 10 : Float(value) * gain + offset)
      }
    }
    return PictureSignature(fields: fields)
  }

  private func media(_ range: Range<Int>, scene: Int = 0, drift: Double = 0.01) -> [Int: PictureSignature] {
    Dictionary(uniqueKeysWithValues: range.map { ($0, signature($0, scene: scene, drift: drift)) })
  }

  private func compare(_ reference: [PictureSignature?], _ media: [Int: PictureSignature]? = nil, expected: [Int]? = nil) -> ShotComparison {
    ShotComparison(reference: reference, media: media ?? self.media(0..<200), expected: expected ?? Array(60..<110), window: 20)
  }

  @Test func `the same frames graded otherwise and with a burnt-in counter are the same`() {
    let found = compare((60..<110).map { signature($0, gain: 0.86, offset: 0.06, burnIn: $0) })
    #expect(found.runs.isEmpty && found.missing == 0 && found.still == 0)
  }

  @Test func `how far pictures are from each other as they are counts a fade, which comparing shots does not`() {
    let picture = signature(60)
    #expect(picture.meanDifference(from: picture) == 0)
    #expect(abs(picture.meanDifference(from: signature(60, offset: 0.01)) - 0.01) < 1e-5)
    #expect(picture.meanDifference(from: signature(61)) > 0.001)
  }

  @Test(arguments: [-20, -1, 1, 12]) func `a slipped shot is told with its offset`(slip: Int) {
    let found = compare((60..<110).map { signature($0 + slip, gain: 1.1) })
    #expect(found.runs == [.init(places: 0..<50, slip: slip)])
  }

  @Test func `another shot differs from its first frame to its last`() {
    let found = compare((60..<110).map { signature($0, scene: 1) })
    #expect(found.runs == [.init(places: 0..<50, slip: nil)])
  }

  @Test func `one frame that is another picture is found alone`() {
    var reference: [PictureSignature?] = (60..<110).map { signature($0) }
    reference[20] = signature(80, scene: 2)
    #expect(compare(reference).runs == [.init(places: 20..<21, slip: nil)])
    reference[20] = PictureSignature(fields: [Float](repeating: 0.06, count: 48 * 27))
    #expect(compare(reference).runs == [.init(places: 20..<21, slip: nil)])
  }

  @Test func `a repeated frame is found`() {
    var reference: [PictureSignature?] = (60..<110).map { signature($0) }
    reference[30] = reference[29]
    #expect(compare(reference).runs == [.init(places: 30..<31, slip: -1)])
  }

  @Test func `a still shows no slip, and is said to be one`() {
    let found = compare((60..<110).map { _ in signature(3) }, media(0..<200, drift: 0).mapValues { _ in signature(3) })
    #expect(found.runs.isEmpty && found.still == 50)
  }

  /// A picture that is zoomed into by less than a thousandth a frame, with what compression does to it.
  private func zoomed(_ frame: Int, by step: Double, seed: UInt64) -> PictureSignature {
    var random = SeededRandom(seed &* 1009 &+ UInt64(frame))
    var fields: [Float] = []
    for row in 0..<PictureSignature.rows {
      for column in 0..<PictureSignature.columns {
        let scale = 1 + Double(frame) * step
        let (x, y) = ((Double(column) / 48 - 0.5) / scale, (Double(row) / 27 - 0.5) / scale)
        let value = sin(x * 9) * cos(y * 7) * 0.2 + sin((x + y) * 13) * 0.1 + 0.5
        fields.append(Float(value) + Float.random(in: -0.0007...0.0007, using: &random))
      }
    }
    return PictureSignature(fields: fields)
  }

  @Test(arguments: [-3, 2, 3]) func `a slip in a slow zoom is told, although its neighbours are nearly the same`(slip: Int) {
    let media = Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, zoomed($0, by: 0.0005, seed: 1)) })
    let found = compare((60..<110).map { zoomed($0 + slip, by: 0.0005, seed: 2) }, media)
    #expect(found.runs == [.init(places: 0..<50, slip: slip)])
  }

  @Test func `a zoom that lies right, and a still, are no slip for what compression does to them`() {
    for seed in UInt64(3)..<23 {
      for step in [0.0005, 0.00002, 0] {
        let media = Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, zoomed($0, by: step, seed: seed)) })
        #expect(compare((60..<110).map { zoomed($0, by: step, seed: seed + 100) }, media).runs.isEmpty, "\(step), \(seed)")
      }
    }
  }

  @Test func `frames that are not there are counted and not called the same`() {
    var reference: [PictureSignature?] = (60..<110).map { signature($0) }
    reference[3] = nil
    #expect(compare(reference).missing == 1)
    #expect(compare((60..<110).map { signature($0) }, media(0..<100)).missing == 10)
  }

  @Test func `a dissolve is any mixture of its sides, and nothing else`() {
    let sides = (0..<12).map { (signature($0), signature(100 + $0, scene: 1)) }
    let mixed = sides.enumerated().map { $1.0.mixed(1 - Float($0) / 12, with: $1.1) as PictureSignature? }
    #expect(ShotComparison(dissolve: mixed, sides: sides).runs.isEmpty)
    var wrong = mixed
    wrong[5] = signature(50, scene: 2)
    #expect(ShotComparison(dissolve: wrong, sides: sides).runs == [.init(places: 5..<6, slip: nil)])
  }

  @Test func `a picture of another shape is looked for where it was fitted in`() {
    #expect(
      PictureSignature.Area.fitting(2.39, into: 16.0 / 9) == .init(left: 0, top: (1 - (16.0 / 9) / 2.39) / 2, width: 1, height: (16.0 / 9) / 2.39))
    #expect(PictureSignature.Area.fitting(16.0 / 9, into: 1.78) == .whole && PictureSignature.Area.fitting(.nan, into: 0) == .whole)
  }

  @Test func `what is seen of a cut is what lies on top`() throws {
    let text = """
      001  A001 V  C        10:00:10:00 10:00:14:00 01:00:00:00 01:00:04:00
      002  A002 V2 C        10:00:10:00 10:00:11:00 01:00:01:00 01:00:02:00
      003  A001 V  C        10:00:14:00 10:00:14:00 01:00:04:00 01:00:04:00
      003  A003 V  D    010 10:00:00:00 10:00:02:00 01:00:04:00 01:00:06:00
      """
    let timeline = try Cuts.cut(text)
    let segments = VisibleSegment.segments(of: timeline, Conform(MediaIndex([])).run(timeline))
    #expect(segments.map(\.frames) == [0..<25, 25..<50, 50..<100, 100..<110, 110..<150])
    guard case .dissolve(let from, let to) = segments[3].content, case .clip(let top) = segments[1].content else {
      Issue.record("\(segments)")
      return
    }
    #expect(from.start == 0 && to.start == 100 && top.start == 25)
  }
}
