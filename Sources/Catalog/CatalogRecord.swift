// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A value that is a row of a table. The protocol is the catalogue's own, so that records can be public and their storage is not.
protocol CatalogRecord: FetchableRecord, PersistableRecord, Codable {}

/// A column of moments, in the order of time: as mere text `09:30:00Z` comes after `09:30:00.250Z`.
func moment(_ column: String) -> SQLExpression { SQL("rtrim(\(Column(column)), 'Z')").sqlExpression }
