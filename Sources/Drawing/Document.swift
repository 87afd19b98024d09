/// Pages that belong together, and what is known about them.
package struct Document: Equatable, Sendable {
  package var pages: [Page]
  package var bookmarks: [Bookmark]
  package var metadata: Metadata

  package init(pages: [Page], bookmarks: [Bookmark] = [], metadata: Metadata) {
    self.pages = pages
    self.bookmarks = bookmarks
    self.metadata = metadata
  }

  /// What is shown on a page, in words for whoever does not see it: what its figures say they show,
  /// else title and subject of the document.
  package func alternative(ofPage index: Int) -> String {
    let figures = pages[index].content.figureAlternatives.compactMap(\.self)
    return figures.isEmpty ? metadata.alternative : figures.joined(separator: " ")
  }

  /// One page of a document.
  package struct Page: Equatable, Sendable {
    package var content: DisplayList
    /// The number that a reader sees, such as `iii`; `nil` for the page's place from 1.
    package var label: String?

    package init(_ content: DisplayList, label: String? = nil) {
      self.content = content
      self.label = label
    }
  }

  /// An entry of the table of contents beside the pages.
  package struct Bookmark: Equatable, Sendable {
    package var title: String
    /// The name of a ``DrawingOperation/destination(name:at:)``.
    package var destination: String
    /// 0 for a chapter, 1 for what is inside the chapter before it, and so on.
    package var level: Int

    package init(_ title: String, destination: String, level: Int = 0) {
      self.title = title
      self.destination = destination
      self.level = level
    }
  }

  /// What a file says about itself; every picture can be traced back by it.
  package struct Metadata: Equatable, Sendable {
    package var title: String
    /// What is shown, in a sentence.
    package var subject: String
    /// The program that made it, with its version.
    package var creator: String
    /// Where it comes from: scenario, seed, fingerprints, and the command that makes it again.
    package var provenance: [ProvenanceField]

    package init(
      title: String, subject: String, creator: String, provenance: [ProvenanceField]
    ) {
      self.title = title
      self.subject = subject
      self.creator = creator
      self.provenance = provenance
    }

    /// Title and subject as sentences.
    package var alternative: String {
      [title, subject].filter { !$0.isEmpty }.map { $0 + "." }.joined(separator: " ")
    }
  }
}

/// A named fact about where a picture comes from.
package struct ProvenanceField: Equatable, Sendable {
  /// A few words of Latin letters, digits and single spaces: `Scenario`, `Run 1`.
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
