import Drawing

/// Places blocks of text in a column beside a chart, each near its line's end, so that none
/// overlaps another.
enum EndLabels {
  /// A block of text as the column sees it.
  struct Block: Equatable {
    /// Where its middle should be.
    var target: Double
    var height: Double
  }

  /// The top of each block, in the order given.
  ///
  /// The lowest stays nearest to its place and pushes the others up; `fixed` is a height that none
  /// may touch.
  static func place(
    _ blocks: [Block], above bottom: Double, avoiding fixed: ClosedRange<Double>?, gap: Double
  ) -> [Double] {
    let order = blocks.indices.sorted {
      (-blocks[$0].target, -$0) < (-blocks[$1].target, -$1)
    }
    var tops = blocks.map { $0.target - $0.height / 2 }
    var floor = bottom
    for index in order {
      let height = blocks[index].height
      var top = min(tops[index], floor - height)
      if let fixed, top < fixed.upperBound + gap, top + height > fixed.lowerBound - gap {
        top = fixed.lowerBound - gap - height
      }
      tops[index] = top
      floor = top - gap
    }
    return tops
  }
}
