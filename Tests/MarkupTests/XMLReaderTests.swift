// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

@Suite struct XMLReaderTests {
  private func parse(_ text: String) throws(MarkupError) -> MarkupElement { try MarkupElement(parsing: Array(text.utf8), subject: "x.xml") }

  @Test func `elements, attributes and text are read in order`() throws {
    let root = try parse(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE fcpxml>
      <!-- a comment -->
      <hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
        <hash><path size='48000' b="2" a="1">Clips/A001 &amp; B.mxf</path><xxh64/></hash>
      </hashlist>
      """)
    #expect(root.name == MarkupName("hashlist", namespace: "urn:ASC:MHL:v2.0"))
    #expect(root["version"] == "2.0" && root["xmlns"] == nil && root.line == 4)
    let path = try #require(root.first("hash")?.first("path"))
    #expect(path.text == "Clips/A001 & B.mxf" && path.line == 5)
    #expect(path.attributes.map(\.name.local) == ["size", "b", "a"])
    #expect(root.first("hash")?.children.map(\.name.local) == ["path", "xxh64"])
    #expect(root.trimmedText.isEmpty)
  }

  @Test func `a namespace holds inside its element and no further`() throws {
    let root = try parse("<a xmlns='u' xmlns:p='1'><b xmlns='' xmlns:p='2'><p:c/></b><d xmlns='v'/><p:e/></a>")
    #expect(root.name.namespace == "u")
    #expect(root.children.map(\.name.namespace) == ["", "v", "1"])
    #expect(root.children[0].children[0].name.namespace == "2")
    #expect(throws: MarkupError.self) { try parse("<a><b xmlns:p='1'/><p:c/></a>") }
  }

  @Test func `mixed content keeps its order`() throws {
    let cue = try parse("<p>One<br/>two <!-- not --><![CDATA[<three>\r\n]]>&#x266A;</p>")
    #expect(cue.content == [.text("One"), .element(MarkupElement(MarkupName("br"), line: 1)), .text("two <three>\n♪")])
    #expect(cue.text == "Onetwo <three>\n♪")
  }

  @Test func `events come one at a time`() throws {
    var reader = try XMLReader(Array("<a><b>x</b><c/></a> ".utf8), subject: "x.xml")
    var shapes: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let tag): shapes.append("<\(tag.name.local)")
      case .text(let text): shapes.append(text)
      case .end(let name): shapes.append("\(name.local)>")
      }
    }
    #expect(shapes == ["<a", "<b", "x", "b>", "<c", "c>", "a>"])
    #expect(try reader.next() == nil)
  }

  @Test func `line ends and white space are normalized as XML says`() throws {
    let root = try parse("<a v='1\r\n2\t3&#10;4\r5'>1\r\n2\r3\n4&#13;</a>")
    #expect(root["v"] == "1 2 3\n4 5")
    #expect(root.text == "1\n2\n3\n4\r")
    #expect(try parse("<a>\r<b/>\r\n<c/>\n<d/></a>").children.map(\.line) == [2, 3, 4])
  }

  @Test func `prefixes stand for namespaces, and only inside their element`() throws {
    let root = try parse("<p:a xmlns:p='urn:1' p:v='1' v='2' xml:lang='en'><p:b xmlns:p='urn:2'/><p:c/><d xmlns='urn:3'><e xmlns=''/></d></p:a>")
    #expect(root.name.namespace == "urn:1" && root.name.written == "p:a")
    #expect(root.attributes.map(\.name.namespace) == ["urn:1", "", "http://www.w3.org/XML/1998/namespace"])
    #expect(root.children.map(\.name.namespace) == ["urn:2", "urn:1", "urn:3"])
    #expect(root.first("d")?.first("e")?.name.namespace == "")
  }

  static let encodings: [(String, [UInt8])] = [
    ("UTF-8 with mark", [0xEF, 0xBB, 0xBF] + Array("<a>é🎬</a>".utf8)),
    ("UTF-16LE with mark", [0xFF, 0xFE] + "<a>é🎬</a>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }),
    ("UTF-16BE with mark", [0xFE, 0xFF] + "<a>é🎬</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }),
    ("UTF-16BE bare", "<a>é🎬</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }),
    (
      "UTF-32LE with mark",
      [0xFF, 0xFE, 0, 0] + "<a>é🎬</a>".unicodeScalars.flatMap { scalar in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: scalar.value >> $0) } }
    ),
  ]

  @Test(arguments: encodings) func `every form of Unicode is read`(name: String, bytes: [UInt8]) throws {
    #expect(try MarkupElement(parsing: bytes, subject: name).text == "é🎬")
  }

  @Test(
    arguments: [
      ("ISO-8859-1", [0xE9], "é"), ("windows-1251", [0xCF, 0xF0], "Пр"), ("ISO-8859-15", [0xA4], "€"), ("EUC-JP", [0xC6, 0xFC], "日"),
      ("EUC-KR", [0xB0, 0xA1], "가"), ("Shift_JIS", [0x93, 0xFA], "日"),
    ] as [(String, [UInt8], String)])
  func `declared encodings are read`(encoding: String, bytes: [UInt8], expected: String) throws {
    let document = Array("<?xml version='1.0' encoding='\(encoding)'?><a>".utf8) + bytes + Array("</a>".utf8)
    #expect(try MarkupElement(parsing: document, subject: encoding).text == expected)
  }

  @Test func `bytes that are not text in their encoding are refused`() {
    for bytes: [UInt8] in [
      Array("<a>".utf8) + [0xE9] + Array("</a>".utf8), Array("<?xml version='1.0' encoding='no-such-code'?><a/>".utf8), [0xFF, 0xFE, 0x3C],
      [0xFF, 0xFE, 0x3C, 0, 0, 0xD8],
    ] {
      #expect(#expect(throws: MarkupError.self) { try MarkupElement(parsing: bytes, subject: "x") }?.code == .badEncoding)
    }
  }

  @Test(arguments: [
    ("", MarkupError.Code.empty), ("  \n", .empty), ("<!-- x -->", .empty), ("<a>", .truncated), ("<a", .truncated), ("<a b", .truncated),
    ("<a b='", .truncated), ("<a><!-- ", .truncated), ("<a><![CDATA[x", .truncated), ("<!DOCTYPE a [", .truncated), ("text", .malformed),
    ("<a></b>", .malformed), ("<a/><b/>", .malformed), ("<a/>text", .malformed), ("<a b=1/>", .malformed), ("<a b='1'c='2'/>", .malformed),
    ("<a b='1' b='2'/>", .malformed), ("<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", .malformed), ("<p:a/>", .malformed),
    ("<a p:b='1'/>", .malformed),
    ("<a xmlns:p=''/>", .malformed), ("<a xmlns:xmlns='u'/>", .malformed), ("<1a/>", .malformed), ("<a b='<'/>", .malformed),
    ("<a>]]></a>", .malformed),
    ("<a>&</a>", .malformed), ("<a>& b</a>", .malformed), ("<a>&#;</a>", .malformed), ("<a>&#xZ;</a>", .malformed),
    ("<a><!-- -- --></a>", .malformed),
    (" <?xml version='1.0'?><a/>", .malformed), ("<a>\u{1}</a>", .illegalCharacter), ("<a>&#0;</a>", .illegalCharacter),
    ("<a>&#xD800;</a>", .illegalCharacter), ("<a>&#x110000;</a>", .illegalCharacter), ("<a>\u{FFFF}</a>", .illegalCharacter),
    ("<a b='\u{8}'/>", .illegalCharacter), ("<a>&nbsp;</a>", .entityRefused), ("<a></a", .truncated), ("</a>", .malformed),
    ("<?xml encoding='UTF-8'?><a/>", .malformed),
    ("<?xml version='1.0' standalone='perhaps'?><a/>", .malformed), ("<?p]?><a/>", .malformed),
    ("<!DOCTYPE a [<!ELEMENT a\u{1} ANY>]><a/>", .illegalCharacter), ("<a:b:c/>", .malformed),
  ])
  func `what is not well-formed is refused, with its place`(text: String, code: MarkupError.Code) {
    let error = #expect(throws: MarkupError.self) { try parse(text) }
    #expect(error?.code == code)
    #expect(error?.place != nil)
  }

  @Test func `an error names file, line and column`() {
    let error = #expect(throws: MarkupError.self) { try parse("<a>\n  <é>\r\n  </b></a>") }
    #expect(error?.place?.line == 3 && error?.place?.column == 7)
    #expect(error?.description.hasPrefix("‘x.xml’, line 3, column 7: </b> stands where </é> was expected; ") == true)
  }
}
