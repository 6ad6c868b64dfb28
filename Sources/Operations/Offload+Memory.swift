// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Integrity

extension Offload {
  /// What the workspace remembers of a source and of destinations.
  struct Memory: Sendable {
    /// What stands in the way: a card that was copied before, a destination whose volume is not mounted.
    var obstacles: [Obstacle] = []
    /// What to know, a sentence each.
    var notes: [String] = []
  }

  /// What the workspace, where there is one, remembers about `prepared`, the plan with its names filled in. A catalogue that cannot be read keeps no
  /// card from being copied.
  ///
  /// - Throws: `CancellationError` when asked to stop.
  func memory(of prepared: CopyPlan, in environment: Environment, cancellation: Cancellation? = nil) throws -> Memory {
    var memory = Memory()
    guard let catalog = environment.workspace?.catalog else { return memory }
    do {
      let volumes = try KnownVolumes(in: catalog)
      // The destinations as they were named, without the folders that a pattern puts below them.
      for destination in plan.destinations { memory.take(volumes.finding(for: destination), of: destination, accepted: acceptsOtherVolume) }
      let earlier = try EarlierCopies(
        of: prepared.source, ignoring: prepared.ignorePatterns, to: prepared.targets, in: catalog, cancellation: cancellation)
      memory.take(earlier, of: prepared.source, accepted: prepared.acceptsDuplicate)
    } catch let error as CatalogError {
      memory.notes.append("what was copied before could not be looked up: \(error)")
    } catch let error as CancellationError {
      throw error
    } catch {
      // A source that is not there is the preflight's to name, with everything else that is wrong.
      if (try? FileFacts.of(prepared.source)) != nil { memory.notes.append("what was copied before could not be looked up: \(error)") }
    }
    return memory
  }
}

extension Offload.Memory {
  fileprivate mutating func take(_ finding: KnownVolumes.Finding?, of destination: String, accepted: Bool) {
    switch finding {
    case nil: break
    case .note(let text): notes.append(text)
    case .misplaced(let text) where accepted: notes.append("\(destination.printable): \(text)")
    case .misplaced(let text):
      let advice = "or copy there all the same (--accept-other-volume; in an order ‘accept: otherVolume’)"
      obstacles.append(.init(.volume, destination, "\(text), \(advice)"))
    }
  }

  fileprivate mutating func take(_ earlier: EarlierCopies, of source: String, accepted: Bool) {
    guard let finding = earlier.finding else { return }
    if finding == .whole, !accepted {
      let advice = "go on with that copy, or say that another one is wanted (--accept-duplicate; in an order ‘accept: duplicate’)"
      obstacles.append(.init(.duplicate, source, "\(earlier.text); \(advice)"))
    } else {
      notes.append("\(source.printable): \(earlier.text)")
    }
  }
}
