// SPDX-License-Identifier: Apache-2.0

extension VideoFacts {
  /// The coding in the trade's words, such as `Apple ProRes 422 HQ`; FFmpeg's short name for one that has no entry here.
  public var codingWords: String? {
    guard let codec else { return nil }
    switch codec {
    case "prores": return "Apple ProRes " + proResName
    case "dnxhd": return "Avid " + (profile.map { $0.hasPrefix("DNXHR") ? "DNxHR" + $0.dropFirst(5) : "DNxHD" } ?? "DNxHD")
    case "h264": return named("H.264")
    case "hevc": return named("H.265")
    case "mpeg2video": return named("MPEG-2")
    case "mpeg4": return named("MPEG-4")
    case "v210": return "uncompressed 10-bit 4:2:2"
    case "rawvideo": return (["uncompressed"] + [bitDepth.map { "\($0)-bit" }, chromaSampling].compactMap(\.self)).joined(separator: " ")
    case "dvvideo": return "DV"
    case "ffv1": return "FFV1"
    case "jpeg2000": return "JPEG 2000"
    case "mjpeg": return "Motion JPEG"
    case "cfhd": return "CineForm"
    case "av1": return "AV1"
    case "vp9": return "VP9"
    case "hap": return "Hap"
    default: return codec
    }
  }

  private var proResName: String {
    switch profile {
    case "HQ": "422 HQ"
    case "Standard": "422"
    case "LT": "422 LT"
    case "Proxy": "422 Proxy"
    case let profile?: profile
    case nil: chromaSampling == "4:4:4" ? "4444" : "422"
    }
  }

  private func named(_ name: String) -> String { profile.map { name + " " + $0 } ?? name }
}

extension AudioFacts {
  /// The coding in words: `PCM`, `AAC`; FFmpeg's short name for one that has no entry here.
  public var codingWords: String? {
    guard let codec else { return nil }
    if codec.hasPrefix("pcm_") { return codec.hasPrefix("pcm_f") ? "PCM float" : "PCM" }
    switch codec {
    case "aac", "ac3", "flac", "alac", "mp2", "mp3": return codec.uppercased()
    case "eac3": return "E-AC-3"
    case "opus": return "Opus"
    case "vorbis": return "Vorbis"
    default: return codec
    }
  }
}

extension MediaDescription {
  /// The sound in words, `8 × 24-bit 48 kHz`, streams of one kind counted together; `nil` where there is none.
  public var soundWords: String? {
    var kinds: [(name: String, channels: Int)] = []
    for stream in audio {
      let facts = stream.facts
      let isPCM = facts.codec?.hasPrefix("pcm_") == true
      let depth = isPCM ? facts.bitDepth.map { "\($0)-bit" } : facts.codingWords
      let name = [depth, facts.sampleRate.map(Self.kilohertz)].compactMap(\.self).joined(separator: " ")
      let channels = facts.channelCount ?? 1
      if let place = kinds.firstIndex(where: { $0.name == name }) { kinds[place].channels += channels } else { kinds.append((name, channels)) }
    }
    return kinds.isEmpty ? nil : kinds.map { "\($0.channels) × \($0.name)" }.joined(separator: ", ")
  }

  private static func kilohertz(_ rate: Int) -> String {
    let (whole, rest) = rate.quotientAndRemainder(dividingBy: 1000)
    guard rest > 0 else { return "\(whole) kHz" }
    var digits = String(1000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits) kHz"
  }
}
