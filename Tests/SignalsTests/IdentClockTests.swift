// SPDX-License-Identifier: Apache-2.0

import Essence
import Signals
import Testing
import Timing

/// Clocks, slates and leaders as they are drawn.
struct IdentClockTests {
  private static let card = IdentCard(
    headline: "Señora Ærø", rows: [.init("Production number", "ABC1234/01"), .init("Duration", "00:46:00:00"), .init("Format", "1080i25, 16:9")])

  private func form(_ scan: ScanType = .progressive, _ format: PixelFormat = .yuv422p10) -> PictureForm {
    PictureForm(format: format, width: 480, height: 270, scan: scan)
  }

  private func luma(_ picture: Picture) -> [[UInt16]] {
    (0..<picture.height).map { row in
      let start = picture.planes[0].row(row).assumingMemoryBound(to: UInt16.self)
      return (0..<picture.width).map { start[$0] }
    }
  }

  private func clock(_ face: IdentClock.Face, _ scan: ScanType = .progressive) throws -> IdentClock {
    try IdentClock(Self.card, face: face, in: form(scan), lettering: try Lettering())
  }

  @Test(arguments: IdentClock.Face.allCases, [PixelFormat.yuv422p10, .planar(depth: 8, log2ChromaWidth: 1, log2ChromaHeight: 1)])
  func `every sample lies within the nominal range`(face: IdentClock.Face, format: PixelFormat) throws {
    let clock = try IdentClock(Self.card, face: face, in: form(.interlacedTopFirst, format), lettering: try Lettering())
    let picture = clock.picture(at: 0, framesToGo: 250, rate: .fps25)
    for (plane, limits) in zip(picture.planes, [16...235, 16...240, 16...240]) {
      let values = (0..<plane.height).flatMap { row in
        (0..<plane.width).map { column in
          format.bitDepth > 8
            ? Int(plane.row(row).assumingMemoryBound(to: UInt16.self)[column]) / 4 : Int(plane.row(row).assumingMemoryBound(to: UInt8.self)[column])
        }
      }
      #expect(values.allSatisfy { limits.contains($0) })
    }
  }

  @Test func `figures change with each second and a slate does not`() throws {
    let slate = try clock(.none)
    #expect(luma(slate.picture(at: 0, framesToGo: 250, rate: .fps25)) == luma(slate.picture(at: 9, framesToGo: 76, rate: .fps25)))
    let countdown = try clock(.countdown)
    let pictures = [250, 226, 225, 201, 200].map { luma(countdown.picture(at: 0, framesToGo: $0, rate: .fps25)) }
    #expect(pictures[0] == pictures[1] && pictures[1] != pictures[2] && pictures[2] == pictures[3] && pictures[3] != pictures[4])
  }

  @Test func `the hand stands in each field where it is at that field's time`() throws {
    let clock = try clock(.analogue, .interlacedTopFirst)
    let frame = luma(clock.picture(at: 0, framesToGo: 240, rate: .fps25))
    let reversed = try luma(self.clock(.analogue, .interlacedBottomFirst).picture(at: 0, framesToGo: 240, rate: .fps25))
    let later = luma(clock.picture(at: 1, framesToGo: 239, rate: .fps25))
    // Both orders show the same two moments, each in the other field.
    #expect(frame != later && frame != reversed)
    // A picture that shows one moment in both fields has rows that lie between their neighbours; of the two moments each has its own.
    let progressive = try luma(self.clock(.analogue).picture(at: 0, framesToGo: 240, rate: .fps25))
    #expect(progressive != frame)
  }

  @Test func `the hand reaches twelve o'clock at the programme`() throws {
    let clock = try clock(.analogue)
    let last = luma(clock.picture(at: 0, framesToGo: 0, rate: .fps25))
    // Straight up from the middle of the dial it is white, to the right of the middle it is not.
    let (column, row) = (Int(480 * 0.948 - 69), 135)
    #expect(last[row - 30][column] > 900 && last[row][column + 30] < 300)
  }

  @Test func `letters that the font lacks and texts that are too long are refused by name`() throws {
    let lettering = try Lettering()
    for (text, word) in [("漢字の題", "‘漢’"), (String(repeating: "Endless", count: 30), "too long")] {
      let error = #expect(throws: SignalsError.self) {
        _ = try IdentClock(IdentCard(headline: text, rows: []), face: .none, in: form(), lettering: lettering)
      }
      #expect(error?.description.contains(word) == true)
    }
  }

  @Test func `a letter is the same composed or not`() throws {
    let pictures = try ["Se\u{F1}ora", "Sen\u{303}ora"].map { text in
      luma(
        try IdentClock(IdentCard(headline: text, rows: []), face: .none, in: form(), lettering: try Lettering()).picture(
          at: 0, framesToGo: 1, rate: .fps25))
    }
    #expect(pictures[0] == pictures[1])
  }

  @Test func `a folder without the font is told`() {
    #expect(throws: SignalsError.self) { _ = try Lettering(folder: "/nowhere") }
    #expect(throws: SignalsError.self) { _ = try Typeface(path: "/etc/hostname") }
  }

  @Test func `a leader shows a single picture of 2 and black from there`() throws {
    let leader = CountdownLeader(in: form(), lettering: try Lettering())
    func mean(_ framesToGo: Int) -> Int {
      let rows = luma(leader.picture(at: 0, framesToGo: framesToGo, rate: .fps25))
      return rows.reduce(0) { $0 + $1.reduce(0) { $0 + Int($1) } } / (480 * 270)
    }
    #expect(mean(51) > 200 && mean(50) > 200)
    #expect(mean(49) == 64 && mean(1) == 64)
  }

  @Test func `a held picture keeps still parts and loses the comb of moving ones`() {
    func picture(_ shift: Int) -> Picture {
      var canvas = Canvas(format: .yuv422p10, width: 64, height: 32)
      canvas.fill(CodeValues(gray: 0.2, depth: 10))
      for row in stride(from: 0, to: 32, by: 4) { canvas.fill(luma: 800, columns: 0..<8, rows: row..<row + 1) }  // still, one row high
      for row in 0..<32 {
        let left = 24 + shift + (row & 1) * 6
        canvas.fill(luma: 900, columns: left..<left + 8, rows: row..<row + 1)
      }
      return canvas.picture(at: 0)
    }
    let (last, previous) = (picture(12), picture(0))
    let held = luma(Canvas.still(of: last, after: previous, scan: .interlacedTopFirst))
    #expect(held[8][2] == 800 && held[9][2] < 300)
    // The bar now stands in both fields where the later one has it.
    #expect(held[10][43] == held[11][43] && held[10][37] == held[11][37])
    #expect(luma(Canvas.still(of: last, after: previous, scan: .progressive)) == luma(last))
  }
}
