package dev.atom.rules.tenant;

import dev.atom.job.JobKind;
import dev.atom.job.JobRun;
import dev.atom.job.JobSchedule;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.rules.Due;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.time.Schedule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** The timers of schedules and of times that records set; planned with what led to them. */
final class RuleTimers {
  static final String KIND = "rules.tick";
  private static final String EVENT = "event";

  private RuleTimers() {}

  static JobKind kind(RuleTick.Handler handler) {
    return JobKind.newBuilder(KIND, Effect.KEYED, run -> handler.tick(tick(run))).build();
  }

  private static RuleTick tick(JobRun run) {
    return new RuleTick(
        run.subject(),
        run.payload().text(EVENT).orElseThrow(),
        run.job().at(),
        run.idempotencyKey());
  }

  /** Plans the schedules that an edit adds and cancels those that it takes away. */
  static void schedules(Append.Builder append, RuleSet before, RuleSet after, Instant now) {
    Set<String> wanted = new HashSet<>();
    Set<String> planned = new HashSet<>();
    before.schedules().forEach(schedule -> planned.add(name(kind(schedule))));
    for (Schedule schedule : after.schedules()) {
      String name = name(kind(schedule));
      wanted.add(name);
      if (!planned.contains(name) && schedule.next(now).isPresent()) {
        NewJob timer = JobSchedule.of(schedule).timer(name, KIND, now);
        append.plan(timer.payload(payload(kind(schedule))));
      }
    }
    planned.stream().filter(name -> !wanted.contains(name)).forEach(append::cancel);
  }

  /** Plans when rules are to be looked at for a record, in place of what was planned before. */
  static void due(Append.Builder append, RuleSet rules, Facts record, Instant now) {
    for (Rule rule : rules.rules()) {
      if (rule.triggers().stream().anyMatch(trigger -> trigger instanceof Trigger.OnDue)) {
        append.cancel(name(Trigger.OnDue.kind(rule.id())));
      }
    }
    for (Due due : rules.due(record, now)) {
      String event = Trigger.OnDue.kind(due.rule());
      append.plan(NewJob.timer(name(event), KIND, due.at()).payload(payload(event)));
    }
  }

  private static String kind(Schedule schedule) {
    return new Trigger.OnSchedule(schedule).kind();
  }

  private static Json.Obj payload(String event) {
    return Json.object().put(EVENT, event).build();
  }

  /** A timer's name is short, and what it stands for may be long. */
  private static String name(String event) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8));
      return "rules/" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
