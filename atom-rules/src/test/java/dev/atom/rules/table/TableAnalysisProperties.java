package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.table.TableAnalysis.Checked;
import dev.atom.rules.table.TableAnalysis.Gap;
import dev.atom.rules.table.TableAnalysis.Masked;
import dev.atom.rules.table.TableAnalysis.Overlap;
import dev.atom.rules.table.TableAnalysis.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

/**
 * The analysis says what brute force over every input says: on 1 400 tables in the normal build, on
 * more with the system property {@code atom.tables}, which is 20 there.
 */
@PropertyDefaults(tries = 30, edgeCases = EdgeCasesMode.NONE)
class TableAnalysisProperties {
  private static final int TABLES = Integer.getInteger("atom.tables", 20);

  /** Seeds that follow from one, which a failure prints. */
  private static LongStream seeds(long seed) {
    return new Random(seed).longs(TABLES);
  }

  private static Checked checked(DecisionTable table) {
    TableAnalysis analysis = table.analyse();
    assertThat(analysis).isInstanceOf(Checked.class);
    return (Checked) analysis;
  }

  private static Set<Set<String>> pairs(Map<Json.Obj, Set<String>> matches) {
    Set<Set<String>> pairs = new HashSet<>();
    for (Set<String> rows : matches.values()) {
      for (String a : rows) {
        rows.stream().filter(b -> !b.equals(a)).forEach(b -> pairs.add(Set.of(a, b)));
      }
    }
    return pairs;
  }

  private static String winner(DecisionTable table, Json.Obj point) {
    return table.evaluate(Facts.of(point), RandomTables.NOW).hit() instanceof Hit.Matched hit
        ? hit.rows().get(0)
        : "";
  }

  private static Set<String> neverWin(DecisionTable table, Map<Json.Obj, Set<String>> matches) {
    Set<String> never = new HashSet<>(table.rows().stream().map(Row::id).toList());
    boolean single =
        table.hitPolicy() == HitPolicy.FIRST || table.hitPolicy() == HitPolicy.PRIORITY;
    matches.forEach(
        (point, rows) -> {
          if (single) {
            never.remove(winner(table, point));
          } else {
            never.removeAll(rows);
          }
        });
    return never;
  }

  @Property
  void tablesOfValuesAndRangesAreDecidedAsBruteForceDecides(
      @ForAll long seed, @ForAll HitPolicy policy) {
    seeds(seed).forEach(each -> decidedAsByBruteForce(new RandomTables(each, false), policy));
  }

  private static void decidedAsByBruteForce(RandomTables random, HitPolicy policy) {
    DecisionTable table = random.next(policy);
    Map<Json.Obj, Set<String>> matches = random.bruteForce(table);
    Checked found = checked(table);
    assertThat(found.undecided()).isEmpty();
    assertThat(found.more()).isFalse();
    assertThat(found.gaps().isEmpty()).isEqualTo(matches.values().stream().noneMatch(Set::isEmpty));
    for (Gap gap : found.gaps()) {
      assertThat(RandomTables.matching(table, gap.witness())).as(gap.toString()).isEmpty();
    }
    assertThat(found.overlaps().stream().map(o -> Set.of(o.first(), o.second())))
        .doesNotHaveDuplicates()
        .hasSameElementsAs(pairs(matches));
    for (Overlap overlap : found.overlaps()) {
      assertThat(RandomTables.matching(table, overlap.witness()))
          .contains(overlap.first(), overlap.second());
      assertThat(overlap.fault()).isEqualTo(fault(table, overlap));
    }
    assertThat(found.masked().stream().map(Masked::row))
        .hasSameElementsAs(neverWin(table, matches));
  }

  private static boolean fault(DecisionTable table, Overlap overlap) {
    List<List<Json>> outputs = new ArrayList<>();
    table.rows().stream()
        .filter(row -> row.id().equals(overlap.first()) || row.id().equals(overlap.second()))
        .forEach(row -> outputs.add(row.then()));
    return switch (table.hitPolicy()) {
      case UNIQUE -> true;
      case ANY -> !outputs.get(0).equals(outputs.get(1));
      default -> false;
    };
  }

  @Property
  void whatIsClaimedOfTablesWithPatternsIsTrueAndTheRestIsCalledUndecided(
      @ForAll long seed, @ForAll boolean first) {
    HitPolicy policy = first ? HitPolicy.FIRST : HitPolicy.UNIQUE;
    seeds(seed).forEach(each -> claimsAreTrue(new RandomTables(each, true), policy));
  }

  private static void claimsAreTrue(RandomTables random, HitPolicy policy) {
    DecisionTable table = random.next(policy);
    Map<Json.Obj, Set<String>> matches = random.bruteForce(table);
    Checked found = checked(table);
    found
        .gaps()
        .forEach(
            gap ->
                assertThat(RandomTables.matching(table, gap.witness()))
                    .as("%s of %s", gap, table)
                    .isEmpty());
    for (Overlap overlap : found.overlaps()) {
      assertThat(RandomTables.matching(table, overlap.witness()))
          .contains(overlap.first(), overlap.second());
    }
    if (matches.values().stream().anyMatch(Set::isEmpty)) {
      assertThat(found.gaps().isEmpty() && !says(found, Question.GAP)).isFalse();
    }
    if (table.hitPolicy() == HitPolicy.UNIQUE) {
      Set<Set<String>> known =
          found.overlaps().stream()
              .map(o -> Set.of(o.first(), o.second()))
              .collect(Collectors.toSet());
      found.undecided().stream()
          .filter(u -> u.question() == Question.OVERLAP)
          .forEach(u -> known.add(Set.copyOf(u.rows())));
      assertThat(known).containsAll(pairs(matches));
    }
    Set<String> winners = new HashSet<>();
    matches.forEach((point, rows) -> winners.add(winner(table, point)));
    assertThat(found.masked().stream().map(Masked::row)).doesNotContainAnyElementsOf(winners);
  }

  private static boolean says(Checked found, Question question) {
    return found.undecided().stream().anyMatch(u -> u.question() == question);
  }

  @Property(tries = 150)
  void aTableEqualsTheOneParsedFromItsDocument(@ForAll long seed, @ForAll HitPolicy policy) {
    DecisionTable table = new RandomTables(seed, true).next(policy);
    DecisionTable parsed = DecisionTable.parse(table.toJson().toString());
    assertThat(parsed).isEqualTo(table).hasSameHashCodeAs(table);
    assertThat(parsed.toJson()).isEqualTo(table.toJson());
  }

  @Property(tries = 50)
  void theTraceAndTheRulesAgree(@ForAll long seed) {
    RandomTables random = new RandomTables(seed, true);
    DecisionTable table = random.next(HitPolicy.FIRST);
    random
        .bruteForce(table)
        .forEach((point, rows) -> assertThat(RandomTables.traced(table, point)).isEqualTo(rows));
  }
}
