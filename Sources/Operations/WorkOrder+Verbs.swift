// SPDX-License-Identifier: Apache-2.0

import Delivery
import Files
import Hashing
import Integrity

/// What each verb of an order takes.
extension OrderParser {
  func offload(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    let keys = ["source", "to", "hash", "verify", "ignore", "name", "set", "scan", "databaseAge", "quarantine", "copies", "report", "accept"]
    guard let mapping = value.mapping("offload", keys: keys) else { return nil }
    let places = mapping.required("to")?.listOrOne("to")
    let destinations = places?.compactMap { path($0, "to") } ?? []
    if places?.isEmpty == true { mapping["to"]?.mistake("name at least one destination") }
    let names = mapping["hash"]?.listOrOne("hash")
    let hashes = names?.compactMap { $0.choice("hash", of: HashAlgorithm.self) } ?? [.standard]
    if names?.isEmpty == true { mapping["hash"]?.mistake("name at least one hash") }
    if Set(destinations).count < destinations.count { mapping["to"]?.mistake("a destination is named twice") }
    guard let source = input(mapping.required("source"), among: ids), !destinations.isEmpty, !hashes.isEmpty else { return nil }
    var request = OffloadRequest(source: source, destinations: destinations, algorithms: hashes)
    request.verify = mapping["verify"]?.choice("verify", of: CopyPlan.Verification.self) ?? .full
    request.ignore = mapping["ignore"]?.listOrOne("ignore").compactMap { $0.text("ignore") } ?? []
    request.naming = naming(mapping)
    request.scan = mapping["scan"].flatMap(scanner)
    request.quarantine = path(mapping["quarantine"], "quarantine")
    request.databaseAge = mapping["databaseAge"].map(databaseAge) ?? request.databaseAge
    for key in ["quarantine", "databaseAge"] where mapping["scan"] == nil { mapping[key]?.mistake("‘\(key)’ needs a scanner: add ‘scan’") }
    request.copies = mapping["copies"].flatMap(copies) ?? request.copies
    request.reports = reports(mapping, otherwise: request.reports)
    request.accepts = mapping["accept"]?.listOrOne("accept").compactMap { $0.choice("accept", of: OffloadAcceptance.self) }
    return .offload(request)
  }

  /// How the copy's folder is named.
  private func naming(_ mapping: Mapping) -> CopyNaming? {
    var values: [String: String] = [:]
    for (key, value) in mapping["set"]?.freeMapping("set") ?? [] {
      values[key] = setting(key, value)
      if !FolderPattern.standardFields.contains(key) {
        value.mistake("no folder name uses ‘\(key)’" + NearestName.question(key, among: FolderPattern.standardFields))
      }
    }
    guard let place = mapping["name"], let text = place.text("name") else {
      if !values.isEmpty { mapping["set"]?.mistake("‘set’ gives values to the fields of ‘name’, and there is no ‘name’") }
      return nil
    }
    do { _ = try FolderPattern(text) } catch { place.mistake("\(error)") }
    return CopyNaming(text, values: values)
  }

  /// A value of ‘set’.
  private func setting(_ key: String, _ value: Value) -> String? {
    guard let text = value.text("set.\(key)") else { return nil }
    if !text.contains(where: { !$0.isWhitespace }) { value.mistake("‘set.\(key)’ has no value: write one, or leave it out") }
    return text
  }

  private func scanner(_ value: Value) -> String? {
    guard let text = value.text("scan") else { return nil }
    do { _ = try ClamdAddress(text) } catch { value.mistake("\(error)") }
    return text
  }

  /// A number of days; `nil` for any age.
  private func databaseAge(_ value: Value) -> Int? {
    guard let text = value.text("databaseAge"), text != "any" else { return nil }
    guard let days = Int(text), (0...36_500).contains(days) else {
      value.mistake("‘databaseAge’ is how many days old the scanner's signatures may be, or ‘any’")
      return nil
    }
    return days
  }

  private func copies(_ value: Value) -> Int? {
    guard let text = value.text("copies") else { return nil }
    guard let count = Int(text), (1...9).contains(count) else {
      value.mistake("‘copies’ is how many copies on devices of their own make the source safe to erase: 1 to 9")
      return nil
    }
    return count
  }

  func verify(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("verify", keys: ["input", "against"]), let input = input(mapping.required("input"), among: ids) else {
      return nil
    }
    return .verify(VerifyRequest(input: input, against: path(mapping["against"], "against")))
  }

  func probe(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("probe", keys: ["input", "report"]), let input = input(mapping.required("input"), among: ids) else {
      return nil
    }
    return .probe(ProbeRequest(input: input, reports: reports(mapping, otherwise: [.json])))
  }

  func inspect(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("qc", keys: ["input", "spec", "report", "texts", "since", "keep"]) else { return nil }
    let specification = known(mapping.required("spec"), "specification", among: vocabulary.specifications)
    let formats = reports(mapping, otherwise: [.html], among: ReportFormat.allCases)
    let (texts, since) = (path(mapping["texts"], "texts"), path(mapping["since"], "since"))
    let keeps = mapping["keep"].map { known($0, "thing to keep", among: ["measurements"]) != nil } ?? false
    guard let input = input(mapping.required("input"), among: ids), let specification else { return nil }
    return .qc(
      InspectRequest(
        input: input, specification: specification,
        // Measurements belong to a report in JSON.
        reports: keeps && !formats.contains(.json) ? formats + [.json] : formats, texts: texts, since: since, keepsMeasurements: keeps))
  }

  func transcode(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("transcode", keys: ["input", "preset", "to"]) else { return nil }
    let preset = known(mapping.required("preset"), "preset", among: vocabulary.presets)
    guard let input = input(mapping.required("input"), among: ids), let preset else { return nil }
    return .transcode(TranscodeRequest(input: input, preset: preset, destination: path(mapping["to"], "to")))
  }

  func format(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("format", keys: ["input", "layout", "preset", "tracks", "to", "set"]) else { return nil }
    let layouts = (try? FormatLayout.shipped().map(\.name)) ?? []
    let layout = known(mapping.required("layout"), "layout", among: layouts)
    let preset = mapping["preset"].map { known($0, "preset", among: vocabulary.presets) } ?? "prores-422-hq"
    let tracks = mapping["tracks"]?.choice("tracks", of: FormatTracks.self)
    var answers: [String: String] = [:]
    for (key, value) in mapping["set"]?.freeMapping("set") ?? [] { answers[key] = setting(key, value) }
    let destination = path(mapping["to"], "to")
    guard let input = input(mapping.required("input"), among: ids), let layout, let preset else { return nil }
    return .format(
      FormatRequest(input: input, layout: layout, preset: preset, tracks: tracks ?? .asSource, destination: destination, answers: answers))
  }

  func deliver(_ value: Value, among ids: Set<String>) -> TaskRequest? {
    guard let mapping = value.mapping("deliver", keys: ["input", "spec", "to", "set"]) else { return nil }
    let specification = known(mapping.required("spec"), "specification", among: vocabulary.specifications)
    let destination = path(mapping.required("to"), "to")
    var metadata: [String: String] = [:]
    for (key, value) in mapping["set"]?.freeMapping("set") ?? [] { metadata[key] = setting(key, value) }
    guard let input = input(mapping.required("input"), among: ids), let specification, let destination else { return nil }
    return .deliver(DeliverRequest(input: input, specification: specification, destination: destination, metadata: metadata))
  }
}
