package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.router.RoutingTrace;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark runs once, and its sides agree; nothing is measured here. */
class BenchmarksTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void rulesAndPredicatesMatchTheSame(int rules) {
    RuleMatching matching = new RuleMatching();
    matching.rules = rules;
    matching.prepare(); // compares all tickets

    RuleMatching other = new RuleMatching();
    other.rules = rules;
    other.prepare();
    assertThat(matching.ruleSet()).isEqualTo(other.barePredicates());
  }

  @Test
  void aChangedSetMatchesLikeOneMadeAnew() {
    RuleChange change = new RuleChange();
    change.prepare();

    assertThat(change.change()).isNotNull();
    assertThat(change.bareRebuild()).isNotNull();
  }

  @Test
  void searchAndBitsFindAsManyFreeSlots() {
    AvailabilitySearch search = new AvailabilitySearch();
    search.prepare();

    assertThat(search.anyone()).isEqualTo(search.bareBits()).isPositive();
    assertThat(search.everyone()).isZero();
  }

  @Test
  void ledgerAndBareQueueTakeARecord() throws Exception {
    LedgerBooking booking = new LedgerBooking();
    booking.drain();
    assertThat(booking.book()).isNotNull();
    assertThat(booking.bareQueue()).isNotNull();
    booking.close();
  }

  @Test
  void ledgerAndBareJdbcWriteAllRows() throws Exception {
    assertThat(LedgerRows.bare(1_200)).isPositive();
    assertThat(LedgerRows.ledger(1_200)).isPositive();
  }

  @Test
  void parserScanAndReaderFindTheSameEvents() throws Exception {
    EventStream stream = new EventStream();
    stream.check();

    assertThat(stream.bareScan()).isGreaterThan(5_000);
    assertThat(stream.eventParser()).isEqualTo(stream.lineReader()).isGreaterThan(900_000);
  }

  @Test
  void everyTinyJobIsRun() throws Exception {
    try (MemoryStore store = MemoryStore.create(Clock.systemUTC())) {
      assertThat(JobThroughput.throughput(store, 2_500, 16)).isPositive();
      assertThat(store.jobs(JobQuery.all().states(JobState.DONE).limit(3_000))).hasSize(2_500);
    }
  }

  @Test
  void everyStepOfAWorkflowIsDone() throws Exception {
    try (MemoryStore store = MemoryStore.create(Clock.systemUTC())) {
      assertThat(WorkflowSteps.floor(store, 100)).isPositive();
      assertThat(WorkflowSteps.alone(store, 10)).isPositive();
      assertThat(WorkflowSteps.throughput(store, 50, 8)).isPositive();
    }
  }

  @Test
  void routedCallsAreMeasuredBesideUnroutedOnes() throws Exception {
    assertThat(RoutedLoad.of(1, Duration.ofMillis(50)).table())
        .contains("| unrouted |", "| routed, 1 target |", "| routed, 16 targets, hedged |");
  }

  @Test
  void aCallThatFailsOverIsAnsweredByTheSecondTarget() {
    Failover failover = new Failover();
    for (int i = 0; i < 20; i++) {
      RoutingTrace trace = RoutingTrace.of(failover.failedOver()).orElseThrow();
      assertThat(trace.attempts()).hasSize(2);
    }
    assertThat(RoutingTrace.of(failover.straight()).orElseThrow().attempts()).hasSize(1);
  }

  @Test
  void clientAndOkHttpSendAndReadTheSame() throws Exception {
    ChatCall call = new ChatCall();
    call.prepare();

    assertThat(call.chat()).isEqualTo(ChatServer.TEXT);
    String sent = new String(call.lastQuestion(), StandardCharsets.UTF_8);
    assertThat(call.bareOkHttp()).isEqualTo(ChatServer.TEXT);
    assertThat(new String(call.lastQuestion(), StandardCharsets.UTF_8))
        .isEqualTo(sent)
        .contains("Where is my parcel?");
    call.close();
  }
}
