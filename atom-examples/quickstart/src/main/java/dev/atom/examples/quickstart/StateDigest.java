package dev.atom.examples.quickstart;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalStatus;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.ModelUse;
import dev.atom.assistant.TurnDecision;
import dev.atom.assistant.TurnReport;
import dev.atom.conversation.Message;
import dev.atom.schema.Cell;
import dev.atom.schema.Evidence;
import java.util.List;
import java.util.Map;

/**
 * Writes down what it all came to, without ids and times, which differ from run to run; two runs of
 * the same dialogues with the replayed model have the same digest, killed in between or not.
 */
final class StateDigest {
  private final StringBuilder text = new StringBuilder();

  static String of(List<ConversationView> views, List<String> delivered) {
    StateDigest digest = new StateDigest();
    views.forEach(digest::add);
    delivered.forEach(content -> digest.line("delivered " + content));
    return JsonFile.hash(digest.text.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void add(ConversationView view) {
    line("conversation " + view.ledger().waiting().size() + " waiting");
    view.document().cells().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(cell -> add(cell.getKey(), cell.getValue()));
    for (Message message : view.messages()) {
      line(message.author().kind() + " " + message.author().id() + ": " + message.text());
    }
    view.approvals().forEach(this::add);
    view.ledger().turns().forEach(this::add);
    for (ModelUse use : view.ledger().uses()) {
      line("use " + use.purpose() + " " + use.model() + " " + use.usage() + " " + use.cost());
    }
    view.ledger().deliveries().forEach(delivery -> line("delivery " + delivery.outcome()));
  }

  private void add(String field, Cell cell) {
    line("cell " + field + " = " + cell.value() + " from " + cell.provenance().source());
    for (Evidence evidence : cell.evidence()) {
      line("  " + evidence.author() + " \"" + evidence.quote() + "\" " + evidence.strength());
    }
  }

  private void add(Approval approval) {
    String state =
        approval.status().word() + approval.status().outcome().map(ApprovalStatus::word).orElse("");
    String text = Clerk.text(approval);
    line("approval " + text + " " + approval.request().reasons() + " " + state);
  }

  private void add(TurnReport turn) {
    TurnReport.Findings found = turn.findings();
    line("turn " + turn.messages().size() + " " + found.analysis() + " " + found.steps());
    found.rules().forEach(rule -> line("  rule " + rule.rule() + " " + rule.why()));
    found.passages().forEach(p -> line("  passage " + p.source() + " " + p.range()));
    String said =
        switch (turn.decision()) {
          case TurnDecision.Send send -> send.text();
          case TurnDecision.AskApproval ask -> ask.text() + ask.reasons();
          case TurnDecision.AskCustomer ask -> ask.question();
          case TurnDecision.HandOver handOver -> handOver.reason();
          case TurnDecision.Nothing nothing -> nothing.reason();
        };
    line("  " + turn.decision().kind() + " " + said);
  }
}
