// SPDX-License-Identifier: Apache-2.0

public import Timing

/// For whom an AAF is written.
public enum AAFPurpose: String, Hashable, Sendable, CaseIterable {
  /// Avid Media Composer, and others that take pictures and sound at the frame rate.
  case avid
  /// Pro Tools, and others that take sound alone, cut to the sample.
  case proTools = "protools"
}

/// Writes a cut as AAF.
///
/// Each clip refers to a master clip, this to a file, and this to a tape, whose labels say where in the day the material was made. What has no identifier gets one
/// made of what is said of it, so that the same cut always makes the same file.
///
///     var writer = AAFWriter(timeline, for: .proTools)
///     writer.sounds[clip.media] = AAFSound(sampleRate: 48000, bits: 24, length: 96_000, content: .embedded(byteCount: 288_000) { offset, buffer in … })
///     let document = try writer.document()
///     try document.write { chunk in try file.write(chunk) }
public struct AAFWriter: Sendable {
  /// The cut.
  public var timeline: Timeline
  /// For whom it is.
  public var purpose: AAFPurpose
  /// At which rate sound is cut for `.proTools`.
  public var sampleRate: Int
  /// What is known of sound files beyond the cut, by the material of the clips: one mono source a clip where the reader is to link to them. Gain is the effect
  /// “Mono Audio Gain” of a clip, a fade a transition from or to a gap, and handles are what `available` has beyond the clip's source.
  public var sounds: [MediaReference: AAFSound]

  /// A writer of `timeline`.
  public init(_ timeline: Timeline, for purpose: AAFPurpose = .avid, sampleRate: Int = 48_000, sounds: [MediaReference: AAFSound] = [:]) {
    (self.timeline, self.purpose, self.sampleRate, self.sounds) = (timeline, purpose, sampleRate, sounds)
  }

  /// The file, ready to be written.
  ///
  /// - Throws: `EditorialError.mixedRates` where the sample rate is none that can be.
  public func document() throws(EditorialError) -> AAFDocument {
    guard let samples = try? FrameRate(sampleRate), sampleRate >= 8000 else {
      throw EditorialError(.mixedRates, subject: timeline.name, detail: "cannot be cut at \(sampleRate) samples a second: 48000 is usual")
    }
    var writing = AAFWriting(self, samples: AAFRate(samples))
    return writing.run()
  }
}

/// A sound file behind a clip's material.
public struct AAFSound: Sendable {
  /// Where its bytes are.
  public enum Content: Sendable {
    /// In the file that the material's path names.
    case linked
    /// In the AAF: so many bytes of PCM, least significant byte first, that are asked for piece by piece when the AAF is written. `supply` fills a part of
    /// the buffer from `offset` on and returns how much it filled.
    case embedded(byteCount: Int64, supply: @Sendable (_ offset: Int64, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int)
  }

  /// Samples a second.
  public var sampleRate: Int
  /// Bits of a sample.
  public var bits: Int
  /// Channels in the file; one where it is to be linked by Pro Tools.
  public var channels: Int
  /// How many samples each channel has.
  public var length: FrameCount
  /// Where its bytes are.
  public var content: Content

  /// A sound file as given.
  public init(sampleRate: Int, bits: Int, channels: Int = 1, length: FrameCount, content: Content = .linked) {
    (self.sampleRate, self.bits, self.channels, self.length, self.content) = (sampleRate, bits, channels, length, content)
  }
}

/// An AAF that is ready to be written.
public struct AAFDocument: Sendable {
  /// What AAF, or the program that it is for, cannot say of the cut, each with its place.
  public let lost: [TimelineLoss]
  private let file: CompoundFileWriter

  init(_ file: CompoundFileWriter, lost: [TimelineLoss]) { (self.file, self.lost) = (file, lost) }

  /// Writes the file from its beginning to its end. Media that is embedded is asked for on the way, and never in memory as a whole.
  ///
  /// - Parameter sink: takes the bytes, in order.
  /// - Throws: what `sink` or a supplier of media throws; `EditorialError.damaged` where media is shorter than was said.
  public func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var file = file
    try file.write(sink)
  }

  /// The whole file in memory.
  ///
  /// - Throws: as `write(_:)`.
  public func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { bytes += $0 }
    return bytes
  }
}
