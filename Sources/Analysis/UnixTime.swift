/// A moment of the calendar, in nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct UnixTime: Equatable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Coordinated universal time in the form of ISO 8601: `2026-11-24T09:05:00.495145565Z`.
  package var text: String {
    let second: Int64 = 1_000_000_000
    let day = 86_400 * second
    let days = (nanoseconds - Self.remainder(nanoseconds, day)) / day
    let within = Self.remainder(nanoseconds, day)
    let (year, month, date) = Self.date(ofDay: days)
    let seconds = within / second
    let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.pad($0, 2) }
    return "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(date, 2))T"
      + "\(time.joined(separator: ":")).\(Self.pad(within % second, 9))Z"
  }

  private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  private static func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The date of the Gregorian calendar that is so many days after 1970-01-01.
  ///
  /// Counted in eras of 400 years from 0000-03-01, so that a leap day is the last of its year.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let inEra = remainder(shifted, 146_097)
    let era = (shifted - inEra) / 146_097
    let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * year + year / 4 - year / 100)
    // Months since March have 153 days in five.
    let month = (5 * inYear + 2) / 153
    return (
      year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      inYear - (153 * month + 2) / 5 + 1
    )
  }
}
