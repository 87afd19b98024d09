import Drawing

/// Places the labels of stalls above their shaded times, so that none overlaps another or leaves
/// the plot.
///
/// A label that finds no room beside its neighbours moves to another row, then loses its words, and
/// in the end neighbours share one label with their number.
struct StallLabels {
  /// A stall as the labels see it.
  struct Item: Equatable {
    /// The shaded width, in points.
    var left: Double
    var right: Double
    /// From the longest text to the shortest.
    var texts: [String]
    var accent: Accent
    /// How many stalls it stands for.
    var count = 1
  }

  /// A label with its place.
  struct Label: Equatable {
    var text: String
    var left: Double
    var right: Double
    /// From 0 at the top.
    var row: Int
    var item: Item

    var center: Double { (left + right) / 2 }

    /// The label as many rows lower.
    func below(_ rows: Int) -> Label {
      var label = self
      label.row += rows
      return label
    }

    /// Whether both stand in one row with less than the gap between them.
    func isNear(_ other: Label) -> Bool {
      row == other.row && left < other.right + StallLabels.gap
        && other.left < right + StallLabels.gap
    }
  }

  static let style = TextStyle(size: 9)
  static let gap = 8.0
  static let rows = 3

  let area: ClosedRange<Double>
  let metrics: any TextMetrics
  /// What several that share a label are called.
  var noun = "stalls"

  /// The labels of all items, which are sorted by their left edges.
  func place(_ items: [Item]) -> [Label] {
    var items = condensed(items)
    while true {
      switch attempt(items) {
      case .placed(let labels): return labels
      case .crowded(let index):
        let other = index > 0 ? index - 1 : 1
        guard items.indices.contains(other) else { return [] }
        let (first, second) = (min(index, other), max(index, other))
        items[first] = merged(items[first], items[second])
        items.remove(at: second)
      }
    }
  }

  /// Puts together stalls that lie in one place as soon as there are more than labels can have
  /// room.
  private func condensed(_ items: [Item]) -> [Item] {
    let narrowest = items.compactMap(\.texts.last).map { metrics.width(of: $0, in: Self.style) }
    let width = (narrowest.min() ?? 0) + Self.gap
    let span = area.upperBound - area.lowerBound
    let room = max(Int(span / width) * Self.rows, 1)
    guard items.count > room else { return items }
    var result: [Item] = []
    var lastPlace: Int?
    for item in items {
      let place = Int((item.left - area.lowerBound) / max(span, 1) * Double(room))
      if place == lastPlace, let last = result.popLast() {
        result.append(merged(last, item))
      } else {
        result.append(item)
      }
      lastPlace = place
    }
    return result
  }

  private enum Outcome {
    case placed([Label])
    /// The item of this index finds no room.
    case crowded(Int)
  }

  private func attempt(_ items: [Item]) -> Outcome {
    var labels: [Label] = []
    for (index, item) in items.enumerated() {
      let candidates = item.texts.flatMap { text in
        (0..<Self.rows).map { label(text, row: $0, for: item) }
      }
      let fitting = candidates.first { candidate in
        candidate.right <= area.upperBound && !labels.contains { $0.isNear(candidate) }
      }
      // The only label there is stays, however narrow the plot.
      let last = items.count == 1 ? item.texts.last.map { label($0, row: 0, for: item) } : nil
      guard let chosen = fitting ?? last else { return .crowded(index) }
      labels.append(chosen)
    }
    return .placed(labels)
  }

  private func label(_ text: String, row: Int, for item: Item) -> Label {
    let width = metrics.width(of: text, in: Self.style)
    let middle = (item.left + item.right) / 2 - width / 2
    let left = max(min(middle, area.upperBound - width - 4), area.lowerBound + 4)
    return Label(text: text, left: left, right: left + width, row: row, item: item)
  }

  private func merged(_ a: Item, _ b: Item) -> Item {
    let count = a.count + b.count
    return Item(
      left: min(a.left, b.left), right: max(a.right, b.right),
      texts: ["\(count) \(noun)", "\(count)×"],
      accent: a.accent == b.accent ? a.accent : .neutral, count: count)
  }
}
