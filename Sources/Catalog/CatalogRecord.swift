// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A value that is a row of a table. The protocol is the catalogue's own, so that records can be public and their storage is not.
protocol CatalogRecord: FetchableRecord, PersistableRecord, Codable {}
