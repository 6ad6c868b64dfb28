// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

/// Bars drawn from the code values that the standards print, not from the recogniser's own table.
private enum Bars {
  /// Luma, blue and red difference.
  typealias Code = (Int, Int, Int)

  /// SMPTE RP 219-1, ten bits, BT.709: white, yellow, cyan, green, magenta, red, blue at 75 %.
  static let hd75: [Code] = [
    (721, 512, 512), (674, 176, 543), (581, 589, 176), (534, 253, 207), (251, 771, 817), (204, 435, 848), (111, 848, 481),
  ]
  /// ITU-R BT.601, eight bits, the same colours at 75 %, without white.
  static let sd75: [Code] = [(162, 44, 142), (131, 156, 44), (112, 72, 58), (84, 184, 198), (65, 100, 212), (35, 212, 114)]

  static func picture(
    _ format: PixelFormat, _ width: Int, _ height: Int, color: ColorDescription = ColorDescription(isFullRange: false),
    _ code: (Double, Double) -> Code
  ) -> Picture {
    Programme.drawCodes(format: format, width: width, height: height, color: color) { component, column, row in
      let across = component == 0 ? Double(column) : Double(column << format.log2ChromaWidth)
      let down = component == 0 ? Double(row) : Double(row << format.log2ChromaHeight)
      let (y, cb, cr) = code((across + 0.5) / Double(width), (down + 0.5) / Double(height))
      return component == 0 ? y : component == 1 ? cb : cr
    }
  }

  /// 100/0/75/0 in standard definition.
  static func ebu(format: PixelFormat = .yuv420p, color: ColorDescription = ColorDescription(isFullRange: false), lift: Int = 0) -> Picture {
    let codes = [(235, 128, 128)] + sd75 + [(16, 128, 128)]
    return picture(format, 360, 288, color: color) { x, _ in
      let code = codes[min(7, Int(x * 8))]
      return (code.0 + lift, code.1, code.2)
    }
  }

  static func smpte(depth: Int) -> Picture {
    func grey(_ share: Double) -> Code { (64 + Int(876 * share), 512, 512) }
    let shift = depth - 10
    let format = PixelFormat.planar(depth: depth, log2ChromaWidth: 1, log2ChromaHeight: 0)
    return picture(format, 480, 270, color: .bt709) { x, y in
      let bar = Int(((x - 0.125) / 0.75 * 7).rounded(.down))
      let (isLeft, isRight) = (x < 0.125, x >= 0.875)
      let code: Code
      switch y * 12 {
      case ..<7: code = isLeft || isRight ? grey(0.4) : hd75[min(max(bar, 0), 6)]
      case ..<8: code = isLeft ? (754, 615, 64) : isRight ? (127, 960, 471) : bar < 1 ? (244, 612, 395) : hd75[0]
      case ..<9: code = isLeft ? (877, 64, 553) : isRight ? (250, 409, 960) : bar < 1 ? (141, 697, 606) : grey((x - 0.125) / 0.75)
      default:
        let place = (x - 0.125) / 0.75 * 7
        code = isLeft || isRight ? grey(0.15) : (1.5..<3.5).contains(place) ? grey(1) : (64, 512, 512)
      }
      return (code.0 << shift, code.1 << shift, code.2 << shift)
    }
  }
}

struct ColorBarsTests {
  let content = ContentLimits(bars: BarsLimits())
  let moving = Drawn.grey { x, y in Double((x * 7 + y * 13) % 97) / 97 }

  func bars(_ picture: Picture) throws -> BarsReading? { try Drawn.inspect([picture], content).readings.content?.bars?.first }

  @Test(arguments: [10, 12]) func `the bars of SMPTE RP 219 are recognised at their levels`(_ depth: Int) throws {
    let reading = try #require(try bars(Bars.smpte(depth: depth)))
    #expect(reading.kind == .rp219 && reading.confidence > 0.99 && reading.worstDeviation < 0.5)
  }

  @Test(arguments: [PixelFormat.yuv420p, .yuv422p]) func `EBU bars in standard definition are recognised at their levels`(_ format: PixelFormat)
    throws
  {
    let reading = try #require(try bars(Bars.ebu(format: format)))
    #expect(reading.kind == .ebu75 && reading.confidence == 1 && reading.worstDeviation < 0.5)
  }

  @Test func `every pattern is told from the others`() throws {
    for pattern in BarsPattern.all {
      let picture = Programme.drawCodes(format: .yuv444p10, width: 448, height: 252) { component, column, row in
        let (x, y) = ((Double(column) + 0.5) / 448, (Double(row) + 0.5) / 252)
        guard let patch = pattern.patches.first(where: { $0.columns.contains(x) && $0.rows.contains(y) }) else { return component == 0 ? 64 : 512 }
        let luma = 0.299 * patch.red + 0.587 * patch.green + 0.114 * patch.blue
        let level = component == 0 ? luma : component == 1 ? (patch.blue - luma) / 1.772 : (patch.red - luma) / 1.402
        return component == 0 ? 64 + Int((876 * level).rounded()) : 512 + Int((896 * level).rounded())
      }
      #expect(try bars(picture)?.kind == pattern.kind)
    }
  }

  @Test func `words over the bars neither hide them nor change their levels`() throws {
    let clean = Bars.ebu(format: .yuv422p)
    let plane = clean.planes[0]
    let picture = Programme.drawCodes(format: .yuv422p, width: 360, height: 288) { component, column, row in
      if component == 0, (100..<150).contains(row), (40..<320).contains(column) { return column % 4 < 2 ? 235 : 16 }
      return Int(clean.planes[component].row(row).load(fromByteOffset: column, as: UInt8.self))
    }
    #expect(plane.width == 360)
    let reading = try #require(try bars(picture))
    #expect(reading.kind == .ebu75 && reading.confidence < 1 && reading.worstDeviation < 0.5)
  }

  @Test func `no other picture is taken for bars`() throws {
    let stripes = Drawn.grey { x, _ in 1 - Double(x * 8 / 320) / 7 }
    let report = try Drawn.inspect([moving, stripes, Drawn.grey { _, _ in 0 }, Drawn.grey { _, _ in 1 }], content)
    #expect(report.readings.content?.bars == [] && report.findings.isEmpty)
  }

  @Test func `bars are a finding where they do not belong and none where they do`() throws {
    let (ebu, other) = (Bars.ebu(format: .yuv422p), Bars.ebu(format: .yuv422p, lift: 1))
    let pictures = [ebu, ebu, other, Programme.drawCodes(format: .yuv422p, width: 360, height: 288) { _, column, _ in 40 + column / 4 }]
    #expect(try Drawn.inspect(pictures, content).findings.map(\.drawnPlace) == [0..<3])
    #expect(try Drawn.inspect(pictures, content, layout: [LayoutSection(.bars, startFrame: 0, endFrame: 3)]).findings.isEmpty)
  }

  @Test func `bars that the layout asks for are missed where they are not`() throws {
    let report = try Drawn.inspect([moving, Bars.ebu(), moving], content, layout: [LayoutSection(.bars, startFrame: 0, endFrame: 2)])
    #expect(report.findings.filter { $0.check != .raster }.map(\.text) == ["There are no colour bars where the layout asks for them, for 1 frame."])
    #expect(report.findings.first?.drawnPlace == 0..<1)
  }

  @Test func `another kind than the layout asks for is a finding`() throws {
    let limits = ContentLimits(bars: BarsLimits(kind: .rp219))
    let report = try Drawn.inspect([Bars.ebu()], limits, layout: [LayoutSection(.bars, startFrame: 0, endFrame: 1)])
    #expect(report.findings.map(\.text) == ["The bars are 100/0/75/0, where SMPTE RP 219 are asked for."])
  }

  @Test func `bars off their levels are a finding that names the patch`() throws {
    let report = try Drawn.inspect([Bars.ebu(lift: 11)], ContentLimits(bars: BarsLimits(unexpectedSeverity: nil)))
    let finding = try #require(report.findings.first)
    #expect(finding.unit == "%" && abs((finding.value ?? 0) - 5) < 0.5 && finding.limit == 2)
    #expect(!finding.text.contains("matrix"))
  }

  @Test func `bars of the other matrix are said to be that`() throws {
    let picture = Bars.ebu(color: .bt709)
    let report = try Drawn.inspect([picture], ContentLimits(bars: BarsLimits(unexpectedSeverity: nil)))
    #expect(report.findings.count == 1 && report.findings.first?.text.contains("fit the other matrix") == true)
  }

  @Test func `bars that stand where they belong are no freeze`() throws {
    let profile = InspectionProfile(
      name: "line-up", freeze: FreezeLimits(minimumSeconds: 0.2), layout: [LayoutSection(.bars, startFrame: 0, endFrame: 8)])
    #expect(try Drawn.inspect(Programme("FFFFFFFF...."), profile).findings.isEmpty)
  }
}
