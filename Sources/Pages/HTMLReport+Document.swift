import Drawing
import Figures

/// The page as a whole: its head, its landmarks and its order.
extension HTMLReport {
  /// A part of the page, to which a link at its top leads.
  struct Part {
    /// Its name in links.
    var name: String
    var title: String
    /// The title in the line of links.
    var shortTitle: String
    var body: HTML
  }

  private static let style = String(decoding: PackageResources.page_css, as: UTF8.self)

  /// The script: a function of its own, so that nothing in it meets anything else.
  private static let script: String = {
    let parts = [
      PackageResources.time_js, PackageResources.plot_js, PackageResources.backlog_js,
      PackageResources.bars_js, PackageResources.cursor_js, PackageResources.wire_js,
      PackageResources.events_js, PackageResources.page_js,
    ]
    let text = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    return "(() => {\n\"use strict\";\n\(text)\n})();"
  }()

  func document(digest: ([UInt8]) -> String) -> HTML {
    func hash(_ text: String) -> String {
      let octets = Base64.octets(hexadecimal: digest(Array(text.utf8)))
      return "'sha256-\(Base64.text(of: octets))'"
    }
    let parts = parts
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy(hash))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="\(content.provenance.program)">
      <meta name="description" content="\(sentence)">
      \(provenance)
      <title>\(title)</title>
      <style>\(HTML(trusted: Self.style))</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the finding</a>
      \(header(parts))
      <main id="main" tabindex="-1">
      \(parts.map(section))
      </main>
      <footer>\(content.provenance.footer())</footer>
      <script type="application/json" id="data">\(HTML(trusted: data.text))</script>
      <script>\(HTML(trusted: Self.script))</script>
      </body>
      </html>

      """
  }

  /// Where the page comes from, for programs.
  private var provenance: [HTML] {
    ([ProvenanceField("Subject", subtitle)] + content.provenance.fields).map { field in
      "<meta name=\"mtatrace:\(field.name)\" content=\"\(field.value)\">"
    }
  }

  /// Nothing is loaded, and no style or script runs but the page's own, whatever a trace holds.
  ///
  /// https://www.w3.org/TR/CSP3/
  private func policy(_ hash: (String) -> String) -> String {
    [
      "default-src 'none'", "style-src \(hash(Self.style))", "script-src \(hash(Self.script))",
      "img-src data:", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
  }

  private func header(_ parts: [Part]) -> HTML {
    """
    <header>
    <h1>\(title)</h1>
    \(HTML.paragraph(subtitle, class: "subtitle"))
    \(content.note.map { HTML.paragraph($0, class: "note") })
    <nav aria-label="Parts of this page"><ul>
    \(parts.map { part -> HTML in
      "<li><a href=\"#\(part.name)\">\(part.shortTitle)</a></li>"
    })
    </ul></nav>
    </header>
    """
  }

  private func section(_ part: Part) -> HTML {
    """
    <section id="\(part.name)" aria-labelledby="\(part.name)-title">
    <h2 id="\(part.name)-title">\(part.title)</h2>
    \(part.body)
    </section>
    """
  }

  private var parts: [Part] {
    var parts = [
      Part(name: "finding", title: "What was found", shortTitle: "Finding", body: finding),
      Part(name: "chart", title: plotTitle, shortTitle: "Chart", body: plot),
      Part(
        name: "wire", title: "What happened on the wire", shortTitle: "Wire", body: sequence),
    ]
    if content.capture == nil {
      parts.append(
        Part(
          name: "incidents", title: "Incidents and event log", shortTitle: "Incidents",
          body: incidents))
    } else {
      parts.append(
        Part(
          name: "connections", title: "Connections", shortTitle: "Connections",
          body: connections))
    }
    parts.append(Part(name: "events", title: "Events", shortTitle: "Events", body: events))
    if content.capture == nil {
      parts.append(
        Part(
          name: "parameters", title: "Parameters and assumptions", shortTitle: "Parameters",
          body: parameters))
    }
    parts.append(
      Part(
        name: "again", title: "How to make this page again", shortTitle: "Again",
        body: reproduction))
    return parts
  }
}
