// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Hashing
import Integrity

extension Offload {
  /// Looks at the clips of the first complete copy. Whatever keeps it from that is a note: what was copied and proved is told in any case.
  func survey(_ report: inout OffloadReport, in environment: Environment, task: String?) async {
    guard report.copy.status != .cancelled, let root = report.copy.destinations.first(where: { $0.manifest != nil })?.path else { return }
    var survey = SurveyClips(root, makesPosters: makesPosters)
    if (try? FileFacts.of(root).kind) == .folder {
      for item in report.copy.items where CardContents.isClip(item.path.name) { survey.digests[item.path.text] = item.digests.map(\.description) }
    } else if let item = report.copy.items.first {
      survey.digests = [SystemPath.split(root).name: item.digests.map(\.description)]
    }
    do {
      let found = try await survey.run(in: environment, task: task)
      report.clips = found.clips
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
}
