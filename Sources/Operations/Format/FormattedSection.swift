// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Timing

/// A section of a formatted file, and what was found when the file was decoded again.
public struct FormattedSection: Sendable, Encodable {
  /// One thing that was looked at.
  public struct Proof: Sendable, Encodable {
    /// What was looked at: `black`.
    public var what: String
    /// Whether it is as it should be.
    public var passed: Bool
    /// What was found.
    public var found: String
  }

  /// What people call it.
  public var name: String
  /// What it shows.
  public var kind: String
  /// The label of its first frame.
  public var start: String
  /// The label of the frame after its last.
  public var end: String
  /// Its first frame.
  public var startFrame: Int
  /// How many frames.
  public var frames: Int
  /// What was found; empty where nothing was made.
  public var proofs: [Proof]

  /// Whether all of it is as it should be.
  public var passed: Bool { proofs.allSatisfy(\.passed) }

  init(_ section: FormatPlan.Section, of plan: FormatPlan, proofs: [Proof] = []) {
    name = section.name
    kind = section.content.kind
    start = plan.label(section.frames.lowerBound)
    end = plan.label(section.frames.upperBound)
    startFrame = section.frames.lowerBound
    frames = section.frames.count
    self.proofs = proofs
  }
}

extension FormatPlan.Content {
  /// The content in one word.
  var kind: String {
    switch self {
    case .bars: "bars"
    case .clock: "clock"
    case .black: "black"
    case .leader: "leader"
    case .sync: "sync"
    case .programme: "programme"
    case .hold: "hold"
    case .textless: "textless"
    }
  }
}
