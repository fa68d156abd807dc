package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobLimit;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The examples of the page on jobs. */
class JobsDocTest {
  private final MovedClock clock = new MovedClock("2026-11-21T07:00:00Z");
  private final Random random = new Random(1);
  private final MemoryStore store = MemoryStore.create(clock);
  private final Mail mail = new Mail();

  private static final class Mail {
    final List<String> sent = new ArrayList<>();

    void send(String text, String idempotencyKey) {
      sent.add(text + " " + idempotencyKey);
    }

    JobCheck.Answer wasSent(String key) {
      return sent.stream().anyMatch(s -> s.endsWith(key))
          ? JobCheck.Answer.YES
          : JobCheck.Answer.NO;
    }
  }

  @Test
  void first() {
    // @start region="first"
    Subject conversation = new Subject("acme", "conversation", "c-1");
    Jobs jobs =
        Jobs.newBuilder(store, clock, random)
            .handle(
                "reply",
                Effect.KEYED,
                run -> mail.send(run.payload().text("text").orElseThrow(), run.idempotencyKey()))
            .build(); // and start(), in earnest
    store.append(
        Append.to(conversation) // with the events that led to it
            .plan(NewJob.effect("reply-m-1", "reply", Json.object().put("text", "Hi").build()))
            .build());
    jobs.runDue();
    // @end
    assertThat(mail.sent).containsExactly("Hi reply-m-1");
  }

  @Test
  void complete() {
    Subject conversation = new Subject("acme", "conversation", "c-1");
    Jobs jobs =
        Jobs.newBuilder(store, clock, random)
            .handle(
                // @start region="complete"
                JobKind.newBuilder(
                        "nudge",
                        Effect.KEYED,
                        run -> {
                          NewEvent nudged =
                              new NewEvent("nudged", Json.Obj.EMPTY, "timer", Optional.empty());
                          NewJob next = NewJob.timer("nudge", "nudge", clock.instant().plus(DAY));
                          run.complete(Append.to(run.subject()).event(nudged).plan(next));
                        })
                    .build()
                // @end
                )
            .build();
    jobs.plan(conversation, NewJob.timer("nudge", "nudge", clock.instant()));
    assertThat(jobs.runDue()).isOne();
    assertThat(store.version(conversation)).isOne();
    assertThat(jobs.admin().timer(conversation, "nudge").orElseThrow().at())
        .isEqualTo("2026-11-22T07:00:00Z");
  }

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void recurring() {
    JobHandler handler = run -> mail.send("report of " + run.job().at(), run.idempotencyKey());
    // @start region="recurring"
    Schedule mornings = Schedule.cron("0 9 * * MON-FRI", ZoneId.of("Europe/Berlin"));
    Jobs jobs =
        Jobs.newBuilder(store, clock, random)
            .handle("report", Effect.KEYED, handler)
            .recurring(
                new Subject("acme", "project", "p-1"),
                "daily",
                "report",
                JobSchedule.of(mornings).missed(MissedRuns.SKIP))
            .build();
    // @end
    jobs.runDue();
    clock.advance(Duration.ofHours(49));
    jobs.runDue();
    assertThat(mail.sent)
        .containsExactly(
            "report of 2026-11-23T08:00:00Z acme/project/p-1/daily@2026-11-23T08:00:00Z");
  }

  @Test
  void options() {
    Store store = this.store;
    // @start region="options"
    JobKind letter =
        JobKind.newBuilder("letter", Effect.CHECKABLE, run -> print(run))
            .check(run -> mail.wasSent(run.idempotencyKey()))
            .retries(RetryPolicy.standard().attempts(5))
            .timeout(Duration.ofMinutes(2))
            .limit(new JobLimit(20, 2)) // 20 at a time over all hosts, 2 of one tenant
            .history(1000)
            .build();
    // @end
    Jobs jobs = Jobs.newBuilder(store, clock, random).handle(letter).build();
    jobs.plan(new Subject("acme", "case", "1"), NewJob.effect("l-1", "letter", Json.Obj.EMPTY));
    jobs.runDue();
    clock.advance(Duration.ofMinutes(1));
    jobs.runDue();
    assertThat(mail.sent).hasSize(1);
    assertThat(jobs.admin().history("acme", "letter", 10))
        .extracting(JobRecord::ending)
        .containsExactly(JobRecord.Ending.FAILED, JobRecord.Ending.SUCCEEDED);
  }

  private void print(JobRun run) throws java.io.IOException {
    mail.send("letter", run.idempotencyKey());
    throw new java.io.IOException("the printer answered no more");
  }

  @Test
  void progress() {
    Jobs jobs =
        Jobs.newBuilder(store, clock, random)
            .handle(
                "crawl",
                Effect.READ,
                // @start region="progress"
                run -> {
                  int page =
                      run.progress().flatMap(p -> p.text("page")).map(Integer::parseInt).orElse(1);
                  for (; page <= 3; page++) {
                    fetch(page, run.context());
                    String next = Integer.toString(page + 1);
                    run.progress(Json.object().put("page", next).build());
                  }
                }
                // @end
                )
            .build();
    jobs.plan(new Subject("acme", "site", "1"), NewJob.effect("c", "crawl", Json.Obj.EMPTY));
    jobs.runDue();
    clock.advance(Duration.ofMinutes(1));
    jobs.runDue();
    assertThat(fetched).containsExactly(1, 2, 2, 3);
  }

  private final List<Integer> fetched = new ArrayList<>();

  private void fetch(int page, dev.atom.CallContext context) {
    assertThat(context.tenant()).isEqualTo("acme");
    fetched.add(page);
    if (fetched.size() == 2) {
      throw new IllegalStateException("connection reset");
    }
  }

  @Test
  void admin() {
    Jobs jobs =
        Jobs.newBuilder(store, clock, random)
            .handle(
                "letter",
                Effect.BLIND,
                run -> {
                  throw new JobRejected("no address");
                })
            .build();
    jobs.plan(new Subject("acme", "case", "1"), NewJob.effect("l-1", "letter", Json.Obj.EMPTY));
    jobs.runDue();
    // @start region="admin"
    JobAdmin admin = JobAdmin.of(store);
    for (Job dead : admin.list("letter", JobState.DEAD)) {
      admin.replay(dead); // false if somebody else has decided meanwhile
    }
    // @end
    assertThat(jobs.runDue()).isOne();
  }
}
