package dev.atom.benchmarks.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rules and events of a seed, the same for everybody who is measured: events of twelve fields in a
 * HashMap, rules that are conjunctions of two to five conditions, of which an event matches about
 * seven in a thousand.
 */
final class Workload {
  /** How many events there are, whatever the rules. */
  static final int EVENTS = 512;

  static final List<String> TEXTS =
      List.of("tier", "country", "channel", "language", "product", "status", "note");
  static final List<String> NUMBERS = List.of("amount", "age", "score", "items");

  private static final Map<String, Integer> CHOICES =
      Map.of("tier", 8, "country", 60, "channel", 6, "language", 20, "product", 200, "status", 8);
  private static final Map<String, Integer> LIMITS =
      Map.of("amount", 100_000, "age", 100, "score", 1_000, "items", 20);
  private static final int WORDS = 60;

  private final SplittableRandom random;

  private Workload(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns so many rules; their numbers are their ids. */
  static List<List<Test>> rules(int count, long seed) {
    Workload workload = new Workload(seed);
    List<List<Test>> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(workload.rule());
    }
    return rules;
  }

  /** Returns the events. */
  static List<Map<String, Object>> events(long seed) {
    Workload workload = new Workload(seed + 1);
    List<Map<String, Object>> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(workload.event());
    }
    return events;
  }

  private Map<String, Object> event() {
    Map<String, Object> event = new HashMap<>();
    CHOICES.forEach((field, count) -> event.put(field, choice(field)));
    LIMITS.forEach((field, limit) -> event.put(field, random.nextLong(limit)));
    event.put("vip", random.nextInt(4) == 0);
    StringBuilder note = new StringBuilder("w0");
    for (int i = 0; i < 8; i++) {
      note.append(' ').append(word());
    }
    event.put("note", note.toString());
    return event;
  }

  /** The first ones are more frequent than the last, as in life. */
  private String choice(String field) {
    int count = CHOICES.get(field);
    return field + Math.min(random.nextInt(count), random.nextInt(count));
  }

  private String word() {
    return "w" + random.nextInt(WORDS) + "x";
  }

  private List<Test> rule() {
    int size = random.nextInt(2, 6);
    Set<String> used = new HashSet<>();
    List<Test> tests = new ArrayList<>();
    while (tests.size() < size) {
      Test test = test();
      if (used.add(test.field())) {
        tests.add(test);
      }
    }
    return tests;
  }

  private Test test() {
    int kind = random.nextInt(20);
    if (kind < 7) {
      List<String> fields = List.of("tier", "country", "channel", "language", "product", "status");
      String field = fields.get(random.nextInt(fields.size()));
      return new Test.Eq(field, choice(field));
    }
    if (kind < 11) {
      List<String> fields = List.of("country", "language", "product");
      String field = fields.get(random.nextInt(fields.size()));
      Set<String> values = new LinkedHashSet<>();
      for (int i = random.nextInt(2, 8); i > 0; i--) {
        values.add(choice(field));
      }
      return new Test.In(field, values);
    }
    if (kind < 17) {
      String field = NUMBERS.get(random.nextInt(NUMBERS.size()));
      long limit = LIMITS.get(field);
      long low = random.nextLong(limit);
      return new Test.Range(field, low, low + random.nextLong(limit / 20, limit * 2 / 5));
    }
    return kind < 19 ? new Test.Contains("note", word()) : new Test.Eq("vip", random.nextBoolean());
  }
}
