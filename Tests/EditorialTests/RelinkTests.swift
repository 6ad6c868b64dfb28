// SPDX-License-Identifier: Apache-2.0

import Editorial
import Testing
import Timing

/// A new cut gets the media of the last one.
struct `Relinking a new cut` {
  private func clip(_ reel: String, from start: Int, path: String = "", available: Bool = false) -> Clip {
    let label = Timecode(wrapping: FrameCount(start), at: .fps25)
    var clip = Clip(name: reel, frames: 50, source: try? TimecodeRange(in: label, duration: 50), media: MediaReference(reel: reel, path: path))
    if available { clip.media.available = try? TimecodeRange(in: Timecode(wrapping: 1000, at: .fps25), duration: 500) }
    return clip
  }

  private func cut(_ clips: Clip...) -> Timeline {
    Timeline(name: "cut", start: Timecode(wrapping: 0, at: .fps25), tracks: [Track(.video, number: 1, items: clips.map { .clip($0) })])
  }

  @Test func `media come where reel and frames agree`() {
    let relink = Relink(
      cut(clip("A001", from: 1100), clip("A001", from: 1490), clip("B001", from: 1100)),
      from: cut(clip("A001", from: 1200, path: "/m/a.mov", available: true)))
    #expect(relink.linked == 1 && relink.left.count == 2)
    #expect(relink.timeline.tracks.first?.items.first?.clip?.media.path == "/m/a.mov")
    #expect(relink.left.first?.contains("do not hold all frames") == true && relink.left.last?.contains("no media of it") == true)
  }

  @Test(arguments: ["AUX", "BARS", "AX", "Black"]) func `a reel that names no tape is no evidence`(reel: String) {
    let relink = Relink(cut(clip(reel, from: 1100)), from: cut(clip(reel, from: 1200, path: "/m/tone.wav", available: true)))
    // The clips have the reel's name, which is evidence: so it is taken away.
    var other = cut(clip(reel, from: 1100))
    if case .clip(var one) = other.tracks[0].items[0] {
      one.name = "another"
      other.tracks[0].items[0] = .clip(one)
    }
    let unnamed = Relink(other, from: cut(clip(reel, from: 1200, path: "/m/tone.wav", available: true)))
    #expect(relink.linked == 1 && unnamed.linked == 0)
  }

  @Test func `of two media that fit none is taken`() {
    let earlier = cut(clip("A001", from: 1200, path: "/m/a.mov", available: true), clip("A001", from: 1200, path: "/n/a2.mov", available: true))
    let relink = Relink(cut(clip("A001", from: 1200)), from: earlier)
    #expect(relink.linked == 0 && relink.left.first?.contains("2 media") == true)
  }

  @Test func `a medium is known by each name that the earlier cut has for it`() throws {
    func take(_ name: String, path: String = "") -> Clip {
      var clip = clip("AX", from: 1200, path: path, available: true)
      clip.name = name
      return clip
    }
    let earlier = cut(take("wide", path: "/m/a.mov"), take("close", path: "/m/a.mov"))
    let relink = Relink(cut(take("close"), take("wide")), from: earlier)
    #expect(relink.linked == 2, "\(relink.left)")
  }

  @Test func `what has media keeps them`() {
    let relink = Relink(cut(clip("A001", from: 1200, path: "/own.mov")), from: cut(clip("A001", from: 1200, path: "/m/a.mov")))
    #expect(relink.untouched == 1 && relink.timeline.tracks.first?.items.first?.clip?.media.path == "/own.mov")
  }
}
