/// Dates as event logs spell them, by the clock of the machine: in which zone, no log says.
struct LogDate {
  /// Whether `3/4/1998` is the third of April.
  var isDayFirst: Bool

  /// Nanoseconds since 1970-01-01T00:00:00 of the log's clock; `nil` if the text is no date.
  ///
  /// - `1998-01-05T10:12:01.500` with or without a `Z` or a fraction, or with a space
  /// - `1/5/1998 10:12:01 AM`, month first before AM and PM unless it was said otherwise
  /// - `05.01.1998 10:12:01`, day first
  func nanoseconds(of text: String) -> Int64? {
    var fields = text.split(whereSeparator: { $0.isWhitespace || $0 == "T" || $0 == "," })
    guard fields.count >= 2 else { return nil }
    var half: Substring?
    if fields.count == 3 { half = fields.removeLast() }
    guard fields.count == 2, let day = day(of: fields[0]),
      let time = Self.time(of: fields[1], half: half)
    else { return nil }
    let (start, isTooFar) = day.multipliedReportingOverflow(by: 86_400_000_000_000)
    return isTooFar ? nil : start + time
  }

  /// Days since 1970-01-01.
  private func day(of text: Substring) -> Int64? {
    let separator = text.first { !$0.isNumber }
    guard let separator, "-/.".contains(separator) else { return nil }
    let parts = text.split(separator: separator, omittingEmptySubsequences: false).map { part in
      part.count <= 4 && part.allSatisfy(\.isASCII) ? Int64(part) : nil
    }
    guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2]
    else { return nil }
    if separator == "-" { return Self.day(year: first, month: second, day: third) }
    let year = third < 100 ? third + (third < 70 ? 2_000 : 1_900) : third
    return separator == "." || isDayFirst
      ? Self.day(year: year, month: second, day: first)
      : Self.day(year: year, month: first, day: second)
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar, counted in eras of 400 years
  /// from 0000-03-01.
  static func day(year: Int64, month: Int64, day: Int64) -> Int64? {
    guard (1_970...2_261).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
    let shifted = month > 2 ? year : year - 1
    let (era, inEra) = (shifted / 400, shifted % 400)
    let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 719_468
  }

  /// Nanoseconds since midnight.
  private static func time(of text: Substring, half: Substring?) -> Int64? {
    let plain = text.hasSuffix("Z") ? text.dropLast() : text
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, var hour = number(parts[0]), let minute = number(parts[1]),
      minute < 60
    else { return nil }
    let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard seconds.count <= 2, let second = number(seconds[0]), second < 60 else { return nil }
    var fraction: Int64 = 0
    if seconds.count == 2 {
      guard (1...9).contains(seconds[1].count),
        seconds[1].allSatisfy({ $0.isASCII && $0.isNumber }),
        let digits = Int64(seconds[1] + String(repeating: "0", count: 9 - seconds[1].count))
      else { return nil }
      fraction = digits
    }
    switch half?.uppercased() {
    case nil: break
    case "AM": hour = hour == 12 ? 0 : hour
    case "PM": hour = hour == 12 ? 12 : hour + 12
    default: return nil
    }
    guard hour < 24 else { return nil }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fraction
  }

  private static func number(_ text: Substring) -> Int64? {
    (1...2).contains(text.count) && text.allSatisfy({ $0.isASCII && $0.isNumber })
      ? Int64(text) : nil
  }
}
