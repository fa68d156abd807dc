package dev.atom.examples.quickstart;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalStatus;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.ModelUse;
import dev.atom.assistant.TurnDecision;
import dev.atom.assistant.TurnReport;
import dev.atom.conversation.Author;
import dev.atom.usage.Cost;
import java.util.List;
import java.util.function.ToLongFunction;

/** Sums over conversations. */
record Totals(List<ConversationView> views) {
  Totals {
    views = List.copyOf(views);
  }

  static long sent(ConversationView view) {
    return view.messages().stream()
        .filter(message -> message.author().kind() != Author.Kind.CUSTOMER)
        .count();
  }

  private long sum(ToLongFunction<ConversationView> part) {
    return views.stream().mapToLong(part).sum();
  }

  long conversations() {
    return views.stream().filter(view -> !view.messages().isEmpty()).count();
  }

  long messages() {
    return sum(view -> view.messages().size());
  }

  long turns() {
    return sum(view -> view.ledger().turns().size());
  }

  long cells() {
    return sum(view -> view.document().cells().size());
  }

  long corrections() {
    return sum(
        view ->
            view.ledger().turns().stream()
                .flatMap(turn -> turn.findings().steps().stream())
                .filter(step -> step.outcome().equals("corrected"))
                .count());
  }

  long rules() {
    return sum(
        view -> view.ledger().turns().stream().mapToLong(t -> t.findings().rules().size()).sum());
  }

  long approvals() {
    return sum(view -> view.approvals().size());
  }

  long approved() {
    return sum(
        view ->
            view.approvals().stream()
                .map(Approval::status)
                .flatMap(status -> status.outcome().stream())
                .filter(Totals::byAPerson)
                .count());
  }

  private static boolean byAPerson(ApprovalStatus.Outcome outcome) {
    return outcome instanceof ApprovalStatus.Approved
        || outcome instanceof ApprovalStatus.Edited
        || outcome instanceof ApprovalStatus.Rejected;
  }

  long handOvers() {
    return sum(
        view ->
            view.ledger().turns().stream()
                .map(TurnReport::decision)
                .filter(TurnDecision.HandOver.class::isInstance)
                .count());
  }

  long deliveries() {
    return sum(
        view ->
            view.ledger().deliveries().stream()
                .filter(d -> d.outcome() == ConversationView.Outcome.DELIVERED)
                .count());
  }

  long calls() {
    return sum(view -> view.ledger().uses().size());
  }

  long tokens(ToLongFunction<ModelUse> part) {
    return sum(view -> view.ledger().uses().stream().mapToLong(part).sum());
  }

  Cost cost() {
    return views.stream().map(ConversationView::cost).reduce(Cost.ZERO, Cost::plus);
  }
}
