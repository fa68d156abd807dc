package dev.atom.workflow;

import dev.atom.approval.ApprovalRequest;
import dev.atom.json.Json;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.StepRecord.Status;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Steps that wait: for a time, a signal, people's decision. Of one thread. */
final class Waits {
  private final Session session;
  private final boolean settling;

  /** While settling nothing begins to wait. */
  Waits(Session session, boolean settling) {
    this.session = session;
    this.settling = settling;
  }

  Flow wait(Step.Wait wait, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isPresent()) {
      return new Flow.Done(session.result(record.get()));
    }
    if (settling) {
      return new Flow.Stopped();
    }
    Instant until =
        record
            .filter(r -> r.is(Status.WAITING))
            .flatMap(r -> r.instant("until"))
            .orElseGet(() -> until(wait.time(), scope));
    if (until.isAfter(session.now())) {
      if (record.filter(r -> r.is(Status.WAITING)).isEmpty()) {
        session.note(RunEvents.waiting(key, Json.object().put("until", until.toString()).build()));
      }
      return Flow.Blocked.until(until);
    }
    Json.Obj result = Json.object().put("until", until.toString()).build();
    if (record.filter(r -> r.is(Status.WAITING)).isPresent()) {
      return session.noteDone(key, result);
    }
    session.write(RunEvents.done(key, result)); // another look would find another time
    return new Flow.Done(result);
  }

  private Instant until(WaitTime time, Scope scope) {
    return switch (time) {
      case WaitTime.For f -> session.now().plus(duration(f.duration(), scope));
      case WaitTime.Until u ->
          WaitReader.instant(Values.resolve(u.instant(), scope))
              .orElseThrow(
                  () -> new StepRefused("wrong_type", "\"until\" must be an ISO 8601 instant"));
      case WaitTime.Working w -> {
        WorkCalendar calendar = session.host().calendars().get(w.calendar());
        if (calendar == null) {
          throw new StepRefused(
              "unknown_calendar", "there is no calendar \"" + w.calendar() + "\"");
        }
        try {
          yield calendar.plus(session.now(), duration(w.duration(), scope));
        } catch (IllegalArgumentException | DateTimeException e) {
          throw new StepRefused(
              "calendar_has_no_time", "calendar \"" + w.calendar() + "\" has too few hours");
        }
      }
    };
  }

  private static Duration duration(Json value, Scope scope) {
    return Form.duration(Values.resolve(value, scope))
        .orElseThrow(
            () -> new StepRefused("wrong_type", "what is waited for must be an ISO 8601 duration"));
  }

  Flow waitFor(Step.WaitFor wait, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isPresent()) {
      return new Flow.Done(session.result(record.get()));
    }
    if (settling) {
      return new Flow.Stopped();
    }
    if (record.filter(r -> r.is(Status.WAITING)).isEmpty()) {
      String correlation = Values.shown(Values.resolve(wait.correlation(), scope));
      var data = Json.object().put("event", wait.event()).put("correlation", correlation);
      wait.timeout()
          .map(time -> session.now().plus(duration(time, scope)))
          .ifPresent(until -> data.put("until", until.toString()));
      session.listen(key, Signals.name(wait.event(), correlation), data.build());
    }
    StepRecord waiting = session.fold().step(key).orElseThrow();
    if (waiting.is(Status.DONE)) { // a signal came while it was written
      return new Flow.Done(session.result(waiting));
    }
    Optional<Instant> until = waiting.instant("until");
    if (until.isPresent() && !until.get().isAfter(session.now())) {
      // Durable at once: a signal could come before another look.
      if (session.giveUpWaiting(
          key, RunEvents.done(key, Json.object().put("received", false).build()))) {
        return new Flow.Done(Json.object().put("received", false).build());
      }
      return new Flow.Done(session.result(session.fold().step(key).orElseThrow()));
    }
    return new Flow.Blocked(until);
  }

  Flow approve(Step.Approve approve, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isPresent()) {
      return new Flow.Done(session.result(record.get()));
    }
    if (settling) {
      return new Flow.Stopped();
    }
    if (record.filter(r -> r.is(Status.WAITING)).isEmpty()) {
      Instant due = until(approve.terms().due(), scope);
      if (!due.isAfter(session.now())) {
        throw new StepRefused("due_in_the_past", "nobody could decide before " + due);
      }
      ApprovalRequest request = ApprovalSteps.request(session, approve, key, scope, due);
      Json.Obj what = Json.object().put("approval", request.id()).build();
      session.ask(key, what, request);
    }
    return Flow.FOR_A_WORD;
  }
}
