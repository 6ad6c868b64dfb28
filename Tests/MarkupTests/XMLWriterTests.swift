// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

@Suite struct XMLWriterTests {
  private func document(_ write: (inout XMLWriter) throws -> Void) rethrows -> String {
    var writer = XMLWriter(subject: "x.xml")
    try write(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  @Test func `elements are indented, attributes keep their order`() throws {
    let text = try document { writer in
      try writer.start("hashlist", [("version", "2.0"), ("xmlns", "urn:ASC:MHL:v2.0")])
      try writer.start("hash")
      try writer.element("path", [("size", "0"), ("b", "2"), ("a", "1")], "A & B.mxf")
      try writer.element("xxh64")
      writer.end()
      writer.end()
    }
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
          <hash>
            <path size="0" b="2" a="1">A &amp; B.mxf</path>
            <xxh64/>
          </hash>
        </hashlist>

        """)
  }

  @Test(arguments: ["a<b>&\"'c", "tab\there", "line\nbreak", "return\r\n", "]]>", "🎬 é e\u{301}", " spaces ", "\u{85}\u{2028}", ""])
  func `a reader gets back exactly what was written`(text: String) throws {
    let written = try document { writer in
      try writer.start("a", [("v", text)])
      try writer.text(text)
      writer.end()
    }
    let root = try MarkupElement(parsing: Array(written.utf8), subject: "x")
    #expect(Array(root.text.utf8) == Array(text.utf8))
    #expect(root["v"].map { Array($0.utf8) } == Array(text.utf8))
  }

  @Test func `text beside elements is left as it is`() throws {
    let text = try document { writer in
      try writer.start("p")
      try writer.text("One")
      try writer.start("i")
      try writer.element("b", [], "two")
      writer.end()
      writer.end()
    }
    #expect(text.hasSuffix("<p>One<i><b>two</b></i></p>\n"))
  }

  @Test(arguments: ["\u{0}", "\u{1}", "bell\u{7}", "\u{FFFF}"]) func `what XML cannot hold is refused`(text: String) {
    let error = #expect(throws: MarkupError.self) { _ = try document { try $0.element("a", [], text) } }
    #expect(error?.code == .illegalCharacter)
    #expect(throws: MarkupError.self) { _ = try document { try $0.element("a", [("v", text)]) } }
  }

  @Test(arguments: ["", "1a", "a b", "a>", "a:", ":a", "a:b:c", "-a"]) func `a name that is none is refused`(name: String) {
    #expect(throws: MarkupError.self) { _ = try document { try $0.element(name) } }
    #expect(throws: MarkupError.self) { _ = try document { try $0.element("a", [(name, "")]) } }
  }

  @Test func `a tree is written with the namespaces it needs`() throws {
    let text = "<p:a xmlns:p='urn:1' xmlns='urn:0' p:v='1' xml:lang='en'><b/><p:c xmlns:p='urn:2' v='&lt;'>x<d xmlns=''/></p:c></p:a>"
    let tree = try MarkupElement(parsing: Array(text.utf8), subject: "x")
    let written = try document { try $0.element(tree) }
    let again = try MarkupElement(parsing: Array(written.utf8), subject: "x")
    #expect(again.name == tree.name && again.attributes == tree.attributes)
    #expect(again.children.map(\.name) == tree.children.map(\.name))
    #expect(again.first("c")?.content.count == 2 && again.first("c")?.first("d")?.name.namespace == "")
  }

  @Test func `a long document can be taken in pieces`() throws {
    var writer = XMLWriter(subject: "x")
    var bytes: [UInt8] = []
    try writer.start("list")
    for number in 0..<100 {
      try writer.element("item", [("n", String(number))])
      bytes += writer.takeBytes()
    }
    writer.end()
    bytes += writer.finish()
    #expect(try MarkupElement(parsing: bytes, subject: "x").all("item").compactMap { $0["n"] } == (0..<100).map(String.init))
  }
}
