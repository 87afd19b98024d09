/// A piece of a page's markup.
///
/// Literals are markup; whatever is interpolated, such as a name out of a trace, is nothing but
/// text, wherever it stands: in an element or in an attribute's quotes.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var source: String

  init(stringLiteral value: String) { source = value }

  init(stringInterpolation: Interpolation) { source = stringInterpolation.source }

  /// Pieces one behind the other.
  init(_ parts: [HTML], separator: String = "\n") {
    source = parts.map(\.source).joined(separator: separator)
  }

  /// Markup that this program wrote as a whole: a style sheet or a script.
  init(trusted source: String) { self.source = source }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + interpolationCount * 8)
    }

    mutating func appendLiteral(_ literal: String) { source += literal }
    mutating func appendInterpolation(_ text: String) { source += HTML.escaped(text) }
    mutating func appendInterpolation(_ number: some BinaryInteger) { source += "\(number)" }
    mutating func appendInterpolation(_ html: HTML) { source += html.source }
    mutating func appendInterpolation(_ parts: [HTML]) { source += HTML(parts).source }
    mutating func appendInterpolation(_ html: HTML?) { source += html?.source ?? "" }
  }

  /// The text with what HTML would take for markup, or forbids, written otherwise.
  ///
  /// https://html.spec.whatwg.org/multipage/parsing.html, 13.2.3.5: control characters are errors.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // A tag stays on one line, so that programs that read lines find it.
      case "\n": result += "&#10;"
      case "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension HTML {
  /// A paragraph.
  static func paragraph(_ text: String, class name: String? = nil) -> HTML {
    guard let name else { return "<p>\(text)</p>" }
    return "<p class=\"\(name)\">\(text)</p>"
  }

  /// Lines as they are typed.
  static func commands(_ lines: [String]) -> HTML {
    "<pre><code>\(lines.joined(separator: "\n"))</code></pre>"
  }
}
