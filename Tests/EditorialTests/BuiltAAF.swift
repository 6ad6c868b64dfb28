// SPDX-License-Identifier: Apache-2.0

@testable import Editorial

/// AAF files that are built object by object, as other programs build them or as nobody should.
enum BuiltAAF {
  typealias Mob = (kind: AAFClass, id: MobIdentifier, name: String, slots: [AAFNode], descriptor: AAFNode?)

  /// An identifier of a number.
  static func id(_ number: Int) -> MobIdentifier { MobIdentifier(material: UniqueIdentifier(high: 1, low: UInt64(number))) }

  /// A file of these mobs, of which the first is the uppermost composition.
  static func file(_ mobs: [Mob]) throws -> [UInt8] {
    var content = AAFNode(.contentStorage)
    let nodes = mobs.enumerated().map { number, one in
      var mob = AAFNode(one.kind)
      mob.set(AAFProperty.mobID, one.id)
      mob.set(AAFProperty.mobName, one.name)
      mob[AAFProperty.mobSlots] = .vector(one.slots)
      if number == 0 { mob.set(AAFProperty.mobUsage, AAFKnown.topLevel) }
      if let descriptor = one.descriptor { mob[AAFProperty.essenceDescription] = .strong(descriptor) }
      return mob
    }
    content[AAFProperty.mobs] = .set(nodes, key: AAFProperty.mobID)
    var header = AAFNode(.header)
    header[AAFProperty.content] = .strong(content)
    var root = AAFNode(classID: .zero)
    root[AAFProperty.header] = .strong(header)
    var writer = CompoundFileWriter()
    writer.add(root, in: CompoundFileWriter.root)
    writer.addTargets()
    var bytes: [UInt8] = []
    try writer.write { bytes += $0 }
    return bytes
  }

  /// A sequence of components.
  static func sequence(_ essence: UniqueIdentifier, _ components: [AAFNode], length: Int = 100) -> AAFNode {
    var sequence = AAFNode(.sequence, essence, length: length)
    sequence[AAFProperty.components] = .vector(components)
    return sequence
  }
}
