/// An issue tracker that a pack is made for.
package enum Tracker: String, CaseIterable, Sendable {
  case github
  case gitlab
  case jira
  case redmine
  case rt
  case bugzilla
  /// No tracker: a body to paste, with all files beside it.
  case markdown

  /// As its makers spell it.
  package var name: String {
    switch self {
    case .github: "GitHub"
    case .gitlab: "GitLab"
    case .jira: "Jira"
    case .redmine: "Redmine"
    case .rt: "Request Tracker"
    case .bugzilla: "Bugzilla"
    case .markdown: "Markdown"
    }
  }

  /// What its comments are written in.
  ///
  /// - Redmine's is a setting of the server; new ones take CommonMark since 6.0.
  /// - Bugzilla 5.0 shows plain text.
  package var markup: Markup {
    switch self {
    case .github, .gitlab, .redmine, .markdown: .markdown
    case .jira: .jira
    case .rt: .html
    case .bugzilla: .text
    }
  }
}

/// What a tracker takes, by default: whoever runs one may have changed it.
package struct TrackerLimits: Equatable, Sendable {
  /// The endings of the files that it takes; `nil` for any.
  package var types: Set<String>?
  /// The octets of a file.
  package var fileSize: Int
  /// The files of a comment; `nil` where nothing says that they are limited.
  package var fileCount: Int?
  /// The characters of a comment.
  package var bodyLength: Int
  /// Where that is said.
  package var source: String
}

extension Tracker {
  /// What it takes.
  package var limits: TrackerLimits {
    switch self {
    case .github:
      // Its client attaches pictures and films alone; other files only browsers can attach.
      TrackerLimits(
        types: ["png", "svg"], fileSize: 10_000_000, fileCount: nil, bodyLength: 65_536,
        source: "docs.github.com, Attaching files; gh 2.99.0, --attach; GraphQL: body is too long "
          + "(maximum is 65536 characters)")
    case .gitlab:
      TrackerLimits(
        types: nil, fileSize: 100 << 20, fileCount: nil, bodyLength: 1_000_000,
        source: "docs.gitlab.com, Application limits: maximum attachment size 100 MiB; notes "
          + "1,000,000 characters")
    case .jira:
      TrackerLimits(
        types: nil, fileSize: 10 << 20, fileCount: nil, bodyLength: 32_767,
        source: "confluence.atlassian.com, Configuring file attachments: 10 MB; Advanced settings, "
          + "jira.text.field.character.limit: 32,767")
    case .redmine:
      TrackerLimits(
        types: nil, fileSize: 5_120 << 10, fileCount: nil, bodyLength: 65_535,
        source: "redmine.org, config/settings.yml: attachment_max_size 5120 KB; notes are a TEXT "
          + "of MySQL, 65,535 octets")
    case .rt:
      TrackerLimits(
        types: nil, fileSize: 10 << 20, fileCount: nil, bodyLength: 10 << 20,
        source: "docs.bestpractical.com, RT_Config, MaxAttachmentSize: 10 MiB")
    case .bugzilla:
      TrackerLimits(
        types: nil, fileSize: 1_000 << 10, fileCount: nil, bodyLength: 65_535,
        source: "bugzilla.readthedocs.io, Attachments, maxattachmentsize: 1000 KB; "
          + "Bugzilla::Constants, MAX_COMMENT_LENGTH: 65,535")
    case .markdown:
      TrackerLimits(
        types: nil, fileSize: .max, fileCount: nil, bodyLength: .max, source: "no tracker")
    }
  }
}

extension TrackerLimits {
  /// Why a file does not go to the tracker: `github takes no .pdf`; `nil` if it does.
  ///
  /// - Parameters:
  ///   - size: In octets.
  ///   - before: How many files go there already.
  package func objection(
    of tracker: Tracker, to name: String, size: Int, before: Int
  ) -> String? {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if let types, !types.contains(ending) { return "\(tracker.name) takes no .\(ending) this way" }
    if size > fileSize { return "\(tracker.name) takes files of \(fileSize) octets at most" }
    if let fileCount, before >= fileCount {
      return "\(tracker.name) takes \(fileCount) files at a time"
    }
    return nil
  }
}
