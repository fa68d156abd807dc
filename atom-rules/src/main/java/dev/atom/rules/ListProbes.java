package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.Comparison.Term;
import dev.atom.rules.Probes.Source;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The probes that look into lists, or into a text for parts. */
record ListProbes(Source actual, Source expected, Comparison comparison) {

  @FunctionalInterface
  private interface Test {
    Finding of(Term actual, Term expected, Optional<ZoneId> zone);
  }

  private Probe probe(Charge charge, Test test) {
    return scope -> {
      Term a = actual.term(scope);
      Term b = expected.term(scope);
      if (a == null || b == null) {
        return Finding.MISSING;
      }
      charge.of(a, b, scope.effort());
      return test.of(a, b, scope.zone());
    };
  }

  /** Says beforehand how much work a test will be. */
  @FunctionalInterface
  private interface Charge {
    void of(Term actual, Term expected, Effort effort);
  }

  /** A field that is the list has been charged for as a whole when it was read. */
  private void member(Term a, Term list, Effort effort) {
    if (comparison.temporal()) {
      effort.items(items(list));
    }
  }

  /** Moments and parts of texts are sought one by one, all else by hash or one after another once. */
  private void search(Term a, Term b, Effort effort) {
    if (a.json() instanceof Json.Str text) {
      effort.charge(((long) items(b) * text.value().length()) >>> 4);
    } else if (comparison.temporal()) {
      effort.charge((long) items(a) * items(b));
    } else {
      effort.value(a.json());
    }
  }

  private static int items(Term term) {
    return term.json() instanceof Json.Arr array ? array.items().size() : 1;
  }

  Probe in() {
    return probe(
        this::member, comparison.temporal() ? this::inMoments : (a, b, zone) -> member(a, b));
  }

  private static Finding member(Term actual, Term list) {
    if (!(list.json() instanceof Json.Arr array)) {
      return Finding.WRONG_TYPE;
    }
    if (list.holds(actual.json())) {
      return Finding.MATCHES;
    }
    Class<?> type = actual.json().getClass();
    boolean comparable = array.items().stream().anyMatch(item -> item.getClass() == type);
    return comparable ? Finding.DIFFERS : Finding.WRONG_TYPE;
  }

  private Finding inMoments(Term actual, Term list, Optional<ZoneId> zone) {
    return actual.moment() == null || !(list.json() instanceof Json.Arr array)
        ? Finding.WRONG_TYPE
        : among(array.items(), actual, zone, Finding.WRONG_TYPE);
  }

  /** Whether one of the items is the same moment; otherwise what the last comparable one says. */
  private Finding among(List<Json> items, Term moment, Optional<ZoneId> zone, Finding otherwise) {
    Finding found = otherwise;
    for (Json item : items) {
      Finding finding = comparison.equal(comparison.term(item), moment, zone);
      if (finding == Finding.MATCHES) {
        return finding;
      }
      found = finding == Finding.WRONG_TYPE ? found : finding;
    }
    return found;
  }

  Probe contains() {
    return probe(
        this::search,
        (a, b, zone) -> {
          if (a.json() instanceof Json.Arr array) {
            return comparison.temporal()
                ? among(array.items(), b, zone, Finding.DIFFERS)
                : Finding.of(a.holds(b.json()));
          }
          return a.json() instanceof Json.Str x && b.json() instanceof Json.Str y
              ? Finding.of(Texts.contains(x.value(), y.value()))
              : Finding.WRONG_TYPE;
        });
  }

  Probe any() {
    return probe(
        this::search,
        (a, b, zone) -> {
          if (a.json() instanceof Json.Arr have && b.json() instanceof Json.Arr wanted) {
            return comparison.temporal()
                ? moments(have, wanted, zone, false)
                : Finding.of(have.items().stream().anyMatch(b.holding()));
          }
          return parts(a, b, (text, parts) -> parts.stream().anyMatch(text));
        });
  }

  Probe all() {
    return probe(
        this::search,
        (a, b, zone) -> {
          if (a.json() instanceof Json.Arr have && b.json() instanceof Json.Arr wanted) {
            return comparison.temporal()
                ? moments(have, wanted, zone, true)
                : Finding.of(wanted.items().stream().allMatch(a.holding()));
          }
          return parts(a, b, (text, parts) -> parts.stream().allMatch(text));
        });
  }

  /** Whether the list holds one of the moments, or all of them. */
  private Finding moments(Json.Arr have, Json.Arr wanted, Optional<ZoneId> zone, boolean all) {
    Finding worst = Finding.of(all);
    for (Json one : wanted.items()) {
      Finding finding = among(have.items(), comparison.term(one), zone, Finding.DIFFERS);
      if (all != (finding == Finding.MATCHES)) {
        worst = worst == Finding.NEEDS_ZONE ? worst : finding;
      }
      if (!all && finding == Finding.MATCHES) {
        return finding;
      }
    }
    return worst;
  }

  @FunctionalInterface
  private interface Quantifier {
    boolean over(Predicate<Json> inText, List<Json> parts);
  }

  private static Finding parts(Term actual, Term list, Quantifier quantifier) {
    if (actual.json() instanceof Json.Str text
        && list.json() instanceof Json.Arr array
        && array.items().stream().allMatch(item -> item instanceof Json.Str)) {
      Predicate<Json> inText = item -> Texts.contains(text.value(), ((Json.Str) item).value());
      return Finding.of(quantifier.over(inText, array.items()));
    }
    return Finding.WRONG_TYPE;
  }
}
