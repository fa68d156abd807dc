package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.NewJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The one timer that every waiting approval has: due at its next reminder, or when it lapses. Its
 * payload is what an inbox shows, so that nobody has to read the subject for that.
 */
final class ApprovalTimer {
  private static final String PREFIX = "approval:";

  private ApprovalTimer() {}

  static String name(String approval) {
    return PREFIX + approval;
  }

  /** One kind per handler: a host leaves alone what another one has the handler for. */
  static String jobKind(String handler) {
    return PREFIX + handler;
  }

  static String handler(String jobKind) {
    return jobKind.substring(PREFIX.length());
  }

  static NewJob first(ApprovalRequest request, Approval.Times times) {
    return plan(request, times, new ApprovalStatus.Pending(List.of(), 0, false));
  }

  static NewJob plan(ApprovalRequest request, Approval.Times times, ApprovalStatus.Pending now) {
    return NewJob.timer(name(request.id()), jobKind(request.handler()), next(request, times, now))
        .payload(payload(request, times, now));
  }

  private static Json.Obj payload(
      ApprovalRequest request, Approval.Times times, ApprovalStatus.Pending now) {
    return Json.object()
        .put("approval", request.id())
        .put("kind", request.kind())
        .put("title", request.title())
        .put("hash", request.proposal().hash())
        .put("requestedBy", request.requestedBy())
        .put("reasons", Form.texts(request.reasons()))
        .put("deciders", request.deciders().toJson())
        .put("votes", now.votes().stream().map(vote -> Json.of(vote.person())).toList())
        .put("channels", Form.texts(request.channels()))
        .put("askedAt", times.askedAt().toString())
        .put("due", times.due().toString())
        .put("closes", times.closes(request).toString())
        .build();
  }

  /** When something is to happen next, if nobody decides before. */
  static Instant next(ApprovalRequest request, Approval.Times times, ApprovalStatus.Pending now) {
    Instant next = times.closes(request);
    if (!now.overdue() && times.due().isBefore(next)) {
      next = times.due();
    }
    List<Integer> order = order(times);
    if (now.reminded() < order.size()) {
      Instant reminder = times.reminders().get(order.get(now.reminded()));
      next = reminder.isBefore(next) ? reminder : next;
    }
    return next;
  }

  /** The places of the reminders in the order in which they are due. */
  static List<Integer> order(Approval.Times times) {
    return IntStream.range(0, times.reminders().size())
        .boxed()
        .sorted(Comparator.comparing(times.reminders()::get))
        .toList();
  }
}
