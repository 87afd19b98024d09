import Glibc

/// A text by its octets.
///
/// Texts that Unicode calls equivalent may be drawn differently, and to find that out takes longer.
struct TextKey: Hashable {
  private(set) var text: String

  init(_ text: String) {
    self.text = text
    self.text.makeContiguousUTF8()
  }

  func hash(into hasher: inout Hasher) {
    text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  static func == (a: Self, b: Self) -> Bool {
    a.text.utf8.withContiguousStorageIfAvailable { a in
      b.text.utf8.withContiguousStorageIfAvailable { b in
        guard a.count == b.count, let start = a.baseAddress, let other = b.baseAddress else {
          return a.isEmpty && b.isEmpty
        }
        return memcmp(start, other, a.count) == 0
      } ?? false
    } ?? false
  }
}
