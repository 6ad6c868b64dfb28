// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Hashing
import Integrity

extension Offload {
  /// Looks at the clips of the first complete copy. Whatever keeps it from that is a note: what was copied and proved is told in any case.
  func survey(_ report: inout OffloadReport, in environment: Environment, task: String?) async {
    guard report.copy.status != .cancelled, let root = report.copy.destinations.first(where: { $0.manifest != nil })?.path else { return }
    let groups = report.cards.isEmpty ? nil : Self.groups(report.cards, among: report.copy.items)
    var survey = SurveyClips(root, groups: groups)
    if (try? FileFacts.of(root).kind) == .folder {
      let clips = groups.map { Set($0.flatMap(\.files)) }
      for item in report.copy.items where clips?.contains(item.path) ?? CardContents.isClip(item.path.name) {
        survey.digests[item.path.text] = item.digests.map(\.description)
      }
    } else if let item = report.copy.items.first {
      survey.digests = [SystemPath.split(root).name: item.digests.map(\.description)]
    }
    do {
      let found = try await survey.run(in: environment, task: task)
      report.clips = found.clips
      report.notes += found.notes
    } catch let error as OperationsError where error.code == .noMedia {
      report.notes.append("no clip was found among the files")
    } catch {
      report.notes.append("the clips were not looked at: \(error is CancellationError ? "the program was stopped after the copy" : "\(error)")")
    }
  }

  /// The clips by the structure of their cards, and every other media file as a clip of its own.
  private static func groups(_ cards: [CardReport], among items: CopyReport.Items) -> [SurveyClips.Group] {
    let named = Set(cards.flatMap(\.clips).flatMap(\.files))
    let present = Set(items.lazy.map(\.path).filter(named.contains))
    var taken: Set<ContainedPath> = []
    var groups: [SurveyClips.Group] = []
    for clip in cards.flatMap(\.clips) {
      taken.formUnion(clip.files + clip.sidecars)
      let parts = clip.files.filter(present.contains)
      if !parts.isEmpty { groups.append(.init(name: clip.name, files: parts)) }
    }
    for file in items.lazy.map(\.path) where !taken.contains(file) && MediaFiles.isMedia(file.name) {
      groups.append(.init(name: CardContents.stem(file.name), files: [file]))
    }
    return groups
  }
}
