package dev.atom.benchmarks.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The time of an event over the number of rules, both axes logarithmic, as SVG. */
record Chart(Report report) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 600;
  private static final int TOP = 20;
  private static final int BOTTOM = 410;

  /** Of the times in nanoseconds, as powers of ten. */
  private static final int LEAST = 1;

  private static final int MOST = 9;

  private static final List<String> COLOURS =
      List.of(
          "#d62728", "#ff7f0e", "#e377c2", "#000000", "#7f7f7f", "#1f77b4", "#17becf", "#2ca02c",
          "#98df8a", "#9467bd", "#8c564b", "#bcbd22");

  /** A point on the chart. */
  private record Point(double x, double y) {}

  String svg() {
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
                + (WIDTH + " " + HEIGHT)
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<title>Time of an event over the number of rules</title>\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    axes(svg);
    report.sides().forEach(side -> line(svg, side));
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (int power = LEAST; power <= MOST; power++) {
      double y = y(Math.pow(10, power));
      rule(svg, new Point(LEFT, y), new Point(RIGHT, y));
      text(svg, new Point(LEFT - 8, y + 4), "end", time(power));
    }
    for (int size : report.sizes()) {
      double x = x(size);
      rule(svg, new Point(x, TOP), new Point(x, BOTTOM));
      text(svg, new Point(x, BOTTOM + 18), "middle", String.format(Locale.ROOT, "%,d", size));
    }
    text(svg, new Point((LEFT + RIGHT) / 2.0, BOTTOM + 38), "middle", "rules");
  }

  private static String time(int power) {
    List<String> units = List.of("ns", "µs", "ms", "s");
    return (int) Math.pow(10, power % 3) + " " + units.get(power / 3);
  }

  private void line(StringBuilder svg, Side side) {
    List<String> points = new ArrayList<>();
    for (Point point : points(side)) {
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", point.x(), point.y()));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
            colour(side),
            String.join(" ", points)));
    for (Point point : points(side)) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
              point.x(),
              point.y(),
              colour(side)));
    }
  }

  private List<Point> points(Side side) {
    return report.sizes().stream()
        .flatMap(size -> report.row("Matching.event", side, size).stream())
        .map(row -> new Point(x(row.rules()), y(row.score())))
        .toList();
  }

  /** The names at the right, in the order in which the lines end. */
  private void legend(StringBuilder svg) {
    List<Side> sides =
        report.sides().stream()
            .filter(side -> !points(side).isEmpty())
            .sorted(
                Comparator.comparingDouble(side -> points(side).get(points(side).size() - 1).y()))
            .toList();
    double next = TOP;
    for (Side side : sides) {
      Point end = points(side).get(points(side).size() - 1);
      next =
          Math.max(next, Math.min(end.y(), BOTTOM - 16.0 * (sides.size() - sides.indexOf(side))));
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
              RIGHT + 22,
              next,
              colour(side)));
      text(svg, new Point(RIGHT + 34.0, next + 4), "start", side.title());
      next += 16;
    }
  }

  private static String colour(Side side) {
    return COLOURS.get(List.of(Side.values()).indexOf(side));
  }

  private static void rule(StringBuilder svg, Point from, Point to) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
            from.x(),
            from.y(),
            to.x(),
            to.y()));
  }

  private static void text(StringBuilder svg, Point at, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            at.x(),
            at.y(),
            anchor,
            text));
  }

  private double x(int size) {
    double most = Math.log10(report.sizes().get(report.sizes().size() - 1));
    double share = most <= 1 ? 0 : (Math.log10(size) - 1) / (most - 1);
    return LEFT + 20 + share * (RIGHT - LEFT - 40);
  }

  private static double y(double nanoseconds) {
    double share = (Math.log10(nanoseconds) - LEAST) / (MOST - LEAST);
    return BOTTOM - share * (BOTTOM - TOP);
  }
}
