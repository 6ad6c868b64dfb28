// SPDX-License-Identifier: Apache-2.0

/// Where in a file a check looks (EBU QC data model).
public enum QualityLayer: String, Hashable, Sendable, Codable, CaseIterable {
  /// Decoded pictures and sound.
  case baseband
  /// The coded stream.
  case bitstream
  /// The file around it.
  case wrapper
  /// One layer against another.
  case crosscheck
  /// What stands where in the programme: line-up, clock, black, parts.
  case layout
}

/// How certain a finding of a check can be (EBU QC data model, annex B.2).
public enum QualityCategory: String, Hashable, Sendable, Codable, CaseIterable {
  /// By law or a regulator's rule.
  case regulatory
  /// By a standard, with a scale and perhaps a threshold: two devices may not disagree.
  case absolute
  /// Measurable on a defined scale; the threshold is a matter of agreement.
  case objective
  /// A person may have to interpret it; two devices may disagree.
  case subjective
  /// Found by a person.
  case human
}

/// What a person needs to know about a check to act on its findings, in sentences that can be sent to a client.
public struct CheckDetails: Hashable, Sendable, Codable {
  /// The check.
  public let check: CheckIdentifier
  /// Its name in words.
  public let title: String
  /// The EBU QC item of the same property, where one is known.
  public let ebuItem: String?
  /// Where it looks.
  public let layer: QualityLayer
  /// How certain its findings are.
  public let category: QualityCategory
  /// What the fault looks or sounds like.
  public let appearance: String
  /// What usually causes it.
  public let cause: String
  /// What to do about it.
  public let remedy: String
}

extension CheckIdentifier {
  /// What is known of the check; `nil` for a name that this version does not know.
  public var details: CheckDetails? { CheckDetails.known[self] }

  /// The EBU QC item that covers the same property, where one is known (EBU QC data model: four digits and a layer letter).
  ///
  /// The layer is that of the check: `B` baseband, `F` bitstream, `W` wrapper, `X` crosscheck.
  public var ebuItem: String? { details?.ebuItem }
}

extension CheckDetails {
  /// Every check, in the order in which people read them: pictures, sound, structure.
  public static let all: [CheckDetails] = pictureChecks + soundChecks + structureChecks + humanChecks

  fileprivate static let known = Dictionary(uniqueKeysWithValues: all.map { ($0.check, $0) })
}
