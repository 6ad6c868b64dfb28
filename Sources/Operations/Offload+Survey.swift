// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Hashing
import Integrity

extension Offload {
  /// Looks at the clips of the first complete copy. Whatever keeps it from that is a note: what was copied and proved is told in any case.
  func survey(_ report: inout OffloadReport, in environment: Environment, task: String?) async {
    guard report.copy.status != .cancelled, let root = report.copy.destinations.first(where: { $0.manifest != nil })?.path else { return }
    let survey = SurveyClips(root, isProved: true, makesPosters: makesPosters)
    do {
      let found = try await survey.run(in: environment, task: task)
      report.clips = Self.clips(found.clips, withHashesOf: report.copy.items)
      report.notes += found.notes + found.unread
      // The copy is as the source is; whether the source is as it should be, somebody has to look.
      report.copy = report.copy.reserved(
        found.clips.filter { $0.trouble != nil }.map { "clip \($0.name) could not be read: look at it before the card is erased" })
    } catch let error as OperationsError where error.code == .noMedia {
      report.notes.append("no clip was found among the files")
    } catch {
      report.notes.append("the clips were not looked at: \(error is CancellationError ? "the program was stopped after the copy" : "\(error)")")
    }
  }

  /// The clips with the hashes of their files. Only theirs are put into words: a card may have a million other files.
  private static func clips(_ clips: [ClipSummary], withHashesOf items: CopyReport.Items) -> [ClipSummary] {
    let wanted = Set(clips.flatMap(\.files))
    var digests: [String: [String]] = [:]
    // A single file that was copied may bear another name there.
    if clips.count == 1, clips[0].files.count == 1, items.count == 1 { digests[clips[0].files[0]] = items[0].digests.map(\.description) }
    for item in items where wanted.contains(item.path.text) { digests[item.path.text] = item.digests.map(\.description) }
    return clips.map { clip in
      var clip = clip
      clip.digests = clip.files.map { digests[$0] ?? [] }
      return clip
    }
  }
}
