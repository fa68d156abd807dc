package dev.atom.mock.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.json.Json;
import dev.atom.ledger.Content;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsagePage;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records come back as they were booked, once, in their order, and only to whom they belong. */
abstract class LedgerRecordTests {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final ModelRef LARGE = new ModelRef("openai", "large");
  private static final List<String> ODD =
      List.of(
          "'; DROP TABLE usage; --",
          "\"quoted\"",
          "100%_",
          "a",
          "A",
          " a",
          "a ",
          "é",
          "e\u0301",
          "🦊",
          "\\",
          "line\nline",
          "bell\u0007",
          "\u0001\u001f\u007f",
          "=1+1",
          "null",
          "\uFFFD",
          "漢".repeat(200));

  private @Nullable UsageLedger ledger;

  /**
   * Opens a new, empty ledger.
   *
   * @return the ledger, closed by the suite
   */
  protected abstract UsageLedger open();

  /** Opens the test's ledger. */
  @BeforeEach
  final void openLedger() {
    ledger = open();
  }

  /** Closes the test's ledger. */
  @AfterEach
  final void closeLedger() {
    ledger().close();
  }

  /**
   * Returns the test's ledger.
   *
   * @return open until the test ends
   */
  protected final UsageLedger ledger() {
    return Objects.requireNonNull(ledger, "opened before each test");
  }

  static UsageRecordBuilder record(String id) {
    return UsageRecord.newBuilder(id, "call", NOON, LARGE).caller("acme", Optional.empty());
  }

  final List<UsageRecord> all(UsageFilter filter) {
    return ledger().page(filter, Integer.MAX_VALUE - 1).records();
  }

  @Test
  final void everythingOfARecordComesBack() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(11)
            .cachedInputTokens(5)
            .cacheWriteTokens(4)
            .longCacheWriteTokens(3)
            .outputTokens(9)
            .reasoningTokens(2)
            .audioInputTokens(1)
            .audioOutputTokens(6)
            .searches(7)
            .characters(8)
            .audio(Duration.ofNanos(1_234_567))
            .reportedUsd(Optional.of(new BigDecimal("0.0100")))
            .estimated(true)
            .known(false)
            .build();
    Json.Obj said = Json.parseObject("{\"request\":{\"text\":\"a\\u0000\\\"'\\n🦊\"},\"n\":1.50}");
    UsageRecord full =
        UsageRecord.newBuilder("id", "call-1", NOON.plusNanos(123_456_789), LARGE)
            .attempt(3)
            .caller("acme", Optional.of("ann"))
            .route("cheap", "eu-1")
            .answered(new ModelRef("openai", "large-2026"))
            .failed("truncated_stream")
            .usage(usage)
            .cost(new Cost.Known(new BigDecimal("0.000000123456789012")))
            .estimated(true)
            .latency(Duration.ofNanos(987_654_321))
            .firstToken(Duration.ofNanos(1_999))
            .keyFingerprint("ab12")
            .tags(Map.of("team", "red", "x'\"", "=y"))
            .content(Optional.of(new Content.Plain(said)))
            .build();
    UsageRecord sealed = record("sealed").content(Optional.of(new Content.Sealed(said))).build();
    UsageRecord bare = record("bare").build();
    assertEquals(3, ledger().append(List.of(full, sealed, bare)));
    assertEquals(List.of(sealed, bare, full), all(UsageFilter.all()));
    assertEquals(NOON.plusNanos(123_456_000), all(UsageFilter.all()).get(2).at());
  }

  @Test
  final void everyOutcomeIsARecord() {
    List<UsageRecord> records = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      UsageRecordBuilder record = record(outcome.name()).cost(Cost.ZERO);
      records.add(
          outcome == Outcome.FAILED
              ? record.failed("overloaded").build()
              : record.outcome(outcome).build());
    }
    ledger().append(records);
    assertEquals(records, all(UsageFilter.all()));
    for (UsageRecord record : records) {
      assertEquals(List.of(record), all(UsageFilter.all().outcome(record.outcome())));
    }
  }

  @Test
  final void bookingTheSameIdTwiceIsOneRecord() {
    UsageRecord first = record("1").cost(Cost.ZERO).build();
    UsageRecord again = record("1").latency(Duration.ofSeconds(9)).build();
    UsageRecord others = record("1").caller("other", Optional.empty()).build();
    assertEquals(1, ledger().append(List.of(first, again)));
    assertEquals(0, ledger().append(List.of(again)));
    assertEquals(1, ledger().append(List.of(again, others, first)));
    assertEquals(0, ledger().append(List.of()));
    assertEquals(List.of(first, others), all(UsageFilter.all()));
  }

  @Test
  final void hostileNamesAreTextLikeAnyOther() {
    List<UsageRecord> records = new ArrayList<>();
    for (String odd : ODD) {
      records.add(
          UsageRecord.newBuilder(odd, odd, NOON, new ModelRef(odd, odd))
              .caller(odd, Optional.of(odd))
              .route(odd, odd)
              .failed(odd)
              .keyFingerprint(odd)
              .tags(Map.of(odd, odd))
              .cost(new Cost.Unknown(odd))
              .build());
    }
    ledger().append(records);
    assertEquals(records, all(UsageFilter.all()));
    for (int i = 0; i < ODD.size(); i++) {
      String odd = ODD.get(i);
      List<UsageRecord> one = List.of(records.get(i));
      assertEquals(one, all(UsageFilter.tenant(odd)));
      assertEquals(one, all(UsageFilter.all().user(odd).route(odd).provider(odd).model(odd)));
      assertEquals(one, all(UsageFilter.all().tag(odd, odd)));
      assertEquals(List.of(), all(UsageFilter.all().tag(odd, odd + "'")));
    }
  }

  @Test
  final void tagsOfAMegabyteAreRefusedAndNameTheirLimit() {
    String huge = "x".repeat(1_000_000);
    UsageRecordBuilder record = record("1");
    for (Map<String, String> tags : List.of(Map.of("t", huge), Map.of(huge, "v"))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> record.tags(tags));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("200") && message.length() < 1_000, message);
    }
    assertThrows(IllegalArgumentException.class, () -> record("nul\0"));
    assertThrows(IllegalArgumentException.class, () -> record("half\uD83E"));
  }

  @Test
  final void tenantsAreApart() {
    ledger()
        .append(
            List.of(
                record("1").caller("a", Optional.of("u")).build(),
                record("1").caller("b", Optional.of("u")).build(),
                record("2").caller("b", Optional.of("v")).build()));
    assertEquals(1, all(UsageFilter.tenant("a").user("u")).size());
    assertEquals(2, all(UsageFilter.tenant("b")).size());
    assertEquals(0, all(UsageFilter.tenant("B")).size());
    assertEquals(2, ledger().deleteBefore("b", NOON.plusSeconds(1)));
    assertEquals(1, all(UsageFilter.all()).size());
  }

  @Test
  final void deletesWhatIsOlderAndNothingElse() {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      records.add(UsageRecord.newBuilder("" + i, "c", NOON.plusSeconds(i), LARGE).build());
    }
    ledger().append(records);
    assertEquals(4_500, ledger().deleteBefore(NOON.plusSeconds(4_500)));
    assertEquals(records.subList(4_500, 5_000), all(UsageFilter.all()));
    assertEquals(0, ledger().deleteBefore(NOON));
    assertEquals(1, ledger().deleteBefore(NOON.plusSeconds(4_500).plusNanos(1)));
    assertEquals(1, ledger().append(records.subList(0, 1)), "a deleted id is booked anew");
  }

  @Test
  final void pagesRepeatAndMissNothingWhileOthersBook() {
    RandomRecords random = new RandomRecords(1);
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      records.add(random.next());
    }
    ledger().append(records);
    List<UsageRecord> before = all(UsageFilter.all());
    assertEquals(new SlowLedger(records).sorted(UsageFilter.all()), before);
    List<UsageRecord> paged = new ArrayList<>();
    Optional<String> place = Optional.empty();
    int more = 0;
    do {
      UsagePage page = ledger().page(UsageFilter.all(), place, 70);
      paged.addAll(page.records());
      place = page.next();
      Instant early = RandomRecords.FIRST.minusSeconds(1 + more);
      ledger().append(List.of(UsageRecord.newBuilder("x" + more++, "c", early, LARGE).build()));
    } while (place.isPresent());
    assertEquals(before, paged);
  }

  @Test
  final void placesOfOthersAndEmptyPagesAreRefused() {
    for (String place : List.of("", "7", "a:b", "/", "x/1")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ledger().page(UsageFilter.all(), Optional.of(place), 1),
          place);
    }
    assertThrows(IllegalArgumentException.class, () -> ledger().page(UsageFilter.all(), 0));
  }

  @Test
  final void manyAtOnceBookEachRecordOnce() throws Exception {
    List<Future<Integer>> booked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        int from = thread * 50;
        booked.add(
            threads.submit(
                () -> {
                  int fresh = 0;
                  for (int i = from; i < from + 300; i += 10) {
                    List<UsageRecord> batch = new ArrayList<>();
                    for (int j = i; j < i + 10; j++) {
                      batch.add(record("" + j).build());
                    }
                    // Some forwards, some backwards: those who meet must not block each other.
                    fresh += ledger().append(from % 100 == 0 ? batch : batch.reversed());
                  }
                  return fresh;
                }));
      }
    }
    int fresh = 0;
    for (Future<Integer> each : booked) {
      fresh += each.get();
    }
    assertEquals(650, all(UsageFilter.all()).size());
    assertEquals(650, fresh);
  }

  @Test
  final void closedLedgerRefuses() {
    ledger().close();
    ledger().close();
    assertThrows(IllegalStateException.class, () -> ledger().append(List.of(record("1").build())));
    assertThrows(IllegalStateException.class, () -> ledger().page(UsageFilter.all(), 1));
  }
}
