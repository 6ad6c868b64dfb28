// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A layout around a programme of known length: every frame of the file to be made belongs to one section.
public struct FormatPlan: Hashable, Sendable {
  /// What a section shows.
  public enum Content: Hashable, Sendable {
    /// Colour bars; with line-up tone where the layout has some.
    case bars(tone: LayoutRequirement.Tone?)
    /// The clock of a part, counted from 0.
    case clock(part: Int)
    /// Black.
    case black
    /// The countdown leader.
    case leader
    /// The sync flash.
    case sync
    /// A part of the programme, counted from 0.
    case programme(part: Int)
    /// The last picture of a part, standing still.
    case hold(part: Int)
    /// A textless element, counted from 0.
    case textless(element: Int)
  }

  /// Frames that show one thing.
  public struct Section: Hashable, Sendable {
    /// What people call it.
    public let name: String
    /// Its frames, counted from the file's first.
    public let frames: Range<Int>
    /// What it shows.
    public let content: Content
  }

  /// What is to be formatted.
  public struct Material: Hashable, Sendable {
    /// The rate of all of it.
    public var rate: FrameRate
    /// The frames of each part.
    public var parts: [Int]
    /// The frames of each textless element.
    public var textless: [Int]
    /// Whether each part but the last brings its own hold with it, so that none is added.
    public var hasLivingHolds: Bool

    /// Parts, and elements that follow them.
    public init(rate: FrameRate, parts: [Int], textless: [Int] = [], hasLivingHolds: Bool = false) {
      self.rate = rate
      self.parts = parts
      self.textless = textless
      self.hasLivingHolds = hasLivingHolds
    }
  }

  /// The rate.
  public let rate: FrameRate
  /// The label of the first frame.
  public let start: Timecode
  /// The sections, each beginning where the one before ends.
  public let sections: [Section]
  /// Frames of the programme whose sound the layout wants silent.
  public let mutes: [Range<Int>]

  /// The number of frames.
  public var length: Int { sections.last?.frames.upperBound ?? 0 }

  /// The label of a frame.
  public func label(_ frame: Int) -> String { start.advanced(wrapping: FrameCount(frame)).description }

  /// The frame at which a part begins.
  public func start(ofPart part: Int) -> Int { sections.first { $0.content == .programme(part: part) }?.frames.lowerBound ?? 0 }

  /// The plan of `layout` around `material`.
  ///
  /// - Parameter leavingOut: names of optional sections that are not built.
  /// - Throws: `DeliveryError` where the layout cannot be built around it, with the section that is in the way.
  public init(_ layout: FormatLayout, around material: Material, leavingOut: Set<String> = []) throws(DeliveryError) {
    let builder = try FormatPlanBuilder(layout, material, leavingOut)
    rate = material.rate
    (start, sections, mutes) = try builder.build()
  }
}

extension FormatDirections.Sync {
  /// What is white.
  public var form: Shape { shape?.value ?? .full }
}

extension LayoutDistance {
  /// The length in frames of `rate`; seconds to the nearest.
  public func frames(at rate: FrameRate) -> Int {
    switch self {
    case .frames(let count): count
    case .seconds(let seconds): Int((seconds * Double(rate.numerator) / Double(rate.denominator)).rounded())
    }
  }
}
