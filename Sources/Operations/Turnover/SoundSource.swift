// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import MediaIO
import Timing

/// A recording as sound is copied from it: its channels, its length and its place in the day.
struct SoundSource: Sendable {
  /// A channel: of a stream, and its place there.
  struct Channel: Hashable, Sendable {
    var stream: Int
    var place: Int
  }

  let files: [String]
  let sampleRate: Int
  /// Samples of each channel, over all files.
  let samples: Int
  let channels: [Channel]
  /// What the recorder calls each channel; empty where it does not say.
  let channelNames: [String]
  /// The first sample since midnight; `nil` where the recording has no time of its own.
  let start: Int?
  let metadata: ClipMetadata
  /// The labels' counting, for lists that count another way.
  let labels: TimecodeRange?

  /// Looks at the recording of `item`.
  ///
  /// - Throws: `OperationsError` where it has no sound that can be counted; `MediaIOError`.
  init(_ item: MediaItem) throws {
    files = item.files
    labels = item.labels
    var (rate, count): (Int?, Int) = (nil, 0)
    var found: [Channel] = []
    for (place, path) in item.files.enumerated() {
      let description = try MediaReader(path: path, options: .init(video: .none, audio: .none)).description
      guard let first = description.audio.first?.facts, let own = first.sampleRate,
        let length = BroadcastWaveFacts(path: path)?.samples ?? first.sampleCount
      else { throw OperationsError(.badInput, subject: path, "‘\(path)’ has no sound of a known length") }
      guard description.audio.allSatisfy({ $0.facts.sampleRate == own }), rate == nil || rate == own else {
        throw OperationsError(.badInput, subject: path, "‘\(path)’ has sound of several sample rates")
      }
      rate = own
      count += length
      guard place == 0 else { continue }
      for stream in description.audio {
        for channel in 0..<(stream.facts.channelCount ?? 0) { found.append(Channel(stream: stream.index, place: channel)) }
      }
    }
    guard let rate, !found.isEmpty else { throw OperationsError(.badInput, subject: item.path, "‘\(item.path)’ has no sound") }
    (sampleRate, samples, channels) = (rate, count, found)
    let notes = RecorderNotes(path: item.path)
    metadata = notes.metadata
    let names = (notes.metadata[.trackNames] ?? "").split(separator: ",").map { $0.trimmingPrefix(" ") }
    channelNames = names.count == found.count ? names.map { $0 == "–" ? "" : String($0) } : found.map { _ in "" }
    // The recorder's own count is exact; a label is where the frame begins. No recorder stamps midnight to the sample: zero without labels is no stamp.
    let stamp = BroadcastWaveFacts(path: item.path)?.timeReference
    if let stamp, stamp > 0 || item.labels != nil {
      start = stamp
    } else {
      start = item.labels?.start.samplesSinceMidnight(sampleRate: rate)
    }
  }

  /// The sample since midnight, at the recording's rate, at which `source` of a clip begins.
  func sample(of source: TimecodeRange) -> Int {
    if source.rate.nominal >= 1000 {
      return (try? source.start.frameCount.convertedByRealTime(from: source.rate, to: FrameRate(sampleRate), rounding: .nearest))?.value ?? 0
    }
    // Lists of the wrong frame code mode have the digits that somebody read off a screen.
    if let own = labels?.rate, own.isDropFrame != source.rate.isDropFrame, own.hasSameSpeed(as: source.rate),
      let label = try? Timecode(source.start.fields, at: own)
    {
      return label.samplesSinceMidnight(sampleRate: sampleRate)
    }
    return source.start.samplesSinceMidnight(sampleRate: sampleRate)
  }

  /// Where in the recording `source` of a clip begins, and the sample since midnight of the recording's first.
  ///
  /// - Parameter available: what the list says that there is of the material, which counts where the recording has no time of its own.
  func place(of source: TimecodeRange, available: TimecodeRange?) -> (offset: Int, start: Int) {
    let first = start ?? available.map { sample(of: $0) } ?? 0
    let day =
      source.rate.nominal >= 1000 ? 86_400 * sampleRate : source.rate.firstSample(of: FrameCount(source.rate.framesPerDay), sampleRate: sampleRate)
    var offset = sample(of: source) - first
    if offset < 0, offset + day < samples { offset += day }
    return (offset, first)
  }
}
