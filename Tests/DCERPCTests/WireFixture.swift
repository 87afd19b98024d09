import Foundation
import Testing

/// Octets that were on a wire, and what a judge from outside says of them.
///
/// A fixture file is text: `#` begins a comment, a line of its own says what is expected, and the
/// indented lines after it are the octets in hexadecimal.
struct WireFixture: Sendable, CustomTestStringConvertible {
  /// Where it comes from: the file's name and the frame of the capture.
  let source: String
  /// What the octets should be read as, in one line.
  let expectation: String
  let octets: [UInt8]

  var testDescription: String { source }

  /// The PDUs that tshark reads without complaint.
  static let captured = [
    "samba-source4", "samba-source3", "smbtorture-bind", "smbtorture-big-endian",
    "smbtorture-alter-context", "rpcclient-sealed", "rpcclient-signed", "impacket",
  ].flatMap(load)

  /// The PDUs that break the protocol.
  static let refused = load("refused")

  private static func load(_ name: String) -> [WireFixture] {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: "txt", subdirectory: "Fixtures"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    return parse(text, name: name)
  }

  private static func parse(_ text: String, name: String) -> [WireFixture] {
    var result: [WireFixture] = []
    var comment = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        comment = String(line.dropFirst(2))
      } else if line.hasPrefix(" "), let last = result.popLast() {
        let octets = last.octets + hex(line)
        result.append(
          WireFixture(source: last.source, expectation: last.expectation, octets: octets))
      } else {
        let source = "\(name), \(comment)"
        result.append(WireFixture(source: source, expectation: String(line), octets: []))
      }
    }
    return result
  }
}

/// The octets that hexadecimal digits spell; spaces do not count.
func hex(_ hexadecimal: some StringProtocol) -> [UInt8] {
  let digits = hexadecimal.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}
