package dev.atom.rules.table;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A column as the analysis sees it: its atoms, and which of them each test of the column takes. */
final class Axis {
  private final Input input;
  private final List<Atom> atoms;
  private final TreeMap<BigDecimal, Integer> positions = new TreeMap<>();
  private final Map<Json, Integer> places = new HashMap<>();
  private final int present;
  private final Steps steps;
  private final Map<UnaryTest, Extent> extents = new HashMap<>();
  private final Runs domain;

  /**
   * Which atoms a test takes.
   *
   * @param sure of which it holds for every value
   * @param maybe of which it holds for every value, or for some, or that can't be told
   */
  record Extent(Runs sure, Runs maybe) {
    static Extent exact(Runs runs) {
      return new Extent(runs, runs);
    }

    Extent within(Runs domain) {
      return new Extent(sure.and(domain), maybe.and(domain));
    }
  }

  Axis(Input input, UnaryTest allowed, Collection<UnaryTest> tests, Steps steps) {
    this.input = input;
    this.steps = steps;
    Set<UnaryTest> all = new LinkedHashSet<>(tests);
    all.add(allowed);
    Named named = new Named(input.type());
    all.forEach(named::add);
    List<Atom> found = atoms(input.type(), named, Input.values(allowed));
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).form() == Atom.Form.POINT) {
        places.put(found.get(i).witness().orElseThrow(), i);
        if (input.type().ordered()) {
          positions.put(input.type().position(found.get(i).witness().orElseThrow()), i);
        }
      }
    }
    present = found.size();
    if (input.optional()) {
      found.add(Atom.missing());
    }
    atoms = List.copyOf(found);
    steps.spend(atoms.size());
    Runs missing = Runs.of(present, atoms.size());
    domain = Runs.union(List.of(extent(allowed).sure(), missing));
    for (UnaryTest test : all) {
      extents.put(test, extent(test).within(domain));
    }
  }

  private static List<Atom> atoms(ColumnType type, Named named, List<Json> choices) {
    if (type.ordered()) {
      return Atoms.ordered(type, named.positions());
    }
    if (type == ColumnType.BOOLEAN) {
      return new ArrayList<>(List.of(Atom.point(Json.of(true)), Atom.point(Json.of(false))));
    }
    if (!choices.isEmpty()) {
      return new ArrayList<>(new LinkedHashSet<>(choices).stream().map(Atom::point).toList());
    }
    return Atoms.named(type, named.values(), named.exact());
  }

  Runs domain() {
    return domain;
  }

  Extent of(UnaryTest test) {
    return Objects.requireNonNull(extents.get(test), "the test is none of the column's");
  }

  Input input() {
    return input;
  }

  /** How well the column tells rows apart. */
  int tests() {
    return extents.size();
  }

  /** A value of an atom; empty if the atom is the missing value. */
  Optional<Json> witness(int atom) {
    return atoms.get(atom).witness();
  }

  private Extent extent(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Any any -> Extent.exact(Runs.of(0, atoms.size()));
      case UnaryTest.Missing missing -> Extent.exact(Runs.of(present, atoms.size()));
      case UnaryTest.Equal equal -> Extent.exact(equal(equal.value()));
      case UnaryTest.Range range ->
          input.type().ordered() ? Extent.exact(range(range)) : asked(test);
      case UnaryTest.OneOf list -> {
        List<Extent> of = list.tests().stream().map(this::extent).toList();
        yield new Extent(
            Runs.union(of.stream().map(Extent::sure).toList()),
            Runs.union(of.stream().map(Extent::maybe).toList()));
      }
      case UnaryTest.Not not -> {
        Extent of = extent(not.test());
        yield new Extent(of.maybe().complement(atoms.size()), of.sure().complement(atoms.size()));
      }
      case UnaryTest.Compare compare -> asked(test);
    };
  }

  private Runs equal(Json value) {
    Integer at =
        input.type().ordered() ? positions.get(input.type().position(value)) : places.get(value);
    return at == null ? Runs.NONE : Runs.of(at, at + 1);
  }

  private Runs range(UnaryTest.Range range) {
    int from = range.low().map(low -> place(low.value()) + (low.included() ? 0 : 1)).orElse(0);
    int to =
        range.high().map(high -> place(high.value()) + (high.included() ? 1 : 0)).orElse(present);
    return Runs.of(from, to);
  }

  private int place(Json value) {
    return Objects.requireNonNull(positions.get(input.type().position(value)));
  }

  /** Asks the rule engine about the witness of every atom, where one value speaks for all. */
  private Extent asked(UnaryTest test) {
    Asked asked = new Asked(test, input);
    List<Runs> sure = new ArrayList<>();
    List<Runs> unknown = new ArrayList<>();
    for (int i = 0; i < atoms.size(); i++) {
      steps.spend(20);
      Atom atom = atoms.get(i);
      if (!asked.decides(atom.form())) {
        unknown.add(Runs.of(i, i + 1));
      } else if (asked.holds(atom.witness())) {
        sure.add(Runs.of(i, i + 1));
      }
    }
    Runs certain = Runs.union(sure);
    return new Extent(certain, Runs.union(List.of(certain, Runs.union(unknown))));
  }

  /** The part of the column for people, such as {@code [0..100)}. */
  String describe(Runs runs) {
    if (runs.equals(domain)) {
      return "any";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < runs.count() && i < 10; i++) {
      parts.addAll(describe(runs.from(i), runs.to(i)));
    }
    if (runs.count() > 10) {
      parts.add("…");
    }
    return String.join(", ", parts);
  }

  private List<String> describe(int from, int to) {
    if (input.type().ordered() && from < present) {
      List<String> parts = new ArrayList<>();
      parts.add(interval(atoms.get(from), atoms.get(Math.min(to, present) - 1)));
      if (to > present) {
        parts.add("missing");
      }
      return parts;
    }
    return atoms.subList(from, Math.min(to, from + 10)).stream().map(Axis::name).toList();
  }

  private static String name(Atom atom) {
    return switch (atom.form()) {
      case POINT, OPEN -> text(atom.witness().orElseThrow());
      case OTHER -> "any other";
      case MISSING -> "missing";
    };
  }

  private String interval(Atom first, Atom last) {
    if (first.equals(last) && first.form() == Atom.Form.POINT) {
      return name(first);
    }
    boolean closedLow = first.form() == Atom.Form.POINT;
    boolean closedHigh = last.form() == Atom.Form.POINT;
    boolean below = !closedLow && (first.low().isEmpty() || beyond(first.low().get()));
    boolean above = !closedHigh && (last.high().isEmpty() || beyond(last.high().get()));
    String low = below ? "" : end(first, first.low());
    String high = above ? "" : end(last, last.high());
    if (below) {
      return above ? "any" : (closedHigh ? "<= " : "< ") + high;
    }
    return above
        ? (closedLow ? ">= " : "> ") + low
        : (closedLow ? "[" : "(") + low + ".." + high + (closedHigh ? "]" : ")");
  }

  private boolean beyond(BigDecimal position) {
    return input.type().lowest().filter(lowest -> position.compareTo(lowest) < 0).isPresent()
        || input.type().highest().filter(highest -> position.compareTo(highest) > 0).isPresent();
  }

  private String end(Atom atom, Optional<BigDecimal> open) {
    return text(
        atom.form() == Atom.Form.POINT
            ? atom.witness().orElseThrow()
            : input.type().at(open.orElseThrow()));
  }

  private static String text(Json value) {
    return value instanceof Json.Str s ? s.value() : value.toString();
  }
}
