// SPDX-License-Identifier: Apache-2.0

extension FlashLimits {
  /// The reading that findings name, for comparison with another instrument's.
  var reading: String {
    let rise = slowChange <= change ? "strict: slow changes count" : "slow changes from \(slowChange.spelled(0)) cd/m²"
    let name = display == .sRGB ? "sRGB" : "BT.1886"
    return "pre-check, ITU-R BT.1702-3, reading: \(name) at \(white.spelled(0)) cd/m², \(rise)"
  }
}

extension String {
  static func flashes(_ run: FlashRun, _ limits: FlashLimits) -> String {
    "\(flashing(run, limits)): more than \(limits.flashesPerSecond) flashes a second on more than \(limits.area.percent) (\(limits.reading))."
  }

  static func redFlashes(_ run: FlashRun, _ limits: FlashLimits) -> String {
    let measure =
      switch limits.red {
      case .difference: "red by (R − G − B) × 320"
      case .either: "red by u′v′ or (R − G − B) × 320"
      default: "red by u′v′"
      }
    return
      "\(flashing(run, limits)) to or from saturated red: more than \(limits.flashesPerSecond) flashes a second on more than \(limits.area.percent) "
      + "(\(limits.reading), \(measure))."
  }

  static func flashingGoesOn(_ run: FlashRun, _ limits: FlashLimits, _ clock: FrameClock) -> String {
    "The picture goes on flashing close to the limit for \(clock.seconds(run.frames.count).spelled(1)) s, longer than "
      + "\((limits.extended?.seconds ?? 0).spelled(0)) s (\(limits.reading))."
  }

  static func pattern(_ run: FlashRun, limit: Double, _ limits: FlashLimits) -> String {
    let pairs = limits.pattern?.pairs ?? 0
    let kind = run.isChanging ? "A pattern that reverses, oscillates or flashes" : "A pattern that stands still"
    return
      "\(kind), of more than \(pairs) light and dark pairs, covers \(run.area.percent) of the screen, more than \(limit.percent) (\(limits.reading))."
  }

  static func cuts(_ run: FlashRun, _ limits: FlashLimits) -> String {
    "Four fifths of the screen change \(run.changes) times in a second, more than \(limits.cutsPerSecond ?? 0) times "
      + "(pre-check, NAB-J, rule for cuts)."
  }

  static func rasterChanges(_ width: Int, _ height: Int) -> String {
    "The raster or its coding changes here, to \(width) × \(height): the check for flashes starts anew, and does not see a sequence across the change."
  }

  private static func flashing(_ run: FlashRun, _ limits: FlashLimits) -> String {
    "The picture flashes \((Double(run.changes) / 2).spelled(1)) times within a second on \(run.area.percent) of the screen"
  }
}

extension Double {
  /// As per cent with one decimal.
  fileprivate var percent: String { "\((self * 100).spelled(1)) %" }
}
