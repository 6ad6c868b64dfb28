// SPDX-License-Identifier: Apache-2.0

import Files

/// How a destination wants the files of commercials to be named, as data: names are made of the clock number, and never read as one.
public struct DestinationNaming: Hashable, Sendable {
  /// The name by which it is chosen.
  public let name: String
  /// What it is called.
  public let title: String
  /// The patterns without their extension: the one that is used, then those that are accepted too.
  public let patterns: [String]
  /// The extensions of files that it takes, the usual one first.
  public let extensions: [String]
  /// The longest name that it takes, with the extension; `nil` where nothing is said.
  public let maximumLength: Int?
  /// Who says so.
  public let source: SpecificationSource

  /// What stands for the parts of a clock number in a pattern: each must be there once, or two numbers could get one name.
  public static let fields = ["agency", "advertiser", "product", "version", "seconds"]

  /// A naming as read.
  ///
  /// - Throws: `DeliveryError.invalidPattern` where a pattern cannot name a file, or lacks a part of the number.
  init(
    name: String, title: String, patterns: [String], extensions: [String], maximumLength: Int?, source: SpecificationSource
  ) throws(DeliveryError) {
    for pattern in patterns { try Self.check(pattern) }
    (self.name, self.title, self.patterns, self.extensions) = (name, title, patterns, extensions)
    (self.maximumLength, self.source) = (maximumLength, source)
  }

  /// The names of a commercial's file there: the one to use, then others that are accepted.
  ///
  /// - Parameter fileExtension: the extension of the file, with no dot; the destination's usual one where `nil`.
  /// - Throws: `DeliveryError.invalidMetadata` where the destination does not take the extension, or the name is too long for it.
  public func fileNames(for clock: ClockNumber, fileExtension: String? = nil) throws(DeliveryError) -> [String] {
    let tail = (fileExtension ?? extensions.first ?? "").lowercased()
    guard extensions.contains(tail) else {
      throw DeliveryError(
        .invalidMetadata, subject: "‘\(name)’", fault: "takes no ‘.\(tail)’", remedy: "make one of \(extensions.joined(separator: ", "))")
    }
    let values = [
      "agency": clock.agency, "advertiser": clock.advertiser, "product": clock.product, "version": clock.versionText, "seconds": clock.secondsText,
    ]
    return try patterns.map { (pattern) throws(DeliveryError) in
      let file = try NamingPattern("\(pattern).\(tail)", fields: Self.fields).fileName(values)
      guard file.utf8.count <= maximumLength ?? .max else {
        throw DeliveryError(
          .invalidMetadata, subject: "the name ‘\(file)’", fault: "has \(file.utf8.count) characters, and ‘\(name)’ takes \(maximumLength ?? 0)",
          remedy: "shorten the pattern ‘\(pattern)’")
      }
      return file
    }
  }

  /// The naming called `name`.
  ///
  /// - Throws: `DeliveryError.unknownDestination`, which suggests the nearest name.
  public static func named(_ name: String, in list: [DestinationNaming]) throws(DeliveryError) -> DestinationNaming {
    if let found = list.first(where: { $0.name == name }) { return found }
    let names = list.map(\.name)
    let nearest = NearestName.suggest(name, among: names).map { "did you mean ‘\($0)’? " } ?? ""
    throw DeliveryError(
      .unknownDestination, subject: "‘\(name)’", fault: "is no destination whose names are known",
      remedy: "\(nearest)There is \(names.joined(separator: ", ")); add your own with --destinations FILE")
  }

  // MARK: -

  private static func check(_ pattern: String) throws(DeliveryError) {
    let read = try NamingPattern(pattern + ".mxf", fields: fields)
    guard read.fields.sorted() == fields.sorted() else {
      throw DeliveryError(
        .invalidPattern, subject: "the naming pattern ‘\(pattern)’", fault: "does not hold each part of the number once",
        remedy: "use \(fields.map { "{\($0)}" }.joined(separator: " ")), each once, so that no two numbers get one name")
    }
  }
}
