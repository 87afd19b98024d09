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

let package = Package(
  name: "mtatrace",
  targets: [
    // Leaves: they know nothing of each other.
    .target(
      name: "DCERPC", swiftSettings: safe + [.enableExperimentalFeature("Lifetimes")]),

    .testTarget(
      name: "DCERPCTests", dependencies: ["DCERPC"], resources: [.copy("Fixtures")],
      swiftSettings: safe),
  ]
)
