// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import MediaIO
import Timing

extension EncodingPass {
  /// Where each stream has come to.
  struct State {
    let writer: MediaWriter
    private let sink: MXFSink?
    let soundStreams: [Int]
    var result = Result()
    private var nextFrame = 0
    private var lastPicture: Picture?
    private var nextSample: [Int: Int] = [:]

    private let framesPerSecond: Int
    private var window: EncodingWindow?
    /// What earlier files of the recording gave: pictures, and samples of each stream.
    private var before: (frames: Int, samples: [Int: Int]) = (0, [:])
    /// Whether a picture came from so far behind the window that nothing of it comes any more.
    private var isBehind = false
    /// Streams whose sound does not yet reach to the window's end.
    private var openSounds: Set<Int>
    /// Streams that give integers.
    private var integerSounds: Set<Int> = []

    init(_ output: (writer: MediaWriter, sink: MXFSink?), soundStreams: [Int], framesPerSecond: Int, window: EncodingWindow?) {
      (writer, sink) = output
      self.soundStreams = soundStreams
      self.framesPerSecond = framesPerSecond
      self.window = window
      openSounds = Set(soundStreams)
    }

    /// Whether all of the window was written.
    var isComplete: Bool {
      guard let window else { return false }
      return isBehind || (nextFrame >= before.frames + window.frames.count && openSounds.isEmpty)
    }

    /// Takes what comes from now on for that of the recording's next file.
    mutating func goOn(with window: EncodingWindow?) {
      (self.window, isBehind, openSounds) = (window, false, Set(soundStreams))
      before = (nextFrame, nextSample)
    }

    /// Completes the file, and the account of it.
    mutating func finish() throws {
      try writer.finish()
      result.frames = writer.pictureCount.value
      if let sink {
        result.silentSamples += sink.result.silentSamples
        result.cutSamples = sink.result.cutSamples
      }
    }

    /// Makes sound that ends within the window as long as its pictures.
    mutating func fillSound(_ streams: [AudioStream]) throws {
      guard let window else { return }
      for stream in streams where openSounds.contains(stream.index) {
        guard let rate = stream.facts.sampleRate, let channels = stream.facts.channelCount, channels > 0 else { continue }
        let end = before.samples[stream.index, default: 0] + window.samples(at: rate).count
        if integerSounds.contains(stream.index) {
          try fill(
            AudioBlock<Int32>(sampleRate: rate, position: end, bitDepth: 24, channels: [[Int32]](repeating: [], count: channels)), stream.index
          ) {
            try $0.write($1, stream: $2)
          }
        } else {
          try fill(AudioBlock<Float>(sampleRate: rate, position: end, channels: [[Float]](repeating: [], count: channels)), stream.index) {
            try $0.write($1, stream: $2)
          }
        }
      }
    }

    /// Takes an empty block: what is missing before it becomes silence.
    private mutating func fill<Sample>(
      _ end: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      try take(end, stream) { writer, block, ordinal in if block.count > 0 { try write(writer, block, ordinal) } }
    }

    mutating func take(_ event: MediaEvent) throws {
      switch event {
      case .picture(let picture, _): try take(picture)
      case .sound(let block, let stream): try takePart(block, stream) { writer, block, ordinal in try writer.write(block, stream: ordinal) }
      case .integerSound(let block, let stream):
        integerSounds.insert(stream)
        try takePart(block, stream) { writer, block, ordinal in try writer.write(block, stream: ordinal) }
      case .damage(let damage): result.damage.append(damage.description)
      }
    }

    /// Takes what of a block lies in the window.
    private mutating func takePart<Sample>(
      _ block: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      guard let window else { return try take(block, stream, write: write) }
      if let part = window.part(of: block) {
        try take(part.part(0..<part.count, at: part.position + before.samples[stream, default: 0]), stream, write: write)
      }
      if capped(block.position, block.count) >= window.samples(at: block.sampleRate).upperBound { openSounds.remove(stream) }
    }

    private mutating func take(_ picture: Picture) throws {
      var position = picture.position.value
      if let window {
        isBehind = isBehind || position >= capped(window.frames.upperBound, EncodingWindow.lateness * framesPerSecond)
        guard window.frames.contains(position) else { return }
        position += before.frames - window.frames.lowerBound
      }
      guard position >= nextFrame else {
        result.dropped += 1
        return
      }
      if let last = lastPicture, position > nextFrame {
        if position - nextFrame <= EncodingPass.maximumHole * framesPerSecond {
          for _ in nextFrame..<position { try writer.write(last) }
          result.held += position - nextFrame
        } else {
          result.damage.append("after picture \(nextFrame - 1) its times leap by \(CountText(position - nextFrame, "frame")): nothing was put there")
        }
      }
      try writer.write(picture)
      (lastPicture, nextFrame) = (picture, position + 1)
    }

    private mutating func take<Sample>(
      _ block: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      guard let ordinal = soundStreams.firstIndex(of: stream) else { return }
      let (hole, isForged) = block.position.subtractingReportingOverflow(nextSample[stream, default: 0])
      if isForged || hole > EncodingPass.maximumHole * block.sampleRate {
        result.damage.append("the times of its sound leap: nothing was put there")
      } else if hole > 0 {
        for start in stride(from: 0, to: hole, by: EncodingPass.silenceLength) {
          let run = [Sample](repeating: 0, count: min(EncodingPass.silenceLength, hole - start))
          let silence = AudioBlock(
            sampleRate: block.sampleRate, bitDepth: block.bitDepth, channels: [[Sample]](repeating: run, count: block.channelCount))
          try write(writer, silence, ordinal)
        }
        result.silentSamples += hole
      }
      try write(writer, block, ordinal)
      nextSample[stream] = capped(block.position, block.count)
    }
  }
}
