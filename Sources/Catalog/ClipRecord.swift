// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
import Timing

/// A clip with the files that hold it, as an ingest hands it over.
public struct ClipRecord: Hashable, Sendable {
  /// The clip.
  public var asset: AssetRecord
  /// Its files wherever they are, each with its digests: on the card, and every copy.
  public var files: [FileInstanceRecord]

  /// A clip as given.
  public init(_ asset: AssetRecord, files: [FileInstanceRecord]) {
    self.asset = asset
    self.files = files
  }

  /// The record of a clip that was surveyed.
  ///
  /// - Parameters:
  ///   - clip: the clip.
  ///   - files: its files wherever they are.
  ///   - moment: when it is recorded.
  public init(_ clip: ClipSummary, files: [FileInstanceRecord], at moment: Timestamp) {
    let isSound = clip.frames == nil && clip.rate == nil && clip.sound != nil
    var asset = AssetRecord(
      name: clip.name, reel: clip.metadata[.reel] ?? clip.metadata[.soundRoll], kind: isSound ? "sound" : "clip", frames: clip.frames?.value,
      rate: clip.rate?.description, created: moment)
    asset.start = clip.start
    asset.metadata = clip.metadata
    asset.sourceFiles = clip.files
    if let start = clip.start, clip.frames == nil, let seconds = clip.seconds {
      let count = (seconds * Double(start.rate.numerator) / Double(start.rate.denominator)).rounded(.up)
      if count.isFinite, count >= 0, count < 1e12 { asset.labelCount = Int(count) }
    }
    self.init(asset, files: files)
  }
}
