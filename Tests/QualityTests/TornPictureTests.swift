// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct TornPictureTests {
  /// Pictures of a pan; those in `torn` are `ahead` moments further above line 50 than below it.
  static func findings(_ torn: Set<Int>, ahead: Int, scene: DrawnScene = .hard, below speed: Int = 4) throws -> [Finding] {
    let pictures = (0..<20).map { index in
      let below = scene.picture(at: index, speed * index)
      guard torn.contains(index) || speed != 4 else { return below }
      let shift = 4 * (index + (torn.contains(index) ? ahead : 0))
      let source = (0..<50).map { row in (0..<256).map { scene.code($0 + shift, row) } }
      return scene.picture(at: index, speed * index) { if $0 < 50 { $1 = source[$0] } }
    }
    return try Drawn.inspect(pictures, PictureFaultLimits(tearing: .advisory)).findings
  }

  @Test(arguments: [1, -1]) func `a picture of two moments is found with its line`(_ ahead: Int) throws {
    let found = try Self.findings([9], ahead: ahead)
    #expect(found.map(\.check) == [.tearing])
    #expect(found.first?.drawnPlace == 9..<10)
    #expect(found.first?.text.contains("line 50") == true)
  }

  @Test func `whole pictures are not torn, nor are those of which a part stands still or moves otherwise`() throws {
    #expect(try Self.findings([], ahead: 0).isEmpty)
    #expect(try Self.findings([], ahead: 0, below: 0).isEmpty)
    #expect(try Self.findings([], ahead: 0, below: 7).isEmpty)
  }

  @Test func `a whole picture that is repeated is not torn`() throws {
    let pictures = (0..<20).map { DrawnScene.hard.picture(at: $0, 4 * ($0 - ($0 >= 9 ? 1 : 0))) }
    #expect(try Drawn.inspect(pictures, PictureFaultLimits(tearing: .advisory)).findings.isEmpty)
  }
}
