/// What curl is told of a request.
///
/// https://curl.se/docs/manpage.html
struct CurlConfiguration {
  /// A minute for an answer of which nothing comes, five for all of it.
  private static let limits = ["connect-timeout = 20", "max-time = 300", "max-filesize = 67108864"]

  private let call: TrackerCall
  private let server: String
  private let authorization: String

  init(_ call: TrackerCall, server: String, authorization: String) {
    self.call = call
    self.server = server
    self.authorization = authorization
  }

  /// The JSON that a request carries, if it carries one.
  static func json(of call: TrackerCall) -> String? {
    switch call.content {
    case .json(let text): text
    case .form(let json, _, _): json?.text
    case .nothing, .file: nil
    }
  }

  /// The configuration as curl reads it.
  ///
  /// - Parameters:
  ///   - json: The file with the JSON.
  ///   - output: The file for the answer.
  func text(json: String, output: String) -> String {
    var lines = ["silent", "show-error", "proto = \"=http,https\""] + Self.limits
    lines += ["output = \(Self.quoted(output))", "write-out = \"%{http_code}\""]
    for (name, value) in options(json: json) { lines.append("\(name) = \(Self.quoted(value))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The request as a command of the shell, with its JSON behind it.
  var command: String {
    var words = ["curl --disable"]
    for (name, value) in options(json: "-") {
      // The token's variable is for the shell, and nothing else is.
      let isSecret = name == "header" && value == authorization
      words.append("--\(name) \(isSecret ? "\"\(value)\"" : Self.shell(value))")
    }
    let command = words.joined(separator: " \\\n  ")
    guard let json = Self.json(of: call) else { return command }
    return "\(command) <<'JSON'\n\(json)\nJSON"
  }

  private func options(json: String) -> [(name: String, value: String)] {
    var options = [
      ("url", server + call.path), ("request", call.method), ("header", authorization),
    ]
    options += (["Accept: application/json"] + call.headers).map { ("header", $0) }
    switch call.content {
    case .nothing: break
    case .json:
      options += [("header", "Content-Type: application/json"), ("data-binary", "@\(json)")]
    case .file(let name):
      options += [
        ("header", "Content-Type: application/octet-stream"), ("data-binary", "@\(name)"),
      ]
    case .form(let part, let field, let files):
      if let part { options.append(("form", "\(part.name)=<\(json);type=application/json")) }
      options += files.map { ("form", "\(field)=@\($0.name);type=\($0.type)") }
    }
    return options
  }

  /// A value in quotes, as curl's configuration takes it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "\""
  }

  /// A word as a shell takes it.
  private static func shell(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }
}
