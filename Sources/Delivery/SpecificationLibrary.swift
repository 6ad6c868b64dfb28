// SPDX-License-Identifier: Apache-2.0

import Files
public import Foundation

/// The specifications that can be asked for by name: those that come with Lineup, and a facility's own.
public struct SpecificationLibrary: Sendable {
  /// The specifications, by name.
  public let specifications: [DeliverySpec]

  /// The library of shipped specifications and every `.yaml` file of `folder`.
  ///
  /// - Throws: `DeliveryError` where a file cannot be read, or has a name that is taken: a facility's own variant needs its own name, so
  ///   that a report always says which was meant.
  public init(addingFrom folder: URL? = nil) throws(DeliveryError) {
    var specifications: [DeliverySpec] = []
    for shipped in ShippedSpecification.allCases { specifications.append(try DeliverySpec(yaml: shipped.yaml, fileName: shipped.fileName)) }
    for file in try folder.map({ (folder) throws(DeliveryError) in try Self.files(in: folder) }) ?? [] {
      let spec = try Self.read(file)
      guard !specifications.contains(where: { $0.name == spec.name }) else {
        throw DeliveryError(
          .duplicateSpecification, subject: file.path, fault: "is named ‘\(spec.name)’ as another specification is", remedy: "change its ‘name:’")
      }
      specifications.append(spec)
    }
    self.specifications = specifications.sorted { $0.name < $1.name }
  }

  /// The names, in order.
  public var names: [String] { specifications.map(\.name) }

  /// The specification called `name`.
  ///
  /// - Throws: `DeliveryError.unknownSpecification`, which suggests the nearest name.
  public func specification(named name: String) throws(DeliveryError) -> DeliverySpec {
    if let spec = specifications.first(where: { $0.name == name }) { return spec }
    let nearest = NearestName.suggest(name, among: names).map { "did you mean ‘\($0)’? " } ?? ""
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
  private static func read(_ file: URL) throws(DeliveryError) -> DeliverySpec {
    do {
      guard let yaml = String(validating: try InputFile.contents(of: file.path, limit: StrictYAML.maximumBytes), as: UTF8.self) else {
        throw DeliveryError(.unreadable, subject: file.path, fault: "is not text", remedy: "save it as UTF-8")
      }
      return try DeliverySpec(yaml: yaml, fileName: file.path)
    } catch let error as DeliveryError {
      throw error
    } catch let error as FilesError {
      throw DeliveryError(.unreadable, subject: file.path, fault: "cannot be read", remedy: error.remedy)
    } catch {
      throw DeliveryError(.unreadable, subject: file.path, fault: "cannot be read", remedy: "check path and permission")
    }
  }
}
