// SPDX-License-Identifier: Apache-2.0

extension CheckIdentifier {
  /// The check's identifier in an EBU QC report: the EBU's item where one is known, else `lineup-` and its name.
  public var ebuIdentifier: String { ebuItem ?? "lineup-" + rawValue.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }

  /// The check that an EBU QC report calls `identifier`; several checks share an item, and the item's name in the report tells them apart.
  ///
  /// What this version does not know becomes a name of its own: `ebu.0039B`.
  public init(ebuIdentifier identifier: String, name: String?) {
    let known = CheckDetails.all.filter { $0.check.ebuIdentifier == identifier }.sorted { $0.check.rawValue < $1.check.rawValue }
    self = (known.first { $0.title == name } ?? known.first)?.check ?? CheckIdentifier(rawValue: "ebu.\(identifier)")
  }
}
