// SPDX-License-Identifier: Apache-2.0

import Files
public import Foundation

/// The specifications that can be asked for by name: those that come with Lineup, and a facility's own.
public struct SpecificationLibrary: Sendable {
  /// Those of the facility.
  private let own: [DeliverySpec]

  /// The library of shipped specifications and every `.yaml` file of `folder`.
  ///
  /// - Throws: `DeliveryError` where a file cannot be read, or has a name that is taken: a facility's own variant needs its own name, so
  ///   that a report always says which was meant.
  public init(addingFrom folder: URL? = nil) throws(DeliveryError) {
    var own: [DeliverySpec] = []
    let files = try (folder.map { (folder) throws(DeliveryError) in try Self.files(in: folder) } ?? []).map { (file) throws(DeliveryError) in
      (file, try Self.text(of: file))
    }
    // A facility's may be laid over those that ship and over one another.
    var texts = ShippedSpecification.texts
    for (_, yaml) in files {
      if let name = (try? StrictYAML(yaml))?.root.peekText("name"), texts[name] == nil { texts[name] = yaml }
    }
    for (file, yaml) in files {
      let spec = try DeliverySpec(yaml: yaml, fileName: file.path, among: texts)
      guard ShippedSpecification(rawValue: spec.name) == nil, !own.contains(where: { $0.name == spec.name }) else {
        throw DeliveryError(
          .duplicateSpecification, subject: file.path, fault: "is named ‘\(spec.name)’ as another specification is", remedy: "change its ‘name:’")
      }
      own.append(spec)
    }
    self.own = own
  }

  /// The specifications, by name.
  public var specifications: [DeliverySpec] { (ShippedSpecification.allCases.map(\.specification) + own).sorted { $0.name < $1.name } }

  /// The names, in order; aliases not counted.
  public var names: [String] { (ShippedSpecification.allCases.map(\.rawValue) + own.map(\.name)).sorted() }

  /// Every name that is understood: the names and the aliases.
  public var understoodNames: [String] { specifications.flatMap { [$0.name] + $0.aliases } }

  /// The specification called `name`, or known by it as an alias.
  ///
  /// - Throws: `DeliveryError.unknownSpecification`, which suggests the nearest name.
  public func specification(named name: String) throws(DeliveryError) -> DeliverySpec {
    if let shipped = ShippedSpecification(rawValue: name) { return shipped.specification }
    if let spec = own.first(where: { $0.name == name }) ?? specifications.first(where: { $0.aliases.contains(name) }) { return spec }
    let nearest = NearestName.suggest(name, among: understoodNames).map { "did you mean ‘\($0)’? " } ?? ""
    throw DeliveryError(
      .unknownSpecification, subject: "‘\(name)’", fault: "is no specification", remedy: "\(nearest)There are \(names.joined(separator: ", "))")
  }

  // MARK: -

  private static func files(in folder: URL) throws(DeliveryError) -> [URL] {
    do {
      guard try FileFacts.of(folder.path).kind == .folder else { throw FilesError(.notDirectory, subject: folder.path) }
      return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { ["yaml", "yml"].contains($0.pathExtension) && !$0.lastPathComponent.hasPrefix(".") }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    } catch {
      throw DeliveryError(
        .unreadable, subject: folder.path, fault: "cannot be read as a folder of specifications", remedy: "check path and permission")
    }
  }

  /// Reads no more of a file than a specification can be long.
  private static func text(of file: URL) throws(DeliveryError) -> String {
    do {
      guard let yaml = String(validating: try InputFile.contents(of: file.path, limit: StrictYAML.maximumBytes), as: UTF8.self) else {
        throw DeliveryError(.unreadable, subject: file.path, fault: "is not text", remedy: "save it as UTF-8")
      }
      return yaml
    } catch let error as DeliveryError {
      throw error
    } catch let error as FilesError {
      throw DeliveryError(.unreadable, subject: file.path, fault: "cannot be read", remedy: error.remedy)
    } catch {
      throw DeliveryError(.unreadable, subject: file.path, fault: "cannot be read", remedy: "check path and permission")
    }
  }
}
