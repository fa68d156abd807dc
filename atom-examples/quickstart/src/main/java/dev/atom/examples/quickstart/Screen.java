package dev.atom.examples.quickstart;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalStatus;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.ModelUse;
import dev.atom.assistant.TurnDecision;
import dev.atom.assistant.TurnReport;
import dev.atom.examples.quickstart.Dialogues.Dialogue;
import dev.atom.json.Json;
import dev.atom.operation.Passage;
import dev.atom.usage.Cost;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints what happens, narrow enough for any terminal. */
final class Screen {
  private static final int WIDTH = 96;
  private static final int INDENT = 14;

  private final PrintStream out;
  private final boolean colour;
  private final boolean brief;
  private Optional<Dialogue> heading = Optional.empty();

  Screen(PrintStream out, boolean colour, boolean brief) {
    this.out = out;
    this.colour = colour;
    this.brief = brief;
  }

  /**
   * What a person did in a turn.
   *
   * @param approval the proposal and what became of it
   * @param answer what the clerk said after a hand-over
   */
  record Ending(Optional<Approval> approval, Optional<String> answer) {
    static final Ending NONE = new Ending(Optional.empty(), Optional.empty());
  }

  void title(String text) {
    out.println(bold(text));
  }

  void line(String text) {
    out.println(text);
  }

  void ask(String... question) {
    for (String line : question) {
      out.println("  ? " + line);
    }
    out.flush();
  }

  /** A heading that is printed once something happens under it. */
  void conversation(Dialogue dialogue) {
    heading = Optional.of(dialogue);
  }

  void turn(
      String customer,
      String said,
      TurnReport turn,
      Ending ending,
      ConversationView before,
      ConversationView after) {
    if (brief) {
      return;
    }
    heading.ifPresent(
        d -> title("\n== conversation " + d.id() + ", customer " + d.customer() + " =="));
    heading = Optional.empty();
    out.println();
    label(customer, bold(wrap(said)));
    turn.findings().analysis().text("intent").ifPresent(intent -> label("intent", intent));
    turn.findings().steps().forEach(step -> step(step, before));
    turn.findings().rules().forEach(this::rule);
    if (turn.decision() instanceof TurnDecision.Send
        || turn.decision() instanceof TurnDecision.AskApproval) {
      turn.findings().passages().forEach(this::passage);
    }
    decision(turn.decision());
    ending.approval().ifPresent(this::approval);
    ending.answer().ifPresent(text -> label("person", green(wrap("the clerk answers: " + text))));
    List<ModelUse> uses = after.ledger().uses();
    uses(uses.subList(before.ledger().uses().size(), uses.size()));
  }

  void time(long nanos) {
    if (!brief) {
      out.println(", " + nanos / 1_000_000 + " ms");
    }
  }

  private void step(TurnReport.Step step, ConversationView before) {
    String was =
        before.document().value(step.field()).map(v -> " (was " + plain(v) + ")").orElse("");
    String text =
        switch (step.outcome()) {
          case "applied" -> step.field() + " = " + step.value() + "  <- " + step.detail();
          case "corrected" -> step.field() + " = " + step.value() + was + "  <- " + step.detail();
          case "strengthened" -> step.field() + " said again  <- " + step.detail();
          default -> step.outcome() + ": " + step.field() + "  " + step.detail();
        };
    boolean corrected = step.outcome().equals("corrected");
    label(corrected ? "corrected" : "cell", corrected ? yellow(wrap(text)) : wrap(text));
  }

  private void rule(TurnReport.FiredRule rule) {
    String why = rule.why().lines().skip(1).map(Screen::reason).collect(Collectors.joining("; "));
    label("rule", wrap(rule.rule() + ", because " + why));
  }

  /** A reason without the condition's place in the rule. */
  private static String reason(String line) {
    return line.strip().replaceFirst("^/\\S*: ", "");
  }

  private void passage(Passage passage) {
    String range = ", " + passage.range().start() + "-" + passage.range().end();
    String text =
        passage
            .text()
            .lines()
            .filter(l -> !l.startsWith("#") && !l.isBlank())
            .findFirst()
            .orElse("");
    String heading = passage.title().substring(passage.title().lastIndexOf('>') + 1).strip();
    label("source", dim(wrap(passage.source() + range)));
    label("", dim(fit(heading + ": \"" + text.strip(), INDENT + 2) + "\""));
  }

  private void decision(TurnDecision decision) {
    switch (decision) {
      case TurnDecision.Send send -> label("reply", green(wrap(send.text())));
      case TurnDecision.AskApproval ask -> {
        label("proposes", wrap(ask.text()));
        label("waits", yellow("for a person's approval: " + String.join(", ", ask.reasons())));
      }
      case TurnDecision.AskCustomer ask ->
          label("asks", green(wrap(ask.question() + " (a rule's words: no model writes)")));
      case TurnDecision.HandOver handOver ->
          label("hands over", yellow(wrap("to a person: " + handOver.reason())));
      case TurnDecision.Nothing nothing -> label("silent", wrap(nothing.reason()));
    }
  }

  private void approval(Approval approval) {
    String text =
        approval
            .status()
            .outcome()
            .map(Screen::outcome)
            .orElse("nobody has decided yet; nothing is sent");
    label("person", green(text));
  }

  private static String outcome(ApprovalStatus.Outcome outcome) {
    return switch (outcome) {
      case ApprovalStatus.Approved approved ->
          approved.votes().getLast().person() + " approved: the reply is sent";
      case ApprovalStatus.Edited edited ->
          wrap(edited.by().person() + " sends instead: " + Clerk.text(edited.value()));
      case ApprovalStatus.Rejected rejected ->
          rejected.by().person() + " rejected: nothing is sent";
      case ApprovalStatus.RevisionAsked asked ->
          asked.by().person() + " asks for another reply; nothing is sent";
      case ApprovalStatus.TakenOver takenOver ->
          takenOver.by().person() + " takes over; nothing is sent";
      case ApprovalStatus.Expired expired -> "nobody decided in time; nothing is sent";
      case ApprovalStatus.Superseded superseded -> "the customer went on; nothing is sent";
      case ApprovalStatus.Withdrawn withdrawn -> "it was withdrawn; nothing is sent";
    };
  }

  private void uses(List<ModelUse> uses) {
    if (brief) {
      return;
    }
    long in = uses.stream().mapToLong(use -> use.usage().inputTokens()).sum();
    long written = uses.stream().mapToLong(use -> use.usage().outputTokens()).sum();
    Cost cost = uses.stream().map(ModelUse::cost).reduce(Cost.ZERO, Cost::plus);
    out.printf(
        Locale.ROOT,
        "  %-10s  %s, %d + %d tokens, %s",
        "spent",
        count(uses.size(), "model call"),
        in,
        written,
        cost(cost));
  }

  static String cost(Cost cost) {
    return switch (cost) {
      case Cost.Known known -> "$" + known.usd().toPlainString();
      case Cost.Unknown unknown -> "cost unknown";
    };
  }

  /** Returns a number with a noun, such as "1 turn" and "2 turns". */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String plain(Json value) {
    return value instanceof Json.Str s ? s.value() : value.toString();
  }

  private void label(String name, String text) {
    out.printf(Locale.ROOT, "  %-10s  %s%n", fit(name, WIDTH - 10), text);
  }

  /** Breaks a text into lines that stand below each other. */
  private static String wrap(String text) {
    StringBuilder lines = new StringBuilder();
    int column = INDENT;
    for (String word : text.strip().split("\\s+", -1)) {
      if (column > INDENT && column + 1 + word.length() > WIDTH) {
        lines.append('\n').append(" ".repeat(INDENT));
        column = INDENT;
      } else if (column > INDENT) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }

  /** Cuts a text to what is left of a line. */
  private static String fit(String text, int used) {
    String line = text.replaceAll("\\s+", " ").strip();
    int room = WIDTH - used;
    return line.length() <= room ? line : line.substring(0, room - 3) + "...";
  }

  private String bold(String text) {
    return code("1", text);
  }

  private String dim(String text) {
    return code("2", text);
  }

  private String green(String text) {
    return code("32", text);
  }

  private String yellow(String text) {
    return code("33", text);
  }

  private String code(String code, String text) {
    return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
