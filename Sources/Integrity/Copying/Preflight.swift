// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Looks at a plan before anything is written, and lists everything that stands in its way.
public struct Preflight: Sendable {
  /// What must be put right first. Empty: the copy can begin.
  public let problems: [CopyProblem]
  /// How many files would be copied.
  public let files: Int
  /// How many bytes they have.
  public let bytes: Int64
  /// What would be left out, and why: `path: reason`.
  public let skipped: [String]
  /// What to know, although it stands in nobody's way.
  public let notes: [String]
  /// Of the notes, those that are still true when the copy is done.
  let lastingNotes: [String]
  let job: CopyJob?
  /// What is to be kept beside finished copies that this plan found in its way, so that nobody vouches for them unaware. Whoever only looks, as before a
  /// copy that nobody asked for yet, keeps nothing.
  public let refusals: [RefusedOffload.Due]

  /// Examines `plan`. Nothing is left behind; files at the destinations are compared by size only.
  public init(_ plan: CopyPlan) { self.init(plan, on: PreflightSystem()) }

  /// Examines `plan` on a system as given.
  init(_ plan: CopyPlan, on system: PreflightSystem) {
    var survey = PreflightSurvey(plan, on: system)
    survey.examine()
    problems = survey.problems
    lastingNotes = survey.notes
    notes = survey.unmade.map { "\($0) does not exist yet and will be made" } + survey.notes
    files = survey.job?.files.count ?? 0
    bytes = survey.job?.bytes ?? 0
    skipped = survey.job?.skipped.map { "\($0.path): \($0.reason)" } ?? []
    job = survey.problems.isEmpty ? survey.job : nil
    refusals = survey.refusals
  }
}

/// What preflight asks the system; tests answer for it.
struct PreflightSystem: Sendable {
  /// The volume that a path is on.
  var volume: @Sendable (String) throws(FilesError) -> VolumeFacts = { (path) throws(FilesError) in try VolumeFacts.of(path) }
  /// The physical disks of a volume.
  var disks: @Sendable (VolumeFacts) -> Set<String> = { DiskIdentity.disks(of: $0) }
  /// What running copies still need of a volume.
  var claimed: @Sendable (UInt64) -> Int64 = { RoomClaim.claimed(of: $0) }
}

/// The examination under way: source, destinations, names, room.
struct PreflightSurvey {
  let plan: CopyPlan
  let system: PreflightSystem
  private(set) var problems: [CopyProblem] = []
  var notes: [String] = []
  /// The copies that something else is offered for.
  var refusals: [RefusedOffload.Due] = []
  var job: CopyJob?

  /// The destinations that are not there yet.
  var unmade: [String] { job?.targets.filter { !$0.existed }.map(\.given) ?? [] }

  init(_ plan: CopyPlan, on system: PreflightSystem) {
    self.plan = plan
    self.system = system
  }

  mutating func examine() {
    examinePlan()
    guard var job = examineSource() else { return }
    for destination in plan.destinations {
      if let target = examineDestination(destination, job) { job.targets.append(target) }
    }
    examineLookAlikes(job)
    for target in job.targets { examineNames(job, at: target) }
    examineRoom(&job)
    self.job = job
  }

  mutating func refuse(_ code: CopyProblem.Code, _ subject: String, _ text: String) { problems.append(CopyProblem(code, subject, text)) }

  private mutating func examinePlan() {
    if plan.destinations.isEmpty { refuse(.planIncomplete, plan.source, "no destination is named; add one with --to") }
    if !plan.destinations.isEmpty, plan.destinations.allSatisfy(plan.cascade.contains) {
      refuse(.planIncomplete, plan.source, "every destination waits for another one; let at least one be fed from the source")
    }
    let odd = plan.algorithms.filter { !$0.isManifestFormat }.map(\.rawValue)
    if odd.count == plan.algorithms.count {
      refuse(.planIncomplete, odd.joined(separator: ", "), "no ASC MHL manifest can hold these hashes alone; add xxh64")
    } else if !odd.isEmpty {
      notes.append("no ASC MHL manifest can hold \(odd.joined(separator: ", ")): of this copy it stands in a CSV report only (--report NAME.csv)")
    }
  }
}
