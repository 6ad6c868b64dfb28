// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
import MediaIO

/// Copies parts of one recording into files of their own, in one pass along it, however many there are and however they overlap.
struct PieceExtraction {
  /// A part to be copied.
  struct Part {
    var channel: SoundSource.Channel
    /// The samples of the recording; what lies behind its end is silent.
    var range: Range<Int>
    var header: BroadcastWaveHeader
    var target: String
  }

  /// So many files, of three descriptors each, are open at once at most: a Mac allows a process 256 descriptors.
  private static let mostOpen = 48

  let source: SoundSource
  /// What becomes of a file that is there.
  let existing: PendingFile.Existing
  private var waiting: [Part]
  private var open: [OpenPart] = []
  /// What is left for another pass.
  private var deferred: [Part] = []

  init(_ source: SoundSource, _ parts: [Part], existing: PendingFile.Existing) {
    (self.source, self.existing) = (source, existing)
    // The next one last.
    waiting = parts.sorted { $0.range.lowerBound > $1.range.lowerBound }
  }

  /// Copies; in several passes where more parts overlap than may be open.
  ///
  /// - Returns: what of the recording could not be decoded, in words.
  /// - Throws: `FilesError`, also where one of the files is there already and stays; `OperationsError` where the recording ends before its length is reached.
  mutating func run(_ cancellation: Cancellation) throws -> [String] {
    var damage: [String] = []
    repeat {
      for found in try pass(cancellation) where !damage.contains(found) { damage.append(found) }
      waiting = deferred.reversed()
      deferred = []
    } while !waiting.isEmpty
    return damage
  }

  // MARK: -

  private mutating func pass(_ cancellation: Cancellation) throws -> [String] {
    let streams = Set(source.channels.map(\.stream))
    var damage: [String] = []
    var base = 0
    for path in source.files {
      let reader = try MediaReader(path: path, options: .init(video: .none, audio: .only(streams), samples: .exactIntegers))
      var end = 0
      while !waiting.isEmpty || !open.isEmpty, let event = try reader.next() {
        try cancellation.check()
        switch event {
        case .integerSound(let block, let stream):
          let shift = 24 - (block.bitDepth ?? 24)
          try take(block, stream, base) { shift >= 0 ? $0 << Int32(shift) : $0 >> Int32(-shift) }
          end = max(end, block.position + block.count)
        case .sound(let block, let stream):
          try take(block, stream, base) { Int32(max(-8_388_608, min(8_388_607, ($0 * 8_388_608).rounded()))) }
          end = max(end, block.position + block.count)
        case .damage(let found): damage.append("‘\(path)’: \(found)")
        case .picture: continue
        }
      }
      base += end
    }
    for part in open { try part.finish() }
    open = []
    while let part = waiting.popLast() { try OpenPart(part, existing).finish() }
    return damage
  }

  private mutating func take<Sample>(_ block: AudioBlock<Sample>, _ stream: Int, _ base: Int, _ convert: (Sample) -> Int32) throws {
    let range = (base + block.position)..<(base + block.position + block.count)
    while let next = waiting.last, next.range.lowerBound < range.upperBound {
      waiting.removeLast()
      if open.count < Self.mostOpen { open.append(try OpenPart(next, existing)) } else { deferred.append(next) }
    }
    var finished: [OpenPart] = []
    for part in open where part.part.channel.stream == stream {
      let wanted = part.part.range.clamped(to: range)
      if !wanted.isEmpty {
        let samples = block.channel(part.part.channel.place)
        try part.write(
          samples[(wanted.lowerBound - range.lowerBound)..<(wanted.upperBound - range.lowerBound)].lazy.map(convert), at: wanted.lowerBound)
      }
      if part.part.range.upperBound <= range.upperBound { finished.append(part) }
    }
    guard !finished.isEmpty else { return }
    for part in finished { try part.finish() }
    open.removeAll { part in finished.contains { $0 === part } }
  }
}

/// A file that is being written.
private final class OpenPart {
  let part: PieceExtraction.Part
  private var writer: SafeWriter?
  private var next: Int

  init(_ part: PieceExtraction.Part, _ existing: PendingFile.Existing) throws {
    self.part = part
    next = part.range.lowerBound
    writer = try SafeWriter(part.target, existing: existing)
    try writer?.write(part.header.bytes())
  }

  /// Writes samples that begin at a place of the recording; what was left out before them is silent.
  func write(_ samples: some Sequence<Int32>, at place: Int) throws {
    try fill(to: place)
    let bytes = BroadcastWaveHeader.packed(samples)
    try writer?.write(bytes)
    next += bytes.count / 3
  }

  func finish() throws {
    // More than this is not a frame that the recorder left open: the length that was promised is not there.
    guard part.range.upperBound - next <= TurnoverPlan.sampleRate / 10 else {
      throw OperationsError(
        .badInput, subject: part.target,
        "the recording behind ‘\(part.target)’ ended \(part.range.upperBound - next) samples early: copy it again from its source")
    }
    try fill(to: part.range.upperBound)
    try writer?.write(part.header.padding)
    if let done = writer.take() { try done.commit() }
  }

  private func fill(to place: Int) throws {
    while next < place {
      let count = min(place - next, 1 << 16)
      try writer?.write([UInt8](repeating: 0, count: 3 * count))
      next += count
    }
  }
}
