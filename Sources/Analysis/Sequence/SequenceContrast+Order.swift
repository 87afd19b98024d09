extension SequenceContrast {
  /// Puts the lifelines of all stories in the order that was chosen, or in the one in which the
  /// fewest arrows cross a lifeline between their ends.
  ///
  /// The MTAs stay outermost, as the layers of the protocol do, and of equally good orders the one
  /// of the hosts' lists of addresses stands.
  mutating func arrange(_ chosen: [String]) throws(SequenceChoices.Mistake) {
    guard let lifelines = stories.first?.lifelines else { return }
    let order =
      chosen.isEmpty ? bestOrder(of: lifelines) : try Self.order(of: lifelines, chosen: chosen)
    guard order != Array(lifelines.indices) else { return }
    var places = order
    for (place, lifeline) in order.enumerated() { places[lifeline] = place }
    for index in stories.indices {
      stories[index].lifelines = order.map { stories[index].lifelines[$0] }
      stories[index].rows = stories[index].rows.map { $0.moved(to: places) }
      stories[index].spans = stories[index].spans.map { span in
        var span = span
        span.lifeline = places[span.lifeline]
        return span
      }
    }
  }

  /// The addresses of the receiving host may change places; nothing else may.
  private func bestOrder(of lifelines: [Lifeline]) -> [Int] {
    var weights = [[Int]](
      repeating: [Int](repeating: 0, count: lifelines.count), count: lifelines.count)
    for row in stories.flatMap(\.rows) {
      guard case .arrow(let arrow) = row else { continue }
      weights[arrow.from][arrow.to] += 1
      weights[arrow.to][arrow.from] += 1
    }
    func crossings(_ order: [Int]) -> Int {
      var sum = 0
      for (left, a) in order.enumerated() {
        for (distance, b) in order[(left + 1)...].enumerated() { sum += weights[a][b] * distance }
      }
      return sum
    }
    let movable = lifelines.indices.filter { lifelines[$0].role.isAddress }
    var best = Array(lifelines.indices)
    var least = crossings(best)
    // Neighbours change places as long as that saves a crossing; there are at most 13 of them.
    var isBetter = true
    while isBetter {
      isBetter = false
      for (a, b) in zip(movable, movable.dropFirst()) where b == a + 1 {
        guard lifelines[a].host == lifelines[b].host else { continue }
        var order = best
        order.swapAt(a, b)
        let count = crossings(order)
        if count < least { (best, least, isBetter) = (order, count, true) }
      }
    }
    return best
  }

  private static func order(
    of lifelines: [Lifeline], chosen: [String]
  ) throws(SequenceChoices.Mistake) -> [Int] {
    let names = lifelines.map { "\($0.title) \($0.subtitle)" }
    var order: [Int] = []
    for name in chosen {
      let exact = names.indices.filter { names[$0] == name }
      let found = exact.isEmpty ? names.indices.filter { names[$0].contains(name) } : exact
      guard found.count == 1 else { throw .unclearLifeline(name, known: names) }
      guard !order.contains(found[0]) else { throw .repeatedLifeline(names[found[0]]) }
      order.append(found[0])
    }
    let missing = names.indices.filter { !order.contains($0) }
    guard missing.isEmpty else { throw .missingLifelines(missing.map { names[$0] }) }
    return order
  }
}

extension Lifeline.Role {
  fileprivate var isAddress: Bool {
    if case .address = self { true } else { false }
  }
}

extension SequenceRow {
  /// The row with its lifelines at other places.
  func moved(to places: [Int]) -> SequenceRow {
    switch self {
    case .arrow(var arrow):
      (arrow.from, arrow.to) = (places[arrow.from], places[arrow.to])
      return .arrow(arrow)
    case .note(var note):
      note.at = places[note.at]
      return .note(note)
    case .fold(var fold):
      fold.rows = fold.rows.map { $0.moved(to: places) }
      return .fold(fold)
    case .pause: return self
    }
  }
}
