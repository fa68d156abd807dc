package dev.atom.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.atom.json.Json;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long it takes, and how many bytes, to refuse rule documents that are made to hurt, by the limits
 * for a host's own rules and by those for strangers; to read a hundred thousand legal rules; and to end
 * evaluations that would never end. A harness of its own, because single calls are measured, by the time
 * of the thread on a processor.
 */
final class HostileRules {
  private static final int MEGABYTE = 1_000_000;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HostileRules() {}

  /**
   * Prints a table of medians.
   *
   * @param arguments how often each is measured (default 15), after as many rounds of warming up
   */
  public static void main(String... arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    System.out.println("| document | characters | ms | kB | first reason | strangers ms | kB |");
    System.out.println("| --- | ---: | ---: | ---: | --- | ---: | ---: |");
    documents().forEach((name, text) -> refused(name, text, rounds));
    System.out.println();
    System.out.println("| legal set | characters | ms | MB |");
    System.out.println("| --- | ---: | ---: | ---: |");
    legal().forEach((name, text) -> read(name, text, rounds));
    System.out.println();
    System.out.println("| evaluation of 5 million steps | ms | kB |");
    System.out.println("| --- | ---: | ---: |");
    conditions().forEach((name, text) -> ended(name, text, rounds));
  }

  /** What one call took. */
  private record Cost(double milliseconds, double kilobytes) {}

  private static void refused(String name, String text, int rounds) {
    Cost own = median(rounds, () -> reason(text, RuleLimits.DEFAULT));
    Cost strangers = median(rounds, () -> reason(text, RuleLimits.STRANGERS));
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f | %,.0f | %s | %.1f | %,.0f |%n",
        name,
        text.length(),
        own.milliseconds(),
        own.kilobytes(),
        reason(text, RuleLimits.DEFAULT),
        strangers.milliseconds(),
        strangers.kilobytes());
  }

  private static String reason(String text, RuleLimits limits) {
    try {
      RuleSet.parse(text, RuleVocabulary.OPEN, limits);
    } catch (InvalidRules e) {
      InvalidRules.Problem first = e.problems().getFirst();
      String place = first.line() > 0 ? first.line() + ":" + first.column() : first.path();
      return first.kind() + " at " + place.substring(0, Math.min(30, place.length()));
    }
    throw new IllegalStateException("a hostile document was not refused");
  }

  private static void read(String name, String text, int rounds) {
    Cost cost = median(rounds, () -> RuleSet.parse(text));
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.0f | %.0f |%n",
        name,
        text.length(),
        cost.milliseconds(),
        cost.kilobytes() / 1_000);
  }

  private static void ended(String name, String condition, int rounds) {
    RuleSet rules = RuleSet.parse(rule(condition));
    Json list = Json.array(IntStream.range(0, 2_000).mapToObj(Json::of).toList());
    Facts facts =
        Facts.newBuilder().put("x", list).put("text", Json.of("aB".repeat(MEGABYTE))).build();
    Cost cost =
        median(
            rounds,
            () -> {
              try {
                throw new IllegalStateException(name + ": " + rules.evaluate(facts, NOW).fired());
              } catch (EffortExceeded e) {
                return e;
              }
            });
    System.out.printf(
        Locale.ROOT, "| %s | %.1f | %,.0f |%n", name, cost.milliseconds(), cost.kilobytes());
  }

  @FunctionalInterface
  private interface Call {
    Object run();
  }

  private static Cost median(int rounds, Call call) {
    double[] milliseconds = new double[rounds];
    double[] kilobytes = new double[rounds];
    for (int i = -rounds; i < rounds; i++) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      Object result = call.run();
      long took = THREADS.getCurrentThreadCpuTime() - start;
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      if (result == null) {
        throw new IllegalStateException("nothing came of it");
      }
      if (i >= 0) {
        milliseconds[i] = took / 1e6;
        kilobytes[i] = bytes / 1e3;
      }
    }
    Arrays.sort(milliseconds);
    Arrays.sort(kilobytes);
    return new Cost(milliseconds[rounds / 2], kilobytes[rounds / 2]);
  }

  private static String rule(String condition) {
    return "[{\"id\":\"r\",\"when\":" + condition + ",\"then\":[]}]";
  }

  private static String many(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Map<String, String> documents() {
    String plain = "{\"id\":\"r#\",\"when\":{\"all\":[]},\"then\":[]}";
    String leaf = "{\"field\":\"f#\",\"op\":\"exists\"}";
    Map<String, String> documents = new LinkedHashMap<>();
    documents.put("17 million blanks", " ".repeat(17 * MEGABYTE));
    documents.put("a million open brackets", "[".repeat(MEGABYTE));
    documents.put("400 levels of not", rule("{\"not\":".repeat(400) + "1" + "}".repeat(400)));
    documents.put("100,000 conditions", rule("{\"all\":" + many(100_000, leaf) + "}"));
    documents.put(
        "100,000 operations of JsonLogic",
        rule("{\"and\":" + many(100_000, "{\"==\":[1,#]}") + "}"));
    documents.put("100,001 rules", many(100_001, plain));
    documents.put("100,000 rules of one id", many(100_000, plain.replace("#", "")));
    documents.put(
        "a list of a million values",
        rule("{\"field\":\"x\",\"op\":\"in\",\"value\":[" + "1,".repeat(MEGABYTE) + "1]}"));
    documents.put(
        "a field of 10 MB",
        rule("{\"field\":\"" + "a.".repeat(5 * MEGABYTE) + "a\",\"op\":\"exists\"}"));
    documents.put("a key twice, at the end of 10 MB", twice());
    documents.put(
        "a number of a million digits",
        rule("{\"field\":\"x\",\"op\":\"eq\",\"value\":1" + "0".repeat(MEGABYTE) + "}"));
    documents.put(
        "a regular expression that grows",
        rule("{\"field\":\"x\",\"op\":\"matches\",\"value\":\"(((a{999}){999}){999}){999}\"}"));
    documents.put(
        "a key twice, after 15 texts of a million", twiceAfter("{\"x\":" + texts() + "}"));
    documents.put("a key twice, after 7 million numbers", twiceAfter("{\"x\":" + numbers() + "}"));
    documents.put(
        "a key twice, after 100,000 legal rules",
        many(100_000, plain).replaceFirst("]}]$", "],\"id\":1}]"));
    documents.put("10 MB of faults", many(300_000, "{\"id\":\"r#\",\"when\":{\"is\":#}}"));
    return documents;
  }

  private static String twice() {
    String text = "\"description\":\"" + "d".repeat(10 * MEGABYTE) + "\"";
    return "[{" + text + "," + text.substring(0, 15) + "\"}]";
  }

  private static String texts() {
    return ("[" + ("\"" + "t".repeat(MEGABYTE) + "\",").repeat(15)).replaceFirst(",$", "]");
  }

  private static String numbers() {
    return "[" + "1,".repeat(7 * MEGABYTE) + "1]";
  }

  private static String twiceAfter(String parameters) {
    return rule("{\"all\":[]}")
        .replace("[]}]", "[{\"do\":\"x\",\"with\":" + parameters + "}],\"id\":1}]");
  }

  private static Map<String, String> legal() {
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put(
        "100,000 rules of one condition",
        many(
            100_000,
            "{\"id\":\"rule-#\",\"when\":{\"field\":\"customer.number\",\"op\":\"eq\",\"value\":#},"
                + "\"then\":[{\"do\":\"note\"}]}"));
    sets.put(
        "1,000 rules of 20 conditions",
        many(
            1_000,
            "{\"id\":\"rule-#\",\"when\":{\"any\":"
                + many(20, "{\"field\":\"f.g\",\"op\":\"in\",\"value\":[\"a\",\"b\",\"c\"]}")
                + "},\"then\":[]}"));
    return sets;
  }

  private static Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put(
        "lists in lists in lists",
        "{\"items\":\"x\",\"any\":{\"items\":\"^.x\",\"any\":{\"items\":\"^.^.x\",\"any\":"
            + "{\"field\":\"@\",\"op\":\"eq\",\"value\":-1}}}}");
    conditions.put(
        "a regular expression of 2,000 states",
        "{\"field\":\"text\",\"op\":\"matches\",\"value\":\"(a?B?){300}(.*a){20}c\"}");
    conditions.put(
        "a class of 160 ranges",
        "{\"field\":\"text\",\"op\":\"matches\",\"value\":\"([^" + "c-d".repeat(160) + "]?)*z\"}");
    conditions.put(
        "JsonLogic over lists in lists",
        "{\"some\":[{\"var\":\"x\"},{\"some\":[{\"val\":[[2],\"x\"]},{\"==\":[{\"var\":\"\"},-1]}]}]}");
    conditions.put(
        "180 searches in 2 MB",
        "{\"any\":"
            + many(180, "{\"field\":\"text\",\"op\":\"contains\",\"value\":\"Ba#\"}")
            + "}");
    return conditions;
  }
}
