// swift-tools-version: 6.3
// The architecture: arrows point down only, and the manifest is what enforces them.
import PackageDescription

/// What Swift 7 will turn on, and no warnings.
let modern: [SwiftSetting] =
  [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0481-weak-let.md
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
/// Every unsafe expression is marked; only `Cairo`, which is nothing but calls into C, is exempt.
let safe = modern + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "mtatrace",
  products: [.executable(name: "mtatrace", targets: ["mtatrace"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Leaves: they know nothing of each other.
    .target(
      name: "DCERPC", swiftSettings: safe + [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "TraceModel", swiftSettings: safe),
    .target(name: "Drawing", swiftSettings: safe),

    // The run, and its record: they meet only in TraceModel.
    .target(name: "Simulator", dependencies: ["DCERPC", "TraceModel"], swiftSettings: safe),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "Capture", dependencies: ["DCERPC", "TraceModel", "CZlib"], swiftSettings: safe),
    .target(name: "JSONLines", dependencies: ["TraceModel"], swiftSettings: safe),
    .target(name: "EventLogs", dependencies: ["TraceModel"], swiftSettings: safe),
    .target(
      name: "ScenarioFiles", dependencies: ["Simulator", yams],
      resources: [.embedInCode("Scenarios")], swiftSettings: safe),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "TraceStore", dependencies: ["TraceModel", "CSQLite", grdb],
      resources: [.embedInCode("Schema")], swiftSettings: safe),

    // What a trace says, and how that looks.
    .target(name: "Analysis", dependencies: ["TraceStore", "TraceModel"], swiftSettings: safe),
    .target(
      name: "Figures", dependencies: ["Analysis", "Drawing", "TraceModel"], swiftSettings: safe),
    .target(name: "Perfetto", dependencies: ["Analysis", "TraceModel"], swiftSettings: safe),
    .target(
      name: "Pages", dependencies: ["Analysis", "Figures", "Drawing", "TraceModel"],
      resources: [.embedInCode("Resources")], swiftSettings: safe),
    .systemLibrary(
      name: "CCairo", pkgConfig: "pangocairo",
      providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
    .target(
      name: "Cairo", dependencies: ["CCairo", "CZlib", "Drawing"], swiftSettings: modern),

    .target(name: "Tickets", dependencies: ["Analysis", "TraceModel"], swiftSettings: safe),

    .target(name: "TrackerClients", dependencies: ["Tickets"], swiftSettings: safe),

    // The only target that sees both ends.
    .executableTarget(
      name: "mtatrace",
      dependencies: [
        "Simulator", "ScenarioFiles", "Capture", "JSONLines", "EventLogs", "TraceModel",
        "TraceStore", "Analysis", "Figures", "Pages", "Perfetto", "Drawing", "Cairo", "Tickets",
        "TrackerClients",
        argumentParser,
      ],
      swiftSettings: safe),

    // What `make bench` measures inside: in this package, since what modules share stays in it.
    .executableTarget(
      name: "BenchmarkParts",
      dependencies: ["Simulator", "ScenarioFiles", "TraceModel", "TraceStore"],
      path: "Benchmarks/Parts", swiftSettings: safe),

    // One test target a module, then whole runs, the built program, and the rules of the house.
    .testTarget(
      name: "DCERPCTests", dependencies: ["DCERPC"], resources: [.copy("Fixtures")],
      swiftSettings: safe),
    .testTarget(
      name: "SimulatorTests", dependencies: ["Simulator", "ScenarioFiles", "TraceModel", "DCERPC"],
      swiftSettings: safe),
    .testTarget(
      name: "CaptureTests", dependencies: ["Capture", "DCERPC", "TraceModel"],
      resources: [.copy("Fixtures")], swiftSettings: safe),
    .testTarget(
      name: "JSONLinesTests", dependencies: ["JSONLines", "TraceStore", "TraceModel"],
      swiftSettings: safe),
    .testTarget(
      name: "EventLogsTests", dependencies: ["EventLogs", "TraceModel"], swiftSettings: safe),
    .testTarget(
      name: "TraceStoreTests", dependencies: ["TraceStore", "TraceModel", grdb],
      resources: [.copy("Fixtures")], swiftSettings: safe),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "TraceStore", "TraceModel"],
      swiftSettings: safe),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing"], swiftSettings: safe),
    .testTarget(name: "CairoTests", dependencies: ["Cairo", "Drawing"], swiftSettings: modern),
    .testTarget(
      name: "FiguresTests", dependencies: ["Figures", "Analysis", "Drawing", "TraceModel"],
      swiftSettings: safe),
    .testTarget(name: "PagesTests", dependencies: ["Pages"], swiftSettings: safe),
    .testTarget(
      name: "TicketsTests", dependencies: ["Tickets", "TrackerClients"], swiftSettings: safe),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "Figures", "Cairo", "Drawing", "Analysis", "TraceStore", "Simulator", "ScenarioFiles",
        "TraceModel",
      ],
      exclude: ["Goldens"], swiftSettings: safe),
    .testTarget(
      name: "CommandTests", dependencies: ["mtatrace"], exclude: ["Browser"], swiftSettings: safe),
    .testTarget(name: "TidyTests", swiftSettings: safe),
  ]
)
