// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Integrity
import MediaIO
import Quality
import Timing

/// Reads the texts in a file's pictures, two pictures a second, and follows each from the first picture that shows it to the last.
///
/// The file is decoded for it once more. What is read becomes texts for the inspection, which measures hold and height to the frame and line itself.
struct ReadTexts {
  /// Pictures a second that are read.
  private static let perSecond = 2.0
  /// What boxes have to have in common, and texts, to be the same in two pictures.
  private static let (sameBox, sameWords) = (0.4, 0.7)
  /// A line of text over time.
  private struct Track {
    var line: Tesseract.Line
    var first, last: Int
  }

  private let tesseract: Tesseract
  private let interval: Int
  private var tracks: [Track] = []
  private var open: [Int] = []

  /// A reading of a file with so many frames a second.
  init(_ tesseract: Tesseract, rate: FrameRate) {
    self.tesseract = tesseract
    interval = max(1, Int((Double(rate.numerator) / Double(max(1, rate.denominator)) / Self.perSecond).rounded()))
  }

  /// The texts in the file's first stream of pictures.
  ///
  /// - Throws: `OperationsError` where Tesseract is missing or fails; `MediaIOError` where the file cannot be read.
  static func texts(in media: MediaDescription, cancellation: Cancellation, show: @escaping @Sendable (WorkProgress) -> Void, task: String?) throws
    -> [ReadText]
  {
    guard let video = media.video.first, let rate = video.facts.rate else { return [] }
    var reading = ReadTexts(try Tesseract(), rate: rate)
    let reader = try MediaReader(path: media.path, options: .init(video: .only([video.index]), audio: .none))
    var progress = FrameProgress(of: media, task: task, show: show)
    while let event = try reader.next() {
      try cancellation.check()
      guard case .picture(let picture, let stream) = event else { continue }  // damage is the inspection's to report
      try reading.take(picture, cancellation: cancellation)
      progress.advance(to: picture, stream: stream)
    }
    progress.finish()
    return reading.texts(width: video.facts.width ?? 0, height: video.facts.height ?? 0)
  }

  mutating func take(_ picture: Picture, cancellation: Cancellation) throws {
    let frame = picture.position.value
    guard frame % interval == 0 else { return }
    take(try tesseract.lines(in: picture, cancellation: cancellation), frame: frame)
  }

  /// Takes the lines read in the picture of `frame`.
  mutating func take(_ lines: [Tesseract.Line], frame: Int) {
    // A reading that fails once, over a bright shot, ends no text.
    open.removeAll { tracks[$0].last + 2 * interval < frame }
    for line in lines {
      let known = open.first { index in
        tracks[index].last < frame && tracks[index].line.overlap(with: line) >= Self.sameBox
          && WordComparison.likeness(tracks[index].line.words, line.words) >= Self.sameWords
      }
      guard let known else {
        open.append(tracks.count)
        tracks.append(Track(line: line, first: frame, last: frame))
        continue
      }
      tracks[known].last = frame
      if line.confidence > tracks[known].line.confidence { tracks[known].line = line }
    }
  }

  /// The texts: lines that stand under each other at the same time are one. What was read in one picture alone is taken only where it has three words.
  func texts(width: Int, height: Int) -> [ReadText] {
    var blocks: [Track] = []
    let sure = tracks.filter { $0.last > $0.first || $0.line.words.split(separator: " ").count >= 3 }
    for track in sure.sorted(by: { ($0.first, $0.line.top) < ($1.first, $1.line.top) }) {
      let above = blocks.firstIndex { block in
        let gap = track.line.top - (block.line.top + block.line.height)
        let across = min(block.line.left + block.line.width, track.line.left + track.line.width) - max(block.line.left, track.line.left)
        return abs(block.first - track.first) <= interval && abs(block.last - track.last) <= interval && across > 0
          && gap > -track.line.height / 2 && gap < track.line.height
      }
      if let above { blocks[above].line.extend(by: track.line) } else { blocks.append(track) }
    }
    return blocks.map { block in
      // The edges of letters lie on the edge of the box.
      let (left, top) = (max(0, block.line.left - 6), max(0, block.line.top - 4))
      let (right, bottom) = (min(width, block.line.left + block.line.width + 6), min(height, block.line.top + block.line.height + 4))
      let text = LegalText(
        words: block.line.words, left: left, top: top, width: right - left, height: bottom - top,
        frame: FrameCount((block.first + block.last) / 2), isRead: true)
      return ReadText(text: text, frames: max(0, block.first - interval)..<block.last + interval + 1)
    }
  }
}

/// A text that was read, and the frames in which it may stand: from the last picture without it to the first.
struct ReadText: Hashable, Sendable {
  var text: LegalText
  var frames: Range<Int>
}

extension LegalTextLimits {
  /// The most texts of a file that are measured though nobody marked them.
  static let mostRead = 200

  /// These limits with what was read of the texts that a person marked, and with the texts that nobody marked: the first of them, where there are many.
  func joined(with read: [ReadText]) -> LegalTextLimits {
    var joined = self
    for index in joined.texts.indices {
      let marked = joined.texts[index]
      joined.texts[index].readAs = read.filter { marked.shares(with: $0) }.map(\.text.words).joined(separator: " ")
    }
    let unmarked = read.filter { text in !texts.contains { $0.shares(with: text) } }.map(\.text)
    joined.texts += unmarked.prefix(Self.mostRead)
    joined.unmeasured = unmarked.count > Self.mostRead ? unmarked.count - Self.mostRead : nil
    return joined
  }
}

extension LegalText {
  /// Whether most of the box of `other` lies in this box, or of this one in that, at the marked time.
  fileprivate func shares(with other: ReadText) -> Bool {
    let read = other.text
    if let frame, !other.frames.contains(frame.value) { return false }
    let across = max(0, min(left + width, read.left + read.width) - max(left, read.left))
    let down = max(0, min(top + height, read.top + read.height) - max(top, read.top))
    return across * down * 2 > min(width * height, read.width * read.height)
  }
}
