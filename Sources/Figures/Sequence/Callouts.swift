/// Sets labels below each other in a margin, each as near as can be to the height it belongs to.
struct Callouts {
  /// The top of each label, in the order given.
  let tops: [Double]

  /// Whether labels of these heights fit into an area of this height, in points.
  static func fit(_ heights: some Sequence<Double>, in height: Double) -> Bool {
    heights.reduce(0, +) <= height
  }

  /// - Parameters:
  ///   - labels: For each label, from the top down, the height that its middle should be at and how
  ///     high it is; together no higher than the area.
  ///   - top: The top of the area.
  ///   - bottom: The bottom of the area.
  init(_ labels: [(middle: Double, height: Double)], from top: Double, to bottom: Double) {
    var tops: [Double] = []
    var next = top
    for label in labels {
      let place = max(next, label.middle - label.height / 2)
      tops.append(place)
      next = place + label.height
    }
    // What hangs out at the foot moves up, and pushes up what is in its way.
    var limit = bottom
    for index in labels.indices.reversed() {
      guard tops[index] + labels[index].height > limit else { break }
      tops[index] = limit - labels[index].height
      limit = tops[index]
    }
    self.tops = tops
  }
}
