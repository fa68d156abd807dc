package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CronProperties {
  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "Australia/Lord_Howe",
          "Antarctica/Troll",
          "America/Santiago",
          "America/Nuuk",
          "Africa/Casablanca",
          "Z");

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void nextAndPreviousAreEachOthersInverse(@ForAll Random random) {
    Cron cron = cron(random);
    Instant at = instant(random);
    for (int i = 0; i < 10; i++) {
      Instant next = cron.next(at).orElseThrow();
      assertThat(next).as(cron + " after " + at).isAfter(at);
      assertThat(next.getNano()).isZero();
      Instant after = cron.next(next).orElseThrow();
      assertThat(cron.previous(after)).as(cron + " before " + after).contains(next);
      Instant before = cron.previous(next).orElseThrow();
      assertThat(before).as(cron + " before " + next).isBeforeOrEqualTo(at);
      assertThat(cron.next(before)).as(cron + " after " + before).contains(next);
      at = next;
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void nextNeverGoesBack(@ForAll Random random) {
    Cron cron = cron(random);
    Instant at = instant(random);
    Instant later = at.plusNanos(random.nextLong(40L * 86_400 * 1_000_000_000));
    assertThat(cron.next(at).orElseThrow())
        .as(cron + " after " + at + " and " + later)
        .isBeforeOrEqualTo(cron.next(later).orElseThrow());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void isReadAsWritten(@ForAll Random random) {
    Cron cron = cron(random);
    assertThat(Schedule.parse(cron.toString())).isEqualTo(cron);
  }

  private static Instant instant(Random random) {
    return Instant.ofEpochSecond(
        1_700_000_000L + random.nextInt(100_000_000), random.nextInt(1_000_000_000));
  }

  private static Cron cron(Random random) {
    String days =
        one(random, "*", "*", "?", "13", "1-7", "L", "LW", "15W", "L-3", "*/3", "29", "1,15");
    String week = one(random, "*", "*", "?", "MON-FRI", "SUN", "FRIL", "TUE#2", "0,3", "*/2");
    String expression =
        String.join(
            " ",
            field(random, 60),
            one(random, "*", "2", "*/2", "1-3", "0", "23", field(random, 24)),
            days,
            one(random, "*", "*", "3,10", "FEB", "4-9/2"),
            week);
    if (random.nextBoolean()) {
      expression = field(random, 60) + " " + expression;
    }
    return Cron.parse(expression, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
  }

  private static String field(Random random, int size) {
    int from = random.nextInt(size);
    int to = from + random.nextInt(size - from);
    String list =
        random.ints(3, 0, size).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return one(
        random, "*", "*/" + (1 + random.nextInt(size - 1)), "" + from, from + "-" + to, list);
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
