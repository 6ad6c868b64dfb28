// SPDX-License-Identifier: Apache-2.0

import Integrity
public import MXF

/// Holds an MXF file against the rules of the AS-11 specification that it follows.
public struct CheckFormat: Sendable {
  /// A specification whose rules can be looked at one by one.
  public enum Specification: String, CaseIterable, Sendable {
    /// AS-11 UK DPP HD: programmes.
    case ukDPPHD = "dpp-hd"
    /// AS-11 X6: commercials and promotions.
    case x6

    /// What people call it.
    public var title: String {
      switch self {
      case .ukDPPHD: "AS-11 UK DPP HD"
      case .x6: "AS-11 X6"
      }
    }
  }

  /// What came of looking at one rule.
  public struct Verdict: Hashable, Sendable {
    /// The component that states the rule.
    public let component: String
    /// What it asks for, in one sentence.
    public let words: String
    /// Whether a file without it is still one of the specification.
    public let isRecommendation: Bool
    /// What was found.
    public let state: RuleState
  }

  /// The MXF file.
  public var path: String
  /// The specification; nothing takes the one that the file says it follows, and AS-11 UK DPP HD where it says none.
  public var specification: Specification?

  /// A check of the file at `path`.
  public init(_ path: String, against specification: Specification? = nil) { (self.path, self.specification) = (path, specification) }

  /// Looks at every rule.
  /// - Throws: `FilesError`: it cannot be read, or is no MXF file.
  public func run() async throws -> (specification: Specification, verdicts: [Verdict]) {
    let request = self
    return try await onOwnThread { cancellation in
      let file = try MXFFile(request.path)
      let specification = request.specification ?? (X6Check.isStated(by: file) ? .x6 : .ukDPPHD)
      let verdicts: [Verdict]?
      switch specification {
      case .ukDPPHD:
        var check = AS11Check(file)
        verdicts = check.run(goesOn: { _ in !cancellation.isCancelled })?.map { Verdict($0) }
      case .x6:
        var check = X6Check(file)
        verdicts = check.run(goesOn: { _ in !cancellation.isCancelled })?.map { Verdict($0) }
      }
      guard let verdicts else { throw CancellationError() }
      return (specification, verdicts)
    }
  }
}

extension CheckFormat.Verdict {
  init<Rule>(_ verdict: RuleVerdict<Rule>) {
    self.init(
      component: verdict.rule.rawValue, words: verdict.rule.words, isRecommendation: verdict.rule.isRecommendation, state: verdict.state)
  }
}
