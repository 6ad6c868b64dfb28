// SPDX-License-Identifier: Apache-2.0

internal import Essence

extension Encoding {
  /// The preset of that name; `nil` where there is none.
  public static func preset(_ name: String) -> Encoding? { presets.first { $0.name == name } }

  /// The encodings of one file that can be chosen by name, in the order in which people look for them.
  public static let presets: [Encoding] = general + broadcast

  /// Encodings for editing, masters, proxies and the web.
  ///
  /// Sources: ProRes profiles from SMPTE RDD 36 and Apple's ProRes white paper (2022); DNxHD bit rates by frame rate from the compression
  /// ids of SMPTE ST 2019-1 (1253, 1237, 1235), as Avid's tables list them; DNxHR by profile; web bit rates from YouTube's recommended
  /// upload settings (read 2026): 1080p 8 and 12, 2160p 35 and 53 Mb/s below and above 30 pictures a second, key pictures every half
  /// second, sound 384 kb/s; proxy and review are our own choice.
  private static let general: [Encoding] = [
    proRes("proxy", profile: "proxy", "ProRes 422 Proxy: offline editing"),
    proRes("lt", profile: "lt", "ProRes 422 LT: light editing"),
    proRes("422", profile: "standard", "ProRes 422: editing and finishing"),
    proRes("422-hq", profile: "hq", "ProRes 422 HQ: masters"),
    proRes("4444", profile: "4444", format: "yuv444p10le", "ProRes 4444: masters and effects in full chroma"),
    dnxhd("36", format: "yuv422p", [24: 36, 25: 36, 30: 45, 50: 75, 60: 90], "DNxHD 36 for 1080p: offline editing"),
    dnxhd("120", format: "yuv422p", [24: 115, 25: 120, 30: 145, 50: 240, 60: 290], "DNxHD 120 for 1080: editing in eight bits"),
    dnxhd("185x", format: "yuv422p10le", [24: 175, 25: 185, 30: 220, 50: 365, 60: 440], "DNxHD 185x for 1080: finishing in ten bits"),
    dnxhr("lb", format: "yuv422p", "DNxHR LB: offline editing at any raster"),
    dnxhr("sq", format: "yuv422p", "DNxHR SQ: editing at any raster"),
    dnxhr("hq", format: "yuv422p", "DNxHR HQ: finishing in eight bits"),
    dnxhr("hqx", format: "yuv422p10le", "DNxHR HQX: finishing in ten bits"),
    dnxhr("444", format: "yuv444p10le", "DNxHR 444: finishing in full chroma"),
    Encoding(
      name: "ffv1", summary: "FFV1 version 3 in Matroska: lossless preservation in 4:2:2, ten bits", wrapper: .matroska,
      video: Video(.ffv1, pixelFormat: "yuv422p10le", settings: ["level": "3", "slicecrc": "1", "slices": "16", "context": "1", "g": "1"]),
      audio: Audio(.flac)),
    Encoding(
      name: "v210", summary: "Uncompressed 4:2:2 in ten bits in QuickTime", wrapper: .mov, video: Video(.v210, pixelFormat: "yuv422p10le"),
      audio: Audio(.pcm)),
    h264(
      "proxy-h264-540p", "H.264 proxy, 540 rows: logging and offline", within: (960, 540), .quality(23), key: 1, effort: "veryfast", sound: 128_000),
    h264("review-h264-1080p", "H.264 for review by eye, 1080 rows", within: (1920, 1080), .quality(18), key: 2, effort: "medium", sound: 320_000),
    h264(
      "web-h264-1080p", "H.264 for upload to the web, 1080 rows", within: (1920, 1080), .byFrameRate([30: 8_000_000, 120: 12_000_000]), key: 0.5,
      effort: "medium", sound: 384_000),
    Encoding(
      name: "web-h265-2160p", summary: "HEVC for upload to the web, 2160 rows", wrapper: .mp4,
      video: Video(
        .h265, pixelFormat: "yuv420p10le", rate: .byFrameRate([30: 35_000_000, 120: 53_000_000]), raster: .within(width: 3840, height: 2160),
        deinterlaces: true, color: .bt709, keyInterval: 0.5, settings: ["preset": "medium"]),
      audio: Audio(.aac, sampleRate: 48_000, layout: .stereo, bitRate: 384_000)),
    Encoding(name: "wav-24", summary: "Broadcast Wave, 24 bits", wrapper: .wav, audio: Audio(.pcm)),
  ]

  // MARK: - Families

  static func proRes(
    _ name: String, profile: String, format: String = "yuv422p10le", _ summary: String, wrapper: Wrapper = .mov
  ) -> Encoding {
    Encoding(
      name: "prores-\(name)", summary: summary, wrapper: wrapper,
      video: Video(.prores, profile: profile, pixelFormat: format, settings: ["vendor": "apl0"]), audio: Audio(.pcm))
  }

  private static func dnxhd(_ name: String, format: String, _ megabits: [Int: Int], _ summary: String) -> Encoding {
    Encoding(
      name: "dnxhd-\(name)", summary: summary, wrapper: .mxf,
      video: Video(
        .dnxhd, profile: "dnxhd", pixelFormat: format, rate: .byFrameRate(megabits.mapValues { $0 * 1_000_000 }),
        raster: .exactly(width: 1920, height: 1080)),
      audio: Audio(.pcm, sampleRate: 48_000))
  }

  static func dnxhr(_ name: String, profile: String? = nil, format: String, _ summary: String, wrapper: Wrapper = .mov) -> Encoding {
    Encoding(
      name: "dnxhr-\(name)", summary: summary, wrapper: wrapper,
      video: Video(.dnxhd, profile: "dnxhr_\(profile ?? name)", pixelFormat: format),
      audio: Audio(.pcm, sampleRate: 48_000))
  }

  private static func h264(
    _ name: String, _ summary: String, within raster: (width: Int, height: Int), _ rate: Video.Rate, key: Double, effort: String, sound: Int
  ) -> Encoding {
    Encoding(
      name: name, summary: summary, wrapper: .mp4,
      video: Video(
        .h264, profile: "high", pixelFormat: "yuv420p", rate: rate, raster: .within(width: raster.width, height: raster.height), deinterlaces: true,
        color: .bt709, keyInterval: key, settings: ["preset": effort, "bf": "2"]),
      audio: Audio(.aac, sampleRate: 48_000, layout: .stereo, bitRate: sound))
  }
}
