// SPDX-License-Identifier: Apache-2.0

/// The objects of an AAF file, read when they are asked for.
///
/// What refers to an object that is not there, or is damaged, is noted once and stepped over.
final class AAFStore {
  /// The file.
  let file: CompoundFile
  private(set) var notes = NoteList([])
  private var objects: [Int: AAFObject] = [:]
  /// Parents of the classes that the file defines itself.
  private var parents: [UniqueIdentifier: UniqueIdentifier] = [:]
  /// Numbers under which the file keeps properties that the standard gives none.
  private var numbers: [UniqueIdentifier: UInt16] = [:]
  /// Where weak references lead, each as a path of properties from the root.
  private var targets: [[UInt16]] = []
  private var definitions: [[UInt16]: [UniqueIdentifier: AAFObject]] = [:]
  /// Bytes that may still be read: several times what there is, so that streams which share their sectors end, and no more than a memory holds. Media
  /// are not among them.
  private var allowance: Int64

  init(_ file: CompoundFile) {
    self.file = file
    allowance = min(file.source.byteCount, 1 << 30) * 2 + (1 << 20)
    for note in file.notes { notes.add(0, note) }
    readTargets()
    readMetaDictionary()
  }

  /// Notes what is odd.
  func note(_ text: @autoclosure () -> String) { notes.add(0, text()) }

  /// Notes the first of what may be odd many times.
  func note(once kind: String, _ text: @autoclosure () -> String) { notes.add(0, once: kind, text()) }

  /// The object that holds all.
  var root: AAFObject? { object(CompoundFile.root) }

  /// The object of a storage.
  func object(_ entry: Int) -> AAFObject? {
    if let known = objects[entry] { return known }
    guard let storage = file.entries[entry], storage.kind != .stream else { return nil }
    guard let stream = file.child("properties", of: entry) else {
      note("the object ‘\(storage.name.prefix(60))’ has no properties, and was left out")
      return nil
    }
    let object = AAFObject(entry: entry, classID: storage.classID, kind: kind(of: storage.classID), bytes: bytes(of: stream))
    if let fault = object.fault { note("the object ‘\(storage.name.prefix(60))’ \(fault)") }
    objects[entry] = object
    return object
  }

  /// What a property refers to as its own.
  func strong(_ object: AAFObject, _ property: UInt16) -> AAFObject? {
    guard let field = object.field(property), field.form == AAFObject.Form.strong.rawValue, let name = object.text(property) else { return nil }
    return part(of: object, name)
  }

  /// What a property holds, in order.
  func vector(_ object: AAFObject, _ property: UInt16) -> [AAFObject] {
    guard let field = object.field(property), let name = object.text(property) else { return [] }
    let isSet = field.form == AAFObject.Form.strongSet.rawValue
    guard isSet || field.form == AAFObject.Form.strongVector.rawValue else { return [] }
    guard let stream = file.child(name + " index", of: object.entry) else {
      note("the list ‘\(name.prefix(60))’ has no index, and was left out")
      return []
    }
    let index = bytes(of: stream)
    let (head, step) = isSet ? (15, 8 + (index.count >= 15 ? Int(index[14]) : 0)) : (12, 4)
    guard index.count >= head else { return [] }
    let stated = Int(index.number(at: 0, UInt32.self))
    let count = min(stated, (index.count - head) / step)
    if count < stated { note("the list ‘\(name.prefix(60))’ has \(stated) members, of which \(count) are listed") }
    return (0..<count).compactMap { number in
      let key = index.number(at: head + step * number, UInt32.self)
      return part(of: object, "\(name){\(String(key, radix: 16))}")
    }
  }

  /// The definition that a property refers to.
  func definition(_ object: AAFObject, _ property: UInt16) -> AAFObject? {
    guard let (target, key) = object.weak(property), targets.indices.contains(target) else { return nil }
    return definitions(targets[target])[key]
  }

  /// The definition of a parameter.
  func parameterDefinition(_ id: UniqueIdentifier) -> AAFObject? {
    definitions([AAFProperty.header, AAFProperty.dictionary, AAFProperty.parameterDefinitions])[id]
  }

  /// The number of a property that Avid added; `nil` where the file has none.
  func number(of property: UniqueIdentifier) -> UInt16? { numbers[property] }

  /// The class of an object: its own, or the nearest above it that the standard knows.
  func kind(of id: UniqueIdentifier) -> AAFClass {
    var id = id
    for _ in 0..<32 {
      if let kind = AAFClass(id), AAFModel.standard.isDefined(kind) { return kind }
      guard let parent = parents[id], parent != id else { break }
      id = parent
    }
    return AAFClass(id) ?? AAFClass(rawValue: 0)
  }

  /// The bytes of a stream. Damage that has streams read again and again ends.
  func bytes(of stream: Int) -> [UInt8] {
    guard allowance > 0 else {
      note(once: "allowance", "its streams share their sectors: what was read of them is more than the file has, and the rest was left out")
      return []
    }
    let bytes = file.contents(of: stream, limit: 1 << 28)
    allowance -= Int64(bytes.count)
    return bytes
  }

  // MARK: -

  private func part(of object: AAFObject, _ name: String) -> AAFObject? {
    guard let entry = file.child(name, of: object.entry) else {
      note("the object ‘\(name.prefix(60))’ is not there, and was left out")
      return nil
    }
    return self.object(entry)
  }

  private func definitions(_ path: [UInt16]) -> [UniqueIdentifier: AAFObject] {
    if let known = definitions[path] { return known }
    guard let set = path.last else { return [:] }
    var place = root
    for property in path.dropLast() { place = place.flatMap { strong($0, property) } }
    var found: [UniqueIdentifier: AAFObject] = [:]
    for definition in place.map({ vector($0, set) }) ?? [] {
      guard let id = definition.identifier(AAFProperty.identification) ?? definition.identifier(AAFProperty.metaIdentification) else { continue }
      found[id] = definition
    }
    definitions[path] = found
    return found
  }

  /// `referenced properties`: byte order, number of paths, of properties, and the paths, each with a zero at its end.
  private func readTargets() {
    guard let stream = file.child("referenced properties", of: CompoundFile.root) else {
      note("it has no table of references: what refers to definitions is read as far as it names them itself")
      return
    }
    let bytes = bytes(of: stream)
    var path: [UInt16] = []
    for place in stride(from: 7, to: bytes.count - 1, by: 2) {
      let property = bytes.number(at: place, UInt16.self)
      if property != 0 {
        path.append(property)
      } else {
        targets.append(path)
        path = []
      }
    }
  }

  private func readMetaDictionary() {
    guard let root, let dictionary = strong(root, AAFProperty.metaDictionary) else {
      note("it defines no classes: those of the standard were taken")
      return
    }
    for definition in vector(dictionary, AAFProperty.classDefinitions) {
      guard let id = definition.identifier(AAFProperty.metaIdentification) else { continue }
      if AAFClass(id).map(AAFModel.standard.isDefined) != true { parents[id] = definition.weak(AAFProperty.parentClass)?.key }
      for property in vector(definition, AAFProperty.classProperties) {
        guard let number = property.integer(AAFProperty.localIdentification), number >= 0x8000, number <= 0xFFFF,
          let id = property.identifier(AAFProperty.metaIdentification)
        else { continue }
        numbers[id] = UInt16(number)
      }
    }
  }
}
