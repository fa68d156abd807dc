package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.Comparison.Term;
import dev.atom.rules.Probes.Source;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The probes that look into lists, or into a text for parts. */
final class ListProbes {
  private ListProbes() {}

  @FunctionalInterface
  private interface Test {
    Finding of(Term actual, Term expected);
  }

  private static Probe probe(Source actual, Source expected, Test test) {
    return scope -> {
      Term a = actual.term(scope);
      Term b = expected.term(scope);
      return a == null || b == null ? Finding.MISSING : test.of(a, b);
    };
  }

  static Probe in(Source actual, Source expected, Comparison comparison) {
    if (!comparison.temporal()) {
      return probe(actual, expected, ListProbes::member);
    }
    return scope -> {
      Term a = actual.term(scope);
      Term b = expected.term(scope);
      return a == null || b == null
          ? Finding.MISSING
          : inMoments(a, b, item -> comparison.equal(a, comparison.term(item), scope.zone()));
    };
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

  private static Finding inMoments(Term actual, Term list, Function<Json, Finding> equality) {
    if (actual.moment() == null || !(list.json() instanceof Json.Arr array)) {
      return Finding.WRONG_TYPE;
    }
    Finding found = Finding.WRONG_TYPE;
    for (Json item : array.items()) {
      Finding finding = equality.apply(item);
      if (finding == Finding.MATCHES) {
        return finding;
      }
      found = finding == Finding.WRONG_TYPE ? found : finding;
    }
    return found;
  }

  static Probe contains(Source actual, Source expected) {
    return probe(
        actual,
        expected,
        (a, b) -> {
          if (a.json() instanceof Json.Arr) {
            return Finding.of(a.holds(b.json()));
          }
          return a.json() instanceof Json.Str x && b.json() instanceof Json.Str y
              ? Finding.of(x.value().contains(y.value()))
              : Finding.WRONG_TYPE;
        });
  }

  static Probe any(Source actual, Source expected) {
    return probe(
        actual,
        expected,
        (a, b) -> {
          if (a.json() instanceof Json.Arr have && b.json() instanceof Json.Arr) {
            return Finding.of(have.items().stream().anyMatch(b::holds));
          }
          return parts(a, b, (text, parts) -> parts.stream().anyMatch(text));
        });
  }

  static Probe all(Source actual, Source expected) {
    return probe(
        actual,
        expected,
        (a, b) -> {
          if (a.json() instanceof Json.Arr && b.json() instanceof Json.Arr wanted) {
            return Finding.of(wanted.items().stream().allMatch(a::holds));
          }
          return parts(a, b, (text, parts) -> parts.stream().allMatch(text));
        });
  }

  @FunctionalInterface
  private interface Quantifier {
    boolean over(Predicate<Json> inText, List<Json> parts);
  }

  private static Finding parts(Term actual, Term list, Quantifier quantifier) {
    if (actual.json() instanceof Json.Str text
        && list.json() instanceof Json.Arr array
        && array.items().stream().allMatch(item -> item instanceof Json.Str)) {
      Predicate<Json> inText = item -> text.value().contains(((Json.Str) item).value());
      return Finding.of(quantifier.over(inText, array.items()));
    }
    return Finding.WRONG_TYPE;
  }
}
