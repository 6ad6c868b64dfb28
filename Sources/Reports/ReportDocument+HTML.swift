// SPDX-License-Identifier: Apache-2.0

import Mustache

extension ReportDocument {
  /// The whole page: one file with its style and charts inside, no script, and nothing fetched from anywhere.
  public func html() -> String { Self.render(self, with: .page) }

  /// The page for paper, which is white: without the style for dark screens.
  func printedHTML() -> String { Self.render(self, with: .page, isPrinted: true) }

  /// What stands between `<body>` and `</body>`: the report without its style.
  func body() -> String { Self.render(self, with: .body) }

  /// The templates of this module, by the names under which they refer to each other.
  private enum Template: String, CaseIterable {
    case page, body, block, facts, table, sheet, digest, signatures

    /// The text of the template, embedded in the program when it was built.
    var text: String {
      let bytes =
        switch self {
        case .page: PackageResources.page_mustache
        case .body: PackageResources.body_mustache
        case .block: PackageResources.block_mustache
        case .facts: PackageResources.facts_mustache
        case .table: PackageResources.table_mustache
        case .sheet: PackageResources.sheet_mustache
        case .digest: PackageResources.digest_mustache
        case .signatures: PackageResources.signatures_mustache
        }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private static let style = String(decoding: PackageResources.report_css, as: UTF8.self)

  private static let library: MustacheLibrary = {
    MustacheContentTypes.register(VisibleText(), named: VisibleText.contentType)
    var library = MustacheLibrary()
    for template in Template.allCases {
      do {
        try library.register("{{% CONTENT_TYPE:\(VisibleText.contentType)}}" + template.text, named: template.rawValue)
      } catch {
        preconditionFailure("the embedded template ‘\(template.rawValue)’ does not parse: \(error)")
      }
    }
    return library
  }()

  private static let darkStyle = String(decoding: PackageResources.dark_css, as: UTF8.self)

  private static func render(_ document: ReportDocument, with template: Template, isPrinted: Bool = false) -> String {
    var fields = document.fields
    fields["style"] = style
    fields["dark"] = isPrinted ? false as Any : darkStyle
    guard let text = library.render(fields, withTemplate: template.rawValue) else { preconditionFailure("every template is in the library") }
    return text
  }
}
