// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Signals
import Timing

/// A camera card and a sound roll made from nothing, to try a workflow on: pictures with a burnt-in counter, speech-like sound, timecode and reel names,
/// and one clip with planted faults. The card is laid out as ARRI cameras do, with the log of its clips.
public struct DemoMaterial: Sendable {
  /// The folder to make.
  public var folder: String

  /// Material in a new folder.
  public init(folder: String) { self.folder = folder }

  /// A clip or take, drawn with the marks of `Programme`.
  private struct Item {
    var path: String
    var pictures: String
    var sound: String
    var start: String
    var reel: String
  }

  private static let card = "A001R2EC"
  private static let rate = FrameRate.fps25
  private static let framesPerMark = 25
  /// Each mark is a second. A001C001 opens with line-up; A001C004 has two seconds of black, three of stillness and three of silence.
  private static let clips = [
    Item(path: "A001R2EC/A001C001_261126_R2EC.mov", pictures: "CCC.....", sound: "TTT.....", start: "10:00:00:00", reel: "A001R2EC"),
    Item(path: "A001R2EC/A001C002_261126_R2EC.mov", pictures: "......", sound: "......", start: "10:04:12:05", reel: "A001R2EC"),
    Item(path: "A001R2EC/A001C003_261126_R2EC.mov", pictures: "..........", sound: "..........", start: "10:11:30:00", reel: "A001R2EC"),
    Item(path: "A001R2EC/A001C004_261126_R2EC.mov", pictures: "..BB...FFF..", sound: "......SSS...", start: "10:20:05:12", reel: "A001R2EC"),
  ]
  private static let takes = [
    Item(path: "S001/S001T01.wav", pictures: "", sound: "..........", start: "10:11:28:00", reel: "S001"),
    Item(path: "S001/S001T02.wav", pictures: "", sound: "TT........", start: "10:20:03:00", reel: "S001"),
  ]

  /// Makes the material.
  ///
  /// - Returns: the paths of the files.
  /// - Throws: `OperationsError.alreadyExists` where the folder is there; nothing is written over.
  public func make(in environment: Environment) async throws -> [String] {
    guard try FileFacts.ifExists(folder) == nil else {
      throw OperationsError(.alreadyExists, subject: folder, "‘\(folder)’ is there already and was left as it is: name a folder that is not")
    }
    let (folder, show) = (folder, environment.progress)
    do {
      var made = try await onOwnThread { cancellation in
        try (Self.clips + Self.takes).map { item in
          let path = folder + "/" + item.path
          try Folder.create(SystemPath.split(path).folder)
          let pending = try PendingFile(path)
          try Self.write(item, to: pending.path, cancellation, show)
          try pending.commit()
          return path
        }
      }
      made.append(try await writeLog(in: environment))
      return made
    } catch {
      try? FileManager.default.removeItem(atPath: folder)  // it is all our own, made a moment ago, and useless in part
      throw error
    }
  }

  // MARK: -

  /// Writes the log in which the camera lists its clips, an Avid Log Exchange.
  ///
  /// - Returns: its path.
  private func writeLog(in environment: Environment) async throws -> String {
    let path = "\(folder)/\(Self.card)/\(Self.card).ale"
    let survey = try await SurveyClips("\(folder)/\(Self.card)", makesPosters: false).run(in: environment)
    guard let log = try CameraReport(survey.clips).logs().logs.first else { preconditionFailure("the clips have a rate") }
    try SafeWriter.write(log.text, to: path)
    return path
  }

  private static func write(_ item: Item, to path: String, _ cancellation: Cancellation, _ show: @Sendable (WorkProgress) -> Void) throws {
    let hasPictures = !item.pictures.isEmpty
    let start = try Timecode(item.start, at: rate)
    let programme = Programme(
      pictures: hasPictures ? item.pictures : ".", sound: item.sound, framesPerMark: framesPerMark, rate: rate, start: start, width: 1280, height: 720
    )
    let preset = hasPictures ? "prores-422" : "wav-24"
    guard let encoding = Encoding.preset(preset) else { throw OperationsError(.unknownName, subject: preset, "there is no preset ‘\(preset)’") }
    let shape = PictureShape(
      format: .yuv422p10, width: 1280, height: 720, rate: rate, color: .bt709)
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: hasPictures ? shape : nil, audio: [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: start, reel: item.reel), isReproducible: true)
    let frames = item.sound.count * framesPerMark
    for frame in 0..<frames {
      try cancellation.check()
      if hasPictures { try writer.write(programme.picture(at: FrameCount(frame))) }
      try writer.write(programme.soundSource.integers(rate.samples(of: FrameCount(frame), sampleRate: 48_000)))
      if frame % 10 == 0 { show(WorkProgress(subject: item.path, done: frame, total: frames, unit: .frames)) }
    }
    try writer.finish()
    show(WorkProgress(subject: item.path, done: frames, total: frames, unit: .frames))
  }
}
