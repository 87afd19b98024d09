/// A running 64-bit hash of a run's events: equal runs have equal fingerprints on every machine.
///
/// It finds accidents, not forgers. Each event is a fixed list of 64-bit words, in which absence is
/// a word of its own, and each word is folded in with the multiply-and-fold step of wyhash (Wang
/// Yi, https://github.com/wangyi-fudan/wyhash).
package struct Fingerprint: Hashable, Sendable {
  /// The hash so far.
  package private(set) var value: UInt64

  /// The fingerprint of no events at all.
  package init() { value = 0x9E37_79B9_7F4A_7C15 }

  /// The fingerprint that had this value, to continue from a checkpoint.
  package init(value: UInt64) { self.value = value }

  /// Sixteen hexadecimal digits, lower case.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The first four and the last two digits, for a picture's footer: `9f3a…c1`.
  package var abbreviated: String { "\(text.prefix(4))…\(text.suffix(2))" }

  /// Folds one event in.
  package mutating func combine(_ event: TraceEvent) {
    fold(UInt64(bitPattern: event.sequence.rawValue), UInt64(bitPattern: event.time.nanoseconds))
    let place =
      UInt64(event.kind.rawValue) | UInt64(event.direction?.rawValue ?? 0) << 8
      | UInt64(event.host.rawValue) << 16 | optional(event.peer?.rawValue) << 32
    fold(place, optional(event.association?.rawValue))
    fold(optional(event.connection?.rawValue), optional(event.group))
    fold(optional(event.call), optional(event.opnum) << 20 | optional(event.context))
    fold(optional(event.message?.rawValue), optional(event.length))
    fold(optional(event.code), optional(event.queue))
    fold(UInt64(bitPattern: event.cause?.rawValue ?? 0), 0)
  }

  /// Folds the text of an event-log entry in.
  package mutating func combine(_ entry: EventLogEntry) {
    fold(UInt64(entry.id), UInt64(entry.text.utf8.count))
    for octet in entry.text.utf8 { fold(UInt64(octet), 1) }
  }

  /// Absence is 0, and every value is one more than itself.
  private func optional<T: UnsignedInteger>(_ value: T?) -> UInt64 {
    value.map { UInt64($0) + 1 } ?? 0
  }

  private mutating func fold(_ a: UInt64, _ b: UInt64) {
    let product = (a ^ value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(
      by: b ^ 0xE703_7ED1_A0B4_28DB)
    value = (value &* 0x9FB2_1C65_1E98_DF25) ^ product.high ^ product.low
  }
}
