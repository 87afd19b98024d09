package import TraceModel
import TraceStore

/// What tells a run from those it is compared with: its build of Windows NT, or its version of
/// Exchange.
///
/// Runs of a scenario about a fault of Windows NT differ in the build. Runs of one about a fault of
/// Exchange have one build and differ in the parameter `mta.exchange`.
package struct Variant: Hashable, Sendable {
  /// Whether it has the fault that its runs were made to show.
  package enum Standing: Sendable {
    case faulty
    case fixed
    /// Nothing is known of it.
    case unknown
  }

  /// `SP3`, `Exchange RTM`.
  package var short: String
  /// `NT 4.0 SP3`, `Exchange as released`.
  package var long: String
  package var standing: Standing

  package init(short: String, long: String, standing: Standing) {
    self.short = short
    self.long = long
    self.standing = standing
  }

  /// What a run may be called by.
  private enum Aspect: CaseIterable {
    case build
    case exchange

    /// What a header says of it, as traces spell it.
    func value(in header: RunHeader) -> String? {
      switch self {
      case .build: header.build
      case .exchange: header.value(of: "mta.exchange")
      }
    }

    func variant(of header: RunHeader) -> Variant {
      if header.source == .capture {
        return Variant(short: header.scenario, long: header.scenario, standing: .unknown)
      }
      let value = value(in: header) ?? ""
      switch (self, value) {
      case (.build, _):
        let name = BuildName(value)
        return Variant(short: name.short, long: name.long, standing: Self.standing(of: value))
      case (.exchange, "rtm"):
        return Variant(short: "Exchange RTM", long: "Exchange as released", standing: .faulty)
      case (.exchange, "fixed"):
        return Variant(
          short: "Exchange SP", long: "Exchange with its service pack", standing: .fixed)
      case (.exchange, _):
        let name = value.isEmpty ? "Exchange" : "Exchange \(value)"
        return Variant(short: name, long: name, standing: .unknown)
      }
    }

    private static func standing(of build: String) -> Standing {
      switch build {
      case "nt4-sp3", "nt4-tse": .faulty
      case "nt4-sp4", "nt4-tse-sp4": .fixed
      default: .unknown
      }
    }
  }

  /// The variant of a run by itself: of what its scenario contrasts.
  package init(of header: RunHeader) {
    let contrasted: Aspect = header.value(of: "contrast") == "exchange" ? .exchange : .build
    self = contrasted.variant(of: header)
  }

  /// What to call runs that stand beside each other: by what they differ in, with their numbers
  /// where that does not tell them apart; what-ifs by what they change of their parents.
  package static func variants(of runs: [Run]) -> [Variant] {
    let roots = runs.filter { $0.branch == nil }
    guard roots.count < runs.count else { return contrasted(runs) }
    var named = zip(roots, contrasted(roots)).map { (run: $0, variant: $1) }
    for run in runs where run.branch != nil {
      let parent = runs.first { $0.id == run.branch?.run }
      named.append((run: run, variant: variant(of: run, leaving: parent)))
    }
    let shorts = named.map(\.variant.short)
    return runs.compactMap { run in
      guard let own = named.first(where: { $0.run.id == run.id })?.variant else { return nil }
      guard shorts.count(where: { $0 == own.short }) > 1 else { return own }
      return own.numbered(run.id)
    }
  }

  /// What to call runs of which none is a what-if.
  private static func contrasted(_ runs: [Run]) -> [Variant] {
    let differing = Aspect.allCases.filter { aspect in
      Set(runs.map { aspect.value(in: $0.header) }).count > 1
    }
    let variants = runs.map { run in
      differing.isEmpty
        ? Variant(of: run.header) : joined(differing.map { $0.variant(of: run.header) })
    }
    guard Set(variants).count < variants.count else { return variants }
    return zip(variants, runs).map { $0.numbered($1.id) }
  }

  /// The variant with its run's number.
  private func numbered(_ id: Run.ID) -> Variant {
    Variant(short: "\(short) (run \(id))", long: "\(long) (run \(id))", standing: standing)
  }

  /// A variant by all that it differs in: it has the fault if any part of it has.
  private static func joined(_ parts: [Variant]) -> Variant {
    let standings = parts.map(\.standing)
    return Variant(
      short: parts.map(\.short).joined(separator: ", "),
      long: parts.map(\.long).joined(separator: ", "),
      standing: standings.contains(.faulty)
        ? .faulty : standings.contains(.unknown) ? .unknown : .fixed)
  }
}

extension Run {
  /// What to call the run by itself.
  package var variant: Variant {
    branch == nil ? Variant(of: header) : Variant.variant(of: self, leaving: nil)
  }
}

extension Contrast {
  /// What to call each run.
  package var variants: [Variant] { Variant.variants(of: runs.map(\.run)) }

  /// `SP3` for each run.
  package var names: [String] { variants.map(\.short) }

  /// `NT 4.0 SP3` for each run.
  package var longNames: [String] { variants.map(\.long) }

  /// Whether nothing but what the runs are called by tells them apart: arrivals, sizes and
  /// latencies are drawn from the seed alone.
  var isFedAlike: Bool {
    guard let first = runs.first?.run.header else { return false }
    func others(_ header: RunHeader) -> [Parameter] {
      header.parameters.filter { $0.name != "mta.exchange" }
    }
    return runs.map(\.run.header).allSatisfy {
      others($0) == others(first) && $0.engineVersion == first.engineVersion
        && $0.source == .simulation && $0.duration == first.duration
    }
  }
}
