package dev.atom.rules.convert;

import dev.atom.rules.convert.Conversion.Kind;
import dev.atom.rules.convert.Conversion.Loss;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what a conversion loses. Not thread-safe. */
final class Losses {
  /** Documents from strangers may be wrong in a million places. */
  private static final int MOST = 100;

  /** So that what was refused is always among them. */
  private static final int MOST_DIFFERENCES = 80;

  private static final int DEEPEST = 100;
  private static final int MOST_CONDITIONS = 10_000;
  private static final int LONGEST = 60;

  private final Set<Loss> losses = new LinkedHashSet<>();
  private boolean refused;
  private int conditions;

  /** Always empty, so that a refusal is one line. */
  <T> Optional<T> refuse(String path, String message) {
    refused = true;
    add(new Loss(Kind.REFUSED, path, message), MOST);
    return Optional.empty();
  }

  void differs(String path, String message) {
    add(new Loss(Kind.DIFFERS, path, message), MOST_DIFFERENCES);
  }

  private void add(Loss loss, int most) {
    if (losses.size() < most) {
      losses.add(loss);
    }
  }

  /** Counts a condition, and refuses it if it lies too deep or is one too many. */
  boolean tooDeep(String path, int depth) {
    conditions++;
    if (depth > DEEPEST) {
      refuse(path, "the conditions are nested deeper than " + DEEPEST + " levels");
    } else if (conditions > MOST_CONDITIONS) {
      refuse(path, "there are more than " + MOST_CONDITIONS + " conditions");
    }
    return depth > DEEPEST || conditions > MOST_CONDITIONS;
  }

  /** Whether there is no use in reading on. */
  boolean full() {
    return conditions > MOST_CONDITIONS || (refused && losses.size() == MOST);
  }

  <T> Conversion<T> conversion(Optional<T> result) {
    return new Conversion<>(refused ? Optional.empty() : result, List.copyOf(losses));
  }

  static String step(String name) {
    return "/" + shown(name).replace("~", "~0").replace("/", "~1");
  }

  /** A name from the source, cut where it is long. */
  static String shown(String name) {
    return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
  }
}
