// SPDX-License-Identifier: Apache-2.0

/// What repeated and lost pictures weigh.
public struct RepeatLimits: Hashable, Sendable, Codable {
  /// What a picture that repeats the one before in the middle of motion weighs, and a jump in even motion; `nil` reports neither.
  public var severity: Severity?
  /// What a steady rhythm of repeats weighs: a rate conversion by repetition, or animation drawn on twos.
  public var cadenceSeverity: Severity
  /// The shortest rhythm that is reported, in seconds.
  public var minimumCadence: Double

  /// Limits; by default advisory, and rhythms that last for two seconds.
  public init(severity: Severity? = .advisory, cadenceSeverity: Severity = .advisory, minimumCadence: Double = 2) {
    self.severity = severity
    self.cadenceSeverity = cadenceSeverity
    self.minimumCadence = minimumCadence
  }
}
