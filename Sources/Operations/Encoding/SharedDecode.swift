// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
import MediaIO
import Timing

/// Decodes one file once and encodes it several times.
struct SharedDecode {
  /// What is made of it; all of one source, and of all of it.
  let passes: [EncodingPass]

  /// Encodes each to its path, where nothing but an empty file may be. Where one fails, none is finished.
  func run(
    to paths: [String], cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void
  ) throws -> [EncodingPass.Result] {
    precondition(passes.count == paths.count && !passes.isEmpty && passes.allSatisfy { $0.range == nil && $0.following.isEmpty })
    guard passes.count > 1 else { return [try passes[0].run(to: paths[0], cancellation: cancellation, task: task, show: show)] }
    let source = passes[0].source
    let pictures = Set(passes.compactMap(\.pictureStream))
    let sounds = Set(passes.flatMap(\.soundStreams))
    let keepsSamples = passes.contains { $0.encoding.audio.map { $0.coding != .aac } ?? false }
    let reader = try MediaReader(
      path: source.path,
      options: .init(
        video: pictures.isEmpty ? .none : .only(pictures), audio: sounds.isEmpty ? .none : .only(sounds),
        samples: keepsSamples ? .exactIntegers : .float))
    var waiting: [MediaEvent] = []
    var shape: PictureShape?
    while !pictures.isEmpty, shape == nil, let event = try reader.next() {
      if case .picture(let picture, _) = event { shape = try passes[0].pictureShape(picture) }
      waiting.append(event)
    }
    guard pictures.isEmpty || shape != nil else {
      throw OperationsError(.badInput, subject: source.path, "‘\(source.path)’: not one picture can be decoded")
    }
    // All encoders are opened before the first is fed: what one of them refuses is said before any works.
    let states = try zip(passes, paths).map { pass, path in
      try EncodingPass.State(
        pass.writer(to: path, pictures: shape), soundStreams: pass.soundStreams, framesPerSecond: shape?.rate.nominal ?? 1, window: nil)
    }
    let lanes = zip(states, passes).map { state, pass in
      EncodingLane(state, streams: Set(pass.soundStreams + [pass.pictureStream].compactMap(\.self)))
    }
    var progress = FrameProgress(of: source, task: task, show: show)
    waiting.reverse()
    let fed = Result {
      while let event = try waiting.popLast() ?? reader.next() {
        try cancellation.check()
        guard lanes.allSatisfy({ $0.send(event) }) else { return }
        if case .picture(let picture, let stream) = event { progress.advance(to: picture, stream: stream) }
      }
    }
    let outcomes = lanes.map { lane in Result { try lane.finish() } }
    try fed.get()
    progress.finish()
    return try outcomes.map { try $0.get() }
  }
}
