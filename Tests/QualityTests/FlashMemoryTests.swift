// SPDX-License-Identifier: Apache-2.0

import Essence
import Synchronization
import TestSupport
import Testing
import Timing

@testable import Quality

/// Flashes in a programme that was patched: what is said of it is what looking at all of it says.
struct FlashMemoryTests {
  /// A piece of a programme.
  private struct Piece: Equatable {
    /// Noise on a level, motion, flashes, flashes of red, a slow rise, stripes that reverse.
    var kind: Int
    var level: Int
    var length: Int

    init(using random: inout SeededRandom) {
      kind = Int.random(in: 0...5, using: &random)
      level = Int.random(in: 40...190, using: &random)
      length = Int.random(in: 5...70, using: &random)
    }

    func luma(_ column: Int, _ row: Int, at moment: Int) -> Int {
      let noise = (column &* 7919 &+ row &* 104_729 &+ moment &* 1_299_709) % 7
      return switch kind {
      case 1: level + (((column + 3 * moment) / 5 + row / 4) % 2) * 40 + noise
      case 2: (moment / 3 % 2 == 0 ? level : 235) - noise
      case 3: 80 + noise
      case 4: min(235, 30 + moment * 3) - noise
      case 5: (column / 4 + moment / 4) % 2 == 0 ? 200 : 40
      default: level + noise
      }
    }

    func red(at moment: Int) -> Int { kind == 3 && moment / 3 % 2 == 0 ? 240 : 128 }
  }

  private struct Programme {
    var pictures: [(piece: Piece, moment: Int)] = []

    init(_ count: Int, using random: inout SeededRandom) {
      while pictures.count < count {
        let piece = Piece(using: &random)
        pictures += (0..<piece.length).map { (piece, $0) }
      }
      pictures = Array(pictures.prefix(count))
    }

    func picture(_ index: Int, _ scan: ScanType) -> Picture {
      let (piece, moment) = pictures[index]
      let color = ColorDescription(primaries: 1, transfer: 1, matrix: 1, isFullRange: false)
      return FlashDrawing.picture(.yuv420p, width: 32, height: 24, at: index, scan: scan, color: color) { component, row, samples in
        let time = scan.isInterlaced && component == 0 ? moment * 2 + row % 2 : moment * 2
        for column in samples.indices {
          let luma = component == 0 ? piece.luma(column, row, at: time / (scan.isInterlaced ? 1 : 2)) : 128
          samples[column] = UInt16(clamping: component == 2 ? piece.red(at: moment) : luma)
        }
      }
    }
  }

  /// Draws pictures again, and counts them.
  private final class Archive: PictureArchive {
    let programme: Programme
    let scan: ScanType
    let asked = Mutex<Set<Int>>([])
    let disagreed = Mutex(false)

    init(_ programme: Programme, _ scan: ScanType) { (self.programme, self.scan) = (programme, scan) }

    func picture(at frame: Int) -> Picture? {
      asked.withLock { _ = $0.insert(frame) }
      return programme.picture(frame, scan)
    }

    func disagree(at frame: Int) { disagreed.withLock { $0 = true } }
  }

  private struct NotRecalled: Error {}

  private static func plain(_ report: InspectionReport) -> InspectionReport {
    var report = report
    report.seconds = 0
    return report
  }

  /// The report on a programme of which the pictures `known` are as they were measured, and what was measured of all.
  private static func inspect(_ programme: Programme, _ scan: ScanType, known: [Int: [UInt8]] = [:], archive: Archive? = nil) throws
    -> (report: InspectionReport, measured: [[UInt8]])
  {
    var measured: [[UInt8]] = []
    let limits = FlashLimits(red: .either, cutsPerSecond: 3)
    var video = Drawn.video(rate: .fps25)
    (video.wrapper.width, video.wrapper.height) = (32, 24)
    (video.essence.width, video.essence.height) = (32, 24)
    let inspector = Inspector(
      Drawn.description(video: [video]), profile: InspectionProfile(name: "flash", flash: limits), tool: Drawn.tool,
      ledger: FactLedger { measured.append($1) }, threads: 2)
    for index in programme.pictures.indices {
      if let bytes = known[index], let archive {
        guard try inspector.recall(bytes, frame: index, from: archive) else { throw NotRecalled() }
      } else {
        try inspector.examine(programme.picture(index, scan), stream: 0)
      }
    }
    return (plain(try inspector.finish()), measured)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [ScanType.progressive, .interlacedTopFirst, .interlacedBottomFirst])
  func `the flashes of a patched programme are those of a full run, wherever the patch lies`(seed: UInt64, scan: ScanType) throws {
    var random = SeededRandom(seed)
    let first = Programme(800, using: &random)
    let earlier = try Self.inspect(first, scan).measured
    // At the start, within a stretch, across the end of one, right before it and right behind it, and at the end.
    let starts = [0, 370, 240, 245, 250, 795]
    let start = starts[Int(seed - 1)]
    var second = first
    let patch = Programme(Int.random(in: 1...30, using: &random), using: &random)
    for (offset, picture) in patch.pictures.enumerated() where start + offset < 800 { second.pictures[start + offset] = picture }
    let changed = start..<min(800, start + patch.pictures.count)
    let archive = Archive(second, scan)
    let known = Dictionary(uniqueKeysWithValues: earlier.indices.filter { !changed.contains($0) }.map { ($0, earlier[$0]) })
    let again = try Self.inspect(second, scan, known: known, archive: archive)
    let whole = try Self.inspect(second, scan)
    #expect(again.report == whole.report)
    let isMeasuredAlike = again.measured == whole.measured
    #expect(isMeasuredAlike)
    #expect(archive.disagreed.withLock { !$0 })
  }

  @Test func `where nothing has changed no picture is asked for, and around a patch a few stretches are`() throws {
    var random = SeededRandom(6)
    let first = Programme(3000, using: &random)
    let earlier = try Self.inspect(first, .progressive).measured
    let all = Dictionary(uniqueKeysWithValues: earlier.enumerated().map { ($0, $1) })
    let same = Archive(first, .progressive)
    #expect(try Self.inspect(first, .progressive, known: all, archive: same).measured == earlier)
    #expect(same.asked.withLock { $0.isEmpty })
    var second = first
    second.pictures.replaceSubrange(620..<650, with: Programme(30, using: &random).pictures)
    let patched = Archive(second, .progressive)
    let again = try Self.inspect(second, .progressive, known: all.filter { !(620..<650).contains($0.key) }, archive: patched)
    #expect(again.report == (try Self.inspect(second, .progressive).report))
    #expect(patched.asked.withLock { $0.count } < 4 * 250)
    #expect(patched.asked.withLock { $0.min() } == 499, "from the picture before the stretch on")
  }

  @Test func `states that were tampered with bring nothing down`() throws {
    var random = SeededRandom(7)
    let programme = Programme(600, using: &random)
    let earlier = try Self.inspect(programme, .interlacedTopFirst).measured
    for _ in 0..<10 {
      var known = Dictionary(uniqueKeysWithValues: earlier.enumerated().map { ($0, $1) })
      for frame in [250, 500] {
        var bytes = earlier[frame]
        for _ in 0..<20 { bytes[Int.random(in: 60..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
        if PictureFacts(bytes) != nil { known[frame] = bytes }
      }
      for frame in [260, 510] { known[frame] = nil }
      _ = try Self.inspect(programme, .interlacedTopFirst, known: known, archive: Archive(programme, .interlacedTopFirst))
    }
  }

  @Test(arguments: [0, 100, 240, 246, 247, 248, 249, 250, 251]) func `flashes count the same across the beginning of a stretch`(start: Int) throws {
    // Seven changes fail and six pass, by steps and by slopes over four pictures.
    for (changes, fails) in [(6, false), (7, true)] {
      for step in [3, 4] {
        var light = Array(repeating: 20.0, count: start + 300)
        for change in 0..<changes {
          for place in start + 1 + change * step..<light.count { light[place] = change.isMultiple(of: 2) ? 70 : 20 }
        }
        if step == 4 {
          light = light.indices.map { index in (0..<3).reduce(0) { $0 + light[max(0, index - $1)] } / 3 }
        }
        let report = try FlashDrawing.inspect(FlashDrawing.flashing(light))
        #expect(FlashDrawing.kinds(report).contains(.flash) == fails, "\(changes) changes from \(start), step \(step)")
      }
    }
  }

  /// A cell's light by picture: steps, slopes of up to sixteen seconds, rest, noise and flashes.
  private static func light(_ count: Int, using random: inout SeededRandom) -> [Int] {
    var light = [Int.random(in: 0...180, using: &random)]
    while light.count < count {
      let last = light[light.count - 1]
      let (other, length) = (Int.random(in: 0...180, using: &random), [3, 10, 40, 150, 400].randomElement(using: &random) ?? 3)
      switch Int.random(in: 0...4, using: &random) {
      case 0: light += (1...length).map { last + (other - last) * $0 / length }
      case 1: light.append(other)
      case 2: light += (0..<min(length, 40)).map { _ in min(180, max(0, last + Int.random(in: -3...3, using: &random))) }
      case 3:
        let (swing, hold) = ([-40, -20, 20, 30].randomElement(using: &random) ?? 20, Int.random(in: 2...4, using: &random))
        for change in 0..<Int.random(in: 3...9, using: &random) {
          light += Array(repeating: min(180, max(0, last + (change.isMultiple(of: 2) ? swing : 0))), count: hold)
        }
      default: light += Array(repeating: last, count: length)
      }
    }
    return Array(light.prefix(count))
  }

  @Test func `no flash is lost for forgetting what is older than a stretch`() {
    var random = SeededRandom(8)
    let grid = CellGrid(width: 128, height: 4, isField: false)
    var found = 0
    for _ in 0..<60 {
      let lanes = (0..<16).map { _ in Self.light(1000, using: &random) }
      let memories = [LightTurns(grid, limits: FlashLimits()), LightTurns(grid, limits: FlashLimits())]
      // When each cell last changed, by memory.
      var changes = Array(repeating: Array(repeating: [Int](), count: 16), count: 2)
      for index in 0..<1000 {
        var light = Lanes()
        for lane in 0..<16 { light[lane] = Int16(lanes[lane][index] * DisplayLight.flashUnit) }
        if index % 250 == 0, index > 0 { memories[1].settle() }
        for (memory, turns) in memories.enumerated() {
          guard index > 0 else {
            turns.begin(0, light)
            continue
          }
          let bits = turns.turns(0, light, moved: 0)
          for lane in 0..<16 {
            let isAgain = bits.again >> UInt16(lane) & 1 != 0
            let age = changes[memory][lane].last.map { index - $0 } ?? 25
            if isAgain, age > 5, age < 25 { changes[memory][lane].removeLast() }
            if bits.turned >> UInt16(lane) & 1 != 0 || isAgain && age > 5 { changes[memory][lane].append(index) }
          }
        }
        for lane in 0..<16 where changes[0][lane].suffix(7).filter({ $0 > index - 25 }).count == 7 {
          found += 1
          #expect(changes[1][lane].suffix(7).filter { $0 > index - 25 }.count == 7, "\(lanes[lane][max(0, index - 300)...index])")
        }
      }
    }
    #expect(found > 1000)
  }

  @Test(arguments: [260, 481, 490, 499, 500, 505]) func `flashes that fail by themselves fail whatever was before them`(start: Int) throws {
    var random = SeededRandom(UInt64(start))
    for hold in 1...4 {
      // A jump right before the first of them would be one slope with it.
      let history = Self.light(start - 8, using: &random).map(Double.init)
      let before = history + Array(repeating: history.last ?? 0, count: 8)
      let base = before.last ?? 0
      // Seven steps of 25 cd/m² within a second, up first or down first.
      let swing = base > 90 ? -25.0 : 25
      let flashes = (0..<7).flatMap { Array(repeating: base + ($0.isMultiple(of: 2) ? swing : 0), count: hold) }
      let light = before + flashes + Array(repeating: flashes[flashes.count - 1], count: 50)
      let report = try FlashDrawing.inspect(FlashDrawing.flashing(light))
      let last = FrameCount(start + 6 * hold)
      #expect(
        report.findings.contains { finding in
          guard finding.check == .flash, let first = finding.startFrame, let end = finding.endFrame else { return false }
          return (first..<end).contains(last)
        },
        "\(light[max(0, start - 60)...].map { Int($0) }), hold \(hold)")
    }
  }
}
