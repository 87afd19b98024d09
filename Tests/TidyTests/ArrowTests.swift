import Testing

/// Arrows point down only.
struct ArrowTests {
  @Test func `a module imports only what its arrows allow`() {
    let rule = Rule { file in
      guard file.isSource else { return [] }
      let allowed =
        Arrows.table[file.target, default: []].union(Arrows.system[file.target, default: []])
      return file.places(of: ["import"]).compactMap { place in
        let name = file.tokens.indices.contains(place + 1) ? file.tokens[place + 1] : nil
        guard let name, !allowed.contains(name.text) else { return nil }
        return .init(line: name.line, complaint: "\(file.target) may not import \(name.text)")
      }
    }
    rule.expect([2, 4], in: "import DCERPC\npackage import Drawing\n// import GRDB\nimport Glibc")
    rule.expect(
      [], in: "import Foundation\npackage import TraceModel", at: "Sources/TraceStore/A.swift")
    rule.enforce()
  }

  @Test func `the manifest declares the arrows and no others`() throws {
    let planted = Manifest(
      """
      let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
      targets: [
        .target(name: "A", swiftSettings: safe + [.enableExperimentalFeature("X")]),
        .executableTarget(name: "B", dependencies: ["A", heap], swiftSettings: safe),
        .testTarget(name: "ATests", dependencies: ["A"]),
      ]
      """)
    #expect(planted.targets == ["A": [], "B": ["A", "HeapModule"]])
    #expect(planted.testTargets == ["ATests": ["A"]])

    let manifest = Manifest(try #require(SourceTree.swiftFiles.last).text)
    #expect(manifest.targets == Arrows.table)
  }

  @Test func `every folder is a target and every target has a folder`() throws {
    let manifest = Manifest(try #require(SourceTree.swiftFiles.last).text)
    // Nothing that is installed depends on what the benchmarks measure: it lies with them.
    #expect(
      SourceTree.folders(in: "Sources")
        == Set(manifest.targets.keys).subtracting(["BenchmarkParts"]))
    #expect(SourceTree.folders(in: "Benchmarks").contains("Parts"))
    // The fuzzers have a main function that SwiftPM does not know: the Makefile builds them.
    #expect(
      SourceTree.folders(in: "Tests").subtracting(["Fuzzing"]) == Set(manifest.testTargets.keys))
  }
}
