// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation
import Timing

/// What a mix should be, counted in samples from the programme's first.
struct MixExpectation: Sendable {
  /// A length that a mix may have, and where it then begins.
  struct Extent: Sendable {
    var words: String
    var start: Int
    var samples: Int
  }

  var name: String
  var rate: FrameRate
  var start: Timecode
  var sampleRate: Int
  var extents: [Extent]
  var pops: [TurnoverRecord.Pop]
  /// The guide mix, and where it begins.
  var guide: (path: String, start: Int?)?

  /// The programme alone.
  var programme: Range<Int> { 0..<(extents.first?.samples ?? 0) }

  /// What the turnover kept at `path` expects.
  ///
  /// - Throws: `OperationsError` where that is none; `FilesError`.
  init(record path: String) throws {
    let record: TurnoverRecord
    do { record = try JSONDecoder().decode(TurnoverRecord.self, from: Data(InputFile.contents(of: path, limit: 64 << 20))) } catch let error
      as DecodingError
    {
      throw OperationsError(
        .badInput, subject: path, "‘\(path)’ is no record of a turnover: name the turnover.json of its folder (\(Self.words(error)))")
    }
    let folder = SystemPath.split(path).folder
    (name, sampleRate, pops) = (record.name, record.sampleRate, record.pops)
    do {
      rate = try FrameRate(record.rate)
      start = try Timecode(record.start, at: rate)
    } catch { throw OperationsError(.badInput, subject: path, "‘\(path)’ does not say when its programme begins: \(error)") }
    let lengths = [record.samples, record.leader, record.sessionSamples] + pops.map(\.samples)
    guard (8000...768_000).contains(sampleRate), lengths.allSatisfy((0..<1 << 40).contains), pops.count <= 2,
      pops.allSatisfy({ $0.start.magnitude < 1 << 40 })
    else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has lengths that no programme has")
    }
    guide = nil
    if let named = record.guide {
      do throws(FilesError) {
        guide = (try ContainedPath(named).resolved(in: folder), -record.leader)
      } catch {
        throw OperationsError(
          .badInput, subject: path, "‘\(path)’ names the guide ‘\(named)’, which does not lie in its folder (\(error)): name the guide with --guide")
      }
    }
    extents = Self.extents(record.samples, session: (-record.leader, record.sessionSamples), pops)
  }

  /// What a cut expects, whose mix may have tones where they are usual.
  init(_ timeline: Timeline) {
    (name, rate, start, sampleRate) = (timeline.name, timeline.rate, timeline.start, TurnoverPlan.sampleRate)
    let length = rate.firstSample(of: timeline.frames, sampleRate: sampleRate)
    let session = SessionLayout(timeline, withPops: true)
    pops = session.pops
    extents = Self.extents(length, session: (-session.leader, session.samples), pops)
  }

  private static func extents(_ programme: Int, session: (start: Int, samples: Int), _ pops: [TurnoverRecord.Pop]) -> [Extent] {
    var extents = [Extent(words: "the programme", start: 0, samples: programme)]
    guard let first = pops.first, let last = pops.last, session.samples != programme else { return extents }
    extents.append(Extent(words: "the session with its leader", start: session.start, samples: session.samples))
    extents.append(Extent(words: "the programme from tone to tone", start: first.start, samples: last.start + last.samples - first.start))
    return extents
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "it has no ‘\(key.stringValue)’"
    case .dataCorrupted: "it is no JSON"
    default: "it has other values"
    }
  }
}
