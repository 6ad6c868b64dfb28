// SPDX-License-Identifier: Apache-2.0

import Quality

/// What the template of a contact sheet sees.
extension ReportDocument.ContactSheet {
  var fields: [String: Any] {
    [
      "caption": caption, "columns": columns.map { ["title": $0] }, "partsWidth": columns.count, "entries": entries.map(\.fields),
      "isLarge": isLarge,
    ]
  }
}

extension ReportDocument.Entry {
  fileprivate var fields: [String: Any] {
    [
      "title": title, "picture": picture?.fields ?? false, "placeholder": picture == nil ? placeholder : false as Any,
      "cells": cells.enumerated().map { index, lines in
        [
          "heading": index == 0 ? title : false as Any, "lines": lines.map(\.fields),
          "troubles": index == 0 ? troubles.map(\.fields) : false as Any,
        ]
      },
      "name": name ?? false, "hasParts": !parts.isEmpty, "parts": parts.map { ["cells": $0.map(\.fields)] },
    ]
  }
}

extension ReportDocument.Line {
  fileprivate var fields: [String: Any] { ["text": text, "style": style.rawValue, "link": clip?.uri ?? false] }
}

extension ReportDocument.Trouble {
  fileprivate var fields: [String: Any] { ["tone": tone.rawValue, "symbol": tone.symbol, "text": text] }
}

extension ReportDocument.Picture {
  fileprivate var fields: [String: Any] { ["base64": base64, "width": width, "height": height] }
}
