// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct ContentLightTests {
  static let pq = ColorDescription(primaries: 9, transfer: 16, matrix: 9, isFullRange: false)
  let content = ContentLimits(light: LightLimits())

  /// A picture of one luma code with a patch of 32 × 8 pixels of another, in PQ.
  static func picture(_ field: Int, patch: Int, color: ColorDescription = pq, cr: Int = 512) -> Picture {
    Programme.drawCodes(format: .yuv422p10, width: 128, height: 64, color: color) { component, column, row in
      component == 0 ? (column < 32 && row < 8 ? patch : field) : component == 2 ? cr : 512
    }
  }

  func light(_ pictures: [Picture], _ limits: LightLimits = LightLimits(), _ declared: LightMetadata? = nil, threads: Int = 1) throws
    -> (reading: LightReading?, findings: [Finding])
  {
    let report = try Drawn.inspect(pictures, ContentLimits(light: limits), facts: { $0.light = declared }, threads: threads)
    return (report.readings.content?.light, report.findings)
  }

  @Test func `the brightest pixel and the brightest mean are those of SMPTE ST 2084`() throws {
    // 723 is 1,004.2 cd/m² and 573 is 203.7 cd/m² at ten bits in narrow range; the patch is a thirty-second of the picture.
    let reading = try #require(try light([Self.picture(64, patch: 573), Self.picture(64, patch: 723), Self.picture(573, patch: 573)]).reading)
    #expect(abs((reading.maxContent ?? 0) / 1004.2 - 1) < 0.002 && reading.maxContentFrame == 1)
    #expect(abs((reading.maxAverage ?? 0) / 203.7 - 1) < 0.002 && reading.maxAverageFrame == 2)
    let mean = try #require(try light([Self.picture(64, patch: 723)]).reading?.maxAverage)
    #expect(abs(mean * 32 / 1004.2 - 1) < 0.002)
  }

  @Test func `a pixel's light is that of its strongest primary`() throws {
    // Red of a grey of 0.5 with a red difference of 0.1 is 0.5 + 2 × (1 − 0.2627) × 0.1 = 0.647.
    let reading = try #require(try light([Self.picture(502, patch: 502, cr: 512 + 90)]).reading?.maxContent)
    let grey = try #require(try light([Self.picture(632, patch: 632)]).reading?.maxContent)
    #expect(abs(reading / grey - 1) < 0.01)
  }

  @Test func `light beyond a limit or beyond what the file declares is a finding`() throws {
    let pictures = [Self.picture(64, patch: 723)]
    #expect(try light(pictures, LightLimits(maximumContent: 1000)).findings.count == 1)
    #expect(try light(pictures, LightLimits(maximumContent: 1010)).findings.isEmpty)
    let texts = try light(pictures, LightLimits(), LightMetadata(maxContent: 600, maxAverage: 400)).findings.map(\.text)
    #expect(texts.count == 1 && texts[0].contains("declares 600 cd/m²"))
    #expect(try light(pictures, LightLimits(), LightMetadata(maxContent: 1000, maxAverage: 400)).findings.isEmpty)
  }

  @Test func `missing static metadata is a finding where it is asked for`() throws {
    let limits = LightLimits(missingMetadata: .mandatory)
    let texts = try light([Self.picture(64, patch: 64)], limits, LightMetadata(maxContent: 100)).findings.map(\.text)
    #expect(texts == ["The pictures are in PQ, and the file does not say MaxFALL, the mastering display: static metadata is missing."])
    #expect(try light([Self.picture(64, patch: 64)], limits, LightMetadata(maxContent: 1, maxAverage: 1, masteringPeak: 1000)).findings.isEmpty)
  }

  @Test func `HLG is named and not measured, and standard range says nothing`() throws {
    let hlg = ColorDescription(primaries: 9, transfer: 18, matrix: 9, isFullRange: false)
    let reading = try #require(try light([Self.picture(64, patch: 723, color: hlg)], LightLimits(missingMetadata: .mandatory)).reading)
    #expect(reading.transfer == "HLG" && reading.maxContent == nil)
    #expect(try light([Self.picture(64, patch: 723, color: .bt709)]).reading == nil)
  }

  @Test func `every pixel is measured where the tiles do not rule it out, whatever the number of threads`() throws {
    let noisy = (0..<6).map { index in
      Programme.drawCodes(format: .yuv422p10, width: 70, height: 37, color: Self.pq) { component, column, row in
        let noise = (column * 7919 + row * 104_729 + index * 31 + component * 17) % 400
        return component == 0 ? 200 + noise : 412 + noise / 2
      }
    }
    let one = try light(noisy, threads: 1).reading
    #expect(try one == light(noisy, threads: 3).reading)
    #expect(try light(noisy.reversed()).reading?.maxContent == one?.maxContent && light(noisy.reversed()).reading?.maxAverage == one?.maxAverage)
  }

  @Test func `what tiles rule out is what every pixel measured by itself rules out`() throws {
    // Each picture by itself is measured whole; in a row, later ones are looked at only where the tiles leave room.
    let noisy = (0..<24).map { index in
      Programme.drawCodes(format: .yuv422p10, width: 70, height: 37, color: Self.pq) { component, column, row in
        let noise = (column * 7919 + row * 104_729 + index * index * 31 + component * 17) % (60 + index * 37 % 200)
        return component == 0 ? 150 + (index * 53) % 300 + noise : 440 + noise / 2
      }
    }
    let alone = try noisy.map { try #require(try light([$0]).reading) }
    let together = try #require(try light(noisy).reading)
    #expect(together.maxContent == alone.compactMap(\.maxContent).max() && together.maxAverage == alone.compactMap(\.maxAverage).max())
    let frames = (alone.firstIndex { $0.maxContent == together.maxContent }, alone.firstIndex { $0.maxAverage == together.maxAverage })
    #expect(together.maxContentFrame?.value == frames.0 && together.maxAverageFrame?.value == frames.1)
  }
}
