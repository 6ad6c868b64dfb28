// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
public import Integrity

extension Offload {
  /// Something besides the copy itself that would keep it from being made as asked.
  public struct Obstacle: Sendable, Encodable, CustomStringConvertible {
    /// What kind of thing.
    public enum Code: String, Sendable, Encodable {
      /// The scanner does not answer, or its signatures are too old.
      case scanner
      /// A paper or the quarantine lies where nothing of ours belongs.
      case place
      /// A paper could not be written or signed.
      case paper
      /// The workspace remembers a copy of the same files.
      case duplicate
      /// The workspace remembers another volume at a destination, or beside it.
      case volume
    }

    /// What kind of thing.
    public let code: Code
    /// The path or address it is about.
    public let subject: String
    /// What is wrong and what to do, to follow the subject in a sentence.
    public let text: String

    /// One sentence for the operator.
    public var description: String { "\(subject.printable): \(text)" }

    /// An obstacle.
    public init(_ code: Code, _ subject: String, _ text: String) {
      self.code = code
      self.subject = subject
      self.text = text
    }
  }

  /// What would be done, looked at without writing anything.
  public struct Preview: Sendable {
    /// What stands in the way, what would be left out, what to know.
    public var preflight: Preflight
    /// The cards of the source.
    public var cards: [CardReport]
    /// The folders that would get a copy.
    public var targets: [String]
    /// What values were changed to in folder names, and what could not be told of the cards.
    public var changes: [String]
    /// What stands in the way besides: a scanner that does not answer, a paper in a wrong place.
    public var obstacles: [Obstacle]
  }

  /// Looks at everything that can be known before the copy. Nothing is written; a scanner is asked whether it could be used.
  ///
  /// - Throws: `DeliveryError` for a naming that will not do.
  public func preview(in environment: Environment) async throws -> Preview {
    let offload = self
    return try await onOwnThread { _ in try offload.preview(on: environment) }
  }

  /// The same on this thread.
  func preview(on environment: Environment) throws -> Preview {
    let prepared = try prepared(in: environment)
    let memory = try memory(of: prepared.plan, in: environment)
    return Preview(
      preflight: Preflight(prepared.plan), cards: prepared.cards, targets: prepared.plan.targets, changes: prepared.changes + memory.notes,
      obstacles: misplaced(prepared.plan) + memory.obstacles + unusableScanner(environment))
  }

  // MARK: -

  /// Ends the work here where something stands in its way.
  static func refuse(_ obstacles: [Obstacle]) throws {
    guard let first = obstacles.first else { return }
    guard obstacles.count > 1 else { throw OperationsError(.badInput, subject: first.subject, "\(first)") }
    let heading = "there are \(obstacles.count) problems, and nothing was written:"
    throw OperationsError(.badInput, subject: first.subject, lines: [heading] + obstacles.map { "  \($0)" })
  }

  /// The plan with its names filled in and what the card's structure says against erasing it.
  func prepared(in environment: Environment) throws -> (plan: CopyPlan, cards: [CardReport], changes: [String]) {
    var plan = plan
    // A source that is not there is the preflight's to name, with everything else that is wrong, and needs no name.
    guard let source = try? FileFacts.of(plan.source) else { return (plan, [], []) }
    var cards: [CardReport] = []
    var notes: [String] = []
    if source.kind == .folder {
      do { cards = try CardReport.reports(inFolder: plan.source) } catch {
        notes.append("what kind of card this is could not be told: \(error)")
        plan.reservations.append("what is on the card could not be held against its structure")
      }
    }
    plan.reservations += cards.flatMap(\.reservations)
    if source.kind == .folder, cards.isEmpty, let reservation = CardPart.reservation(plan.source) {
      notes.append("\(plan.source.printable) \(reservation)")
      plan.reservations.append("\(plan.source.printable) \(reservation)")
    }
    guard let naming else { return (plan, cards, notes) }
    let place = try naming.place(of: plan.source, cards: cards, destinations: plan.destinations, in: environment)
    if let above = place.above {
      plan.destinations = plan.destinations.map { SystemPath.join($0, above.text) }
      plan.cascade = plan.cascade.map { SystemPath.join($0, above.text) }
    }
    plan.name = place.name ?? plan.name
    return (plan, cards, notes + place.changes.map { "in the folder’s name \($0)" })
  }

  /// Papers and a quarantine that would be written among the camera's files, or into a copy.
  func misplaced(_ plan: CopyPlan) -> [Obstacle] {
    (papers + [scan?.quarantine].compactMap(\.self)).compactMap { path in
      PaperPlace.objection(to: path, outside: [plan.source] + plan.targets).map { Obstacle(.place, path, $0) }
    }
  }

  /// Why the scanner could not be used, if one is asked for.
  private func unusableScanner(_ environment: Environment) -> [Obstacle] {
    guard let scan else { return [] }
    do {
      _ = try VirusScanner(scan.address, policy: scan.policy, clock: environment.clock).engine()
      return []
    } catch { return [Obstacle(.scanner, error.subject, error.explanation)] }
  }
}

extension CopyPlan {
  /// The folders, or the files, that the copies will be.
  var targets: [String] {
    let name = name ?? SystemPath.split(source).name
    return destinations.map { SystemPath.join($0, name) }
  }
}
