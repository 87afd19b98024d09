package import TraceModel

/// A Windows event log as a text file, and what of it concerns an MTA's RPC.
package struct EventLogFile {
  /// The most octets that are read.
  package static let largest = 64 << 20
  /// The events of the source `MSExchangeMTA` that tell of its RPC and its associations.
  package static let ids: Set<UInt32> = [57, 9277, 9316, 9318, 9322]
  /// From so many on, what cannot be read is only counted.
  private static let mostUnread = 100

  private let name: String
  private let form: ImportedLog.Form
  private let log: RawLog

  /// - Parameters:
  ///   - octets: In UTF-8, or in UTF-16 behind a byte order mark.
  ///   - name: The name of the file without its folder.
  /// - Returns: `nil` if it is no event log in a form that is known.
  package init?(_ octets: [UInt8], name: String) {
    let text = Self.text(of: octets).unicodeScalars
    if EventViewerForm.begins(text) {
      form = .eventViewer
      log = EventViewerForm.read(text)
    } else if WevtutilForm.begins(text) {
      form = .wevtutil
      log = WevtutilForm.read(text)
    } else {
      return nil
    }
    self.name = name
  }

  /// The log in the time of a run.
  ///
  /// - Parameters:
  ///   - clock: What the log's clock showed when the run began, in nanoseconds since 1970.
  ///   - duration: How long the run lasted.
  ///   - isDayFirst: Whether `3/4/1998` is the third of April.
  package func log(
    from clock: Int64, lasting duration: TraceDuration, isDayFirst: Bool
  ) -> ImportedLog {
    var result = ImportedLog(name: name, form: form, clock: clock, entries: [], leftOut: [])
    var rest = Rest()
    for line in log.broken { rest.add(.unreadFields, line) }
    let dates = LogDate(isDayFirst: isDayFirst)
    for raw in log.entries {
      guard let id = UInt32(raw.id) else {
        rest.add(.unreadID, raw.line)
        continue
      }
      guard raw.source == "MSExchangeMTA", Self.ids.contains(id) else {
        rest.add(.otherEvent, raw.line, source: raw.source, id: id)
        continue
      }
      guard let date = dates.nanoseconds(of: raw.date) else {
        rest.add(.unreadDate, raw.line)
        continue
      }
      let (time, isTooFar) = date.subtractingReportingOverflow(clock)
      guard !isTooFar, time >= 0, time <= duration.nanoseconds else {
        rest.add(.outsideRun, raw.line)
        continue
      }
      guard TextLimit.allows(raw.text, TextLimit.entry),
        TextLimit.allows(raw.category, TextLimit.name),
        TextLimit.allows(raw.computer ?? "", TextLimit.name)
      else {
        rest.add(.longText, raw.line)
        continue
      }
      result.entries.append(
        ImportedLog.Entry(
          line: raw.line, time: TraceInstant(nanoseconds: time),
          computer: raw.computer.flatMap { $0.isEmpty ? nil : $0 },
          entry: EventLogEntry(
            id: id, type: Self.type(of: raw.level), category: raw.category, text: raw.text)))
    }
    result.entries.sort { ($0.time, $0.line) < ($1.time, $1.line) }
    result.leftOut = rest.list(mostUnread: Self.mostUnread)
    return result
  }

  /// What a clock showed, in nanoseconds since 1970, as any log spells it; `nil` if it is no date.
  package static func clock(_ text: String, isDayFirst: Bool) -> Int64? {
    LogDate(isDayFirst: isDayFirst).nanoseconds(of: text)
  }

  private static func type(of level: String) -> EventLogEntry.EntryType {
    switch level.lowercased() {
    case "error", "critical": .error
    case "warning": .warning
    default: .information
    }
  }

  /// The text behind its byte order mark: The Unicode Standard 15.0, 23.8.
  private static func text(of octets: [UInt8]) -> String {
    if octets.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(decoding: octets.dropFirst(3), as: UTF8.self)
    }
    guard octets.starts(with: [0xFF, 0xFE]) || octets.starts(with: [0xFE, 0xFF]) else {
      return String(decoding: octets, as: UTF8.self)
    }
    let isLittle = octets[0] == 0xFF
    let units = stride(from: 2, to: octets.count - 1, by: 2).map { index in
      let (low, high) =
        isLittle ? (octets[index], octets[index + 1]) : (octets[index + 1], octets[index])
      return UInt16(high) << 8 | UInt16(low)
    }
    return String(decoding: units, as: UTF16.self)
  }
}

/// What of a log is no entry of the run, as it is found.
private struct Rest {
  private struct Kind: Hashable {
    var reason: ImportedLog.Reason
    var source: String?
    var id: UInt32?
  }

  private var places: [Kind: Int] = [:]
  private var counted: [ImportedLog.LeftOut] = []
  private var unread: [ImportedLog.LeftOut] = []

  mutating func add(
    _ reason: ImportedLog.Reason, _ line: Int, source: String? = nil, id: UInt32? = nil
  ) {
    let one = ImportedLog.LeftOut(
      reason: reason, line: line, count: 1, source: source.map { Self.shortened($0) }, id: id)
    guard !reason.isUnread else { return unread.append(one) }
    let kind = Kind(reason: reason, source: one.source, id: id)
    if let place = places[kind] {
      counted[place].count += 1
    } else {
      places[kind] = counted.count
      counted.append(one)
    }
  }

  /// Those that could not be read in the order of their lines, and how many of other kinds there
  /// are.
  func list(mostUnread: Int) -> [ImportedLog.LeftOut] {
    let unread = unread.sorted { $0.line < $1.line }
    var list = Array(unread.prefix(mostUnread))
    for one in unread.dropFirst(mostUnread) {
      if let place = list.dropFirst(mostUnread).firstIndex(where: { $0.reason == one.reason }) {
        list[place].count += 1
      } else {
        list.append(one)
      }
    }
    return list + counted
  }

  private static func shortened(_ source: String) -> String {
    let scalars = source.unicodeScalars.filter {
      $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
    }
    var text = ""
    for scalar in scalars.prefix(200) { text.unicodeScalars.append(scalar) }
    return text
  }
}
