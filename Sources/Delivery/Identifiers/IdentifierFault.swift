// SPDX-License-Identifier: Apache-2.0

import Files

/// The kinds of identifier that are understood.
public enum IdentifierKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// The number of a commercial in the United Kingdom and Ireland.
  case clock
  /// The number of an advertisement in the United States.
  case adID = "ad-id"
  /// The Entertainment Identifier Registry's identifier of a work, an edit or a manifestation.
  case eidr
  /// The International Standard Audiovisual Number.
  case isan

  /// What an identifier of the kind is called.
  public var words: String {
    switch self {
    case .clock: "clock number"
    case .adID: "Ad-ID"
    case .eidr: "EIDR"
    case .isan: "ISAN"
    }
  }

  /// A well-formed one, for people to look at.
  public var example: String {
    switch self {
    case .clock: "ABC/WXYZ001/030"
    case .adID: "ABCD1234000H"
    case .eidr: "10.5240/7791-8534-2C23-9030-8610-5"
    case .isan: "ISAN 0000-0000-D07A-0090-Q-0000-0000-X"
    }
  }

  /// The kind with its article.
  var withArticle: String { (self == .clock ? "a " : "an ") + words }
}

/// Why a text is no identifier: which part of it is wrong, and what to try.
public struct IdentifierFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
  /// What the text was read as; `nil` where its kind could not be told.
  public let kind: IdentifierKind?
  /// The text, cut short where it is long.
  public let text: String
  /// The part that is wrong, such as `agency` or `check character`.
  public let part: String
  /// What is wrong, as the end of a sentence that begins with the text.
  public let fault: String
  /// What to try.
  public let remedy: String

  /// A fault in `part`.
  init(_ kind: IdentifierKind?, _ text: String, part: String, _ fault: String, _ remedy: String) {
    self.kind = kind
    self.text = text
    self.part = part
    self.fault = fault
    self.remedy = remedy
  }

  /// One sentence an operator can act on.
  public var description: String { "\(kind.map { "the \($0.words) " } ?? "")‘\(text.printable)’ \(fault.printable): \(remedy.printable)" }
}
