import Testing

/// What the README promises to someone who has just cloned the package.
struct PromiseTests {
  @Test func `the commands of the README exist and CI runs the tests`() throws {
    let texts = Dictionary(uniqueKeysWithValues: SourceTree.otherFiles.map { ($0.path, $0.text) })
    let readme = try #require(texts["README.md"])
    let makefile = try #require(texts["Makefile"])
    for command in ["demo", "test", "install", "uninstall", "deb"] {
      #expect(readme.contains("make \(command)"))
      #expect(makefile.contains("\n\(command):"))
    }
    #expect(try #require(texts[".ci/run"]).contains("make test"))
  }
}
