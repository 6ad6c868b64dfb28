// SPDX-License-Identifier: Apache-2.0

/// What an `XMLReader` comes across, in document order.
public enum MarkupEvent: Hashable, Sendable {
  /// An element begins.
  case start(MarkupTag)
  /// Text inside an element: all of it up to the next tag, references resolved, line ends as LF.
  case text(String)
  /// The element begun last ends.
  case end(MarkupName)
}

/// The name of an element or attribute.
public struct MarkupName: Hashable, Sendable {
  /// The name without prefix.
  public let local: String
  /// The namespace the prefix stands for; empty without one.
  public let namespace: String
  /// The prefix the document uses, which means nothing by itself; empty without one.
  public let prefix: String

  /// A name as given.
  public init(_ local: String, namespace: String = "", prefix: String = "") {
    self.local = local
    self.namespace = namespace
    self.prefix = prefix
  }

  /// The name as the document writes it.
  public var written: String { prefix.isEmpty ? local : "\(prefix):\(local)" }

  /// Whether local name and namespace are the same, whatever the prefix.
  public static func == (left: MarkupName, right: MarkupName) -> Bool { left.local == right.local && left.namespace == right.namespace }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(local)
    hasher.combine(namespace)
  }
}

/// An attribute. Declarations of namespaces are not attributes here.
public struct MarkupAttribute: Hashable, Sendable {
  /// Its name; one without a prefix is in no namespace.
  public let name: MarkupName
  /// Its value, references resolved and white space normalized (XML 1.0 section 3.3.3).
  public let value: String

  /// An attribute as given.
  public init(_ name: MarkupName, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// The beginning of an element.
public struct MarkupTag: Hashable, Sendable {
  /// The element's name.
  public let name: MarkupName
  /// Its attributes, as the document orders them.
  public let attributes: [MarkupAttribute]
  /// The line it begins on, from 1.
  public let line: Int

  /// The value of the attribute `local` in no namespace.
  public subscript(_ local: String) -> String? { attributes.first { $0.name.local == local && $0.name.namespace.isEmpty }?.value }
}
