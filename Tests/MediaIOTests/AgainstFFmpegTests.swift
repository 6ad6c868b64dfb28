// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

/// MediaIO against FFmpeg's own programs: the same facts, the same pixels, and exact seeks in codings that MediaIO does not write.
@Suite(.enabled(if: Judge.isHere, "ffmpeg and ffprobe are not installed"))
struct AgainstFFmpegTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Probe: Decodable {
    struct Stream: Decodable {
      var codec_type, codec_name, pix_fmt, sample_rate, nb_frames, avg_frame_rate: String?
      var width, height, channels: Int?
    }
    var streams: [Stream]
  }

  @Test(
    .enabled(if: TestMedia.fixtures != nil, "the shared fixtures are not here"),
    arguments: ["bikes.mp4", "bigbuckbunny.mp4", "bigbuckbunny-30s.mp4", "speech.flac"])
  func `facts are those that ffprobe gives`(_ name: String) throws {
    let path = (TestMedia.fixtures ?? "") + "/" + name
    let judged = try JSONDecoder().decode(Probe.self, from: Judge.run("ffprobe", ["-v", "quiet", "-of", "json", "-show_streams", path]))
    let description = try MediaReader.probe(path, countingPictures: true)
    let (video, audio) = (judged.streams.filter { $0.codec_type == "video" }, judged.streams.filter { $0.codec_type == "audio" })
    #expect(video.count == description.video.count && audio.count == description.audio.count)
    for (judge, stream) in zip(video, description.video) {
      #expect(stream.facts.codec == judge.codec_name && stream.facts.pixelFormat == judge.pix_fmt)
      #expect(stream.facts.width == judge.width && stream.facts.height == judge.height)
      #expect(stream.facts.frameCount.map { "\($0)" } == judge.nb_frames)
      #expect(stream.facts.rate.map { "\($0.numerator)/\($0.denominator)" } == judge.avg_frame_rate)
    }
    for (judge, stream) in zip(audio, description.audio) {
      #expect(stream.facts.codec == judge.codec_name && stream.facts.channelCount == judge.channels)
      #expect(stream.facts.sampleRate.map { "\($0)" } == judge.sample_rate)
    }
    #expect(description.disagreements.isEmpty)
  }

  @Test(arguments: ["light.mp4", "light.mkv"]) func `the light that a file declares is read, and nothing where it declares none`(_ name: String)
    throws
  {
    let path = folder.path(name)
    let display = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
    let arguments = ["-v", "error", "-f", "lavfi", "-i", "color=gray:size=128x72:rate=25:duration=0.2", "-c:v", "libx265"]
    _ = try Judge.run(
      "ffmpeg", arguments + ["-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none:hdr10=1:\(display):max-cll=1000,400", path])
    let light = try #require(try MediaReader.probe(path).video.first?.facts.light)
    #expect(light == LightMetadata(maxContent: 1000, maxAverage: 400, masteringPeak: 1000, masteringFloor: 0.005))
    let plain = folder.path("plain-" + name)
    _ = try Judge.run("ffmpeg", arguments + ["-x265-params", "log-level=none", plain])
    #expect(try MediaReader.probe(plain).video.first?.facts.light == nil)
  }

  @Test func `decoded planes are those that ffmpeg decodes`() throws {
    let path = try TestMedia.write(TestMedia.preset("proxy-h264-540p"), to: folder.path("clip.mp4"), frames: 20)
    let judged = try Judge.run("ffmpeg", ["-v", "error", "-i", path, "-map", "0:v", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"])
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    var ours = Data()
    while let event = try reader.next() {
      guard case .picture(let picture, _) = event else { continue }
      for plane in picture.planes {
        for row in 0..<plane.height { ours.append(plane.row(row).assumingMemoryBound(to: UInt8.self), count: plane.width) }
      }
    }
    #expect(ours == judged)
  }

  @Test(arguments: [
    ("long.mxf", ["-c:v", "mpeg2video", "-g", "12", "-bf", "2", "-q:v", "2", "-c:a", "pcm_s24le"]),
    ("long.ts", ["-c:v", "mpeg2video", "-g", "12", "-bf", "2", "-q:v", "2", "-c:a", "mp2"]),
    ("open.ts", ["-c:v", "libx264", "-g", "10", "-bf", "3", "-x264-params", "open-gop=1", "-crf", "15", "-c:a", "aac"]),
    ("open.mp4", ["-c:v", "libx264", "-g", "10", "-bf", "3", "-x264-params", "open-gop=1", "-crf", "15", "-c:a", "aac"]),
    ("open.mkv", ["-c:v", "libx265", "-g", "10", "-crf", "15", "-x265-params", "open-gop=1:log-level=none", "-c:a", "aac"]),
    ("late.mp4", ["-c:v", "libx264", "-g", "25", "-bf", "2", "-crf", "15", "-an", "-output_ts_offset", "1.5"]),
  ])
  func `long groups of pictures can be gone to at any picture`(_ name: String, _ arguments: [String]) throws {
    let whole = try TestMedia.write(TestMedia.preset("prores-lt"), to: folder.path("whole.mov"), frames: 45)
    let path = folder.path(name)
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", whole, "-pix_fmt", "yuv420p", "-ac", "2"] + arguments + [path])
    #expect(try TestMedia.numbers(path).map(\.number) == Array(0..<45))
    let reader = try MediaReader(path: path)
    for target in [44, 0, 1, 43, 10, 9, 11, 24, 25, 26, 30, 12, 13, 5, 37, 20, 19, 2] {
      try reader.seek(to: FrameCount(target))
      var first: Picture?
      while first == nil, let event = try reader.next() { if case .picture(let picture, _) = event { first = picture } }
      #expect(first.map { $0.position.value } == target)
      #expect(first.flatMap { FrameCounter.read($0)?.value } == target)
    }
  }

  @Test func `a group of pictures header gives its timecode`() throws {
    let whole = try TestMedia.write(TestMedia.preset("prores-lt"), to: folder.path("whole.mov"), frames: 5)
    let path = folder.path("gop.m2v")
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", whole, "-pix_fmt", "yuv420p", "-c:v", "mpeg2video", "-gop_timecode", "01:02:03:04", path])
    let media = try MediaReader.probe(path)
    #expect(media.disagreements.isEmpty)  // what libav supposes of a bare stream is nobody's word
    #expect(media.timecodes == [TimecodeStream(source: .gop, start: try Timecode("01:02:03:04", at: .fps25), streamIndex: 0)])
  }

  @Test(arguments: [
    ("prores-lt", ["-field_order", "tt"], "video[0].scan"), ("prores-lt", ["-color_primaries", "9"], "video[0].color.primaries"),
    ("proxy-h264-540p", ["-aspect", "4:3"], "video[0].pixelAspect"), ("proxy-h264-540p", ["-colorspace", "6"], "video[0].color.matrix"),
  ])
  func `a wrapper that contradicts its essence is found out`(_ preset: String, _ arguments: [String], _ fact: String) throws {
    let whole = try TestMedia.write(TestMedia.preset(preset), to: folder.path("whole.mp4"), frames: 5)
    let bent = folder.path("bent.mov")
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", whole, "-c", "copy"] + arguments + [bent])
    #expect(try MediaReader.probe(bent).disagreements.map(\.fact) == [fact])
    #expect(try MediaReader.probe(whole).disagreements.isEmpty)
  }
}
