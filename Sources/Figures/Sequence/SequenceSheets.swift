import Analysis
import Drawing

/// The pages of a sequence diagram, laid out but not drawn.
protocol SequenceSheets {
  var count: Int { get }

  /// Draws a page.
  ///
  /// - Parameter trims: Whether the page ends where its rows do, instead of being as high as the
  ///   paper.
  func draw(_ index: Int, trims: Bool, footer: String) -> DisplayList

  /// The rows that begin on a page.
  func rows(on index: Int) -> [SequenceRow]
}
