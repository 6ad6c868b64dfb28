// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing

struct `Clip metadata` {
  private func metadata(_ item: ClipMetadata.Item, _ values: (String, ClipMetadata.Source)...) -> ClipMetadata {
    ClipMetadata(values.map { .init(item, $0.0, from: $0.1) })
  }

  @Test func `the most believed source comes first, whatever was added first`() {
    let reels = metadata(.reel, ("B", .fileName), ("A", .ale), ("", .iXML), ("A", .ale))
    #expect(reels.entries.map(\.value) == ["A", "B"])
    #expect(reels[.reel] == "A" && reels[.take] == nil)
  }

  @Test func `sources that differ are named with what each says`() {
    let found = metadata(.scene, ("12", .ale), ("13", .iXML)).disagreements
    #expect(found.map(\.item) == [.scene])
    #expect(found.first?.entries.map(\.value) == ["12", "13"])
  }

  @Test(
    arguments: [
      (ClipMetadata.Item.take, "1", "01", true), (.take, "1", "10", false), (.take, "1", "1A", false), (.shootDate, "12-04", "2026-12-04", true),
      (.shootDate, "2026-12-04", "2026-12-05", false), (.shootDate, "12-04", "2026-11-04", false), (.reel, "A005", "A005_C010_0501J0", true),
      (.reel, "A001", "A001R2EC", true), (.reel, "A1", "A10", false), (.reel, "A001", "B001", false), (.scene, "1", "01", false),
    ])
  func `two ways to say the same are no disagreement`(item: ClipMetadata.Item, one: String, other: String, agree: Bool) {
    #expect(metadata(item, (one, .ale), (other, .fileName)).disagreements.isEmpty == agree)
    #expect(metadata(item, (other, .ale), (one, .fileName)).disagreements.isEmpty == agree)
  }

  @Test(
    arguments: [
      ("20190501", "2019-05-01"), ("2026-11-27T10:00:00+01:00", "2026-11-27"), ("2026:11:27", "2026-11-27"), ("07/21/14", "07/21/14"),
      ("2026-13-01", "2026-13-01"), ("2025-02-29", "2025-02-29x"), ("2024-02-29", "2024-02-29"), ("", ""), ("12345", "12345"),
      ("２０２６-11-27", "２０２６-11-27"),
    ])
  func `a day is told only where its order leaves no doubt`(text: String, day: String) {
    #expect(ClipMetadata.day(text) == day.replacing("x", with: ""))
  }

  @Test func `a day that no calendar has is none`() {
    #expect(ClipMetadata.day(year: 2025, month: 2, day: 29) == nil && ClipMetadata.day(year: 2024, month: 2, day: 29) == "2024-02-29")
    #expect(ClipMetadata.day(month: 2, day: 29) == "02-29" && ClipMetadata.day(month: 4, day: 31) == nil && ClipMetadata.day(month: 0, day: 1) == nil)
  }

  @Test func `a UMID is told by its digits alone`() {
    let digits = "060A2B340101010501010D4313000000C20AA47F479805C59C50D1FFFEAC3B63"
    #expect(ClipMetadata.umid("0x" + digits.lowercased()) == digits)
    #expect(ClipMetadata.umid("060A2B34.01010105.01010D43.13000000.C20AA47F.479805C5.9C50D1FF.FEAC3B63") == digits)
    #expect(ClipMetadata.umid("C0001") == "C0001")
  }

  @Test func `codings and sound are said in the trade's words`() {
    var video = VideoFacts()
    (video.codec, video.profile) = ("prores", "HQ")
    #expect(video.codingWords == "Apple ProRes 422 HQ")
    (video.codec, video.profile) = ("dnxhd", "DNXHR HQX")
    #expect(video.codingWords == "Avid DNxHR HQX")
    (video.codec, video.profile) = ("h264", "High@4.1")
    #expect(video.codingWords == "H.264 High@4.1")
    #expect(VideoFacts().codingWords == nil)
    func stream(_ codec: String, _ channels: Int, _ depth: Int?, _ rate: Int) -> AudioStream {
      var facts = AudioFacts()
      (facts.codec, facts.channelCount, facts.bitDepth, facts.sampleRate) = (codec, channels, depth, rate)
      return AudioStream(index: 0, wrapper: facts, essence: AudioFacts())
    }
    var media = MediaDescription(path: "", byteCount: 0, wrapper: WrapperDescription(format: "mxf", name: "MXF"))
    #expect(media.soundWords == nil)
    media.audio = (0..<8).map { _ in stream("pcm_s24le", 1, 24, 48_000) }
    #expect(media.soundWords == "8 × 24-bit 48 kHz")
    media.audio = [stream("aac", 2, nil, 44_100), stream("pcm_s16le", 1, 16, 11_025)]
    #expect(media.soundWords == "2 × AAC 44.1 kHz, 1 × 16-bit 11.025 kHz")
  }
}
